"""Two editions of a regulation, article by article: which belong together, and the rows that show what changed."""

from collections.abc import Iterator, Sequence
from typing import Any

from formgen.forms.amendment_comparison.answers import NONE
from formgen.forms.amendment_comparison.tokens import ARTICLE, tokens
from formgen.forms.amendment_comparison.underlining import alike, neighbours_in, propose
from formgen.tw import clauses, outline_number, text

# Two articles less alike than this are not one article amended; the same number counts a little.
UNLIKE, SAME_NUMBER = 0.3, 0.15
# The places of an article in the old and in the new edition; None where it has none.
Pair = tuple[int | None, int | None]


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


def compare(old: Sequence[str], new: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the comparison, in the order of the new edition; articles that stayed as they were have none."""
    return [
        row
        for before, after in pairs(old, new)
        if (row := _row("" if before is None else old[before], "" if after is None else new[after]))
    ]


def _row(original: str, amended: str) -> dict[str, str] | None:
    if not amended:
        return {"amended": NONE, "original": original, "explanation": f"刪除本{_unit(original)}。"}
    if not original:
        return {"amended": propose("", amended), "original": NONE, "explanation": f"新增本{_unit(amended)}。"}
    if _keys(original) != _keys(amended):
        return {"amended": propose(original, amended), "original": original}
    if _number(original) != _number(amended):
        return {"amended": amended, "original": original, "explanation": f"{_unit(amended)}次變更。"}
    return None


def _unit(article: str) -> str:
    return "條" if ARTICLE.match(article) else "點"


def _number(article: str) -> str:
    found = ARTICLE.match(article)
    return found[0] if found else outline_number.leading(article)


def _keys(article: str) -> list[str]:
    """What an article is compared by: not by its own number."""
    return [one.key for one in tokens(article)]


class _Article:
    """An article as it is looked for in the other edition."""

    def __init__(self, article: str) -> None:
        said = tokens(article)
        self.number, self.keys, self.neighbours = (
            _number(article),
            [one.key for one in said],
            neighbours_in(said),
        )


def pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Which articles belong together, by likeness and number, so that all pairs keep their order."""
    before, after = ([_Article(one) for one in edition] for edition in (old, new))

    def gain(one: _Article, other: _Article) -> float:
        likeness = 1.0 if one.keys == other.keys else alike(one.neighbours, other.neighbours)
        return likeness + SAME_NUMBER * (one.number == other.number) - UNLIKE

    gains = [[gain(one, other) for other in after] for one in before]
    # The best that can be had of the articles from here on (longest common subsequence, weighted).
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            together = gains[one][other] + best[one + 1][other + 1]
            best[one][other] = max(together, best[one + 1][other], best[one][other + 1])
    return list(_walk(gains, best))


def _walk(gains: list[list[float]], best: list[list[float]]) -> Iterator[Pair]:
    one = other = 0
    while one < len(best) - 1 or other < len(best[0]) - 1:
        has_both = one < len(best) - 1 and other < len(best[0]) - 1
        if (
            has_both
            and gains[one][other] > 0
            and best[one][other] == gains[one][other] + best[one + 1][other + 1]
        ):
            yield one, other
            one, other = one + 1, other + 1
        elif one < len(best) - 1 and best[one][other] == best[one + 1][other]:
            yield one, None
            one += 1
        else:
            yield None, other
            other += 1
