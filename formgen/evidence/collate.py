"""The print copy: all papers in order as one PDF, each page of an exhibit with its number, and bookmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.errors import CannotWrite, why
from formgen.evidence import stamps
from formgen.evidence.assembly import Added, Assembly, Bookmark
from formgen.evidence.boundary import about
from formgen.evidence.pages import user_unit
from formgen.evidence.room import Looker


@dataclass(frozen=True)
class Part:
    """A bookmark and its pages: those of `pdf`, each with `stamp` at its top right, then those of the children.

    A part without a PDF is a heading of its children. A part without a stamp is printed as it is. `names` are the
    person's files that the PDF was made of (`Prepared.names`): errors name them, or else the title.
    """

    title: str
    pdf: Path | None = None
    stamp: str = ""
    children: tuple["Part", ...] = ()
    names: tuple[str, ...] = ()

    @property
    def known_as(self) -> str:
        """What an error calls it."""
        return "、".join(self.names) or self.title


_Numbered = tuple[Part, Added]


def collate(parts: Sequence[Part], to: Path, title: str) -> None:
    """Write one PDF of all parts. Raises BadEvidence, RenderingError, CannotWrite.

    It makes no claim to be PDF/A: what others made need not be. Form fields are drawn into the pages,
    programs and attachments stay behind, and links within a file or to the web are kept.
    """
    numbered: list[_Numbered] = []
    try:
        with Assembly(to) as assembly:
            bookmarks = [mark for part in parts for mark in _added(assembly, part, numbered)]
            assembly.join()
            drawn = stamps.draw(assembly.pdf, (part.stamp for part, _ in numbered))
            for part, added in numbered:
                with about(part.known_as):
                    _stamp(assembly.pdf, added, drawn[part.stamp])
            assembly.save(title, bookmarks)
    except OSError as error:
        raise CannotWrite(file=str(to), reason=why(error)) from error
    except CannotWrite as error:
        # Folders inside come and go.
        raise CannotWrite(file=str(to.parent), reason=error.facts["reason"]) from error


def _added(assembly: Assembly, part: Part, numbered: list[_Numbered]) -> list[Bookmark]:
    """The bookmark of a part; none for a part without pages. Files to number are put on a list."""
    first = assembly.count
    own: tuple[Bookmark, ...] = ()
    if part.pdf is not None:
        added = assembly.add(part.pdf, part.known_as)
        own = added.bookmarks
        if part.stamp:
            numbered.append((part, added))
    below = [mark for child in part.children for mark in _added(assembly, child, numbered)]
    return [Bookmark(part.title, first, (*own, *below))] if assembly.count > first else []


def _stamp(pdf: Any, added: Added, stamp: stamps.Stamp) -> None:
    """Number all pages of a file; where there is room is seen in the file itself."""
    with Looker(added.file) as looker:
        for number in range(added.count):
            page = pdf.pages[added.first + number]
            scale = stamps.fitting(page, stamp)
            spot = looker.spot(number, stamp.width * scale, stamp.height * scale, user_unit(page))
            stamps.put(pdf, page, stamp, spot, scale)
