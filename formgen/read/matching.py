"""Where the words of a pattern stand in a text, and so what stands in its holes.

A set of places in the text is a number, a bit for each place: so all ways to lay the pattern on the text are
followed at once. A hole is known where all ways with the fewest broken words agree on its beginning and its end.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

from formgen.read.pattern import Hole, Part, Pattern, Rows, Table, squeezed
from formgen.read.places import Reach, Step, Text, back, forward

# Of a text, so many of its official words may be changed.
MOST_BROKEN = 3
# A list of paragraphs is tried with each number of rows, so the work grows with the square of the lines and more.
MOST_LINES = 300
# What the hidden answers print in a hole.
Shown = Callable[[Hole], str]
Misfits = Callable[[tuple[Table, ...]], int]


@dataclass(frozen=True)
class Match:
    """What the holes say, in order, and which are not known; the rows of lists and parts that are there."""

    broken: int
    values: tuple[tuple[Hole, str], ...] = ()
    unknown: tuple[Hole, ...] = ()
    tables: tuple[Table, ...] = ()
    rows: Mapping[str, range] = field(default_factory=dict)


@dataclass(frozen=True)
class _Way:
    """A pattern without choices: so many rows, these parts."""

    steps: tuple[Step, ...]
    rows: tuple[tuple[str, range], ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(step for step in self.steps if isinstance(step, Table))

    def __add__(self, other: "_Way") -> "_Way":
        return _Way(self.steps + other.steps, self.rows + other.rows)


def match(pattern: Pattern, text: Text, shown: Shown, misfit: Misfits) -> Match | None:
    """How the pattern lies on the text with the fewest broken words; None where too many are.

    `shown` is what the hidden answers print in a field; `misfit` counts what does not fit of these tables.
    """
    for broken in range(MOST_BROKEN + 1):
        start: Reach = (1, *[0] * broken)
        ways = [way for way, reach in _unrolled(pattern, text, start) if reach[broken] >> text.end & 1]
        if ways:
            return _read(_best(ways, text, shown, misfit), text, shown, broken)
    return None


def _best(ways: Sequence[_Way], text: Text, shown: Shown, misfit: Misfits) -> Sequence[_Way]:
    """Those whose tables fit best; of these the one whose fields are just what the hidden answers print."""
    if len(ways) > 1:
        costs = [misfit(way.tables) for way in ways]
        ways = [way for way, cost in zip(ways, costs, strict=True) if cost == min(costs)]
    expected = [way for way in ways if _fits(_as_hidden(way.steps, shown), text, 0)]
    return expected[:1] or ways


def _as_hidden(steps: Sequence[Step], shown: Shown) -> Sequence[Step]:
    """With nothing in the holes but what the hidden answers print."""
    return [_fixed(step, shown, is_only=True) if isinstance(step, Hole) else step for step in steps]


def _unrolled(pattern: Pattern, text: Text, reach: Reach) -> Iterator[tuple[_Way, Reach]]:
    """Every way to choose parts and rows that leads somewhere, and where."""
    done: list[Step] = []
    for at, step in enumerate(pattern):
        if not isinstance(step, Part | Rows):
            done.append(step)
            reach = forward(step, text, reach)
            if not any(reach):
                return
            continue
        before, rest = _Way(tuple(done)), pattern[at + 1 :]
        choices = _rows(step, text, reach) if isinstance(step, Rows) else _part(step, text, reach)
        for chosen, here in choices:
            for after, there in _unrolled(rest, text, here):
                yield before + chosen + after, there
        return
    yield _Way(tuple(done)), reach


def _part(part: Part, text: Text, reach: Reach) -> Iterator[tuple[_Way, Reach]]:
    yield from _unrolled(part.inside, text, reach)
    yield _Way(()), reach


def _rows(rows: Rows, text: Text, reach: Reach) -> Iterator[tuple[_Way, Reach]]:
    way, count = _Way(()), 0
    while any(reach) and text.lines <= MOST_LINES:
        yield way + _Way((), ((rows.path, range(count)),)), reach
        # A row holds no list of its own.
        ways = list(_unrolled(rows.row(count), text, reach))
        if not ways:
            return
        (more, reach), count = ways[0], count + 1
        way += more


def _boundaries(steps: Sequence[Step], text: Text, broken: int) -> list[int]:
    """For each place between two steps, where it can stand in the text."""
    ahead: list[Reach] = [(1, *[0] * broken)]
    for step in steps:
        ahead.append(forward(step, text, ahead[-1]))
    behind: list[Reach] = [(1 << text.end, *[0] * broken)]
    for step in reversed(steps):
        behind.append(back(step, text, behind[-1]))
    return [
        _union(one[less] & other[broken - less] for less in range(broken + 1))
        for one, other in zip(ahead, reversed(behind), strict=True)
    ]


def _union(sets: Iterator[int]) -> int:
    made = 0
    for one in sets:
        made |= one
    return made


def _read(ways: Sequence[_Way], text: Text, shown: Shown, broken: int) -> Match:
    """What all ways agree on; rows and tables are those of the first."""
    way, *_ = ways
    said = [Counter(_said(one.steps, text, shown, broken)) for one in ways]
    agreed = reduce(and_, said)
    known = [(hole, value) for hole, value in agreed.elements() if value is not None]
    unknown = [hole for hole, _ in reduce(or_, said) - Counter(known)]
    return Match(broken, tuple(known), tuple(unknown), way.tables, dict(way.rows))


def _said(steps: Sequence[Step], text: Text, shown: Shown, broken: int) -> Iterator[tuple[Hole, str | None]]:
    """Each hole and what stands in it; None where that is not known."""
    bounds = _boundaries(_settled(steps, text, shown, broken), text, broken)
    for at, step in enumerate(steps):
        if isinstance(step, Hole):
            start, end = _only(bounds[at], text, is_start=True), _only(bounds[at + 1], text, is_start=False)
            yield step, None if start is None or end is None else text.slice(start, end)


def _only(places: int, text: Text, *, is_start: bool) -> int | None:
    """The one place, or the nearest to the hole's text where only line ends lie between; None if it is not known."""
    first, last = (places & -places).bit_length() - 1, places.bit_length() - 1
    if first < 0 or not text.is_blank(first, last):
        return None
    return last if is_start else first


