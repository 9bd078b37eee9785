"""Which words of an amended text are new: lines find their partners first, then words are compared inside a pair.

A word of the old text stands for one word of the new text only. So a new item that is like its neighbour is new as a
whole: the neighbour's words are taken.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from formgen.forms.amendment_comparison.pairing import MOVED, UNLIKE, Piece, in_order, pairs
from formgen.forms.amendment_comparison.tokens import ENDS, Token

# How much alike lines have to be, and then what is left of them: of a line that was cut in two, of two that were joined.
ROUNDS = (UNLIKE, MOVED, MOVED)
# Of what is left, fewer words than this do not tell where they came from.
FEWEST = 5
# So many words in a row, if they stand in both texts just once, are the same words; a long text is cut there.
ANCHOR = 8
# Places of words that stand together in one line.
_Run = list[int]


class _Block(NamedTuple):
    """A part of two runs that is the same in both, or not."""

    is_kept: bool
    one: range
    other: range

    @property
    def size(self) -> int:
        return max(len(self.one), len(self.other))


def news(old: Sequence[Token], new: Sequence[Token]) -> list[bool]:
    """For each word of the new text, whether the amendment brought it."""
    is_new = [True] * len(new)
    before, after = _lines(old), _lines(new)
    for least in ROUNDS:
        before, after = _compare(old, new, before, after, is_new, least)
    return is_new


def _lines(some: Sequence[Token]) -> list[_Run]:
    return [list(run) for _, run in groupby(range(len(some)), key=lambda place: some[place].line)]


def _compare(
    old: Sequence[Token],
    new: Sequence[Token],
    before: list[_Run],
    after: list[_Run],
    is_new: list[bool],
    least: float,
) -> tuple[list[_Run], list[_Run]]:
    """Mark what runs that belong together share as not new; return what is left of both texts."""
    gone, come = [], []
    for one, other in pairs(_pieces(old, before), _pieces(new, after), least):
        its_old, its_new = [] if one is None else before[one], [] if other is None else after[other]
        for block in _blocks([old[place] for place in its_old], [new[place] for place in its_new]):
            here, there = [its_old[place] for place in block.one], [its_new[place] for place in block.other]
            if not block.is_kept:
                gone.append(here)
                come.append(there)
            for place in there:
                is_new[place] = not block.is_kept
    return [run for run in gone if len(run) >= FEWEST], [run for run in come if len(run) >= FEWEST]


def _pieces(some: Sequence[Token], runs: Sequence[_Run]) -> list[Piece]:
    return [Piece([some[place].key for place in run]) for run in runs]


def _blocks(old: Sequence[Token], new: Sequence[Token]) -> list[_Block]:
    """What two runs share and what not, in order; what they share between news counts as new where it is less."""
    blocks = list(_compared([one.key for one in old], [one.key for one in new]))
    place = 1
    while place < len(blocks) - 1:
        before, here, after = blocks[place - 1 : place + 2]
        is_less = here.is_kept and here.size <= min(before.size, after.size)
        if is_less and before.other and after.other and not any(new[one].key in ENDS for one in here.other):
            around = [range(one.start, other.stop) for one, other in zip(before[1:], after[1:], strict=True)]
            blocks[place - 1 : place + 2] = [_Block(False, *around)]
            place = max(1, place - 1)
        else:
            place += 1
    return blocks


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """What is shared and what not, by turns."""
    start = begin = 0
    for one, other, size in _shared(old, new):
        if start < one or begin < other:
            yield _Block(False, range(start, one), range(begin, other))
        if size:
            yield _Block(True, range(one, one + size), range(other, other + size))
        start, begin = one + size, other + size


def _shared(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where the shared words begin in both and how many they are; at last the ends of both."""
    found = [(0, 0, 0)]
    for one, other, size in [*_anchors(old, new), (len(old), len(new), 0)]:
        start, begin = found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]
        if one < start or other < begin:
            continue
        matcher = SequenceMatcher(None, old[start:one], new[begin:other], autojunk=False)
        for a, b, length in [*matcher.get_matching_blocks()[:-1], (one - start, other - begin, size)]:
            last = found[-1]
            if (start + a, begin + b) == (last[0] + last[2], last[1] + last[2]):
                found[-1] = (last[0], last[1], last[2] + length)
            else:
                found.append((start + a, begin + b, length))
    return [*found, (len(old), len(new), 0)]


def _anchors(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    once = [_once(keys) for keys in (old, new)]
    gains = {(place, once[1][words]): 1.0 for words, place in once[0].items() if words in once[1]}
    return ((one, other, ANCHOR) for one, other in in_order(gains))


def _once(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The words in a row that stand in a text just once, and where."""
    rows = [tuple(keys[place : place + ANCHOR]) for place in range(len(keys) - ANCHOR + 1)]
    count = Counter(rows)
    return {row: place for place, row in enumerate(rows) if count[row] == 1}
