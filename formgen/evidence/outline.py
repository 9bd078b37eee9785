"""The bookmarks of a PDF as plain data."""

from collections.abc import Iterator
from typing import Any

MOST = 500
_DEEPEST = 6

Line = tuple[str, int, "tuple[Line, ...]"]


def read_outline(pdf: Any) -> tuple[Line, ...]:
    """Title, page (counted from 0) and lower bookmarks of each bookmark that leads to a page.

    A file with more than MOST of them gives none: nobody looks through so many.
    """
    from pikepdf import Dictionary, ObjectSet

    top = pdf.Root.get("/Outlines")
    if not isinstance(top, Dictionary):
        return ()
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    seen = ObjectSet()

    def below(holder: Any, deep: int) -> Iterator[Line]:
        item = holder.get("/First")
        while isinstance(item, Dictionary) and len(seen) <= MOST and seen.add(item):
            children = tuple(below(item, deep + 1)) if deep < _DEEPEST else ()
            page = page_of(pdf, _place(item), pages)
            if page is None:
                yield from children
            else:
                yield str(item.get("/Title", "")), page, children
            item = item.get("/Next")

    lines = tuple(below(top, 1))
    return lines if len(seen) <= MOST else ()


def _place(item: Any) -> Any:
    from pikepdf import Dictionary

    action = item.get("/A")
    if "/Dest" not in item and isinstance(action, Dictionary) and action.get("/S") == "/GoTo":
        return action.get("/D")
    return item.get("/Dest")


def page_of(pdf: Any, place: Any, pages: dict[tuple[int, int], int]) -> int | None:
    """The page that a destination leads to, be it a place or the name of one; `pages` are numbers by object."""
    from pikepdf import Array, Dictionary

    if place is not None and not isinstance(place, (Array, Dictionary)):
        place = _named(pdf, place)
    if isinstance(place, Dictionary):
        place = place.get("/D")
    if not (isinstance(place, Array) and len(place) and isinstance(place[0], Dictionary)):
        return None
    return pages.get(place[0].objgen)


def _named(pdf: Any, name: Any) -> Any:
    from pikepdf import Dictionary, NameTree

    old, names = pdf.Root.get("/Dests"), pdf.Root.get("/Names")
    if isinstance(old, Dictionary) and str(name) in old:
        return old[str(name)]
    if isinstance(names, Dictionary) and isinstance(tree := names.get("/Dests"), Dictionary):
        return NameTree(tree).get(str(name))
    return None
