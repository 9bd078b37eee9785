"""Yearly totals, the rates that follow from them, and what 附表一 takes over.

A total is made of twelve months or not at all: a sum with gaps would look like a year.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formgen.kinds import show_decimal, show_grouped
from formgen.tw import injury_rate, number
from formgen.tw.exceptions import Invalid

COLUMNS = ("hours", "cases", "lost_days")
YEARS = 3


@dataclass(frozen=True)
class Total:
    """總經歷工時, 失能傷害人次數 and 失能傷害損失日數 of a year; None where a month is open."""

    hours: Decimal | None
    cases: Decimal | None
    lost_days: Decimal | None

    @property
    def frequency(self) -> Decimal | None:
        return _rate(lambda cases, hours: injury_rate.frequency(int(cases), hours), self.cases, self.hours)

    @property
    def severity(self) -> Decimal | None:
        return _rate(injury_rate.severity, self.lost_days, self.hours)


def _rate(
    rate: Callable[[Decimal, Decimal], Decimal], count: Decimal | None, hours: Decimal | None
) -> Decimal | None:
    """The rate; None where a total is open, or there are no hours to divide by."""
    return rate(count, hours) if count is not None and hours else None


def totals(year: Any) -> dict[str, Total]:
    """One year's totals: 原事業單位, 承攬人, and both together."""
    parties = {
        party: Total(
            *(add([getattr(getattr(month, party), column) for month in year.months]) for column in COLUMNS)
        )
        for party in ("unit", "contractor")
    }
    both = Total(*(add([getattr(total, column) for total in parties.values()]) for column in COLUMNS))
    return {**parties, "with_contractors": both}


def add(values: Sequence[Decimal | int | None]) -> Decimal | None:
    """The sum; None where a value is open, or the sum has more digits than any form takes.

    >>> add([Decimal("1.5"), 2]), add([1, None]), add([10**14 * 9, 10**14])
    (Decimal('3.5'), None, None)
    """
    total = Decimal(0)
    for value in values:
        if value is None:
            return None
        total += value
    try:
        return number.decimal(show_decimal(total))
    except Invalid:
        return None


def year_of(answers: Any, place: int) -> str:
    """The year of the `place`th table, 「113」; empty while the activity's year is open."""
    before = (answers.year or 0) - YEARS + place
    return str(before) if before > 0 else ""


def compute(answers: Any) -> dict[str, str]:
    """The years, their totals, and FR and SR of 原事業單位 and 加計承攬人."""
    return dict(_computed(answers))


def _computed(answers: Any) -> Iterator[tuple[str, str]]:
    for place, year in enumerate(answers.years):
        yield f"=year.{place}", year_of(answers, place)
        for whose, total in totals(year).items():
            for name in (*COLUMNS, "frequency", "severity"):
                value = getattr(total, name)
                yield f"={name}.{place}.{whose}", "" if value is None else show_grouped(value)


def facts(answers: Any) -> dict[str, Any]:
    """The answers, and the yearly totals that are complete as the ``rates`` of 附表一."""
    rates = [dict(_rates(totals(year))) for year in answers.years]
    return {**answers.given(), **({"rates": rates} if any(rates) else {})}


def _rates(by_party: dict[str, Total]) -> Iterator[tuple[str, dict[str, Any]]]:
    for whose in ("unit", "with_contractors"):
        total = by_party[whose]
        if total.hours is not None and total.cases is not None and total.lost_days is not None:
            counts = {"cases": int(total.cases), "lost_days": int(total.lost_days)}
            yield whose, {"hours": show_decimal(total.hours), **counts}
