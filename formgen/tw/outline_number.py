"""分項標號

The numbers of items in an official letter, level by level: 一、 (一) 1、 (1) 甲、 (甲). Numbers within a level are
counted anew below each item of a higher level.

Source: 文書處理手冊 112/6/8, 公文結構及作法說明: 分項標號, as the letters of the ministries write it, with brackets
of half width.

>>> [show(level, 2) for level in range(6)]
['二、', '(二)', '2、', '(2)', '乙、', '(乙)']
>>> [validate(text) for text in ("十一、", "（三）", "４.", "(12)", "丙、", "（丁）")]
[0, 1, 2, 3, 4, 5]
>>> validate("壹、")
Traceback (most recent call last):
...
formgen.tw.outline_number.WrongShape: 「壹、」不是分項標號；請填「一、」「(一)」「1、」「(1)」「甲、」或「(甲)」這樣的標號。
>>> show(4, 11)
Traceback (most recent call last):
...
formgen.tw.outline_number.TooMany: 「甲、」這一層最多 10 項；請合併，或改用別的層次。
"""

import re

from formgen.tw import numeral
from formgen.tw.digits import without
from formgen.tw.exceptions import Invalid

STEMS = "甲乙丙丁戊己庚辛壬癸"
LEVELS = ("一、", "(一)", "1、", "(1)", "甲、", "(甲)")
_PLAIN, _BRACKETED = "{}、", "({})"
_SERIES = (rf"[{numeral.DIGITS}零十百]+", "[0-9]+", f"[{STEMS}]")
_SHAPES = tuple(shape for one in _SERIES for shape in (rf"{one}[、.．]", rf"[(（]{one}[)）]、?"))


class WrongShape(Invalid):
    """「{value}」不是分項標號；請填「一、」「(一)」「1、」「(1)」「甲、」或「(甲)」這樣的標號。"""


class TooMany(Invalid):
    """「{level}」這一層最多 {most} 項；請合併，或改用別的層次。"""


def show(level: int, number: int) -> str:
    """Return the number of an item, both counted from level 0 and item 1; raise TooMany."""
    most = (numeral.GREATEST, None, len(STEMS))[level // 2]
    if most and number > most:
        raise TooMany(level=LEVELS[level], most=most)
    written = (numeral.legal, str, lambda place: STEMS[place - 1])[level // 2](number)
    return (_BRACKETED if level % 2 else _PLAIN).format(written)


def validate(text: str) -> int:
    """Return the level that a number of this shape belongs to; raise WrongShape."""
    plain = without(" ", text)
    for level, shape in enumerate(_SHAPES):
        if re.fullmatch(shape, plain):
            return level
    raise WrongShape(text)


def leading(text: str) -> str:
    """Return the number that a text begins with, or nothing; 「3.5公尺」 begins with none.

    >>> leading("二、請查照。"), leading("(1)附件"), leading("一般事項"), leading("3.5公尺")
    ('二、', '(1)', '', '')
    """
    found = next(filter(None, (re.match(f"(?:{shape})(?![0-9])", text) for shape in _SHAPES)), None)
    return found[0] if found else ""
