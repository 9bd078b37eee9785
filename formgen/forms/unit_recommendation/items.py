"""The 34 items of 附表一 and their grades, read from the official words.

Points are not written a second time: they are taken out of the criteria, 「(2.0分)」 or 「最高3.0分」.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from formgen.form import read_official

OFFICIAL = read_official(Path(__file__).parent)
NOT_APPLICABLE = "不適用"

_FIXED = re.compile(r"\((\d+(?:\.\d+)?)分\)")
_UP_TO = re.compile(r"最高(\d+(?:\.\d+)?)分")


@dataclass(frozen=True)
class Grade:
    """可, 良 or 優: what it asks, and its points (分); `is_range` when any points up to those may be given."""

    name: str
    criteria: str
    points: Decimal
    is_range: bool


@dataclass(frozen=True)
class Item:
    """One scored item; `most` is the 可評 points of its label (分)."""

    number: str
    title: str
    most: Decimal
    grades: tuple[Grade, ...]

    @property
    def has_range(self) -> bool:
        return any(grade.is_range for grade in self.grades)

    def grade(self, name: str) -> Grade:
        return next(grade for grade in self.grades if grade.name == name)

    def above(self, name: str | None) -> Grade | None:
        """The grade after `name`; the first one for None."""
        names = [grade.name for grade in self.grades]
        place = names.index(name) + 1 if name else 0
        return self.grades[place] if place < len(names) else None


@dataclass(frozen=True)
class Section:
    """One of the seven sections, with its weight."""

    number: int
    heading: str
    weight: Decimal
    items: tuple[Item, ...]


def _grade(words: Any) -> Grade:
    criteria = "".join(words.criteria)
    up_to = _UP_TO.search(criteria)
    found = up_to or _FIXED.search(criteria)
    if found is None:
        raise ValueError(f"no points in {criteria}")
    return Grade(words.grade, criteria, Decimal(found[1]), is_range=up_to is not None)


def _item(words: Any) -> Item:
    most = _FIXED.fullmatch(words.max)
    if most is None:
        raise ValueError(f"no points in {words.max}")
    return Item(words.number, words.title, Decimal(most[1]), tuple(map(_grade, words.grades)))


SECTIONS = tuple(
    Section(place, words.heading, Decimal(words.weight), tuple(map(_item, words.items)))
    for place, words in enumerate(OFFICIAL.sections, 1)
)
ITEMS = {item.number: item for section in SECTIONS for item in section.items}
