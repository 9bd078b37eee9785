"""Two editions of a regulation, article by article: which belong together, and the rows that show what changed."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from formgen.forms.amendment_comparison import title
from formgen.forms.amendment_comparison.answers import NONE
from formgen.forms.amendment_comparison.pairing import Piece, pairs
from formgen.forms.amendment_comparison.tokens import ARTICLE, tokens
from formgen.forms.amendment_comparison.underlining import underlined
from formgen.tw import clauses, numeral, outline_number, text

# Levels above those of items: of 「第一條」, and of 「第一章」.
_NAMED, _HEADING = -1, -2


def split(written: str) -> list[str]:
    r"""The articles of a text: each begins on a line with 「第一條」, or else with a number like that of the first item.

    What stands before the first of them is an article of its own, and so is the heading of a chapter.

    >>> split("○○計畫\n一、目的\n(一)甲\n二、依據：\n1. 乙")
    ['○○計畫', '一、目的\n(一)甲', '二、依據：\n1. 乙']
    """
    lines = tidy(written).split("\n")
    levels = [_level(line) for line in lines]
    top = _NAMED if _NAMED in levels else next((one for one in levels if one not in (None, _HEADING)), None)
    found: list[list[str]] = [[]]
    for line, level in zip(lines, levels, strict=True):
        if level is not None and level in (top, _HEADING):
            found.append([])
        found[-1].append(line)
    return [article for article in map("\n".join, found) if article]


def tidy(written: str) -> str:
    """The text line by line, without marks and empty lines."""
    lines = (line.strip(text.BLANKS) for line in text.clean(clauses.plain(written)).split("\n"))
    return "\n".join(filter(None, lines))


def _level(line: str) -> int | None:
    """The level of the number that a line begins with; None for a line without one."""
    if found := ARTICLE.match(line):
        return _NAMED if found["unit"] in "條點" else _HEADING
    number = outline_number.leading(line)
    return outline_number.validate(number) if number else None


def _number(line: str) -> str:
    """The number of an article, the same however it is written.

    >>> _number("第三條之一　甲"), _number("第 3-1 條"), _number("（一）乙")
    ('條3-1', '條3-1', '(一)')
    """
    found = ARTICLE.match(line)
    if not found:
        return unicodedata.normalize("NFKC", outline_number.leading(line))
    counts = [*found["count"].split("-"), *(found["sub"] or "").split("-")]
    return found["unit"] + "-".join(str(_count(one)) for one in counts if one)


def _count(written: str) -> int:
    return int(written) if written.isdecimal() else numeral.parse(written)


def titled(articles: Sequence[str]) -> tuple[str, list[str]]:
    """The name of the regulation and its articles. The title is the line above the first article, if one is there."""
    first, *rest = articles or [""]
    line, _, preface = first.partition("\n")
    found = title.name(line) if rest and _level(line) is None else ""
    return found, [one for one in (preface, *rest) if one] if found else list(articles)


def compare(old: Sequence[str], new: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the comparison, in the order of the new edition; articles that stayed as they were have none."""
    before, after = ([Article(one) for one in edition] for edition in (old, new))
    _find_deleted(before, after)
    rows = (
        _row(None if one is None else before[one], None if other is None else after[other])
        for one, other in pairs([each.piece for each in before], [each.piece for each in after])
    )
    return [row for row in rows if row]


class Article:
    """An article, what it is called and the words that it is compared by; its own number is none of them."""

    def __init__(self, text: str) -> None:
        found = ARTICLE.match(text)
        self.text, self.words = text, tokens(text)
        self.unit = found["unit"] if found else "點"
        self.number = _number(text)
        self.piece = Piece([one.key for one in self.words], self.number)
        # 「（刪除）」 keeps the number of an article that is gone.
        self.is_deleted = "".join(one.key for one in self.words if not one.is_mark) == "刪除"


def _find_deleted(before: Sequence[Article], after: Sequence[Article]) -> None:
    """What says only 「（刪除）」 is looked for by what it said."""
    said = {one.number: one.piece for one in before}
    for one in after:
        if one.is_deleted and one.number in said:
            one.piece = said[one.number]


def _row(original: Article | None, amended: Article | None) -> dict[str, str] | None:
    if original and amended:
        return _amended(original, amended)
    if original:
        return {"amended": NONE, "original": original.text, "explanation": f"刪除本{original.unit}。"}
    if amended:
        return {
            "amended": underlined(amended.text, [], amended.words),
            "original": NONE,
            "explanation": f"新增本{amended.unit}。",
        }
    return None


def _amended(original: Article, amended: Article) -> dict[str, str] | None:
    said = underlined(amended.text, original.words, amended.words)
    if amended.is_deleted and not original.is_deleted:
        return {"amended": said, "original": original.text, "explanation": f"刪除本{original.unit}。"}
    if original.piece.keys != amended.piece.keys:
        return {"amended": said, "original": original.text}
    if original.number != amended.number:
        explanation = f"{amended.unit}次變更。"
        return {"amended": amended.text, "original": original.text, "explanation": explanation}
    return None
