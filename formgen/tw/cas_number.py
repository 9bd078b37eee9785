"""CAS No.

The registry number of a chemical substance: two to seven digits, two digits and a check digit. Issued by
Chemical Abstracts Service; Taiwan's forms and 安全資料表 (SDS) name substances by it. A mixture has none: 無
stands in its place. Forms write 「Cas No.」 as well as 「CAS No.」.

Source: CAS, Check Digit Verification of CAS Registry Numbers, https://www.cas.org/training/documentation/chemical-substances/checkdig

>>> validate("71-43-2")
'71-43-2'
>>> validate("１０８－８８－３")
'108-88-3'
>>> validate("無")
'無'
>>> validate("71-43-3")
Traceback (most recent call last):
...
formgen.tw.cas_number.WrongCheckDigit: CAS No.「71-43-3」的檢查碼不符；請對照安全資料表（SDS）第三項的號碼。
>>> validate("71432")
Traceback (most recent call last):
...
formgen.tw.cas_number.WrongShape: CAS No. 要像 71-43-2（2 至 7 碼、2 碼、1 碼），「71432」不是；混合物請填「無」。
"""

import re

from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid, obeys

SHAPE = re.compile("[1-9][0-9]{1,6}-[0-9]{2}-[0-9]")
NONE = "無"


class WrongShape(Invalid):
    """CAS No. 要像 71-43-2（2 至 7 碼、2 碼、1 碼），「{value}」不是；混合物請填「無」。"""


class WrongCheckDigit(Invalid):
    """CAS No.「{value}」的檢查碼不符；請對照安全資料表（SDS）第三項的號碼。"""


def compact(text: str) -> str:
    """Return the number in half width, without spaces; its hyphens are part of it."""
    return without(" ", text)


def check_digit(body: str) -> str:
    """Return the check digit of a number's other digits: their sum, weighted 1, 2, 3… from the right, modulo 10.

    >>> check_digit("7143")
    '2'
    """
    return str(sum(place * int(digit) for place, digit in enumerate(reversed(body), 1)) % 10)


def validate(text: str) -> str:
    """Return the compact number, or 無; raise WrongShape or WrongCheckDigit."""
    number = compact(text)
    if number == NONE:
        return NONE
    if not SHAPE.fullmatch(number):
        raise WrongShape(text)
    if check_digit(number[:-1].replace("-", "")) != number[-1]:
        raise WrongCheckDigit(number)
    return number


def is_valid(text: str) -> bool:
    """Tell whether the number has the right shape and check digit, or says that there is none.

    >>> [is_valid(number) for number in ("67-56-1", "7732-18-5", "50-00-0", "無")]
    [True, True, True, True]
    >>> [is_valid(number) for number in ("67-56-2", "7732-18", "", "0-00-0")]
    [False, False, False, False]
    """
    return obeys(validate, text)
