"""Text into a slot: first smaller, then on more lines, and by the rules for the ends of lines (避頭尾)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import floor, inf
from typing import Literal, TypeAlias

from formgen.glyphs import FAMILIES
from formgen.render.shaping import Glyph, extent, shape

_Words: TypeAlias = list[tuple[Glyph, ...]]
Align = Literal["left", "center", "right", "justify", "spread"]
Vertical = Literal["top", "middle", "bottom"]

# What no line begins with, and what none ends with.
_NOT_FIRST = frozenset("，。、；：？！）」』】》〉〕｝”’…—～‧·•％℃,.;:?!)]}%々ー〞﹞︰－")
_NOT_LAST = frozenset("（「『【《〈〔｛“‘([{$＄￥〝﹝")
_BLANK = frozenset(" \u3000\u00a0")
_STEP = 0.5
_TOLERANCE = 0.05


@dataclass(frozen=True)
class Slot:
    """A box on a plate whose text changes from row to row; all lengths in pt, from the page's top left.

    `size` and `floor` are the largest and the least size of letters; `pitch` and `spacing` (between lines, between
    letters) belong to the largest and shrink with it. `lines` is the most lines. `align`: "spread" is 分散對齊.
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

    @property
    def flows(self) -> bool:
        """Running text uses all its lines before it shrinks; a name shrinks before it takes a second line."""
        return self.align == "justify" or self.lines > 2


@dataclass(frozen=True)
class Line:
    """A line in place: x and y (the baseline) and size in pt, `spacing` after each glyph in pt."""

    x: float
    y: float
    size: float
    spacing: float
    glyphs: tuple[Glyph, ...]

    @property
    def runs(self) -> Iterator[tuple[str, list[Glyph]]]:
        """The glyphs by family, as they follow each other."""
        for family, run in groupby(self.glyphs, lambda glyph: glyph.family):
            yield family, list(run)


@dataclass(frozen=True)
class _Row:
    """The glyphs of a line before it has a place; `ends` tells that its paragraph ends here."""

    glyphs: tuple[Glyph, ...]
    ends: bool


@lru_cache(4096)
def fit(text: str, slot: Slot) -> tuple[Line, ...] | None:
    """The lines of `text` in `slot`, None if they do not fit. A line end in `text` is kept."""
    paragraphs = [_words(shape(paragraph, slot.fonts), slot) for paragraph in text.split("\n")]
    found = _flowing(paragraphs, slot) if slot.flows else _shrunk(paragraphs, slot)
    return found and tuple(_placed(*found, slot))


def _flowing(paragraphs: list[_Words], slot: Slot) -> tuple[float, list[_Row]] | None:
    """The largest size at which running text fits."""
    steps = int((slot.size - slot.floor) / _STEP)
    for size in dict.fromkeys((*(slot.size - _STEP * step for step in range(steps + 1)), slot.floor)):
        rows = _wrapped(paragraphs, slot.width / size, slot)
        if len(rows) <= slot.lines and _tallest(len(rows), slot) >= size:
            return size, rows
    return None


def _shrunk(paragraphs: list[_Words], slot: Slot) -> tuple[float, list[_Row]] | None:
    """On as few lines as the floor allows, these as even as can be and as large as can be."""
    for count in range(len(paragraphs), slot.lines + 1):
        rows = _evenly(paragraphs, count, slot)
        widest = max(_width(row.glyphs, slot) for row in rows)
        size = min(slot.size, _tallest(len(rows), slot), slot.width / widest if widest else inf)
        if size >= slot.floor - _TOLERANCE:
            # A tenth of a point is fine enough, and never rounded up.
            return size if size == slot.size else max(slot.floor, floor(size * 10) / 10), rows
    return None


def _tallest(count: int, slot: Slot) -> float:
    """The size at which so many lines are as high as the slot."""
    return slot.size * (max(slot.height, slot.pitch) + _TOLERANCE) / (count * slot.pitch)


def _evenly(paragraphs: list[_Words], count: int, slot: Slot) -> list[_Row]:
    """The text on at most `count` lines, the widest of them as narrow as the words allow."""
    natural = max(sum(_width(word, slot, inside=True) for word in words) for words in paragraphs)
    rows = _wrapped(paragraphs, inf, slot)
    if count == len(paragraphs):
        return rows
    narrow, wide = natural / (count + 1), natural
    while wide - narrow > 0.01:
        middle = (narrow + wide) / 2
        tried = _wrapped(paragraphs, middle, slot)
        if len(tried) <= count:
            wide, rows = middle, tried
        else:
            narrow = middle
    return rows


