"""From scores to a ranking, in exact fractions.

A member's total is the sum of score (0 to 100) × weight. An applicant's mean is taken over the members who
scored all five indicators; who did not is told and never counted as 0. 70 and more qualify. The best two are
正取, the others that qualify 備取 in order. Equal means share a rank, and wherever they leave something to
decide it is left to the committee: 中堅企業 is a ground for preference, not a rule that settles ties.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from formgen.forms.coaching_selection.answers import INDICATORS, OFFICIAL

QUALIFYING = 70  # 分, 肆、二、(二)2
SEATS = 2  # 家
FULL_WEIGHT = 100  # %
MOST_POINTS = 100  # for an indicator
OFFICIAL_WEIGHTS = {name: Fraction(getattr(OFFICIAL, name).weight.removesuffix("%")) for name in INDICATORS}

TIE = "同分，由遴選委員共同決議"
SELECTED, RESERVE = "正取", "備取"
FAILED = f"未達{QUALIFYING}分"
NOT_SCORED = "尚無完整評分"


@dataclass(frozen=True)
class Standing:
    """Where an applicant stands: its row, its mean over `scored` members (None without one), rank and outcome."""

    place: int
    candidate: Any
    scored: int
    mean: Fraction | None
    rank: int | None = None
    is_tied: bool = False
    outcome: str = NOT_SCORED


def weights(answers: Any) -> dict[str, Fraction]:
    """The weight of each indicator (%), the official one where none was given."""
    given = {name: getattr(answers.weights, name) for name in INDICATORS}
    return {
        name: OFFICIAL_WEIGHTS[name] if value is None else Fraction(value) for name, value in given.items()
    }


def are_whole(weight: dict[str, Fraction]) -> bool:
    return sum(weight.values()) == FULL_WEIGHT


def total(scores: Any, weight: dict[str, Fraction]) -> Fraction | None:
    """A member's total (分); None while a score is missing, or while the weights are not whole."""
    if not scores.is_complete or not are_whole(weight):
        return None
    weighted = (Fraction(getattr(scores, name)) * weight[name] for name in INDICATORS)
    return sum(weighted, Fraction(0)) / FULL_WEIGHT


def members(answers: Any) -> list[str]:
    """The names of the committee; who scored, where no list was given."""
    listed = [one.name for one in answers.members if one.name is not None]
    return listed or list(dict.fromkeys(row.member for row in answers.scores if row.member is not None))


def totals_of(answers: Any, candidate: str | None) -> dict[str, Fraction]:
    """The total that each member of the committee gave an applicant, as far as it is complete."""
    weight, committee = weights(answers), members(answers)
    theirs = [row for row in answers.scores if candidate is not None and row.candidate == candidate]
    totals = {row.member: total(row, weight) for row in theirs if row.member in committee}
    return {member: value for member, value in totals.items() if value is not None}


def standings(answers: Any) -> list[Standing]:
    """Every applicant, in the order of the list."""
    unranked = [
        _mean(place, candidate, totals_of(answers, candidate.name))
        for place, candidate in enumerate(answers.candidates)
        if not candidate.is_empty
    ]
    means = [one.mean for one in unranked if one.mean is not None]
    return [_ranked(one, means) for one in unranked]


def _mean(place: int, candidate: Any, totals: dict[str, Fraction]) -> Standing:
    mean = sum(totals.values(), Fraction(0)) / len(totals) if totals else None
    return Standing(place, candidate, len(totals), mean)


def _ranked(one: Standing, means: list[Fraction]) -> Standing:
    if one.mean is None:
        return one
    before, equal = sum(mean > one.mean for mean in means), means.count(one.mean)
    qualifies = one.mean >= QUALIFYING
    return Standing(
        one.place,
        one.candidate,
        one.scored,
        one.mean,
        rank=before + 1,
        is_tied=equal > 1 and qualifies,
        outcome=_outcome(before, equal) if qualifies else FAILED,
    )


def _outcome(before: int, equal: int) -> str:
    """What becomes of an applicant with `before` better ones, and `equal` ones that have its mean.

    >>> [_outcome(before, 1) for before in range(4)]
    ['正取', '正取', '備取1', '備取2']
    >>> _outcome(0, 2), _outcome(1, 2), _outcome(2, 2)
    ('正取（同分，由遴選委員共同決議）', '同分，由遴選委員共同決議', '備取（同分，由遴選委員共同決議）')
    """
    if equal == 1:
        return SELECTED if before < SEATS else f"{RESERVE}{before - SEATS + 1}"
    if before + equal <= SEATS:
        return f"{SELECTED}（{TIE}）"
    return TIE if before < SEATS else f"{RESERVE}（{TIE}）"
