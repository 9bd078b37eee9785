"""郵遞區號

The postal code: three digits of the district, or five or six digits that go down to a part of a road. Issued by
中華郵政. Which codes exist is not checked, so callers warn instead of block.

Source: the boxes □□□□-□□□ before 工廠地址 in 附件1 of 產業災防安全技術輔導申請簡章.

>>> [validate(text) for text in ("800", "80012", "800-123", "８００１２３")]
['800', '80012', '800123', '800123']
>>> validate("83")
Traceback (most recent call last):
...
formgen.tw.postal_code.WrongShape: 郵遞區號是 3、5 或 6 個數字，「83」不是；請查中華郵政的郵遞區號。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[0-9]{3}([0-9]{2,3})?")


class WrongShape(Invalid):
    """郵遞區號是 3、5 或 6 個數字，「{value}」不是；請查中華郵政的郵遞區號。"""


def validate(text: str) -> str:
    """Return the code in half width, without spaces and hyphens; raise WrongShape."""
    code = without(" -", text)
    if not SHAPE.fullmatch(code):
        raise WrongShape(text)
    return code


def is_valid(text: str) -> bool:
    """Tell whether the code has the right shape.

    >>> is_valid("804"), is_valid("8040")
    (True, False)
    """
    return obeys(validate, text)
