"""The heavy jobs. Each runs in a process of its own and takes and gives plain values only."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, checking, programmes
from formgen.bundle import Evidence, archive, make
from formgen.errors import BadEvidence, InvalidAnswers, Problem, UnreadableFile
from formgen.opening import open_for
from formgen.programmes import filing
from formgen.read import read
from formgen.renditions import Format, rendition


def draw(form: str, given: Mapping[str, Any], file_format: Format, is_blank: bool = False) -> bytes:
    """A form as the bytes of a file."""
    made = catalog.get(form)
    return rendition(made, checking.parse(made, dict(given)), file_format, is_blank=is_blank)


def bundle(
    programme: str,
    given: Mapping[str, Any],
    folder: Path,
    listed: Sequence[tuple[str, str]],
    to: Path,
    is_example: bool,
) -> tuple[Problem, ...]:
    """Write the bundle; what to tell about it."""
    filed = filing.parse(programmes.get(programme), dict(given))
    return make(filed, Evidence(folder, listed), to, is_example=is_example).problems


def forward(path: Path, sender: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The answers of a letter that forwards an uploaded one, and what is doubtful in that. Raises UnreadableFile, InvalidAnswers."""
    from formgen.letters import FORM, forwarding
    from formgen.letters.known import read as read_letter

    letter, doubtful = read_letter(str(path))
    answers, _ = checking.salvage(catalog.get(FORM), forwarding.forward(letter, sender))
    return answers.given(), doubtful


def inspect(path: Path) -> int:
    """How many pages an upload has on paper. Raises BadEvidence for one that cannot be used."""
    from formgen.evidence import documents, sources

    with tempfile.TemporaryDirectory(prefix="formgen-") as work:
        return documents.look(sources.as_pdf(path, Path(work))).pages


@dataclass(frozen=True)
class Returned:
    """A file that came back: its programme, answers by form name, evidence (number, file, pages).

    `left_out` is what could not be read of it, `warnings` what else there is to tell.
    """

    programme: str
    answers: dict[str, Any]
    evidence: tuple[tuple[str, Path, int], ...]
    is_example: bool
    left_out: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def take_back(path: Path, into: Path, most_bytes: int, is_last_years: bool = False) -> Returned:
    """What can be read of an uploaded file; evidence of a bundle is put into the folder. Raises UnreadableFile, InvalidAnswers."""
    from formgen.renewal import renewed

    programme = programmes.get(_programme_of(path))
    opened = open_for(programme, str(path), is_lenient=True)
    filed = filing.parse(programme, opened.answers)
    answers = {
        name: renewed(catalog.get(name), one) if is_last_years else one for name, one in filed.answers.items()
    }
    given = {name: one.given() for name, one in answers.items()}
    if opened.left_out and not any(given.values()):
        raise InvalidAnswers(opened.left_out)
    evidence = () if is_last_years else tuple(_evidence(path, into, most_bytes))
    is_example = not is_last_years and _is_example(path, programme, opened.answers)
    warnings = (*opened.warnings, *filed.problems)
    return Returned(programme.name, given, evidence, is_example, opened.left_out, warnings)


def _is_example(path: Path, programme: programmes.Programme, answers: Mapping[str, Any]) -> bool:
    """Whether a file holds invented answers: a bundle says so, a single paper of ours is just the example."""
    if archive.is_bundle(path):
        return archive.is_example(path)
    example = filing.parse(programme, filing.example(programme)).answers
    return bool(answers) and all(
        name in example and example[name].given() == one for name, one in answers.items()
    )


def _programme_of(path: Path) -> str:
    """The programme that the forms in a file belong to. Raises UnreadableFile."""
    if archive.is_bundle(path):
        envelope = archive.answers_in(path)
        names = [one.get("form") for one in envelope.get("forms", ()) if isinstance(one, dict)]
    elif path.read_bytes()[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"\xff\xfe", b"\xfe\xff")):
        from formgen import jsonfile

        data = jsonfile.load(str(path))
        names = [name for name in data if name in catalog.names()] if isinstance(data, dict) else []
    else:
        names = [read(path, is_lenient=True).form.name]
    for name in programmes.names():
        programme = programmes.get(name)
        if names and set(names) <= {*programme.forms, *programme.optional}:
            return name
    if len(names) == 1:
        return str(names[0])
    raise UnreadableFile(file="上傳的檔案", reason="裡面的表單不屬於這裡的任何一個計畫")


def _evidence(path: Path, into: Path, most_bytes: int) -> Iterator[tuple[str, Path, int]]:
    if not archive.is_bundle(path):
        return
    for number, name in archive.unpack_evidence(path, into, most_bytes):
        pages = 0  # of a file that somebody has put into a bundle, and that the next bundle will refuse by its name
        with suppress(BadEvidence):
            pages = inspect(into / name)
        yield number, into / name, pages
