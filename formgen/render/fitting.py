"""Text into a slot: how large it is, on how many lines, and where each line stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from math import floor, inf
from operator import attrgetter
from typing import Literal, NamedTuple

from formgen.glyphs import FAMILIES
from formgen.render.breaking import Glyphs, Row, halved, whole, words, wrapped
from formgen.render.shaping import Glyph, extent, ideographic_foot, shape
from formgen.render.stream import number

Align = Literal["left", "center", "right", "justify", "spread"]
Vertical = Literal["top", "middle", "bottom"]

# Which part of the free room stands before the text.
_ACROSS = {"left": 0, "justify": 0, "center": 0.5, "spread": 0.5, "right": 1}
_DOWN = {"top": 0, "middle": 0.5, "bottom": 1}
_FAMILY = attrgetter("family")
_STEP = 0.5  # pt
_TOLERANCE = 0.05  # pt


@dataclass(frozen=True, eq=False)
class Slot:
    """A box on a plate whose text changes from row to row; all lengths in pt, from the page's top left.

    `size` and `floor` are the largest and the least size of letters; `pitch` and `spacing` (between lines, between
    letters) belong to the largest and shrink with it. `lines` is the most lines; of two, a name takes the second
    before it is smaller than `single`. `align`: "spread" is 分散對齊.
    """

    name: str
    left: float
    top: float
    width: float
    height: float
    size: float
    floor: float
    align: Align
    lines: int
    pitch: float
    spacing: float = 0
    color: tuple[float, float, float] = (0, 0, 0)
    vertical: Vertical = "middle"
    fonts: tuple[str, ...] = FAMILIES
    single: float = 0

    @cached_property
    def ink(self) -> str:
        """The colour as PDF's operators take it."""
        return " ".join(map(number, self.color))

    @property
    def gap(self) -> float:
        """The space after each letter, in em."""
        return self.spacing / self.size

    @property
    def flows(self) -> bool:
        """Running text uses all its lines before it shrinks; a name shrinks before it takes a second line."""
        return self.align == "justify" or self.lines > 2


class Line(NamedTuple):
    """A line in place: x and y (the baseline) and size in pt, `spacing` after each glyph in pt."""

    x: float
    y: float
    size: float
    spacing: float
    glyphs: tuple[Glyph, ...]

    @property
    def runs(self) -> Iterator[tuple[str, Iterator[Glyph]]]:
        """The glyphs by family, as they follow each other."""
        return groupby(self.glyphs, _FAMILY)


@lru_cache(512)
def fit(text: str, slot: Slot) -> tuple[Line, ...] | None:
    """The lines of `text` in `slot`, None if they do not fit. A line end in `text` is kept."""
    paragraphs = [shape(paragraph, slot.fonts) for paragraph in text.split("\n")]
    found = _flowing(paragraphs, slot) if slot.flows else _shrunk(paragraphs, slot)
    return found and tuple(_placed(*found, slot))


def _flowing(paragraphs: list[Glyphs], slot: Slot) -> tuple[float, list[Row]] | None:
    """The largest size at which running text fits."""
    pieces = [words(glyphs, slot.width / slot.size, slot.gap) for glyphs in paragraphs]
    steps = int((slot.size - slot.floor) / _STEP)
    for size in dict.fromkeys((*(slot.size - _STEP * step for step in range(steps + 1)), slot.floor)):
        rows = wrapped(pieces, slot.width / size)
        if len(rows) <= slot.lines and _tallest(len(rows), slot) >= size:
            return size, rows
    return None


def _shrunk(paragraphs: list[Glyphs], slot: Slot) -> tuple[float, list[Row]] | None:
    """On one line down to its own least size, then on two, as large as can be."""
    rows = [whole(glyphs, slot.gap) for glyphs in paragraphs]
    size = _largest(rows, slot)
    if len(rows) == 1 and slot.lines > 1 and size < max(slot.single, slot.floor) - _TOLERANCE:
        most = slot.width / slot.size
        two = halved(words(paragraphs[0], most, slot.gap, is_name=True), most)
        sized = ((_largest(one, slot), one) for one in two)
        # The better division, unless its letters are too small.
        larger, divided = next((one for one in sized if one[0] >= slot.floor), (0, []))
        if larger > size:
            size, rows = larger, divided
    if size < slot.floor - _TOLERANCE or len(rows) > slot.lines:
        return None
    # A tenth of a point is fine enough, and never rounded up.
    return size if size == slot.size else max(slot.floor, floor(size * 10) / 10), rows


def _largest(rows: list[Row], slot: Slot) -> float:
    """The largest size at which these lines fit, in width and in height."""
    widest = max(row.width for row in rows)
    across = slot.width / widest if widest else inf
    return min(slot.size, across, _tallest(len(rows), slot) if len(rows) > 1 else inf)


def _tallest(count: int, slot: Slot) -> float:
    """The size at which so many lines are as high as the slot."""
    return slot.size * (max(slot.height, slot.pitch) + _TOLERANCE) / (count * slot.pitch)


def _placed(size: float, rows: list[Row], slot: Slot) -> Iterator[Line]:
    pitch = slot.pitch * size / slot.size
    measures = [_baseline_and_height(row, size, pitch, slot) for row in rows]
    free = max(0, slot.height - sum(height for _, height in measures))
    top = slot.top + free * _DOWN[slot.vertical]
    for row, (baseline, height) in zip(rows, measures, strict=True):
        if row.glyphs:
            indent, spacing = _across(row, size, slot)
            yield Line(slot.left + indent, top + baseline, size, spacing, row.glyphs)
        top += height


def _baseline_and_height(row: Row, size: float, pitch: float, slot: Slot) -> tuple[float, float]:
    """As CSS does it: the line holds both its own letters and one of the slot's first font, each in its leading."""
    families = tuple(dict.fromkeys([glyph.family for glyph in row.glyphs])) or slot.fonts[:1]
    letter = next((glyph.text for glyph in row.glyphs if glyph.text.isalpha()), "")
    own = _half(*_extent(families, _is_ideograph(letter)), size, pitch)
    first = _half(*extent(slot.fonts[0]), size, pitch)
    return max(own, first), pitch + abs(own - first)


@cache
def _extent(families: tuple[str, ...], is_ideographic: bool) -> tuple[float, float]:
    """How far a line of these fonts reaches up and down, in em.

    If its first letter is an ideograph, Pango measures (and does not draw) as if all fonts stood on the foot of the
    first one's ideographs.
    """
    foot = ideographic_foot(families[0])
    raised = [foot - ideographic_foot(family) if is_ideographic else 0 for family in families]
    extents = [extent(family) for family in families]
    above = max(up + more for (up, _), more in zip(extents, raised, strict=True))
    return above, max(down - more for (_, down), more in zip(extents, raised, strict=True))


def _is_ideograph(text: str) -> bool:
    return "\u2e80" <= text[:1] < "\uff00" or text[:1] >= "\U00020000"


def _half(above: float, below: float, size: float, pitch: float) -> float:
    return (pitch + size * (above - below)) / 2


def _across(row: Row, size: float, slot: Slot) -> tuple[float, float]:
    """From the left edge of the slot to the line, and what is added after each glyph, in pt."""
    spacing = slot.spacing * size / slot.size
    free, gaps = slot.width - size * row.width, len(row.glyphs) - 1
    if gaps and (slot.align == "spread" or (slot.align == "justify" and not row.ends)):
        return 0, spacing + free / gaps
    return free * _ACROSS[slot.align], spacing
