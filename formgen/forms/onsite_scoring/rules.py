"""Points of an item are at most its own; one that does not apply has none."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from formgen.errors import Problem
from formgen.forms.onsite_scoring.answers import ITEMS, NOT_APPLICABLE


def check(answers: Any) -> Iterator[Problem]:
    for number, item in ITEMS.items():
        given = getattr(answers.items, number)
        field, label = f"items.{number}.points", f"細項評分／{number} {item.title}／評分"
        most = Decimal(item.max.strip("()分"))
        if given.points is None:
            continue
        if given.grade == NOT_APPLICABLE:
            yield Problem(field, label, "勾選了不適用，不計分；請擇一改正", "warning")
        elif given.points > most:
            yield Problem(field, label, f"應為 0 到 {most} 分")
