r"""條文

The text of clauses as offices print it in tables: each line hangs under its number, a line of a lower level stands
further in, and underlined passages (what an amendment changed) are typed between ``<u>`` and ``</u>``.

Issued by nobody: this is how 修正條文對照表 are drawn up, and the marks are ours.

>>> clean(" <u>一、目的</u>\r\n<u></u>(一)<u>甲</u><u>乙\n</u> ")
'<u>一、目的</u>\n(一)<u>甲乙</u>'
>>> clean("一、<u>目的")
Traceback (most recent call last):
...
formgen.tw.clauses.Unpaired: 底線的記號沒有成對；每一處底線，前面寫「<u>」，後面寫「</u>」。
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from formgen.tw import outline_number, text
from formgen.tw.exceptions import Invalid

BEGIN, END = "<u>", "</u>"
_MARKS = re.compile(f"({BEGIN}|{END})")
_CIRCLED = re.compile("[\u2460-\u2473]")
_BLANKS = re.compile(rf"[{text.BLANKS}]*")

# A passage, and whether it is underlined.
Passage = tuple[str, bool]


class Unpaired(Invalid):
    """底線的記號沒有成對；每一處底線，前面寫「<u>」，後面寫「</u>」。"""


class Clauses(str):
    """Printed clauses, which paper lays out line by line."""

    __slots__ = ()


@dataclass(frozen=True)
class Line:
    """A line of clauses: the number that it begins with and hangs under, and how many levels it stands further in."""

    number: str
    depth: int
    passages: tuple[Passage, ...]


def passages(marked: str) -> Iterator[Passage]:
    """The passages of a text; raise Unpaired.

    >>> list(passages("期限<u>二年</u>。"))
    [('期限', False), ('二年', True), ('。', False)]
    """
    is_underlined = False
    for piece in _MARKS.split(marked):
        if piece in (BEGIN, END):
            if is_underlined == (piece == BEGIN):
                raise Unpaired(marked)
            is_underlined = not is_underlined
        elif piece:
            yield piece, is_underlined
    if is_underlined:
        raise Unpaired(marked)


def joined(pieces: Iterable[Passage]) -> str:
    r"""Passages as one text; those that touch are one, and no line under the text goes on over a line end.

    >>> joined([("甲", True), ("乙\n丙", True), ("丁", False)])
    '<u>甲乙</u>\n<u>丙</u>丁'
    """
    letters = ((letter, is_underlined) for piece, is_underlined in pieces for letter in piece)
    runs = groupby(letters, key=lambda one: one[1] and one[0] != "\n")
    said = (("".join(letter for letter, _ in run), is_underlined) for is_underlined, run in runs)
    return "".join(f"{BEGIN}{run}{END}" if is_underlined else run for run, is_underlined in said)


def plain(marked: str) -> str:
    """The text without its marks."""
    return _MARKS.sub("", marked)


def clean(marked: str) -> str | None:
    """The cleaned text with its marks written in one way only; None if it says nothing. Raise Unpaired."""
    letters = [
        (letter, is_underlined) for piece, is_underlined in passages(text.clean(marked)) for letter in piece
    ]
    said = "".join(letter for letter, _ in letters)
    start, end = len(said) - len(said.lstrip(text.BLANKS)), len(said.rstrip(text.BLANKS))
    return joined(letters[start:end]) or None


def lines(marked: str) -> list[Line]:
    r"""The lines of clauses. One without a number begins where the last number did.

    >>> [(one.depth, one.number) for one in lines("一、目的\n(一)甲\n(二)乙\n以上皆符合\n1. 丙\n二、依據")]
    [(0, '一、'), (1, '(一)'), (1, '(二)'), (1, ''), (2, '1. '), (0, '二、')]
    """
    found: list[Line] = []
    levels: list[int] = []
    for line in marked.split("\n"):
        number, level = _number(plain(line))
        if number:
            levels = [*levels[: levels.index(level)], level] if level in levels else [*levels, level]
        found.append(Line(number, max(len(levels) - 1, 0), tuple(passages(line))))
    return found


def _number(line: str) -> tuple[str, int]:
    """The number that a line begins with, with the blanks after it, and its kind."""
    if number := outline_number.leading(line):
        kind = outline_number.validate(number)
    elif circled := _CIRCLED.match(line):
        number, kind = circled[0], len(outline_number.LEVELS)
    else:
        return "", 0
    blanks = _BLANKS.match(line, len(number))
    return number + (blanks[0] if blanks else ""), kind
