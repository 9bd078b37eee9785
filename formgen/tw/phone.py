"""電話

A telephone number in Taiwan, with the extension (分機) that people write behind it. Numbering plan by
國家通訊傳播委員會. A number is stored as typed; the shape check serves a warning alone.

Source: 電話 in 附表一 of 優良單位及人員選拔作業要點; the ways of writing an extension are those of the letters.

>>> split_extension("02-1234-5678 分機 12")
Phone(number='02-1234-5678', extension='12')
>>> validate("(04)2345-6789#12")
'(04)2345-6789#12'
>>> validate("+886 2 1234 5678")
'+886 2 1234 5678'
>>> validate("1234-5678")
Traceback (most recent call last):
...
formgen.tw.phone.WrongShape: 電話「1234-5678」看不懂；請連區碼一起寫，例如 02-1234-5678 分機 12。
"""

import re
from typing import NamedTuple

from formgen.tw.digits import half_width, without
from formgen.tw.exceptions import Invalid, obeys

EXTENSION_WORD = re.compile(r"轉分機|分機|轉|#|extension|ext\.?", re.IGNORECASE)
EXTENSION = re.compile("[0-9]{1,6}(?:[、,/][0-9]{1,6})*")
DOMESTIC = re.compile("0[0-9]{8,9}")
INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}")


class WrongShape(Invalid):
    """電話「{value}」看不懂；請連區碼一起寫，例如 02-1234-5678 分機 12。"""


class Phone(NamedTuple):
    """A telephone number and its extension; the extension is empty when there is none."""

    number: str
    extension: str


def split_extension(text: str) -> Phone:
    """Return the number and the extension, in half width; what is no extension stays in the number.

    >>> split_extension("（０２）１２３４－５６７８轉９")
    Phone(number='(02)1234-5678', extension='9')
    >>> split_extension("02-12345678(分機：12、13)")
    Phone(number='02-12345678', extension='12、13')
    >>> split_extension("02-1234-5678 Ext. 12").extension
    '12'
    >>> split_extension("0912-345-678")
    Phone(number='0912-345-678', extension='')
    >>> split_extension("02-1234-5678 轉總機")
    Phone(number='02-1234-5678 轉總機', extension='')
    """
    line = half_width(text)
    number, *rest = EXTENSION_WORD.split(line, maxsplit=1)
    extension = "".join(rest).strip(" :()")
    if not EXTENSION.fullmatch(extension):
        return Phone(line, "")
    return Phone(number.rstrip(" ,("), extension)


def validate(text: str) -> str:
    """Return the number in half width, extension included; raise WrongShape."""
    digits = without(" -()", split_extension(text).number)
    if not (DOMESTIC.fullmatch(digits) or INTERNATIONAL.fullmatch(digits)):
        raise WrongShape(text)
    return half_width(text)


def is_valid(text: str) -> bool:
    """Tell whether the number has the right shape.

    >>> is_valid("0836-22345"), is_valid("12345"), is_valid("#12")
    (True, False, False)
    """
    return obeys(validate, text)
