"""行業標準分類小類

The three digits that name a group of industries. Issued by 行政院主計總處, in editions that differ:
a form says which edition it wants. The list of codes is not in this package, so only the shape is
checked; code, name and edition are stored as typed.

Source: 行業別 in 附表一 of 優良單位及人員選拔作業要點, which asks for the ninth edition.

>>> validate("４１０")
'410'
>>> validate("0111")
Traceback (most recent call last):
...
formgen.tw.industry.WrongShape: 行業分類小類是 3 個數字，「0111」不是；請查行業標準分類的小類代碼，例如 410。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[0-9]{3}")


class WrongShape(Invalid):
    """行業分類小類是 3 個數字，「{value}」不是；請查行業標準分類的小類代碼，例如 410。"""


def compact(text: str) -> str:
    """Return the code in half width, without spaces."""
    return without(" ", text)


def validate(text: str) -> str:
    """Return the compact code; raise WrongShape."""
    code = compact(text)
    if not SHAPE.fullmatch(code):
        raise WrongShape(text)
    return code


def is_valid(text: str) -> bool:
    """Tell whether the code has the right shape.

    >>> is_valid("017"), is_valid("17")
    (True, False)
    """
    return obeys(validate, text)
