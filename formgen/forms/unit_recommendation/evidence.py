"""The places for evidence of 附表一: one for each item, named by its number.

That evidence is numbered 大項-細項, 1-1 to 7-4, is our habit and no official rule: 附表一 asks for evidence and
says nothing of its order.
"""

from typing import Any

from formgen.exhibits import Exhibit
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE


def exhibits(answers: Any) -> tuple[Exhibit, ...]:
    """The 34 items in order; a grade that somebody gives himself rests on evidence, 不適用 does not."""
    return tuple(
        Exhibit(
            number=number,
            label=item.title,
            claimed=getattr(answers.items, number).grade not in (None, NOT_APPLICABLE),
        )
        for number, item in ITEMS.items()
    )
