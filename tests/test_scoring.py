"""The points of 附表一: exact, by the printed formula, and printed for the reviewer alone."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from filling import answers, form, problems
from hypothesis import given
from hypothesis import strategies as st

from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE, SECTIONS, Grade, Item
from formgen.forms.unit_recommendation.scoring import (
    compute,
    report,
    reviewed_scores,
    self_scores,
    total,
)
from formgen.tw.number import two_decimals
from formgen.values import printed

RANGED = [item for item in ITEMS.values() if item.has_range]
RANGES = {
    (item.number, grade.name): grade.points for item in RANGED for grade in item.grades if grade.is_range
}


def grades(choose: Any) -> dict[str, Any]:
    """Changes that give every item the grade `choose(item)`, without points of its own."""
    changes: dict[str, Any] = {f"items.{number}.grade": choose(item) for number, item in ITEMS.items()}
    return changes | {f"items.{item.number}.points": None for item in RANGED}


def best(item: Item) -> str:
    return item.grades[-1].name


def reviewed(points: dict[str, Any]) -> dict[str, Any]:
    return {f"review.points.{number}": value for number, value in points.items()}


ALL_REVIEWED = {number: str(item.grades[-1].points) for number, item in ITEMS.items()}


def expected_total(given_points: dict[str, Decimal | None]) -> Fraction:
    """The formula as printed, written a second time: earned ÷ possible × 100 × weight."""
    whole = Fraction(0)
    for section in SECTIONS:
        counted = [item for item in section.items if given_points[item.number] is not None]
        earned = sum(Fraction(given_points[item.number] or 0) for item in counted)
        possible = sum(Fraction(item.most) for item in counted)
        if possible:
            whole += earned / possible * 100 * Fraction(section.weight)
    return whole


def test_best_possible_total() -> None:
    """With the top grade everywhere the total is 99.5, since 三.6 is labelled 2.0 and ends at 1.5."""
    scores = self_scores(answers(grades(best)))
    assert total(scores) == Fraction("99.5")
    assert [two_decimals(score.value) for score in scores if score.value is not None] == [
        "8.00", "20.00", "19.50", "12.00", "10.00", "10.00", "20.00",
    ]  # fmt: skip


def test_worked_section() -> None:
    """A section's score is 可評得點數 ÷ 可評總點數 × 100 × weight, and exact."""
    changes = {"items.3-4.grade": "不適用", **{f"items.3-{n}.grade": "可" for n in (1, 2, 3, 5, 6, 7)}}
    score = self_scores(answers(changes))[2]
    assert (score.earned, score.possible) == (Decimal("9.0"), Decimal("17.0"))
    assert score.value == Fraction(9, 17) * 100 * Fraction(1, 5)
    assert two_decimals(Fraction(180, 17)) == "10.59"


@given(
    st.fixed_dictionaries(
        {number: st.none() | st.decimals(0, item.most, places=2) for number, item in ITEMS.items()}
    )
)
def test_reviewed_total_is_the_printed_formula(points: dict[str, Decimal | None]) -> None:
    """Whatever points the reviewers give, sections and total are the formula's, in exact fractions."""
    given_points = {number: NOT_APPLICABLE if one is None else str(one) for number, one in points.items()}
    scores = [one for one in reviewed_scores(answers(reviewed(given_points))) if one]
    assert len(scores) == 7
    assert total(scores) == expected_total(points)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(57, 8), "7.13"),
        (Fraction(7124999, 1000000), "7.12"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(100), "100.00"),
    ],
)
def test_two_decimals_half_up(value: Fraction, shown: str) -> None:
    """A score is shown to two decimals, and a half goes up."""
    assert two_decimals(value) == shown


def test_not_applicable_leaves_both_sides() -> None:
    """An item 不適用 counts neither among the points earned nor among the points possible."""
    before = self_scores(answers(grades(best)))[0]
    after = self_scores(answers(grades(best) | {"items.1-1.grade": NOT_APPLICABLE}))[0]
    assert (before.earned - after.earned, before.possible - after.possible) == (Decimal(3), Decimal(3))


def test_open_item_earns_nothing_and_stays_possible() -> None:
    """An item without a V earns no points, but its points stay possible."""
    after = self_scores(answers(grades(best) | {"items.1-1.grade": None}))[0]
    assert (after.earned, after.possible) == (Decimal(5), Decimal(8))


def test_section_without_items() -> None:
    """A section in which nothing applies has no score, leaves the total, and warns."""
    changes = grades(lambda item: NOT_APPLICABLE if item.number.startswith("4-") else best(item))
    scores = self_scores(answers(changes))
    assert scores[3].value is None
    assert total(scores) == Fraction("99.5") - 12
    assert dict(report(answers(changes)).figures)[SECTIONS[3].heading] == "全部不適用，不計分"
    found = [one for one in problems(changes) if one.label == SECTIONS[3].heading]
    assert [one.level for one in found] == ["warning"]
    assert not [one for one in problems() if one.label == SECTIONS[3].heading]


