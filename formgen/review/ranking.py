"""The order: units by their points, persons as the body decides, both against the quota of 附表三.

Equal points are never settled here. Whoever is equal has the same place until the body decides.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Generic, TypeVar

from formgen.review.candidates import Candidate, Person, Unit

RECOMMENDED, BEYOND, OPEN = "擬推薦", "逾額度", "待決定"
C = TypeVar("C", bound=Candidate)


@dataclass(frozen=True)
class Line(Generic[C]):
    """One candidate's place, None where only the body can give one and has not.

    `is_tied`: the body has not yet decided between this one and others of that place.
    """

    candidate: C
    place: int | None
    state: str
    is_tied: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order(Generic[C]):
    """The lines in order, and who stands outside with the reasons."""

    lines: tuple[Line[C], ...]
    outside: tuple[tuple[C, tuple[str, ...]], ...]
    quota: int

    @property
    def recommended(self) -> list[Line[C]]:
        """Who may go to the 職安署: all but those beyond the quota, open ones too."""
        return [line for line in self.lines if line.state != BEYOND]

    @property
    def ties(self) -> list[list[Line[C]]]:
        tied = [line for line in self.lines if line.is_tied]
        return [list(group) for _, group in groupby(tied, key=lambda line: line.place)]


Notes = Mapping[tuple[str, str], Sequence[str]]
Decided = Callable[[C], int | None]


def units(
    all_units: Sequence[Unit], quota: int, decided: Decided[Unit], against: Callable[[Unit], tuple[str, ...]]
) -> Order[Unit]:
    """Units by their exact points; `decided` settles equal ones."""
    inside, outside = _parted(all_units, against)
    scored = [unit for unit in inside if unit.total is not None]
    scored.sort(key=_points, reverse=True)
    groups = [group for _, equal in groupby(scored, key=_points) for group in _settled(list(equal), decided)]
    return Order(_lines(groups, quota, _unit_notes(groups)), outside, quota)


def persons(
    all_persons: Sequence[Person],
    quota: int,
    decided: Decided[Person],
    against: Callable[[Person], tuple[str, ...]],
) -> Order[Person]:
    """Persons in the order that the body gives: 附表二 has no points."""
    inside, outside = _parted(all_persons, against)
    ordered = [one for one in inside if decided(one) is not None]
    ordered.sort(key=lambda one: decided(one) or 0)
    groups = [list(equal) for _, equal in groupby(ordered, key=decided)]
    if left := [one for one in inside if decided(one) is None]:
        groups.append(left)
    lines = [
        replace(line, place=None) if line.is_tied and decided(line.candidate) is None else line
        for line in _lines(groups, quota, {})
    ]
    return Order(tuple(lines), outside, quota)


def _points(unit: Unit) -> Fraction:
    return unit.total or Fraction(0)


def _parted(
    candidates: Sequence[C], against: Callable[[C], tuple[str, ...]]
) -> tuple[list[C], tuple[tuple[C, tuple[str, ...]], ...]]:
    reasons = [(one, against(one)) for one in candidates]
    return [one for one, why in reasons if not why], tuple((one, why) for one, why in reasons if why)


def _settled(equal: list[Unit], decided: Decided[Unit]) -> list[list[Unit]]:
    """Units of equal points: apart if the body told a place for each of them and no two the same, else together."""
    places = {unit.key: decided(unit) for unit in equal}
    told = [place for place in places.values() if place is not None]
    if len(set(told)) < len(equal):
        return [equal]
    return [[unit] for unit in sorted(equal, key=lambda one: places[one.key] or 0)]


def _lines(groups: Sequence[Sequence[C]], quota: int, notes: Notes) -> tuple[Line[C], ...]:
    """A place for each, 1 2 2 4; a group that the quota divides is open."""
    lines: list[Line[C]] = []
    before = 0
    for group in groups:
        after, is_tied = before + len(group), len(group) > 1
        state = RECOMMENDED if after <= quota else BEYOND if before >= quota else OPEN
        left = f"（名額剩 {quota - before}）" if state == OPEN else ""
        tie = (f"順序待決定{left}",) if is_tied else ()
        lines += [Line(one, before + 1, state, is_tied, (*notes.get(one.key, ()), *tie)) for one in group]
        before = after
    return tuple(lines)


def _unit_notes(groups: Sequence[Sequence[Unit]]) -> Notes:
    """What the sheet says beside a unit: equal points, points that only look equal, fewer than 100 workers."""
    everyone = [unit for group in groups for unit in group]
    totals = Counter(unit.total for unit in everyone)
    notes: dict[tuple[str, str], list[str]] = {unit.key: [] for unit in everyone}
    for group in groups:
        for unit in group:
            if totals[unit.total] > 1:
                notes[unit.key].append("同分" if len(group) > 1 else "同分，順序由初審單位決定")
            if unit.is_small:
                notes[unit.key].append("未滿100人")
    for one, other in pairwise(everyone):
        if one.total != other.total and one.shown_total == other.shown_total:
            for unit, beside in ((one, other), (other, one)):
                notes[unit.key].append(f"與「{beside.name}」印出同分，依未捨入的分數排列")
    return notes
