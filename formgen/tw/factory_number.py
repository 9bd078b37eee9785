"""工廠登記編號

The number of a registered factory: eight characters, the first a digit or T, P, S. Issued by the local government
with the 工廠登記證. How it is made up further is not checked, so callers warn instead of block.

Source: 工廠登記證號 in 附件1 of 產業災防安全技術輔導申請簡章.

>>> [validate(text) for text in ("63000001", "t1234567", "９９－００００１２")]
['63000001', 'T1234567', '99000012']
>>> validate("X1")
Traceback (most recent call last):
...
formgen.tw.factory_number.WrongShape: 工廠登記編號是 8 碼，第 1 碼是數字或 T、P、S，「X1」不是；請對照工廠登記證。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[0-9TPS][0-9A-Z]{7}")


class WrongShape(Invalid):
    """工廠登記編號是 8 碼，第 1 碼是數字或 T、P、S，「{value}」不是；請對照工廠登記證。"""


def validate(text: str) -> str:
    """Return the number in half width and capitals, without spaces and hyphens; raise WrongShape."""
    number = without(" -", text).upper()
    if not SHAPE.fullmatch(number):
        raise WrongShape(text)
    return number


def is_valid(text: str) -> bool:
    """Tell whether the number has the right shape.

    >>> is_valid("P1234567"), is_valid("A1234567")
    (True, False)
    """
    return obeys(validate, text)
