"""金安心工程, 登錄申請書: which works take part, and until when they have to reach a level."""

from datetime import date
from typing import Any

import pytest
from jinanxin_papers import REGISTRATION, answers, problems, told

from formgen import catalog, checking
from formgen.tw import period
from formgen.tw import year as roc_year


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("999999", [("contract_amount", "warning", "計畫四(一)")]), ("999999.99", [("contract_amount", "warning", "計畫四(一)")]), ("1000000", [])],
)  # fmt: skip
def test_amount_of_a_million(amount: str, expected: list[Any]) -> None:
    """Works of one million take part; of less they are not what the plan is about."""
    assert told(REGISTRATION, contract_amount=amount) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(120, [("working_days", "warning", "計畫四(一)")]), (121, [])]
)
def test_more_than_120_working_days(days: int, expected: list[Any]) -> None:
    """120 working days are not more than 120; 121 are."""
    assert told(REGISTRATION, working_days=days) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [("臺中市西屯區", []), ("台中市西屯區", []), ("彰化縣員林市", [("project_location", "warning", "計畫四(一)")])],
)  # fmt: skip
def test_only_in_the_city(where: str, expected: list[Any]) -> None:
    """Works outside 臺中市 are not what the plan is about, in whichever way the city is written."""
    assert told(REGISTRATION, project_location=where) == expected


def test_completed_before_commenced() -> None:
    """Works do not end before they begin."""
    assert told(REGISTRATION, completed_on="114/3/2") == [("completed_on", "warning", "")]


@pytest.mark.parametrize(
    ("filled_on", "levels"),
    [("114/6/3", []), ("114/6/4", ["基礎級"]), ("114/7/3", ["基礎級"]), ("114/7/4", ["基礎級", "成長級"])],
)
def test_registered_too_late(filled_on: str, levels: list[str]) -> None:
    """Works of the city that register after a level was due are warned, and not stopped."""
    found = problems(REGISTRATION, filled_on=filled_on)
    assert [(one.level, one.rule) for one in found] == [("warning", "計畫七(一)")] * len(levels)
    assert [level for one in found for level in levels if f"取得{level}" in one.message] == levels


def test_overdue_counts_from_today_until_it_is_dated() -> None:
    """An application without a day is held against today."""
    assert [one.rule for one in problems(REGISTRATION, filled_on=None)] == ["計畫七(一)"] * 2
    assert problems(REGISTRATION, filled_on=None, commenced_on="899/1/5", completed_on=None) == []


@pytest.mark.parametrize("ownership", ["其他公共工程", "民間工程"])
def test_only_works_of_the_city_have_a_term(ownership: str) -> None:
    """Other works register whenever they like, and are told no last day."""
    late = answers(REGISTRATION, filled_on="115/1/1", ownership=ownership)
    assert checking.check(catalog.get(REGISTRATION), late) == []
    assert not [label for label, _ in catalog.get(REGISTRATION).report(late).figures if "最後一日" in label]


def test_days_and_group_are_told() -> None:
    """The registration tells the group, and the last days of three and of four months after 開工."""
    figures = dict(catalog.get(REGISTRATION).report(answers(REGISTRATION)).figures)
    assert figures["選拔時的組別"] == "大型工程組"
    assert figures["取得基礎級的最後一日"].startswith("114年6月3日")
    assert figures["取得成長級的最後一日"].startswith("114年7月3日")


def test_every_day_that_can_be_typed_has_its_last_day() -> None:
    """The last day that a form accepts has no later one that could be written, and does not crash."""
    last = f"{roc_year.LAST}/12/31"
    given = answers(REGISTRATION, commenced_on=last, completed_on=None)
    assert checking.check(catalog.get(REGISTRATION), given) == []
    assert catalog.get(REGISTRATION).report(given).figures


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-15", 3, "2026-04-15"), ("2025-11-29", 3, "2026-02-28"), ("2025-11-30", 3, "2026-02-28"),
        ("2026-02-28", 3, "2026-05-31"), ("2027-11-29", 3, "2028-02-29"), ("2026-12-31", 4, "2027-04-30"),
        ("2026-08-31", 4, "2026-12-31"),
    ],
)  # fmt: skip
def test_months_are_those_of_the_calendar(start: str, months: int, last: str) -> None:
    """民法第120條、第121條: the first day does not count; the day before the one that corresponds, or the month's last."""
    assert period.last_day(date.fromisoformat(start), months) == date.fromisoformat(last)
