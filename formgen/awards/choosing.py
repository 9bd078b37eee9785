"""Choosing rows (--only): numbers and ranges of rows as the spreadsheet shows them, or a recipient's name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from formgen.awards.planning import Plan
from formgen.awards.production import Wish
from formgen.errors import FormgenError

_ROWS = re.compile(r"\d+(-\d+)?")


class NothingChosen(FormgenError):
    """--only：「{chosen}」沒有選到任何一列；請寫列號（3,5-9，與試算表的列號相同）、得獎者或字號。"""


class EmptyChoice(FormgenError):
    """--only 後面是空的；請寫列號（3,5-9，與試算表的列號相同）、得獎者或字號。全部都要做就不要寫 --only。"""


def narrowed(wish: Wish, plan: Plan, chosen: str | None) -> Wish:
    """The wish for the chosen rows alone; for all where there is no choice. Raises NothingChosen, EmptyChoice."""
    if chosen is None:
        return wish
    parts = [part.strip() for part in re.split("[,，、]", chosen) if part.strip()]
    if not parts:
        raise EmptyChoice
    return replace(wish, only=frozenset(row for part in parts for row in _rows(plan, part)))


def _rows(plan: Plan, part: str) -> Iterator[int]:
    """Every part has to choose something, or a typing mistake would go unseen."""
    if _ROWS.fullmatch(part):
        first, _, last = part.partition("-")
        numbers = range(int(first), int(last or first) + 1)
        found = [row for row, _ in _told(plan) if row in numbers]
    else:
        found = [row for row, names in _told(plan) if part in names]
    if not found:
        raise NothingChosen(chosen=part)
    yield from found


def _told(plan: Plan) -> Iterator[tuple[int, tuple[str, str]]]:
    """Each row with its recipient and number; a row that failed can be chosen too, to be told what is wrong."""
    for one in plan.certificates:
        yield one.row, (one.recipient.name, one.number)
    for request in plan.failures:
        yield request.row.number, (request.recipient.name, request.given)
