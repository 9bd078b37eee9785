"""數字

Issued by nobody. Numbers as people type them into a form: with thousands separators, in full width,
as Arabic digits. A decimal keeps the places that were typed.

>>> integer("1,234"), integer("１，２３４")
(1234, 1234)
>>> decimal("1.50")
Decimal('1.50')
>>> integer("五十")
Traceback (most recent call last):
...
formgen.tw.number.NotAnInteger: 「五十」不是整數；請只用阿拉伯數字，例如 50 或 1,234。
>>> decimal("1e5")
Traceback (most recent call last):
...
formgen.tw.number.NotADecimal: 「1e5」不是數字；請只用阿拉伯數字，例如 1.5 或 1,234.5。
>>> integer("1234567890123456")
Traceback (most recent call last):
...
formgen.tw.number.TooLong: 「1234567890123456」超過 15 位數；請檢查是否多打。
"""

import re
from decimal import Decimal
from fractions import Fraction

from formgen.tw.digits import half_width
from formgen.tw.exceptions import Invalid

MOST_DIGITS = 15
WHOLE = "-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)"
INTEGER = re.compile(WHOLE)
DECIMAL = re.compile(rf"{WHOLE}(?:\.[0-9]+)?")


class NotAnInteger(Invalid):
    """「{value}」不是整數；請只用阿拉伯數字，例如 50 或 1,234。"""


class NotADecimal(Invalid):
    """「{value}」不是數字；請只用阿拉伯數字，例如 1.5 或 1,234.5。"""


class TooLong(Invalid):
    """「{value}」超過 {most} 位數；請檢查是否多打。"""


def integer(text: str) -> int:
    """Return a whole number of at most 15 digits; raise NotAnInteger or TooLong.

    >>> integer("12.0")
    Traceback (most recent call last):
    ...
    formgen.tw.number.NotAnInteger: 「12.0」不是整數；請只用阿拉伯數字，例如 50 或 1,234。
    """
    return int(_plain(text, INTEGER, NotAnInteger))


def decimal(text: str) -> Decimal:
    """Return a decimal of at most 15 digits, its places as typed; raise NotADecimal or TooLong.

    >>> decimal("-1,234.0")
    Decimal('-1234.0')
    >>> decimal("1,23")
    Traceback (most recent call last):
    ...
    formgen.tw.number.NotADecimal: 「1,23」不是數字；請只用阿拉伯數字，例如 1.5 或 1,234.5。
    """
    return Decimal(_plain(text, DECIMAL, NotADecimal))


def two_decimals(value: Fraction) -> str:
    """Return an exact figure of 0 or more as it is printed: two decimals, rounded half up.

    >>> two_decimals(Fraction(57, 8)), two_decimals(Fraction(0))
    ('7.13', '0.00')
    """
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _plain(text: str, shape: re.Pattern[str], error: type[Invalid]) -> str:
    number = half_width(text)
    if not shape.fullmatch(number):
        raise error(text)
    if sum(map(str.isdigit, number)) > MOST_DIGITS:
        raise TooLong(text, most=MOST_DIGITS)
    return number.replace(",", "")
