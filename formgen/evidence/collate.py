"""The print copy: all papers in order as one PDF, each page of an exhibit with its number, and bookmarks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.errors import CannotWrite, why
from formgen.evidence import stamps
from formgen.evidence.assembly import Added, Assembly, Bookmark
from formgen.evidence.documents import user_unit
from formgen.evidence.room import Looker


@dataclass(frozen=True)
class Part:
    """A bookmark and its pages: those of `pdf`, each with `stamp` at its top right, then those of the children.

    A part without a PDF is a heading of its children. A part without a stamp is printed as it is.
    """

    title: str
    pdf: Path | None = None
    stamp: str = ""
    children: tuple["Part", ...] = ()

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


def collate(parts: Sequence[Part], to: Path, title: str) -> None:
    """Write one PDF of all parts. Raises BadEvidence, RenderingError, CannotWrite.

    It makes no claim to be PDF/A: what others made need not be. Form fields are drawn into the pages,
    programs and attachments stay behind, and links within a file or to the web are kept.
    """
    with Assembly() as assembly:
        drawn = stamps.draw(assembly.pdf, (part.stamp for top in parts for part in top.walk()))
        bookmarks = [mark for part in parts for mark in _added(assembly, part, drawn)]
        try:
            assembly.save(to, title, bookmarks)
        except OSError as error:
            raise CannotWrite(file=str(to), reason=why(error)) from error


def _added(assembly: Assembly, part: Part, drawn: dict[str, stamps.Stamp]) -> list[Bookmark]:
    """The bookmark of a part; none for a part without pages."""
    first = len(assembly.pdf.pages)
    own: tuple[Bookmark, ...] = ()
    if part.pdf is not None:
        added = assembly.add(part.pdf)
        own = added.bookmarks
        if part.stamp:
            _stamp(assembly, part.pdf, added, drawn[part.stamp])
    below = [mark for child in part.children for mark in _added(assembly, child, drawn)]
    if len(assembly.pdf.pages) == first:
        return []
    return [Bookmark(part.title, first, (*own, *below))]


def _stamp(assembly: Assembly, path: Path, added: Added, stamp: stamps.Stamp) -> None:
    with Looker(path) as looker:
        for number in range(added.count):
            page = assembly.pdf.pages[added.first + number]
            scale = stamps.fitting(page, stamp)
            spot = looker.spot(number, stamp.width * scale, stamp.height * scale, user_unit(page))
            stamps.put(assembly.pdf, page, stamp, spot, scale)
