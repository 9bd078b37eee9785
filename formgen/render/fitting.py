"""Text into a slot: first smaller, then on more lines, and by the rules for the ends of lines (避頭尾)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby, pairwise
from math import floor, inf
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from formgen.glyphs import FAMILIES
from formgen.render.shaping import Glyph, extent, ideographic_foot, shape
from formgen.render.stream import number

_Paragraphs: TypeAlias = list[tuple[Glyph, ...]]
Align = Literal["left", "center", "right", "justify", "spread"]
Vertical = Literal["top", "middle", "bottom"]

# What no line begins with, and what none ends with.
_NOT_FIRST = frozenset("，。、；：？！）」』】》〉〕｝”’…—～‧·•％℃,.;:?!)]}%々ー〞﹞︰－")
_NOT_LAST = frozenset("（「『【《〈〔｛“‘([{$＄￥〝﹝")
_BLANK = frozenset(" \u3000\u00a0")
# Which part of the free room stands before the text.
_ACROSS = {"left": 0, "justify": 0, "center": 0.5, "spread": 0.5, "right": 1}
_DOWN = {"top": 0, "middle": 0.5, "bottom": 1}
_FAMILY = attrgetter("family")
_STEP = 0.5  # pt
_TOLERANCE = 0.05  # pt
_FINE = 0.01  # em


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def ink(self) -> str:
        """The colour as PDF's operators take it."""
        return " ".join(map(number, self.color))

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


