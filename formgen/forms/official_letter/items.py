"""The numbers of the items of 說明: computed from their levels, never typed."""

from collections.abc import Iterator, Mapping
from typing import Any

from formgen.tw import outline_number

# Each level begins a character further in than the one above it.
INDENT = "\u3000"


def counted(items: Any) -> Iterator[tuple[int, int, int]]:
    """Place, level and number of each item that says something; an item without a level is of the first."""
    counts = [0] * len(outline_number.LEVELS)
    for place, item in enumerate(items):
        if not item.is_empty:
            level = outline_number.LEVELS.index(item.level) if item.level else 0
            counts[level:] = [counts[level] + 1, *[0] * (len(counts) - level - 1)]
            yield place, level, counts[level]


def numbers(answers: Any) -> Mapping[str, str]:
    """What stands before each item, by the path of its level; nothing where the level has no such number."""
    found = {}
    for place, level, number in counted(answers.explanation.items):
        try:
            shown = outline_number.show(level, number)
        except outline_number.TooMany:
            continue
        found[f"explanation.items.{place}.level"] = INDENT * level + shown
    return found
