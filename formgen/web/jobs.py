"""The heavy jobs. Each runs in a process of its own and takes and gives plain values only."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, checking, programmes
from formgen.bundle import Evidence, archive, make
from formgen.errors import Problem, UnreadableFile
from formgen.opening import open_for
from formgen.programmes import filing
from formgen.read import read
from formgen.renditions import Format, rendition


def draw(form: str, given: Mapping[str, Any], file_format: Format, is_blank: bool = False) -> bytes:
    """A form as the bytes of a file."""
    made = catalog.get(form)
    return rendition(made, checking.parse(made, dict(given)), file_format, is_blank=is_blank)


def bundle(
    programme: str, given: Mapping[str, Any], folder: Path, listed: Sequence[tuple[str, str]], to: Path
) -> tuple[Problem, ...]:
    """Write the bundle; what to tell about it."""
    filed = filing.parse(programmes.get(programme), dict(given))
    return make(filed, Evidence(folder, listed), to).problems


def inspect(path: Path) -> int:
    """How many pages an upload has on paper. Raises BadEvidence for one that cannot be used."""
    from formgen.evidence import documents, sources

    with tempfile.TemporaryDirectory(prefix="formgen-") as work:
        return documents.look(sources.as_pdf(path, Path(work))).pages


@dataclass(frozen=True)
class Returned:
    """A file that came back: its programme, answers by form name, evidence (number, file), and what to tell."""

    programme: str
    answers: dict[str, Any]
    evidence: tuple[tuple[str, Path], ...]
    warnings: tuple[Problem, ...]


def take_back(path: Path, into: Path, most_bytes: int, is_last_years: bool = False) -> Returned:
    """What an uploaded file says; evidence of a bundle is put into the folder. Raises UnreadableFile, InvalidAnswers."""
    from formgen.renewal import renewed

    programme = programmes.get(_programme_of(path))
    opened = open_for(programme, str(path))
    filed = filing.parse(programme, opened.answers)
    answers = {
        name: renewed(catalog.get(name), one) if is_last_years else one for name, one in filed.answers.items()
    }
    given = {name: one.given() for name, one in answers.items()}
    evidence = () if is_last_years else tuple(_evidence(path, into, most_bytes))
    return Returned(programme.name, given, evidence, (*opened.warnings, *filed.problems))


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
        names = [read(path).form.name]
    for name in programmes.names():
        programme = programmes.get(name)
        if names and set(names) <= {*programme.forms, *programme.optional}:
            return name
    raise UnreadableFile(file="上傳的檔案", reason="裡面的表單不屬於這裡的任何一個計畫")


def _evidence(path: Path, into: Path, most_bytes: int) -> list[tuple[str, Path]]:
    if not archive.is_bundle(path):
        return []
    return [(number, into / name) for number, name in archive.unpack_evidence(path, into, most_bytes)]
