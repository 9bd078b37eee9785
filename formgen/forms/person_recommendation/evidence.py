"""The places for evidence of 附表二: one for each of the seven conditions of 要點五, named by its number.

要點六(二) asks for 具體資料 and says nothing of their order: the numbers are our habit.
"""

from typing import Any

from formgen.exhibits import Exhibit
from formgen.forms.person_recommendation.answers import OFFICIAL


def exhibits(answers: Any) -> tuple[Exhibit, ...]:
    """The seven places in order; a deed that is told rests on evidence."""
    return tuple(
        Exhibit(number=deed.number, label=deed.text, claimed=getattr(answers.deeds, deed.number) is not None)
        for deed in OFFICIAL.deeds
    )
