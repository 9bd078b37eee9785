"""勞工保險證號

The number of an insured unit: eight digits and a check letter. Issued by 勞動部勞工保險局. How the
letter is computed is not public, so only the shape is checked, and callers warn instead of block.

Source: 保險證字號 in 附表一 of 優良單位及人員選拔作業要點.

>>> validate("01234567a")
'01234567A'
>>> validate("０１２３４５６７－Ａ")
'01234567A'
>>> validate("01234567")
Traceback (most recent call last):
...
formgen.tw.insurance_number.WrongShape: 保險證號是 8 個數字加 1 個英文字母，「01234567」不是；請對照投保單位的保險證。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[0-9]{8}[A-Z]")


class WrongShape(Invalid):
    """保險證號是 8 個數字加 1 個英文字母，「{value}」不是；請對照投保單位的保險證。"""


def compact(text: str) -> str:
    """Return the number in half width and capitals, without spaces and hyphens."""
    return without(" -", text).upper()


def validate(text: str) -> str:
    """Return the compact number; raise WrongShape."""
    number = compact(text)
    if not SHAPE.fullmatch(number):
        raise WrongShape(text)
    return number


def is_valid(text: str) -> bool:
    """Tell whether the number has the right shape.

    >>> is_valid("01234567A"), is_valid("A01234567")
    (True, False)
    """
    return obeys(validate, text)
