"""民國年

The year of the official calendar of Taiwan: 民國1年 is 1912. There is no year 0; the year before is
民國前1年. A year below 1000 is 民國, whether the person writes so or not.

Source: 中華民國 calendar, used by every official form.

>>> [parse(text) for text in ("113", "113年", "民國113年", "114年度", "2024", "西元2024年")]
[113, 113, 113, 114, 113, 113]
>>> parse(2024)
113
>>> parse("0")
Traceback (most recent call last):
...
formgen.tw.year.NoYearZero: 民國沒有 0 年；第一年是民國 1 年（1912）。
>>> parse("民國前1年")
Traceback (most recent call last):
...
formgen.tw.year.BeforeRepublic: 「民國前1年」在民國以前，這裡不能填；請填民國 1 年（1912）以後的年。
>>> parse("去年")
Traceback (most recent call last):
...
formgen.tw.year.WrongShape: 「去年」看不出是哪一年；請寫數字，例如 113 年或 2024 年。
"""

import re
from collections.abc import Iterator

from formgen.tw.digits import half_width
from formgen.tw.exceptions import Invalid

OFFSET = 1911
LAST = 999
LONGEST_LIST = 100
SHAPE = re.compile(
    "(?:(?P<republic>(?:中華)?民國)|(?P<common_era>西元|公元))? *(?P<number>[0-9]{1,4}) *(?:年度?)?"
)
BEFORE = re.compile("(?:中華)?(?:民國|民)前")
SEPARATORS = re.compile("[、,;及與和 ]+")
RANGE = re.compile(" ?[-~至到] ?")
BLANK_INSIDE = re.compile("(?<=民國|西元|公元) | (?=年)")


class WrongShape(Invalid):
    """「{value}」看不出是哪一年；請寫數字，例如 113 年或 2024 年。"""


class NoYearZero(Invalid):
    """民國沒有 0 年；第一年是民國 1 年（1912）。"""


class BeforeRepublic(Invalid):
    """「{value}」在民國以前，這裡不能填；請填民國 1 年（1912）以後的年。"""


class WrongList(Invalid):
    """「{value}」看不出是哪幾年；請寫成 110、111、112 年，或由小到大寫成 110 至 112 年。"""


def parse(value: str | int) -> int:
    """Return the 民國 year; raise WrongShape, NoYearZero or BeforeRepublic."""
    text = half_width(str(value))
    if BEFORE.match(text):
        raise BeforeRepublic(value)
    shape = SHAPE.fullmatch(text)
    if not shape:
        raise WrongShape(value)
    number = int(shape["number"])
    if number == 0:
        raise NoYearZero(value)
    if shape["common_era"] or (number > LAST and not shape["republic"]):
        return from_common_era(number)
    if number > LAST:
        raise WrongShape(value)
    return number


def from_common_era(number: int) -> int:
    """Return the 民國 year of a year of the common era; raise BeforeRepublic or WrongShape.

    >>> from_common_era(2024)
    113
    >>> from_common_era(1911)
    Traceback (most recent call last):
    ...
    formgen.tw.year.BeforeRepublic: 「西元 1911 年」在民國以前，這裡不能填；請填民國 1 年（1912）以後的年。
    """
    if number <= OFFSET:
        raise BeforeRepublic(f"西元 {number} 年")
    if number > OFFSET + LAST:
        raise WrongShape(f"西元 {number} 年")
    return number - OFFSET


def parse_many(text: str) -> tuple[int, ...]:
    """Return the 民國 years of a list or a range, each once, in the order typed.

    >>> parse_many("110、111、112年")
    (110, 111, 112)
    >>> parse_many("民國 110 年至 112 年")
    (110, 111, 112)
    >>> parse_many("108，110-111; 2023")
    (108, 110, 111, 112)
    >>> parse_many("112-110")
    Traceback (most recent call last):
    ...
    formgen.tw.year.WrongList: 「112-110」看不出是哪幾年；請寫成 110、111、112 年，或由小到大寫成 110 至 112 年。
    """
    line = RANGE.sub("-", BLANK_INSIDE.sub("", " ".join(half_width(text).split())))
    parts = [part for part in SEPARATORS.split(line) if part]
    if not 0 < len(parts) <= LONGEST_LIST:
        raise WrongList(text)
    return tuple(dict.fromkeys(year for part in parts for year in _span(part, text)))


def _span(part: str, text: str) -> Iterator[int]:
    first, _, last = part.partition("-")
    start, end = parse(first), parse(last or first)
    if not 0 <= end - start < LONGEST_LIST:
        raise WrongList(text)
    yield from range(start, end + 1)
