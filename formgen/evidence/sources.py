"""Evidence made ready: each file as a PDF, and the files of a number as one."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from formgen.errors import BadEvidence, CannotWrite, Problem, why
from formgen.evidence import documents, office, pictures
from formgen.evidence.assembly import Assembly, Bookmark
from formgen.evidence.boundary import about
from formgen.evidence.folder import Found
from formgen.evidence.kinds import PDF, kind_of
from formgen.exhibits import Exhibit


@dataclass(frozen=True)
class Prepared:
    """The evidence of one number: one PDF, how many pages it has, and the names of the files that it came from."""

    number: str
    pdf: Path
    pages: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Piece:
    source: Path
    pdf: Path
    look: documents.Look


def as_pdf(source: Path, work: Path) -> Path:
    """A file as PDF: a PDF is itself, anything else is ``work/made.pdf``. Raises BadEvidence, CannotWrite."""
    return _piece(source, work).pdf


def prepare(
    found: Found, exhibits: Sequence[Exhibit], work: Path
) -> tuple[dict[str, Prepared], list[Problem]]:
    """One PDF for each number, ``work/NUMBER.pdf``, and all that is wrong.

    A single clean PDF is the person's own file, byte for byte. It is written anew, without what is
    hidden in it, where several files are joined, where it was damaged, and where it carries programs.
    Raises CannotWrite: the disk may be full.
    """
    ready: dict[str, Prepared] = {}
    problems: list[Problem] = []
    try:
        work.mkdir(parents=True, exist_ok=True)
        for exhibit in exhibits:
            sources = found.files.get(exhibit.number, ())
            if sources:
                with TemporaryDirectory(dir=work) as folder:
                    one, wrong = _prepared(exhibit.number, sources, work, Path(folder))
                problems += wrong
                if one:
                    ready[exhibit.number] = one
    except OSError as error:
        raise CannotWrite(file=str(work), reason=why(error)) from error
    except CannotWrite as error:
        # Folders inside come and go.
        raise CannotWrite(file=str(work), reason=error.facts["reason"]) from error
    return ready, problems


def _prepared(
    number: str, sources: Sequence[Path], work: Path, folder: Path
) -> tuple[Prepared | None, list[Problem]]:
    pieces: list[_Piece] = []
    problems: list[Problem] = []
    for count, source in enumerate(sources):
        place = folder / str(count)
        place.mkdir()
        try:
            pieces.append(_piece(source, place))
        except BadEvidence as error:
            problems.append(_problem(number, source.name, error.facts["reason"]))
    for piece in pieces:
        problems += [_problem(number, piece.source.name, one, "warning") for one in piece.look.warnings]
        if len(sources) > 1 and piece.look.is_signed:
            problems.append(
                _problem(
                    number,
                    piece.source.name,
                    "有電子簽章，與其他檔案合併後簽章失效；要保留的話，請讓這個編號只有這一個檔案",
                    "warning",
                )
            )
    if len(pieces) < len(sources):
        return None, problems
    to = work / f"{number}.pdf"
    try:
        pages = _joined(number, pieces, to)
    except BadEvidence as error:
        return None, [*problems, _problem(number, error.facts["file"], error.facts["reason"])]
    return Prepared(number, to, pages, tuple(source.name for source in sources)), problems


def _problem(number: str, name: str, message: str, level: str = "error") -> Problem:
    return Problem(number, name, message, "warning" if level == "warning" else "error", "佐證資料")


def _piece(source: Path, work: Path) -> _Piece:
    kind = kind_of(source)
    # Not the file's own name: with another ending it may be too long.
    made = source if kind is PDF else work / "made.pdf"
    if kind.group == "picture":
        pictures.as_pdf(source, kind, made)
    elif kind.group == "office":
        office.as_pdf(source, kind.name, made)
    with about(source.name):
        return _Piece(source, made, documents.look(made))


def _joined(number: str, pieces: Sequence[_Piece], to: Path) -> int:
    """Write the PDF of a number; how many pages it has."""
    only = pieces[0]
    if len(pieces) == 1 and only.pdf == only.source and not only.look.must_change:
        shutil.copyfile(only.source, to)
        return only.look.pages
    with Assembly(to) as assembly:
        marks = []
        for piece in pieces:
            added = assembly.add(piece.pdf, piece.source.name)
            marks.append(Bookmark(piece.source.stem, added.first, added.bookmarks))
        assembly.join()
        assembly.save(number, marks if len(marks) > 1 else marks[0].children)
        return assembly.count
