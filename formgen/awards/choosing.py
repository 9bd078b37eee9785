"""Choosing rows (--only): numbers and ranges of rows as the spreadsheet shows them, or a recipient's name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from formgen.awards.planning import Plan
from formgen.awards.production import Wish
from formgen.errors import FormgenError

_ROWS = re.compile(r"\d+(-\d+)?")


class NothingChosen(FormgenError):
    """「{chosen}」沒有選到可以製作的列；請寫列號（3,5-9，與試算表的列號相同）或得獎者的名字。"""


def narrowed(wish: Wish, plan: Plan, chosen: str) -> Wish:
    """The wish for the chosen rows alone; for all where nothing is chosen. Raises NothingChosen."""
    if not chosen:
        return wish
    rows = frozenset(row for part in re.split("[,，、]", chosen) for row in _rows(plan, part.strip()))
    if not rows:
        raise NothingChosen(chosen=chosen)
    return replace(wish, only=rows)


def _rows(plan: Plan, part: str) -> Iterator[int]:
    """Every part has to choose something, or a typing mistake would go unseen."""
    if _ROWS.fullmatch(part):
        first, _, last = part.partition("-")
        numbers = range(int(first), int(last or first) + 1)
        found = [one.row for one in plan.certificates if one.row in numbers]
    else:
        found = [one.row for one in plan.certificates if part in (one.recipient.name, one.number)]
    if not found:
        raise NothingChosen(chosen=part)
    yield from found