def _settled(steps: Sequence[Step], text: Text, shown: Shown, broken: int) -> Sequence[Step]:
    """Where words do not part two holes: each says what the hidden answers print, as far as all of that fits together."""
    if not broken and _fits(hidden := _as_hidden(steps, shown), text, 0):
        return hidden
    settled = list(steps)
    bounds = _boundaries(steps, text, broken)
    for cluster in _clusters(steps, bounds, text):
        trial = list(settled)
        for at in cluster:
            step = settled[at]
            assert isinstance(step, Hole)  # noqa: S101
            alone = list(settled)
            alone[at] = _fixed(step, shown)
            if _fits(alone, text, broken):
                trial[at] = alone[at]
        if _fits(trial, text, broken):
            settled = trial
    return settled


def _clusters(steps: Sequence[Step], bounds: Sequence[int], text: Text) -> Iterator[list[int]]:
    """Holes that share an end which is not known."""
    cluster: list[int] = []
    for at, step in enumerate(steps):
        if isinstance(step, Hole):
            cluster.append(at)
        if _only(bounds[at + 1], text, is_start=True) is not None:
            if len(cluster) > 1 or (cluster and _only(bounds[at], text, is_start=True) is None):
                yield cluster
            cluster = []


def _fixed(hole: Hole, shown: Shown, *, is_only: bool = False) -> Hole:
    """A hole that says what the hidden answers print, or else one of the words of its list."""
    said = squeezed(shown(hole))
    options = (said,) if said else hole.blanks
    return replace(hole, options=options if is_only else (*options, *hole.options), is_open=False)


def _fits(steps: Sequence[Step], text: Text, broken: int) -> bool:
    reach: Reach = (1, *[0] * broken)
    for step in steps:
        reach = forward(step, text, reach)
    return bool(reach[broken] >> text.end & 1)
