"""Where on a page there is room for its number: as far to the top right as nothing stands.

The top band of the page is drawn small and grey, as a reader sees it. Each row of dots becomes one integer, a
bit for each dot with ink, so that a free place is found by a few shifts.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

# Dots for a mm. A rule of 0.25 pt still leaves a grey dot.
_DOTS = 2.0
# mm. From the edges of the page to the number, at least and at most, and what is free around it.
NEAREST, DEEPEST, FREE = 5.0, 14.0, 1.0
_WIDEST = 0.5
_PAPER = 176
_INK = 24
_MM = 72 / 25.4


@dataclass(frozen=True)
class Spot:
    """Where the number stands as seen: mm from the right edge and from the top edge; free, or on top of something."""

    right: float
    top: float
    is_free: bool


class Looker:
    """A PDF that is looked at page by page."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._pdf: Any = pypdfium2.PdfDocument(path)
        if self._pdf.get_formtype():
            self._pdf.init_forms()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def spot(self, number: int, width: float, height: float, unit: float = 1) -> Spot:
        """Where there is room for a number of so many mm on page `number`, counted from 0.

        `unit` is how many pt a unit of the page is. Where there is no room, or the page cannot be drawn, it
        is the corner.
        """
        import pypdfium2

        edge = min(NEAREST, height)
        corner = Spot(edge, edge, is_free=False)
        try:
            page = self._pdf[number]
            try:
                band = self._band(page, unit)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            return corner
        return _free_spot(band, width, height, edge) or corner

    def _band(self, page: Any, unit: float) -> Any:
        """The top right part of a page as a grey picture, DOTS for each mm."""
        width, height = page.get_size()
        scale = _DOTS / (_MM / unit)
        deep = min(height, (DEEPEST + 12) * _MM / unit)
        bitmap = page.render(
            scale=scale,
            crop=(width * (1 - _WIDEST), height - deep, 0, 0),
            grayscale=True,
            may_draw_forms=True,
        )
        try:
            return bitmap.to_pil().copy()
        finally:
            bitmap.close()


def _free_spot(band: Any, width: float, height: float, edge: float) -> Spot | None:
    """The free place nearest to the corner."""
    rows, dots = _rows(band)
    wide, high = round((width + 2 * FREE) * _DOTS), round((height + 2 * FREE) * _DOTS)
    around = round(FREE * _DOTS)
    first = round(edge * _DOTS)
    best: tuple[int, int, int] | None = None
    for top in range(first, round(DEEPEST * _DOTS) + 1):
        lines = rows[max(0, top - around) : top - around + high]
        if top - around + high > len(rows):
            break
        if best and top - first >= best[0]:
            break
        ink = 0
        for line in lines:
            ink |= line
        right = _rightmost(ink, wide, dots, first - around)
        if right is not None:
            far = (right + around - first) + (top - first)
            best = min(best or (far, right, top), (far, right, top))
    return Spot((best[1] + around) / _DOTS, best[2] / _DOTS, is_free=True) if best else None


def _rightmost(ink: int, wide: int, dots: int, first: int) -> int | None:
    """The lowest bit, from `first` on, where `wide` bits are free."""
    taken, have = ink, 1
    while have < wide:
        step = min(have, wide - have)
        taken |= taken >> step
        have += step
    for right in range(max(0, first), dots - wide + 1):
        if not taken >> right & 1:
            return right
    return None


def _rows(band: Any) -> tuple[list[int], int]:
    """Each row of dots as an integer: a bit for each dot that is not paper, the rightmost dot lowest."""
    levels = band.histogram()
    lightest = max(range(_PAPER, 256), key=lambda level: levels[level])
    paper = lightest if levels[lightest] else 255
    inked = band.point([255 if abs(level - paper) > _INK else 0 for level in range(256)], "1")
    content, each = inked.tobytes(), -(-band.width // 8)
    spare = each * 8 - band.width
    return [
        int.from_bytes(content[start : start + each], "big") >> spare
        for start in range(0, each * band.height, each)
    ], band.width