def _words(glyphs: Sequence[Glyph], slot: Slot) -> _Words:
    """What stays together: a Latin word, a number, a character with the punctuation at its side.

    A word that is longer than the slot at the largest size is cut where it must be.
    """
    words: list[list[Glyph]] = []
    for before, glyph in zip((None, *glyphs), glyphs, strict=False):
        if before and not _may_break(before.text, glyph.text):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    most = slot.width / slot.size
    return [piece for word in words for piece in _cut(tuple(word), most, slot)]


def _cut(word: tuple[Glyph, ...], most: float, slot: Slot) -> _Words:
    return [word] if _width(word, slot) <= most else [(glyph,) for glyph in word]


def _may_break(before: str, after: str) -> bool:
    if after in _BLANK or not after:
        return False
    if before in _BLANK:
        return True
    if before[-1:] in _NOT_LAST or after[:1] in _NOT_FIRST:
        return False
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(text: str) -> bool:
    return text[:1] < "\u0300" or "\u1e00" <= text[:1] < "\u1f00"


def _wrapped(paragraphs: list[_Words], most: float, slot: Slot) -> list[_Row]:
    """Lines of at most `most` em, each as full as the words allow."""
    rows = []
    for words in paragraphs:
        row: list[Glyph] = []
        for word in words:
            if row and _width(_trimmed([*row, *word]), slot) > most:
                rows.append(_Row(_trimmed(row), ends=False))
                row = []
            row.extend(word)
        rows.append(_Row(_trimmed(row), ends=True))
    return rows


def _trimmed(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Without the blanks at the end, which would push a centred line aside."""
    end = len(glyphs)
    while end and glyphs[end - 1].text in _BLANK:
        end -= 1
    return tuple(glyphs[:end])


def _width(glyphs: Sequence[Glyph], slot: Slot, *, inside: bool = False) -> float:
    """In em, with the space between letters; `inside` a line there is one after the last letter too."""
    gaps = len(glyphs) if inside else max(len(glyphs) - 1, 0)
    return sum(glyph.advance for glyph in glyphs) + gaps * slot.spacing / slot.size


def _placed(size: float, rows: list[_Row], slot: Slot) -> Iterator[Line]:
    pitch = slot.pitch * size / slot.size
    measures = [_baseline_and_height(row.glyphs, size, pitch, slot) for row in rows]
    free = max(0, slot.height - sum(height for _, height in measures))
    top = slot.top + free * {"top": 0, "middle": 0.5, "bottom": 1}[slot.vertical]
    for row, (baseline, height) in zip(rows, measures, strict=True):
        if row.glyphs:
            indent, spacing = _across(row, size, slot)
            yield Line(slot.left + indent, top + baseline, size, spacing, row.glyphs)
        top += height


def _baseline_and_height(glyphs: Sequence[Glyph], size: float, pitch: float, slot: Slot) -> tuple[float, float]:
    """As CSS does it: the line holds both its own letters and one of the slot's first font, each in its leading."""
    extents = [extent(family) for family in {glyph.family for glyph in glyphs}] or [extent(slot.fonts[0])]
    own = _half(max(above for above, _ in extents), max(below for _, below in extents), size, pitch)
    first = _half(*extent(slot.fonts[0]), size, pitch)
    return max(own, first), pitch + abs(own - first)


def _half(above: float, below: float, size: float, pitch: float) -> float:
    return (pitch + size * (above - below)) / 2


def _across(row: _Row, size: float, slot: Slot) -> tuple[float, float]:
    """From the left edge of the slot to the line, and what is added after each glyph, in pt."""
    spacing = slot.spacing * size / slot.size
    free, gaps = slot.width - size * _width(row.glyphs, slot), len(row.glyphs) - 1
    if gaps and (slot.align == "spread" or (slot.align == "justify" and not row.ends)):
        return 0, spacing + free / gaps
    return free * {"left": 0, "justify": 0, "center": 0.5, "spread": 0.5, "right": 1}[slot.align], spacing
