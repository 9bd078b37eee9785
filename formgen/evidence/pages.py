"""A page as a reader sees it: the part that is shown, its unit, its turn, and the paper that it needs."""

from decimal import Decimal
from typing import Any

_MM = 72 / 25.4
_DEEPEST = 64
# mm, the shorter side first. B4 and B5 are those of JIS, which Taiwan's paper follows.
_PAPERS = {
    "A4": (210, 297), "A3": (297, 420), "A5": (148, 210), "A2": (420, 594), "A1": (594, 841),
    "A0": (841, 1189), "A6": (105, 148), "B4": (257, 364), "B5": (182, 257), "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6), "Tabloid": (279.4, 431.8),
}  # fmt: skip
# mm. Programs round, and printers take it.
_NEAR = 3
Box = tuple[float, float, float, float]


def seen_box(page: Any) -> Box:
    """The part of a page that is shown, in its own units: left, bottom, right, top.

    Where CropBox and MediaBox have nothing in common, readers show the MediaBox.
    """
    media = _corners(page.mediabox)
    shown = _common(media, _corners(page.cropbox))
    return shown if _has_area(shown) else media


def is_cropped_away(page: Any) -> bool:
    """Whether its CropBox lies outside its MediaBox."""
    return not _has_area(_common(_corners(page.mediabox), _corners(page.cropbox)))


def _common(media: Box, crop: Box) -> Box:
    return max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])


def _has_area(box: Box) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def _corners(box: Any) -> Box:
    x1, y1, x2, y2 = map(float, box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def user_unit(page: Any) -> float:
    """How many pt a unit of the page is."""
    return float(page.obj.get("/UserUnit", 1)) or 1


def seen_size(page: Any) -> tuple[float, float]:
    """Width and height of what is shown, in pt, before it is turned."""
    left, bottom, right, top = seen_box(page)
    return (right - left) * user_unit(page), (top - bottom) * user_unit(page)


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of the nearest knot of the page tree above it; else None."""
    from pikepdf import Dictionary

    holder = page.obj
    for _ in range(_DEEPEST):
        if not isinstance(holder, Dictionary):
            return None
        if key in holder:
            return holder[key]
        holder = holder.get("/Parent")
    return None


def turn(page: Any) -> int:
    """How far a page is turned: 0, 90, 180 or 270 degrees, clockwise.

    Only whole right angles are allowed. PDFium cuts others down (135 is 90), and takes what is no number for none.
    """
    value = inherited(page, "/Rotate")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return 0
    return int(int(value) / 90) % 4 * 90


def paper(page: Any) -> str:
    """The paper that a page is as large as, either way up, give or take 3 mm: A4, Letter, 210×400 mm."""
    sides = [side / _MM for side in seen_size(page)]
    for name, size in _PAPERS.items():
        if all(abs(one - other) <= _NEAR for one, other in zip(sorted(sides), size, strict=True)):
            return name
    wide, high = sides[::-1] if turn(page) in (90, 270) else sides
    return f"{wide:.0f}×{high:.0f} mm"
