"""失能傷害頻率與嚴重率統計表: its totals, what it warns about, and what 附表一 takes over from it."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from formgen import catalog, checking, jsonfile
from formgen.errors import Problem
from formgen.tw import injury_rate
from formgen.values import printed

FORM = catalog.get("injury_rates")
SELECTION = catalog.get("unit_recommendation")
EXAMPLE = jsonfile.load(str(FORM.folder / "example.json"))


def example(*changes: tuple[str, Any]) -> Any:
    """The example's JSON with answers put in by their path; None takes one out."""
    data = deepcopy(EXAMPLE)
    for path, value in changes:
        *way, last = path.split(".")
        place = data
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[last] = value
    return data


def answers(*changes: tuple[str, Any]) -> Any:
    return checking.parse(FORM, example(*changes))


def problems(*changes: tuple[str, Any]) -> list[Problem]:
    return checking.check(FORM, answers(*changes))


def month(place: int, number: int, party: str, column: str) -> str:
    """The path of a figure; years and months are counted from 1."""
    return f"years.{place - 1}.months.{number - 1}.{party}.{column}"


def shown(*changes: tuple[str, Any]) -> Any:
    return printed(FORM, answers(*changes))


def every_month(place: int, party: str, **counts: Any) -> list[tuple[str, Any]]:
    return [(month(place, n, party, column), value) for n in range(1, 13) for column, value in counts.items()]


def test_totals_are_the_sum_of_twelve_months() -> None:
    """Each year's totals are the sums of its months, and 加計承攬人 is both parties together."""
    for place, year in enumerate(EXAMPLE["years"]):
        for column in ("hours", "cases", "lost_days"):
            unit, contractor = (
                sum(one[party][column] for one in year["months"]) for party in ("unit", "contractor")
            )
            for whose, total in (
                ("unit", unit),
                ("contractor", contractor),
                ("with_contractors", unit + contractor),
            ):
                assert shown()[f"={column}.{place}.{whose}"] == f"{total:,}"


def test_rates_are_cut_off() -> None:
    """FR has two decimals and SR none, cut off and not rounded, from the yearly totals."""
    given = shown(
        *every_month(1, "unit", hours=10_000, cases=0, lost_days=0),
        *every_month(1, "contractor", hours=0, cases=0, lost_days=0),
        (month(1, 5, "unit", "cases"), 2),
        (month(1, 5, "unit", "lost_days"), 25),
    )
    # 2 and 25 × 10⁶ ÷ 120,000 = 16.666… and 208.33…
    for whose in ("unit", "with_contractors"):
        assert (given[f"=frequency.0.{whose}"], given[f"=severity.0.{whose}"]) == ("16.66", "208")


def test_years_before_the_activity() -> None:
    """The sheet of activity year 116 is about 113, 114 and 115; without a year the places stay open."""
    assert [shown()[f"=year.{place}"] for place in range(3)] == ["113", "114", "115"]
    assert [shown(("year", None))[f"=year.{place}"] for place in range(3)] == ["", "", ""]


def test_a_year_with_a_gap_has_no_total() -> None:
    """One open month leaves open the totals and rates that it would be part of, and no others."""
    given = shown((month(2, 7, "contractor", "cases"), None))
    assert {key for key, text in given.items() if key.startswith("=") and not text} == {
        "=cases.1.contractor",
        "=cases.1.with_contractors",
        "=frequency.1.contractor",
        "=frequency.1.with_contractors",
    }


def test_gaps_are_named_by_label_and_month() -> None:
    """Open months are told once for each column, by the labels on the sheet, and never stop a final print."""
    (problem,) = problems(*((month(1, n, "unit", "lost_days"), None) for n in (2, 5, 6, 7, 9, 10)))
    assert (problem.label, problem.level) == ("113年／原事業單位／失能傷害損失日數", "warning")
    assert problem.message.startswith("2月、5月至7月、9月、10月沒有填；")
    assert problem.field == month(1, 2, "unit", "lost_days")


def test_gaps_before_the_year_is_known() -> None:
    """Without the activity's year a label says which of the three years is meant."""
    found = problems(("year", None), (month(3, 12, "unit", "hours"), None))
    assert [one.label for one in found if one.level == "warning"] == ["第三年／原事業單位／總經歷工時"]


