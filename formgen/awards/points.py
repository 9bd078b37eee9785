"""Points by 表2: what each member did, and what it counts. All figures are exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from formgen.awards.alliance import Alliance, Kind, Measure
from formgen.awards.workbook import Activity, Member, Workbook

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Tally:
    """What one member did of one kind: quantity in the kind's unit, 積分, and how many activities.

    An activity that is too short for any point, such as a course of two hours, is not counted among them.
    """

    quantity: Decimal = NOTHING
    points: Decimal = NOTHING
    activities: Decimal = NOTHING

    def of(self, measure: Measure) -> Decimal:
        return {"quantity": self.quantity, "points": self.points, "activities": self.activities}[measure]


@dataclass(frozen=True)
class Score:
    """One member's tallies by kind, and its total of points."""

    member: Member
    tallies: dict[int, Tally]

    @property
    def total(self) -> Decimal:
        return sum((tally.points for tally in self.tallies.values()), NOTHING)

    def measured(self, kinds: Sequence[int], measure: Measure) -> Decimal:
        """How much of some kinds, taken together."""
        return sum((self.tallies[kind].of(measure) for kind in kinds), NOTHING)


def points_of(quantities: Sequence[Decimal], kind: Kind) -> Decimal:
    """The points of some activities of one kind; `kind.fraction` says what becomes of a rest below `kind.per`.

    With ``sum`` the quantities are added up first, or else each activity counts by itself. What is left of the
    division gives no points.
    """
    counted = [sum(quantities, NOTHING)] if kind.fraction == "sum" else quantities
    return sum((quantity // kind.per * kind.points for quantity in counted), NOTHING)


def scores(workbook: Workbook, alliance: Alliance) -> list[Score]:
    """The score of each member, also without any activity, in the order of the sheet 成員."""
    by_member: dict[str, list[Activity]] = {member.name: [] for member in workbook.members}
    for activity in workbook.activities:
        by_member[activity.member].append(activity)
    return [
        Score(
            member,
            {
                number: _tally([one.quantity for one in by_member[member.name] if one.kind == number], kind)
                for number, kind in alliance.kinds.items()
            },
        )
        for member in workbook.members
    ]


def _tally(quantities: Sequence[Decimal], kind: Kind) -> Tally:
    counted = [one for one in quantities if kind.fraction != "down" or one >= kind.per]
    return Tally(sum(quantities, NOTHING), points_of(quantities, kind), Decimal(len(counted)))


def rank(score: Score, among: Sequence[Score]) -> int | None:
    """The place by points, 1 for the most; equal points share a place. None without any point."""
    return 1 + sum(other.total > score.total for other in among) if score.total else None
