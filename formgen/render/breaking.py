"""Where a line may end: the rules for the ends of lines (避頭尾), words that stay whole, and no lonely last line."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple, TypeAlias

from formgen.render.shaping import Glyph

Glyphs: TypeAlias = tuple[Glyph, ...]

# What no line begins with, and what none ends with.
_NOT_FIRST = frozenset("，。、；：？！）」』】》〉〕｝”’…—～‧·•％℃,.;:?!)]}%々ー〞﹞︰－")
_NOT_LAST = frozenset("（「『【《〈〔｛“‘([{$＄￥〝﹝")
_BLANK = frozenset(" \u3000\u00a0")
_COUNTED = "年度?|個?月|日|場次|場|家|小時|人次|人|名|期|屆|次|件|項|則|分"
_KINDS_OF_UNITS = (
    "股份有限公司|有限公司|分公司|工業同業公會|商業同業公會|同業公會|工業會|總工會|總會|協會|學會|公會|工會|委員會|促進會"
    "|基金會|事務所|聯盟"
)
# An award's name in quotes, a number with its unit.
_WHOLE = re.compile(
    rf"「[^「」]{{1,12}}獎」|第?[0-9０-９][0-9０-９,.]*\s?(?:{_COUNTED})"
    rf"|第?[〇○零一二三四五六七八九十百千]+(?:{_COUNTED})"
)
# In a name also what kind of unit it is of.
_WHOLE_IN_NAMES = re.compile(f"{_KINDS_OF_UNITS}|{_WHOLE.pattern}")
# A name is best divided here.
_GOOD_END = frozenset("暨及與、，） 　)")
_UNIT = re.compile(_KINDS_OF_UNITS)
# What a bad place costs, beside lines of unlike length (0 to 1), and what letters cost that are smaller for it.
_IN_A_WORD, _BEFORE_UNIT, _SMALLER = 0.35, 0.01, 3
# A last line has so many characters at least; a line with more room than this (em) is worth looking for better ends.
_LAST, _LOOSE = 4, 1.5


class Word(NamedTuple):
    """What stays together on a line. Its width in em counts the space after each letter; the `tail` of it, blanks and
    the last space, goes when a line ends here.
    """

    glyphs: Glyphs
    width: float
    tail: float

    @property
    def text(self) -> str:
        return "".join([glyph.text for glyph in self.glyphs])


class Row(NamedTuple):
    """The glyphs of a line before it has a place, its width in em, and whether its paragraph ends here."""

    glyphs: Glyphs
    width: float
    ends: bool


def whole(glyphs: Glyphs, gap: float) -> Row:
    """A paragraph on one line; `gap` after each letter, in em."""
    kept = _trimmed(glyphs)
    return Row(kept, sum([glyph.advance for glyph in kept]) + max(len(kept) - 1, 0) * gap, ends=True)


def words(glyphs: Glyphs, most: float, gap: float, *, is_name: bool = False) -> list[Word]:
    """A Latin word, a number with its unit, a quoted award, a character with the punctuation at its side; in a name
    also 股份有限公司 and its like.

    One that is longer than `most` em is cut where it must be.
    """
    return [
        part
        for piece in _pieces(glyphs, _held(glyphs, _WHOLE_IN_NAMES if is_name else _WHOLE))
        for part in _cut(piece, most, gap)
    ]


def _cut(piece: Glyphs, most: float, gap: float) -> list[Word]:
    """The piece whole if it fits on a line, else by the ordinary rules, else letter by letter."""
    whole_piece = _word(piece, gap)
    if whole_piece.width - whole_piece.tail <= most:
        return [whole_piece]
    smaller = [_word(one, gap) for one in _pieces(piece, frozenset())]
    return [
        part
        for word in smaller
        for part in (
            [word] if word.width - word.tail <= most else [_word((glyph,), gap) for glyph in word.glyphs]
        )
    ]


def _pieces(glyphs: Glyphs, held: frozenset[int]) -> list[Glyphs]:
    starts = [
        at
        for at in range(1, len(glyphs))
        if at not in held and _may_break(glyphs[at - 1].text, glyphs[at].text)
    ]
    return [glyphs[start:end] for start, end in pairwise((0, *starts, len(glyphs)))]


def _held(glyphs: Glyphs, pattern: re.Pattern[str]) -> frozenset[int]:
    """The glyphs that follow another one of the same whole."""
    text = "".join([glyph.text for glyph in glyphs])
    inside = {at for match in pattern.finditer(text) for at in range(match.start() + 1, match.end())}
    if not inside:
        return frozenset()
    places = accumulate([len(glyph.text) for glyph in glyphs], initial=0)
    return frozenset(index for index, place in enumerate(places) if place in inside)


def _word(glyphs: Glyphs, gap: float) -> Word:
    width = sum([glyph.advance for glyph in glyphs]) + len(glyphs) * gap
    blanks = glyphs[len(_trimmed(glyphs)) :]
    return Word(glyphs, width, sum([glyph.advance + gap for glyph in blanks]) + gap)


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


def wrapped(paragraphs: Sequence[Sequence[Word]], most: float) -> list[Row]:
    """Running text on lines of at most `most` em: as full as the words allow, or, where that leaves a lonely last
    line or a loose one, on as many lines with the room shared among them.
    """
    rows = []
    for paragraph in paragraphs:
        ends = _full(paragraph, most)
        lengths = [_length(paragraph, start, end) for start, end in pairwise((0, *ends))]
        is_lonely = sum(len(word.glyphs) for word in paragraph[ends[-2] :]) < _LAST if ends[1:] else False
        if is_lonely or max([most - length for length in lengths[:-1]], default=0) > _LOOSE:
            ends = _shared(paragraph, most, len(ends)) or ends
        rows += _rows(paragraph, ends)
    return rows


def _full(paragraph: Sequence[Word], most: float) -> list[int]:
    """Where lines end if each takes as many words as it can."""
    ends, width = [], 0.0
    for index, word in enumerate(paragraph):
        if width and width + word.width - word.tail > most:
            ends.append(index)
            width = 0.0
        width += word.width
    return [*ends, len(paragraph)]


def _shared(paragraph: Sequence[Word], most: float, count: int) -> list[int] | None:
    """Where `count` lines end so that they have the least room in them, taken squared, and the last is not lonely."""
    total = len(paragraph)
    starts = range(total + 1)
    last = max((at for at in starts if sum(len(word.glyphs) for word in paragraph[at:]) >= _LAST), default=0)
    sums = _sums(paragraph)
    tails = [0.0, *(word.tail for word in paragraph)]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _ in range(count - 1):
        ahead: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            for end in range(start + 1, last + 1):
                room = most - sums[end] + sums[start] + tails[end]
                if room < 0:
                    break
                if cost + room**2 < ahead.get(end, (inf,))[0]:
                    ahead[end] = cost + room**2, [*ends, end]
        best = ahead
    fitting = [one for start, one in best.items() if _length(paragraph, start, total) <= most]
    return [*min(fitting)[1], total] if fitting else None


def halved(paragraph: Sequence[Word], most: float) -> Iterator[list[Row]]:
    """A name on two lines: where it is best divided, then as even as can be. Nothing for one word.

    `most` em have room at the largest size; beyond, letters get smaller.
    """
    total = len(paragraph)
    firsts = [width - word.tail for width, word in zip(_sums(paragraph)[1:], paragraph, strict=True)]
    # The width of both lines, wherever the first ends.
    widths = [
        (first, firsts[-1] - first - word.tail) for first, word in zip(firsts[:-1], paragraph, strict=False)
    ]
    if divisions := range(1, total):
        costs = [_cost(*widths[at - 1], most) + _place(paragraph, at) for at in divisions]
        yield _rows(paragraph, [1 + costs.index(min(costs)), total])
        widest = [max(both) for both in widths]
        yield _rows(paragraph, [1 + widest.index(min(widest)), total])


def _cost(first: float, second: float, most: float) -> float:
    """What lines of unlike width cost, and letters that must be smaller."""
    widest = max(second, first)
    smaller = (1 - most / widest) * _SMALLER if widest > most else 0.0
    return abs(first - second) / (first + second) + smaller


def _place(paragraph: Sequence[Word], at: int) -> float:
    """What it costs to divide a name before the word `at`."""
    after = paragraph[at].text
    if paragraph[at - 1].glyphs[-1].text[-1:] in _GOOD_END or after[0] in "（(":
        return 0
    return _BEFORE_UNIT if _UNIT.match(after) else _IN_A_WORD


def _sums(paragraph: Sequence[Word]) -> list[float]:
    """The width in em of all words before each one."""
    return list(accumulate([word.width for word in paragraph], initial=0.0))


def _length(paragraph: Sequence[Word], start: int, end: int) -> float:
    """The width in em of a line of these words."""
    return sum([word.width for word in paragraph[start:end]]) - (
        paragraph[end - 1].tail if end > start else 0
    )


def _rows(paragraph: Sequence[Word], ends: Sequence[int]) -> list[Row]:
    made = []
    for start, end in pairwise((0, *ends)):
        glyphs = tuple(glyph for word in paragraph[start:end] for glyph in word.glyphs)
        made.append(Row(_trimmed(glyphs), _length(paragraph, start, end), end == len(paragraph)))
    return made


def _trimmed(glyphs: Glyphs) -> Glyphs:
    """Without the blanks at the end, which would push a centred line aside."""
    end = len(glyphs)
    while end and glyphs[end - 1].text in _BLANK:
        end -= 1
    return glyphs if end == len(glyphs) else glyphs[:end]