def test_which_grades_are_ranges() -> None:
    """「最高 n 分」 stands in seven grades of 二.3 to 二.5 and in 七.2 and 七.3; 可 of 二.4 and 二.5 is fixed."""
    assert sorted(RANGES) == sorted(
        [
            (n, g)
            for n in ("2-3", "2-4", "2-5")
            for g in "可良優"
            if (n, g) not in {("2-4", "可"), ("2-5", "可")}
        ]
        + [("7-2", "優"), ("7-3", "優")]
    )


@pytest.mark.parametrize(("number", "grade"), RANGES, ids=str)
def test_range_takes_points_up_to_its_maximum(number: str, grade: str) -> None:
    """In a range any points from 0 to the maximum count as given; above it is an error."""
    most = RANGES[number, grade]
    place, path = int(number[0]) - 1, f"items.{number}"
    only = grades(lambda item: NOT_APPLICABLE if item.number != number else grade)
    for points in ("0", "0.25", str(most)):
        changes = only | {f"{path}.points": points}
        assert self_scores(answers(changes))[place].earned == Decimal(points)
        assert not [one for one in problems(changes) if one.field == f"{path}.points"]
    (found,) = [one for one in problems(only | {f"{path}.points": "9.5"}) if one.field == f"{path}.points"]
    assert found.level == "error"
    assert f"最高 {most} 分" in found.message


@pytest.mark.parametrize(("number", "grade"), RANGES, ids=str)
def test_range_without_points_counts_its_maximum(number: str, grade: str) -> None:
    """A range without points counts as its maximum, with a warning that says so."""
    changes = grades(lambda item: NOT_APPLICABLE if item.number != number else grade)
    assert self_scores(answers(changes))[int(number[0]) - 1].earned == RANGES[number, grade]
    (found,) = [one for one in problems(changes) if one.field == f"items.{number}.points"]
    assert found.level == "warning"
    assert f"最高 {RANGES[number, grade]} 分" in found.message


@pytest.mark.parametrize("number", ["2-4", "2-5"])
def test_fixed_grade_of_a_range_item(number: str) -> None:
    """可 of 二.4 and 二.5 has fixed points: the same number may be written, no other."""
    item, path = ITEMS[number], f"items.{number}.points"
    fixed = item.grade("可").points
    same = {f"items.{number}.grade": "可", path: str(fixed) + "0"}
    other = same | {path: "0.5"}
    assert not [one for one in problems(same) if one.field == path]
    (found,) = [one for one in problems(other) if one.field == path]
    assert found.level == "error"
    assert f"固定為 {fixed} 分" in found.message


def test_points_without_a_grade() -> None:
    """Points of an item whose grade is open or 不適用 do not count, with a warning."""
    for grade in (None, NOT_APPLICABLE):
        changes = {"items.2-3.grade": grade, "items.2-3.points": "2.5"}
        (found,) = [one for one in problems(changes) if one.field == "items.2-3.points"]
        assert found.level == "warning"
        assert self_scores(answers(changes))[1].earned == Decimal("12.0")


def test_self_assessment_prints_no_sums() -> None:
    """The printed sums are the reviewer's: a self assessment alone leaves them all empty."""
    values = compute(answers(grades(best)))
    sums = {name: text for name, text in values.items() if re.match("=(earned|possible|score|total)", name)}
    assert len(sums) == 22
    assert set(sums.values()) == {""}


def test_section_prints_when_all_its_items_are_done() -> None:
    """A section's sums are printed once its last item has points; the total waits for all sections."""
    first = {number: points for number, points in ALL_REVIEWED.items() if number.startswith("1-")}
    values = compute(answers(reviewed(first)))
    assert [values[f"={name}.1"] for name in ("earned", "possible", "score")] == ["8.0", "8.0", "8.00"]
    assert {values["=earned.2"], values["=total"]} == {""}
    del first["1-4"]
    assert compute(answers(reviewed(first)))["=earned.1"] == ""


def test_total_prints_when_all_is_done() -> None:
    """總計實得分數 is printed once every item has points or is 不適用."""
    assert compute(answers(reviewed(ALL_REVIEWED)))["=total"] == "99.50"
    without = ALL_REVIEWED | {"3-4": NOT_APPLICABLE, "7-1": "6"}
    assert compute(answers(reviewed(without)))["=total"] == two_decimals(
        expected_total({n: None if one == NOT_APPLICABLE else Decimal(one) for n, one in without.items()})
    )
    figures = dict(report(answers(reviewed(ALL_REVIEWED))).figures)
    assert figures["初審總計實得分數"] == "99.50"


def test_section_not_applicable_to_the_reviewer() -> None:
    """A section that the reviewer finds 不適用 throughout prints no score, and the total leaves it out."""
    points = {n: NOT_APPLICABLE if n.startswith("6-") else one for n, one in ALL_REVIEWED.items()}
    values = compute(answers(reviewed(points)))
    assert (values["=score.6"], values["=total"]) == ("", "89.50")
    assert [one for one in problems(reviewed(points)) if one.field == "review.points.6-1"]


