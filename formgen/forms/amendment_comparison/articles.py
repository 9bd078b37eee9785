"""Two editions of a regulation, article by article: which belong together, and the rows that show what changed."""

from collections.abc import Sequence
from typing import Any

from formgen.forms.amendment_comparison import title
from formgen.forms.amendment_comparison.answers import NONE
from formgen.forms.amendment_comparison.pairing import Piece, pairs
from formgen.forms.amendment_comparison.tokens import ARTICLE, tokens
from formgen.forms.amendment_comparison.underlining import underlined
from formgen.tw import clauses, outline_number, text


def split(written: str) -> list[str]:
    r"""The articles of a text: each begins on a line with 「第一條」, or else with a number like that of the first item.

    What stands before the first of them is an article of its own.

    >>> split("○○計畫\n一、目的\n(一)甲\n二、依據：\n1. 乙")
    ['○○計畫', '一、目的\n(一)甲', '二、依據：\n1. 乙']
    """
    lines = tidy(written).split("\n")
    levels = [_level(line) for line in lines]
    top = -1 if -1 in levels else next((level for level in levels if level is not None), None)
    found: list[list[str]] = [[]]
    for line, level in zip(lines, levels, strict=True):
        if level is not None and level == top:
            found.append([])
        found[-1].append(line)
    return [article for article in map("\n".join, found) if article]


def tidy(written: str) -> str:
    """The text line by line, without marks and empty lines."""
    lines = (line.strip(text.BLANKS) for line in text.clean(clauses.plain(written)).split("\n"))
    return "\n".join(filter(None, lines))


def _level(line: str) -> int | None:
    """The level of the number that a line begins with, -1 for 「第一條」; None for a line without one."""
    if ARTICLE.match(line):
        return -1
    number = outline_number.leading(line)
    return outline_number.validate(number) if number else None


def titled(articles: Sequence[str]) -> tuple[str, list[str]]:
    """The name of the regulation and its articles. The title is the line above the first article, if one is there."""
    first, *rest = articles or [""]
    line, _, preface = first.partition("\n")
    found = title.name(line) if rest and _level(line) is None else ""
    return found, [one for one in (preface, *rest) if one] if found else list(articles)


def compare(old: Sequence[str], new: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the comparison, in the order of the new edition; articles that stayed as they were have none."""
    before, after = ([Article(one) for one in edition] for edition in (old, new))
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
        self.unit = "條" if found else "點"
        self.number = found[0] if found else outline_number.leading(text)
        self.piece = Piece([one.key for one in self.words], self.number)


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
    if original.piece.keys != amended.piece.keys:
        said = underlined(amended.text, original.words, amended.words)
        return {"amended": said, "original": original.text}
    if original.number != amended.number:
        said = f"{amended.unit}次變更。"
        return {"amended": amended.text, "original": original.text, "explanation": said}
    return None