@pytest.mark.parametrize(("contractor", "told"), [(None, 0), (0, 0), (8, 1)])
def test_contractors_left_open(contractor: int | None, told: int) -> None:
    """A year without any figure of 承攬人 is told only to a unit that has some."""
    open_year = every_month(1, "contractor", hours=None, cases=None, lost_days=None)
    assert len(problems(*open_year, ("headcount.contractor", contractor))) == told


def test_odd_figures_are_warned_about() -> None:
    """Cases without days, days before any case, and a month without hours are odd, and told with their month."""
    first, last = month(1, 1, "unit", "lost_days"), month(3, 12, "unit", "cases")
    (early,) = problems((first, 3))
    assert (early.field, early.label) == (month(1, 1, "unit", "cases"), "113年／原事業單位／失能傷害人次數")
    assert early.message.startswith("1月損失 3 日")
    (no_days,) = problems((last, 2))
    assert no_days.field == month(3, 12, "unit", "lost_days")
    assert no_days.message.startswith("12月有 2 人次")
    (idle,) = problems((month(2, 4, "unit", "hours"), 0))
    assert idle.message.startswith("4月為 0")


def test_plausible_figures_are_left_alone() -> None:
    """Days may stand in the month after the injury, and contractors may be away for a month."""
    assert problems() == []
    moved = [(month(1, 3, "unit", "lost_days"), 0), (month(1, 4, "unit", "lost_days"), 4)]
    over_new_year = [(month(1, 12, "unit", "cases"), 1), (month(2, 1, "unit", "lost_days"), 9)]
    away = [(month(2, 2, "contractor", "hours"), 0)]
    assert problems(*moved, *over_new_year, *away) == []


def test_fifty_people() -> None:
    """補充說明三(三) is for fewer than 50 people; the limit itself is told."""
    assert problems(("headcount.own", 49)) == []
    (problem,) = problems(("headcount.own", 50))
    assert (problem.field, problem.rule) == ("headcount.own", "補充說明三(三)")


def test_totals_too_long_to_hand_on() -> None:
    """A sum of more digits than a form takes is told, is not printed and not handed on."""
    changes = every_month(1, "unit", hours=999_999_999_999_999)
    (problem,) = problems(*changes)
    assert "位數太多" in problem.message
    assert shown(*changes)["=hours.0.unit"] == ""
    assert FORM.facts(answers(*changes))["rates"][0] == {}


def test_nothing_is_refused() -> None:
    """Whatever the figures, all that is said about them are warnings."""
    changes = [*every_month(1, "unit", hours=0, cases=9, lost_days=0), *every_month(2, "unit", hours="0.5")]
    assert {one.level for one in problems(*changes)} == {"warning"}
    assert shown(*changes)["=frequency.0.unit"] == ""


def test_facts_are_what_the_selection_form_takes() -> None:
    """附表一 accepts the totals under its own paths and prints the FR and SR that stand in the sheet."""
    facts = FORM.facts(answers())
    shared = {"year", "unit_name", "address", "insurance_number", "uniform_number", "headcount", "rates"}
    taken = checking.parse(SELECTION, {key: facts[key] for key in shared})
    there, here = printed(SELECTION, taken), shown()
    for place in range(3):
        assert there[f"=year.{place}"] == here[f"=year.{place}"]
        for whose in ("unit", "with_contractors"):
            for rate in ("frequency", "severity"):
                assert there[f"rates.{place}.{whose}.{rate}"] == here[f"={rate}.{place}.{whose}"] != ""


def test_facts_hold_the_answers_and_whole_years() -> None:
    """The answers go along as given; a year with a gap hands on what of it is whole."""
    given = answers((month(2, 7, "contractor", "hours"), None), (month(3, 1, "unit", "cases"), None))
    facts = FORM.facts(given)
    assert {key: value for key, value in facts.items() if key != "rates"} == given.given()
    assert [set(row) for row in facts["rates"]] == [{"unit", "with_contractors"}, {"unit"}, set()]
    assert checking.parse(SELECTION, {"rates": facts["rates"]}).given() == {"rates": facts["rates"]}
    assert "rates" not in FORM.facts(FORM.answers())


def test_facts_keep_the_digits() -> None:
    """Hours with fractions are summed exactly, and the rates follow from the exact sum."""
    changes = every_month(1, "unit", hours="7000.10")
    facts = FORM.facts(answers(*changes))
    assert facts["rates"][0]["unit"]["hours"] == "84001.20"
    assert shown(*changes)["=frequency.0.unit"] == str(injury_rate.frequency(1, Decimal("84001.2")))
