"""The points of 附表一: 可評得點數 ÷ 可評總點數 × 總點數(100) × weight, in exact fractions.

An item that does not apply leaves both sides. A section in which nothing applies has no score.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from formgen.form import Report
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE, SECTIONS, Grade, Item, Section
from formgen.tw import injury_rate
from formgen.tw.number import two_decimals

TOTAL_POINTS = 100


@dataclass(frozen=True)
class Score:
    """A section's two sums (分) and its weight; `value` is None where nothing applies."""

    earned: Decimal
    possible: Decimal
    weight: Decimal

    @property
    def value(self) -> Fraction | None:
        if not self.possible:
            return None
        return Fraction(self.earned) / Fraction(self.possible) * TOTAL_POINTS * Fraction(self.weight)


def self_points(item: Item, answer: Any) -> Decimal | None:
    """The points that a self assessment claims: None = 不適用, 0 = not answered yet.

    Where the grade is a range and no points are given, its maximum; never more than that.
    """
    if answer.grade == NOT_APPLICABLE:
        return None
    if answer.grade is None:
        return Decimal(0)
    grade = item.grade(answer.grade)
    given: Decimal | None = getattr(answer, "points", None)
    return min(given, grade.points) if grade.is_range and given is not None else grade.points


def reviewed_points(value: Decimal | str | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def score(section: Section, points: dict[str, Decimal | None]) -> Score:
    """The section's score from the points of its items, None = 不適用."""
    counted = [(item, points[item.number]) for item in section.items]
    return Score(
        earned=sum((claim for _, claim in counted if claim is not None), Decimal(0)),
        possible=sum((item.most for item, claim in counted if claim is not None), Decimal(0)),
        weight=section.weight,
    )


def total(scores: list[Score]) -> Fraction:
    return sum((one.value for one in scores if one.value is not None), Fraction(0))


def self_scores(answers: Any) -> list[Score]:
    points = {number: self_points(item, getattr(answers.items, number)) for number, item in ITEMS.items()}
    return [score(section, points) for section in SECTIONS]


def reviewed_scores(answers: Any) -> list[Score | None]:
    """The reviewers' scores; None for a section in which an item is still open."""
    given = {number: getattr(answers.review.points, number) for number in ITEMS}
    points = {number: reviewed_points(value) for number, value in given.items()}
    return [
        None if any(given[item.number] is None for item in section.items) else score(section, points)
        for section in SECTIONS
    ]


def compute(answers: Any) -> dict[str, str]:
    """The printed values of 附表一 that nobody types."""
    return {**_years(answers.year), **_rates(answers), **_reviewed(reviewed_scores(answers))}


def _years(year: int | None) -> dict[str, str]:
    ago = {"=year.0": 3, "=year.1": 2, "=year.2": 1, "=year.now": 0}
    return {name: str(year - years) if year and year > years else "" for name, years in ago.items()}


def _rates(answers: Any) -> dict[str, str]:
    computed = {}
    for place, year in enumerate(answers.rates):
        for whose in ("unit", "with_contractors"):
            for rate in ("frequency", "severity"):
                value = rate_of(getattr(year, whose), rate)
                computed[f"rates.{place}.{whose}.{rate}"] = "" if value is None else format(value, "f")
    return computed


def rate_of(answer: Any, rate: str) -> Decimal | None:
    """The rate as typed, or computed from its counts; None if neither is there."""
    typed: Decimal | None = getattr(answer, rate)
    if typed is not None or not answer.hours:
        return typed
    if rate == "frequency":
        return None if answer.cases is None else injury_rate.frequency(answer.cases, answer.hours)
    return None if answer.lost_days is None else injury_rate.severity(answer.lost_days, answer.hours)


def _reviewed(scores: list[Score | None]) -> dict[str, str]:
    printed = {}
    for place, one in enumerate(scores, 1):
        value = one.value if one else None
        printed[f"=earned.{place}"] = format(one.earned, "f") if one else ""
        printed[f"=possible.{place}"] = format(one.possible, "f") if one else ""
        printed[f"=score.{place}"] = "" if value is None else two_decimals(value)
    done = [one for one in scores if one is not None]
    printed["=total"] = two_decimals(total(done)) if len(done) == len(scores) else ""
    return printed


def report(answers: Any) -> Report:
    """The self assessment's points and what would raise them, and the reviewers' as far as they are given."""
    scores, reviewed = self_scores(answers), list(_reviewed_figures(answers))
    figures = [_figure(section, one) for section, one in zip(SECTIONS, scores, strict=True)]
    figures.append(("自評總分", two_decimals(total(scores))))
    advice = tuple(_advice(answers, scores))
    if not reviewed:
        return Report(tuple(figures), advice)
    return Report((*reviewed, *figures), advice, ("初審與自評分數", "可提高分數"))


def _reviewed_figures(answers: Any) -> Iterator[tuple[str, str]]:
    """The reviewers' scores of the sections that are done, and their sum once all are."""
    scores = reviewed_scores(answers)
    for section, one in zip(SECTIONS, scores, strict=True):
        if one:
            heading, said = _figure(section, one)
            yield f"初審　{heading}", said
    if of_all := _reviewed(scores)["=total"]:
        yield "初審總計實得分數", of_all


def beside(answers: Any) -> dict[str, str]:
    """What a unit claims for an item, for the reviewers' question about it."""
    return {
        f"review.points.{number}": f"{_claimed(item, getattr(answers.items, number))}最高 {item.most} 分。"
        for number, item in ITEMS.items()
    }


def _claimed(item: Item, answer: Any) -> str:
    points = self_points(item, answer)
    if points is None:
        return "自評：不適用。"
    return f"自評：{answer.grade}，{points} 分；" if answer.grade else "自評：未勾選；"


def _figure(section: Section, one: Score) -> tuple[str, str]:
    if one.value is None:
        return section.heading, "全部不適用，不計分"
    sums = f"可評得點數 {one.earned}／可評總點數 {one.possible} × 100 × {one.weight}"
    return section.heading, f"{two_decimals(one.value)} 分（{sums}）"


def _advice(answers: Any, scores: list[Score]) -> Iterator[str]:
    for section, one in zip(SECTIONS, scores, strict=True):
        for item in section.items:
            answer = getattr(answers.items, item.number)
            claimed = self_points(item, answer)
            better = None if claimed is None else _better(item, answer.grade, claimed)
            if better and claimed is not None:
                now = f"「{answer.grade or '未勾選'}」"
                now += f"{claimed} 分" if better.name == answer.grade else ""
                yield _one_advice(item, now, better, _gain(one, better.points - claimed))


def _better(item: Item, now: str | None, claimed: Decimal) -> Grade | None:
    """The next grade; or the best one again, if it is a range whose points are not all claimed."""
    best = item.grades[-1]
    return item.above(now) or (best if claimed < best.points else None)


def _gain(one: Score, points: Decimal) -> str:
    return two_decimals(Fraction(points) / Fraction(one.possible) * TOTAL_POINTS * Fraction(one.weight))


def _one_advice(item: Item, now: str, better: Grade, gain: str) -> str:
    at_most = "最多" if better.is_range else ""
    return f"{item.number} {item.title}現為{now}；「{better.name}」{at_most}可加 {gain} 分：{better.criteria}"
