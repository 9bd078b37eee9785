"""失能傷害頻率與失能傷害嚴重率

Disabling injuries (frequency rate, FR) and days lost (severity rate, SR) for each million hours worked.
Asked for by 勞動部職業安全衛生署. FR has two decimals, SR none; what follows is cut off, not rounded.
Only exact arithmetic: integers and Decimal, no float.

Source: 近3年失能傷害頻率及失能傷害嚴重率 in 附表一 of 優良單位及人員選拔作業要點.

>>> frequency(3, 1_900_000)  # 1.5789…
Decimal('1.57')
>>> severity(200, 1_900_000)  # 105.26…
Decimal('105')
>>> frequency(0, 1_900_000)
Decimal('0.00')
>>> frequency(1, 0)
Traceback (most recent call last):
...
formgen.tw.injury_rate.NoHours: 總經歷工時要大於 0，才能計算；請填全年所有勞工的工作時數。
>>> severity(-1, 1_900_000)
Traceback (most recent call last):
...
formgen.tw.injury_rate.NotCountable: 「-1」不能用來計算；請填 0 以上的數字，最多 15 位數。
"""

import operator
from decimal import Decimal
from fractions import Fraction

from formgen.tw.exceptions import Invalid
from formgen.tw.number import MOST_DIGITS

HOURS_BASE = 1_000_000


class NoHours(Invalid):
    """總經歷工時要大於 0，才能計算；請填全年所有勞工的工作時數。"""


class NotCountable(Invalid):
    """「{value}」不能用來計算；請填 0 以上的數字，最多 {most} 位數。"""


def frequency(cases: int, hours: Decimal | int) -> Decimal:
    """Return 失能傷害人次數 × 10⁶ ÷ 總經歷工時, two decimals; raise NoHours or NotCountable."""
    hundredths = int(_rate(cases, hours) * 100)
    return Decimal(f"{hundredths // 100}.{hundredths % 100:02}")


def severity(days: Decimal | int, hours: Decimal | int) -> Decimal:
    """Return 失能傷害損失日數 × 10⁶ ÷ 總經歷工時, a whole number; raise NoHours or NotCountable."""
    return Decimal(int(_rate(days, hours)))


def _rate(count: Decimal | int, hours: Decimal | int) -> Fraction:
    exact_hours = _exact(hours)
    if exact_hours == 0:
        raise NoHours(hours)
    return _exact(count) * HOURS_BASE / exact_hours


def _exact(value: Decimal | int) -> Fraction:
    """Return the number as a fraction.

    A Decimal with a huge exponent would fill the memory as a fraction, so its size is bounded first.

    >>> _exact(Decimal("1E999999999"))
    Traceback (most recent call last):
    ...
    formgen.tw.injury_rate.NotCountable: 「1E+999999999」不能用來計算；請填 0 以上的數字，最多 15 位數。
    """
    number = value if isinstance(value, Decimal) else Decimal(operator.index(value))  # index refuses a float
    in_range = number.is_finite() and 0 <= number < 10**MOST_DIGITS
    if not in_range or int(number.as_tuple().exponent) < -MOST_DIGITS:
        raise NotCountable(value, most=MOST_DIGITS)
    return Fraction(number)
