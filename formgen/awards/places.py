"""Awards for places by points: 特優獎 for the first, 優等獎 for the second and third."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formgen.awards.alliance import Alliance
from formgen.awards.decisions import Decisions
from formgen.awards.points import Score


@dataclass(frozen=True)
class Placed:
    """A member in its place by points; while `is_open`, one of the members that may get it."""

    award: str
    member: str
    place: int
    total: Decimal
    is_open: bool = False


def placed(scores: Sequence[Score], alliance: Alliance, decisions: Decisions) -> Iterator[Placed]:
    """Who is in a place that has an award, the first place first.

    Equal points share a place. Two that win the first place together leave no second place. After an open tie
    nobody is placed, since the places below wait for it.
    """
    left = sorted((score for score in scores if score.total), key=lambda score: -score.total)
    taken = 0
    for name, award in sorted(alliance.awards.items(), key=lambda one: one[1].places):
        while left and taken + 1 in award.places:
            place = taken + 1
            equal = [score.member.name for score in left if score.total == left[0].total]
            chosen = decisions.settle(name, equal, max(award.places) - taken)
            for member in equal if chosen is None else chosen:
                yield Placed(name, member, place, left[0].total, chosen is None)
            if chosen is None:
                return
            left = [score for score in left if score.member.name not in chosen]
            taken += len(chosen)
