"""民國日期

A day of the official calendar of Taiwan, in the ways that people write it. A year below 1000 is
民國. Both calendars are shown back, so that a mistaken year is seen.

Source: 中華民國 calendar, used by every official form.

>>> for text in ("113/8/1", "113.8.1", "113年8月1日", "民國113年8月1日", "2024-08-01", "113-08-01", "1130801"):
...     assert parse(text) == datetime.date(2024, 8, 1), text
>>> show(datetime.date(2024, 8, 1)), show_month(datetime.date(2009, 1, 1))
('113年8月1日', '98年1月')
>>> both(datetime.date(2024, 8, 1))
'113年8月1日（2024-08-01）'
>>> parse("113/2/30")
Traceback (most recent call last):
...
formgen.tw.date.NoSuchDay: 113 年 2 月沒有 30 日，只有 29 天；請改正日。
>>> parse("113/13/1")
Traceback (most recent call last):
...
formgen.tw.date.NoSuchMonth: 沒有 13 月；請填 1 到 12 月。
>>> parse("民國前1年1月1日")
Traceback (most recent call last):
...
formgen.tw.year.BeforeRepublic: 「民國前1年1月1日」在民國以前，這裡不能填；請填民國 1 年（1912）以後的年。
>>> parse("8月1日")
Traceback (most recent call last):
...
formgen.tw.date.WrongShape: 「8月1日」看不出是哪一天；請寫年、月、日，例如 113/8/1 或 113年8月1日。
"""

import datetime
import re
from calendar import monthrange

from formgen.tw import year as republican_year
from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid

TAIPEI = datetime.timezone(datetime.timedelta(hours=8))
YEAR = "(?P<year>(?:(?:中華)?民國|西元|公元)?[0-9]{1,4})"
MONTH = "(?P<month>[0-9]{1,2})"
DAY = "(?P<day>[0-9]{1,2})"
DATE_SHAPES = (
    re.compile(f"{YEAR}年{MONTH}月{DAY}日?"),
    re.compile(f"{YEAR}(?P<separator>[-/.]){MONTH}(?P=separator){DAY}"),
    re.compile("(?P<year>[0-9]{3,4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
MONTH_SHAPES = (re.compile(f"{YEAR}年{MONTH}月?"), re.compile(f"{YEAR}[-/.]{MONTH}"))


class WrongShape(Invalid):
    """「{value}」看不出是哪一天；請寫年、月、日，例如 113/8/1 或 113年8月1日。"""


class WrongMonthShape(Invalid):
    """「{value}」看不出是哪個月；請寫年、月，例如 98/1 或 98年1月。"""


class NoSuchMonth(Invalid):
    """沒有 {month} 月；請填 1 到 12 月。"""


class NoSuchDay(Invalid):
    """{year} 年 {month} 月沒有 {day} 日，只有 {days} 天；請改正日。"""


class NotYet(Invalid):
    """{day}還沒有到；請確認日期。"""


def parse(value: str | datetime.date) -> datetime.date:
    """Return the day.

    Raises WrongShape, NoSuchMonth, NoSuchDay, and NoYearZero or BeforeRepublic of the year.
    """
    if isinstance(value, datetime.date):
        return _from_calendar(value)
    shape = _first_match(DATE_SHAPES, value)
    if not shape:
        raise WrongShape(value)
    return _day(_year(shape, value), int(shape["month"]), int(shape["day"]))


def parse_month(value: str | datetime.date) -> datetime.date:
    """Return the first day of the month; a full date is read too.

    Raises WrongMonthShape, and whatever `parse` raises.

    >>> [parse_month(text).isoformat() for text in ("98年1月", "98/1", "2009-01", "98/1/31")]
    ['2009-01-01', '2009-01-01', '2009-01-01', '2009-01-01']
    >>> parse_month("一月")
    Traceback (most recent call last):
    ...
    formgen.tw.date.WrongMonthShape: 「一月」看不出是哪個月；請寫年、月，例如 98/1 或 98年1月。
    """
    if isinstance(value, str) and (shape := _first_match(MONTH_SHAPES, value)):
        return _day(_year(shape, value), int(shape["month"]), 1)
    try:
        return parse(value).replace(day=1)
    except WrongShape:
        raise WrongMonthShape(value) from None


def show(date: datetime.date) -> str:
    """Return the day as it stands on a form; raise BeforeRepublic."""
    return f"{show_month(date)}{date.day}日"


def show_month(date: datetime.date) -> str:
    """Return the month as it stands on a form; raise BeforeRepublic."""
    return f"{republican_year.from_common_era(date.year)}年{date.month}月"


def both(date: datetime.date) -> str:
    """Return the day in both calendars; raise BeforeRepublic."""
    return f"{show(date)}（{date:%Y-%m-%d}）"


def not_later_than_today(date: datetime.date) -> datetime.date:
    """Return the day on which something was done; raise NotYet if in Taiwan it is still to come.

    >>> not_later_than_today(datetime.date(2910, 1, 2))
    Traceback (most recent call last):
    ...
    formgen.tw.date.NotYet: 999年1月2日還沒有到；請確認日期。
    """
    if date > datetime.datetime.now(TAIPEI).date():
        raise NotYet(day=show(date))
    return date


def _first_match(shapes: tuple[re.Pattern[str], ...], value: str) -> re.Match[str] | None:
    text = without(" ", value)
    if republican_year.BEFORE.match(text):
        raise republican_year.BeforeRepublic(value)
    return next(filter(None, (shape.fullmatch(text) for shape in shapes)), None)


def _year(shape: re.Match[str], value: str) -> int:
    try:
        return republican_year.parse(shape["year"])
    except republican_year.WrongShape:
        raise WrongShape(value) from None


def _day(year: int, month: int, day: int) -> datetime.date:
    if not 1 <= month <= 12:
        raise NoSuchMonth(month=month)
    days = monthrange(year + republican_year.OFFSET, month)[1]
    if not 1 <= day <= days:
        raise NoSuchDay(year=year, month=month, day=day, days=days)
    return datetime.date(year + republican_year.OFFSET, month, day)


def _from_calendar(date: datetime.date) -> datetime.date:
    show(date)  # refuses a day before the republic
    return datetime.date(date.year, date.month, date.day)
