"""How numbers, sizes and days are written: by Babel, and in both calendars of Taiwan."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_decimal

from formgen.tw import date as roc_date
from formgen.tw import year as roc_year

LOCALE = "zh_Hant_TW"
TAIPEI = roc_date.TAIPEI


def fill(sentence: str, **facts: Any) -> str:
    """A sentence of the catalogue with its facts."""
    return sentence.format(**facts)


def size(count: int) -> str:
    """Bytes as a person reads them.

    >>> size(1_234_567), size(800), size(0)
    ('1.2 MB', '1 KB', '0 KB')
    """
    if count >= 10**6:
        return f"{format_decimal(round(count / 1e6, 1), locale=LOCALE)} MB"
    return f"{format_decimal(-(-count // 1000), locale=LOCALE)} KB"


def day(moment: datetime) -> str:
    """「115年11月21日（2026-11-21）」, in Taiwan."""
    return roc_date.both(moment.astimezone(TAIPEI).date())


def moment(at: datetime) -> str:
    """「下午3:20」, in Taiwan; of another day than today, with that day."""
    of_day = format_datetime(at.astimezone(TAIPEI), "ah:mm", locale=LOCALE)
    is_today = at.astimezone(TAIPEI).date() == datetime.now(TAIPEI).date()
    return of_day if is_today else f"{day(at)}{of_day}"


def echo(kind: str, text: str) -> str:
    """A day, month or year that was typed, in both calendars; nothing where it cannot be read.

    >>> echo("date", "113/8/1"), echo("year", "116"), echo("date", "113/2/30")
    ('113年8月1日（2024-08-01）', '民國 116 年（2027）', '')
    """
    with suppress(ValueError):
        if kind == "date":
            return roc_date.both(roc_date.parse(text))
        if kind == "month":
            month = roc_date.parse_month(text)
            return f"{roc_date.show_month(month)}（{month:%Y-%m}）"
        if kind == "year":
            year = roc_year.parse(text)
            return f"民國 {year} 年（{year + roc_year.OFFSET}）"
    return ""


FILTERS: dict[str, Callable[..., str]] = {
    "fill": fill,
    "size": size,
    "day": day,
    "moment": moment,
    "roc": roc_date.show,
}
