"""統一編號

The number of a company, shop or institution: seven digits and a check digit. Issued by 財政部.
Since 112/4/1 the weighted sum of digits need only be divisible by 5, no longer by 10. A few
registered numbers fail every rule: callers warn and let the person keep what is typed.

Source: 財政部財政資訊中心, 營利事業統一編號檢查碼邏輯修正說明,
https://www.fia.gov.tw/singlehtml/3?cntId=c4d9cff38c8642ef8872774ee9987283

>>> validate("04595257")
'04595257'
>>> validate("００５０-１５０３")
'00501503'
>>> validate("00501508")  # valid by the new rule alone
'00501508'
>>> validate("12345675")  # the seventh digit is 7: its product may count one more
'12345675'
>>> validate("12345678")
Traceback (most recent call last):
...
formgen.tw.uniform_number.WrongCheckDigit: 統一編號「12345678」的檢查碼不符；請對照登記資料，確認無誤就可以保留。
>>> validate("1234567")
Traceback (most recent call last):
...
formgen.tw.uniform_number.WrongShape: 統一編號要有 8 個數字，「1234567」不是；請檢查是否多打或少打。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[0-9]{8}")
WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
DIVISOR = 5


class WrongShape(Invalid):
    """統一編號要有 8 個數字，「{value}」不是；請檢查是否多打或少打。"""


class WrongCheckDigit(Invalid):
    """統一編號「{value}」的檢查碼不符；請對照登記資料，確認無誤就可以保留。"""


def compact(text: str) -> str:
    """Return the number in half width, without spaces and hyphens."""
    return without(" -", text)


def weighted_sum(number: str) -> int:
    """Return the sum of the digits of each weighted product.

    >>> weighted_sum("04595257")
    40
    """
    products = (int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    return sum(sum(divmod(product, 10)) for product in products)


def has_valid_check_digit(number: str) -> bool:
    """Tell whether eight digits obey the rule in force since 112/4/1."""
    total = weighted_sum(number)
    return total % DIVISOR == 0 or (number[6] == "7" and (total + 1) % DIVISOR == 0)


def validate(text: str) -> str:
    """Return the compact number; raise WrongShape or WrongCheckDigit."""
    number = compact(text)
    if not SHAPE.fullmatch(number):
        raise WrongShape(text)
    if not has_valid_check_digit(number):
        raise WrongCheckDigit(number)
    return number


def is_valid(text: str) -> bool:
    """Tell whether the number has the right shape and check digit.

    >>> [is_valid(number) for number in ("22099131", "00000074", "62140097", "04595252")]
    [True, True, True, True]
    >>> [is_valid(number) for number in ("00501502", "12345678", "", "統一編號")]
    [False, False, False, False]
    """
    return obeys(validate, text)
