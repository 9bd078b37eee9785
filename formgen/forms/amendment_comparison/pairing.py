"""Which pieces of two editions belong together: the articles of a regulation, the lines of an article.

A piece is compared only with those that share pairs of neighbouring words with it, so that the work grows with the
length of the text and not with its square.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

# Two pieces less alike than this are not one piece amended; the same number counts a little.
UNLIKE, SAME_NUMBER = 0.3, 0.15
# Pieces that changed their order are one piece only where they are at least so much alike.
MOVED = 0.5
# A pair of words leads to so many of the pieces that have it, and a piece is compared with so many of those.
NEAREST, COMPARED = 10, 8
# The places of a piece in the old and in the new edition; None where it has none.
Pair = tuple[int | None, int | None]
# Places in the old and the new edition, and how much is gained by taking both for one piece.
_Gains = Mapping[tuple[int, int], float]


class Piece:
    """A text as it is looked for in the other edition: by its words, and by its number if it has one."""

    def __init__(self, keys: Sequence[str], number: str = "") -> None:
        self.keys, self.number = tuple(keys), number
        self.neighbours = Counter(pairwise(self.keys))


class _Chain(NamedTuple):
    """Pairs that keep their order, the last one first."""

    one: int
    other: int
    before: "_Chain | None"


def alike(one: Piece, other: Piece) -> float:
    """How much two texts have in common, 0 to 1: the neighbours that stand in both (Dice)."""
    if one.keys == other.keys:
        return 1.0
    shared = one.neighbours.keys() & other.neighbours.keys()
    both = sum(min(one.neighbours[each], other.neighbours[each]) for each in shared)
    return 2 * both / (len(one.keys) + len(other.keys) - 2 or 1)


def pairs(old: Sequence[Piece], new: Sequence[Piece], least: float = UNLIKE) -> Iterator[Pair]:
    """Which pieces belong together, at `least` so much alike, in the order of the new edition.

    What is gone stands where it was.
    """
    likeness = _likeness(old, new)
    gains = {(one, other): value - least for (one, other), value in likeness.items() if value > least}
    kept = in_order(gains)
    moved = _moved({pair: value for pair, value in likeness.items() if value >= MOVED}, kept)
    gone = set(range(len(old))) - set(moved.values())
    start = begin = 0
    for one, other in [*kept, (len(old), len(new))]:
        yield from ((place, None) for place in range(start, one) if place in gone)
        yield from ((moved.get(place), place) for place in range(begin, other))
        if other < len(new):
            yield one, other
        start, begin = one + 1, other + 1


def _likeness(old: Sequence[Piece], new: Sequence[Piece]) -> dict[tuple[int, int], float]:
    """How much the pieces are alike that may belong together; the same number counts a little."""
    places: dict[object, list[int]] = defaultdict(list)
    for place, piece in enumerate(old):
        for sign in _signs(piece):
            places[sign].append(place)
    return {
        (one, other): alike(old[one], piece) + SAME_NUMBER * (old[one].number == piece.number != "")
        for other, piece in enumerate(new)
        for one in _candidates(piece, places, other * len(old) // len(new))
    }


def _signs(piece: Piece) -> set[object]:
    """What a piece is found by."""
    signs: set[object] = {*piece.neighbours, piece.keys, piece.number}
    return signs - {""}


def _candidates(piece: Piece, places: Mapping[object, list[int]], here: int) -> set[int]:
    """The places of those that have most in common with a piece, of many those that are near."""
    votes: Counter[int] = Counter()
    for sign in _signs(piece):
        if found := places.get(sign):
            votes.update(_nearest(found, here))
    named = _nearest(places.get(piece.number, []), here)
    return {*(place for place, _ in votes.most_common(COMPARED)), *named}


def _nearest(places: list[int], here: int) -> list[int]:
    middle = bisect_left(places, here)
    start = max(0, min(middle - NEAREST // 2, len(places) - NEAREST))
    return places[start : start + NEAREST]


def in_order(gains: _Gains) -> list[tuple[int, int]]:
    """The pairs that keep their order and together gain most."""
    # Chains by the old place of their last pair. One that ends further on is kept only if it gains more.
    ends, totals = [-1], [0.0]
    chains: list[_Chain | None] = [None]
    for other, group in groupby(sorted(gains, key=lambda pair: pair[1]), key=lambda pair: pair[1]):
        found = []
        for one, _ in group:
            before = bisect_left(ends, one) - 1
            found.append((one, totals[before] + gains[one, other], _Chain(one, other, chains[before])))
        for one, total, chain in found:
            if totals[bisect_right(ends, one) - 1] < total:
                start = stop = bisect_left(ends, one)
                while stop < len(ends) and totals[stop] <= total:
                    stop += 1
                ends[start:stop], totals[start:stop], chains[start:stop] = [one], [total], [chain]
    kept, last = [], chains[-1]
    while last:
        kept.append((last.one, last.other))
        last = last.before
    return kept[::-1]


def _moved(likeness: _Gains, kept: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The old places of the new pieces that changed their order, the most alike first."""
    old, new = {one for one, _ in kept}, {other for _, other in kept}
    moved: dict[int, int] = {}
    for one, other in sorted(likeness, key=lambda pair: -likeness[pair]):
        if one not in old and other not in new:
            moved[other] = one
            old.add(one)
            new.add(other)
    return moved
