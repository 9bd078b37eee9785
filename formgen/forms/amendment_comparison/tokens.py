"""The words of a clause as a comparison sees them: letters one by one, an amount with its unit in one piece."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from formgen.tw import clauses, numeral

_UNITS = "元|年|個月|月|日|天|小時|人次|場次|人|家|名|次|件|場|座|幀|面|級|項|條|款|目|點"
_WRITTEN = f"[{numeral.DIGITS}零十百千萬億]+"
_TOKEN = re.compile(
    rf"(?P<item>(?<!第)[(（]{_WRITTEN}[)）])|百分之(?P<percent>{_WRITTEN})"
    rf"|(?P<nth>第?)(?:(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[十百千萬億]*)(?P<sign>%?)|(?P<written>{_WRITTEN}))"
    r"|(?P<latin>[A-Za-z]+)|(?P<letter>\S)"
)
_UNIT = re.compile(_UNITS)
_COUNT = rf"\d+(?:-\d+)*|{_WRITTEN}"
# As 「第三條之一」, and 「第 3-1 條」 of the law database; 「第三條規定…」 and 「第三條第二項…」 go on from the line before.
ARTICLE = re.compile(
    rf"第\s*(?P<count>{_COUNT})\s*(?P<unit>[編章節條點])(?:\s*之\s*(?P<sub>{_COUNT}))?(?![第所規至及或之]|[、，]第)"
)
ENDS, PAUSES = "。；;", "，,：:、"
OPENING, CLOSING = "「『《〈(（", "」』》〉)）"
_MARKS = ENDS + PAUSES + OPENING + CLOSING


class Token(NamedTuple):
    """A piece of a text from `start` to `end`, and what it is compared by: writing a number otherwise changes nothing.

    `line` counts the lines of the text.
    """

    key: str
    start: int
    end: int
    line: int

    @property
    def is_mark(self) -> bool:
        return self.key in _MARKS

    @property
    def size(self) -> int:
        return self.end - self.start


def tokens(text: str) -> list[Token]:
    """The tokens of a text without marks. The numbers of items are none: they change when others come and go.

    >>> [one.key for one in tokens("(一)滿30萬元")], [one.key for one in tokens("二、滿三十萬元")]
    (['滿', '300000元'], ['滿', '300000元'])
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    start = 0
    for count, line in enumerate(clauses.lines(text)):
        said = "".join(piece for piece, _ in line.passages)
        article = ARTICLE.match(said)
        place = start + len(article[0] if article else line.number)
        while found := _TOKEN.search(text, place, start + len(said)):
            key, place = _key(found), found.end()
            if found["item"]:
                continue
            if found["digits"] or found["written"]:
                unit = _UNIT.match(text, place, start + len(said))
                key, place = (key + unit[0], unit.end()) if unit else (key, place)
            yield Token(key, found.start(), place, count)
        start += len(said) + 1


def _key(found: re.Match[str]) -> str:
    if found["percent"]:
        return f"{numeral.parse(found['percent'])}%"
    if found["digits"]:
        amount = Decimal(found["digits"].replace(",", "")) * numeral.parse(found["scale"] or "一")
        return f"{found['nth']}{amount.normalize():f}{found['sign']}"
    if found["written"]:
        return f"{found['nth']}{numeral.parse(found['written'])}"
    return unicodedata.normalize("NFKC", found[0]) if not found["latin"] else found[0]
