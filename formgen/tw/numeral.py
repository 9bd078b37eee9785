"""中文數字

How years, months and days are written in Chinese numerals. Two styles are in use: digit by digit on
certificates and covers, and with 百 and 十 in letters of law.

Source: usage on government papers; the zero of the first style is 〇 (U+3007), not the circle ○.

>>> positional(112), legal(112)
('一一二', '一百十二')
>>> positional(110), legal(110)
('一一〇', '一百十')
>>> legal(0)
Traceback (most recent call last):
...
formgen.tw.numeral.OutOfRange: 中文數字只寫 1 到 999，「0」不在其中。
"""

from formgen.tw.exceptions import Invalid

DIGITS = "〇一二三四五六七八九"
GREATEST = 999
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GREAT_STEPS = {"萬": 10**4, "億": 10**8}


class OutOfRange(Invalid):
    """中文數字只寫 1 到 {greatest}，「{value}」不在其中。"""


def positional(number: int) -> str:
    """Return 1 to 999 digit by digit."""
    return "".join(DIGITS[int(digit)] for digit in str(_checked(number)))


def legal(number: int) -> str:
    """Return 1 to 999 with 百 and 十.

    >>> [legal(number) for number in (8, 10, 12, 31, 100, 101, 999)]
    ['八', '十', '十二', '三十一', '一百', '一百零一', '九百九十九']
    """
    hundreds, rest = divmod(_checked(number), 100)
    tens, ones = divmod(rest, 10)
    return _hundreds(hundreds) + _tens(tens, after_hundreds=hundreds > 0 and ones > 0) + _ones(ones)


def parse(written: str) -> int:
    """Return the number that numerals of either style stand for.

    >>> [parse(written) for written in ("十", "三十一", "一百零一", "一一二", "二億", "三千五百萬")]
    [10, 31, 101, 112, 200000000, 35000000]
    """
    whole = part = digit = 0
    for letter in written:
        if letter in _STEPS:
            part, digit = part + (digit or 1) * _STEPS[letter], 0
        elif letter in _GREAT_STEPS:
            whole, part, digit = whole + ((part + digit) or 1) * _GREAT_STEPS[letter], 0, 0
        else:
            digit = digit * 10 + DIGITS.replace("〇", "零").index(letter.replace("〇", "零"))
    return whole + part + digit


def _checked(number: int) -> int:
    if not 1 <= number <= GREATEST:
        raise OutOfRange(number, greatest=GREATEST)
    return number


def _hundreds(digit: int) -> str:
    return DIGITS[digit] + "百" if digit else ""


def _tens(digit: int, *, after_hundreds: bool) -> str:
    if digit == 0:
        return "零" if after_hundreds else ""
    return "十" if digit == 1 else DIGITS[digit] + "十"


def _ones(digit: int) -> str:
    return DIGITS[digit] if digit else ""