def rates(**given_rates: str) -> dict[str, Any]:
    asked = ("frequency", "severity", "cases", "lost_days", "hours")
    return {f"rates.0.unit.{name}": given_rates.get(name) for name in asked}


def test_computed_rates_are_cut_off() -> None:
    """FR is cut off at two decimals and SR at none, when computed from the counts."""
    changes = rates(cases="3", lost_days="200", hours="1,900,000")
    values = printed(form(), answers(changes))
    assert values["rates.0.unit.frequency"] == "1.57"
    assert values["rates.0.unit.severity"] == "105"


def test_typed_rates_are_printed_as_typed() -> None:
    """A rate that was typed is printed with its own digits, and wins over the counts."""
    changes = rates(frequency="1.50", severity="105.2", cases="3", lost_days="200", hours="1900000")
    values = printed(form(), answers(changes))
    assert (values["rates.0.unit.frequency"], values["rates.0.unit.severity"]) == ("1.50", "105.2")


@pytest.mark.parametrize("counts", [{}, {"cases": "3"}, {"hours": "1900000"}, {"cases": "3", "hours": "0"}])
def test_rate_that_cannot_be_computed(counts: dict[str, str]) -> None:
    """Without its count, or without hours, a rate stays empty."""
    assert printed(form(), answers(rates(**counts)))["rates.0.unit.frequency"] == ""


def test_years_follow_the_activity() -> None:
    """The three years of the table are those before the activity's, and open while that is open."""
    names = ("=year.0", "=year.1", "=year.2", "=year.now")
    values = compute(answers({"year": 116}))
    assert [values[name] for name in names] == ["113", "114", "115", "116"]
    assert {compute(answers({"year": None}))[name] for name in names} == {""}


def advice_of(number: str, lines: tuple[str, ...]) -> list[str]:
    return [line for line in lines if line.startswith(f"{number} ")]


def is_below(grade: Grade, points: str | None) -> bool:
    """Whether the points claimed of a grade that is a range leave some to gain."""
    return grade.is_range and points is not None and Decimal(points) < grade.points


def test_advice_inside_the_top_grade() -> None:
    """7-2 graded 優 with 1.0 of its 3.0 points is told how many more it can gain; with 3.0 it is told nothing."""
    changes = grades(best) | {"items.7-2.points": "1.0"}
    (line,) = report(answers(changes)).advice
    assert line.startswith("7-2 2.推動安全衛生責任照顧制度。現為「優」1.0 分；「優」最多可加 2.00 分：")
    assert report(answers(changes | {"items.7-2.points": "3.0"})).advice == ()


@given(
    st.fixed_dictionaries(
        {
            number: st.sampled_from([None, NOT_APPLICABLE, *(grade.name for grade in item.grades)])
            for number, item in ITEMS.items()
        }
    ),
    st.fixed_dictionaries({item.number: st.none() | st.sampled_from(["0", "0.5", "1"]) for item in RANGED}),
)
def test_advice_tells_the_real_gain(chosen: dict[str, str | None], points: dict[str, str | None]) -> None:
    """Each item below its most points is advised the next grade: what it asks, and what the total really gains."""
    changes = grades(lambda item: chosen[item.number])
    changes |= {f"items.{number}.points": one for number, one in points.items()}
    before, lines = total(self_scores(answers(changes))), report(answers(changes)).advice
    for number, item in ITEMS.items():
        now = chosen[number]
        better = None if now == NOT_APPLICABLE else item.above(now) or item.grades[-1]
        if better is None or (better.name == now and not is_below(better, points.get(number))):
            assert advice_of(number, lines) == []
            continue
        (line,) = advice_of(number, lines)
        upgraded = changes | {f"items.{number}.grade": better.name}
        if item.has_range:
            upgraded[f"items.{number}.points"] = None
        gain = total(self_scores(answers(upgraded))) - before
        assert gain >= 0
        assert f"可加 {two_decimals(gain)} 分" in line
        assert f"「{better.name}」" in line
        assert line.endswith(better.criteria)


def test_report_shows_the_reviewers_points_as_they_come() -> None:
    """A section's score by the reviewers stands first in the report once all its items have points, and later the total."""
    first = {number: one for number, one in ALL_REVIEWED.items() if number.startswith("1-")}
    found = report(answers(reviewed(first)))
    assert [label for label, _ in found.figures][:2] == [f"初審　{SECTIONS[0].heading}", SECTIONS[0].heading]
    assert found.headings[0] == "初審與自評分數"
    labels = [label for label, _ in report(answers(reviewed(ALL_REVIEWED))).figures]
    assert labels[len(SECTIONS)] == "初審總計實得分數"


def test_report_shows_each_section_and_the_total() -> None:
    """The report shows every section with its sums, and the total of the self assessment."""
    figures = report(answers(grades(best))).figures
    assert [label for label, _ in figures] == [*(section.heading for section in SECTIONS), "自評總分"]
    assert figures[2][1] == "19.50 分（可評得點數 19.5／可評總點數 20.0 × 100 × 0.20）"
    assert figures[-1][1] == "99.50"