class _Word(NamedTuple):
    """What stays together on a line. Its width in em counts the space after each letter; the `tail` of it, blanks and
    the last space, goes when a line ends here.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    tail: float


class _Row(NamedTuple):
    """The glyphs of a line before it has a place, its width in em, and whether its paragraph ends here."""

    glyphs: tuple[Glyph, ...]
    width: float
    ends: bool


@lru_cache(512)
def fit(text: str, slot: Slot) -> tuple[Line, ...] | None:
    """The lines of `text` in `slot`, None if they do not fit. A line end in `text` is kept."""
    paragraphs = [shape(paragraph, slot.fonts) for paragraph in text.split("\n")]
    found = _flowing(paragraphs, slot) if slot.flows else _shrunk(paragraphs, slot)
    return found and tuple(_placed(*found, slot))


def _flowing(paragraphs: _Paragraphs, slot: Slot) -> tuple[float, list[_Row]] | None:
    """The largest size at which running text fits."""
    words = [_words(glyphs, slot) for glyphs in paragraphs]
    steps = int((slot.size - slot.floor) / _STEP)
    for size in dict.fromkeys((*(slot.size - _STEP * step for step in range(steps + 1)), slot.floor)):
        rows = _wrapped(words, slot.width / size)
        if len(rows) <= slot.lines and _tallest(len(rows), slot) >= size:
            return size, rows
    return None


def _shrunk(paragraphs: _Paragraphs, slot: Slot) -> tuple[float, list[_Row]] | None:
    """On as few lines as the floor allows, these as even as can be and as large as can be."""
    rows = [_whole(glyphs, slot) for glyphs in paragraphs]
    if len(rows) == 1 and rows[0].width * slot.size <= slot.width:
        return slot.size, rows
    for count in range(len(paragraphs), slot.lines + 1):
        if count > len(paragraphs):
            rows = _evenly([_words(glyphs, slot) for glyphs in paragraphs], count)
        widest = max(row.width for row in rows)
        size = min(slot.size, _tallest(len(rows), slot), slot.width / widest if widest else inf)
        if size >= slot.floor - _TOLERANCE:
            # A tenth of a point is fine enough, and never rounded up.
            return size if size == slot.size else max(slot.floor, floor(size * 10) / 10), rows
    return None


def _tallest(count: int, slot: Slot) -> float:
    """The size at which so many lines are as high as the slot."""
    return slot.size * (max(slot.height, slot.pitch) + _TOLERANCE) / (count * slot.pitch)


def _whole(glyphs: tuple[Glyph, ...], slot: Slot) -> _Row:
    """A paragraph on one line."""
    trimmed = _trimmed(glyphs)
    gaps = max(len(trimmed) - 1, 0) * slot.spacing / slot.size
    return _Row(trimmed, sum([glyph.advance for glyph in trimmed]) + gaps, ends=True)


def _evenly(paragraphs: list[list[_Word]], count: int) -> list[_Row]:
    """The text on at most `count` lines, the widest of them as narrow as the words allow."""
    wide = max(sum(word.width for word in words) for words in paragraphs)
    narrow, rows = wide / (count + 1), _wrapped(paragraphs, wide)
    while wide - narrow > _FINE:
        middle = (narrow + wide) / 2
        tried = _wrapped(paragraphs, middle)
        if len(tried) <= count:
            wide, rows = middle, tried
        else:
            narrow = middle
    return rows


def _words(glyphs: tuple[Glyph, ...], slot: Slot) -> list[_Word]:
    """A Latin word, a number, a character with the punctuation at its side.

    One that is longer than the slot at the largest size is cut where it must be.
    """
    starts = [at for at in range(1, len(glyphs)) if _may_break(glyphs[at - 1].text, glyphs[at].text)]
    pieces = [glyphs[start:end] for start, end in pairwise((0, *starts, len(glyphs)))]
    words = (_word(piece, slot) for piece in pieces)
    most = slot.width / slot.size
    return [
        part
        for word in words
        for part in ([word] if word.width - word.tail <= most else _letters(word, slot))
    ]


def _letters(word: _Word, slot: Slot) -> Iterator[_Word]:
    return (_word((glyph,), slot) for glyph in word.glyphs)


def _word(glyphs: tuple[Glyph, ...], slot: Slot) -> _Word:
    between = slot.spacing / slot.size
    width = sum([glyph.advance for glyph in glyphs]) + len(glyphs) * between
    blanks = glyphs[len(_trimmed(glyphs)) :]
    return _Word(glyphs, width, sum([glyph.advance + between for glyph in blanks]) + between)


def _may_break(before: str, after: str) -> bool:
    if after in _BLANK or not after:
        return False
    if before in _BLANK:
        return True
    if before[-1:] in _NOT_LAST or after[:1] in _NOT_FIRST:
        return False
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(text: str) -> bool:
    return text[:1] < "\u0370" or "\u1e00" <= text[:1] < "\u1f00"


def _is_ideograph(text: str) -> bool:
    return "\u2e80" <= text[:1] < "\uff00" or text[:1] >= "\U00020000"


def _wrapped(paragraphs: list[list[_Word]], most: float) -> list[_Row]:
    """Lines of at most `most` em, each as full as the words allow."""
    rows = []
    for words in paragraphs:
        row: list[_Word] = []
        width = 0.0
        for word in words:
            if row and width + word.width - word.tail > most:
                rows.append(_row(row, width, ends=False))
                row, width = [], 0.0
            row.append(word)
            width += word.width
        rows.append(_row(row, width, ends=True))
    return rows


def _row(words: list[_Word], width: float, *, ends: bool) -> _Row:
    glyphs = tuple(glyph for word in words for glyph in word.glyphs)
    return _Row(_trimmed(glyphs), width - (words[-1].tail if words else 0), ends)


def _trimmed(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Without the blanks at the end, which would push a centred line aside."""
    end = len(glyphs)
    while end and glyphs[end - 1].text in _BLANK:
        end -= 1
    return glyphs if end == len(glyphs) else glyphs[:end]


def _placed(size: float, rows: list[_Row], slot: Slot) -> Iterator[Line]:
    pitch = slot.pitch * size / slot.size
    measures = [_baseline_and_height(row, size, pitch, slot) for row in rows]
    free = max(0, slot.height - sum(height for _, height in measures))
    top = slot.top + free * _DOWN[slot.vertical]
    for row, (baseline, height) in zip(rows, measures, strict=True):
        if row.glyphs:
            indent, spacing = _across(row, size, slot)
            yield Line(slot.left + indent, top + baseline, size, spacing, row.glyphs)
        top += height


def _baseline_and_height(row: _Row, size: float, pitch: float, slot: Slot) -> tuple[float, float]:
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


def _half(above: float, below: float, size: float, pitch: float) -> float:
    return (pitch + size * (above - below)) / 2


def _across(row: _Row, size: float, slot: Slot) -> tuple[float, float]:
    """From the left edge of the slot to the line, and what is added after each glyph, in pt."""
    spacing = slot.spacing * size / slot.size
    free, gaps = slot.width - size * row.width, len(row.glyphs) - 1
    if gaps and (slot.align == "spread" or (slot.align == "justify" and not row.ends)):
        return 0, spacing + free / gaps
    return free * _ACROSS[slot.align], spacing
