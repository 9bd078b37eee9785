"""What one assessor notes on site: a grade, points and a remark for each of the 34 items of 附表一."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import create_model

from formgen.answers import Answers, ask, part
from formgen.form import read_official
from formgen.kinds import Amount, Date, Lines, Text, Year, choice_of

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _COLUMNS, _OPINION = OFFICIAL.head, OFFICIAL.columns, OFFICIAL.opinion
NOT_APPLICABLE = _COLUMNS.not_applicable
ITEMS = {item.number: item for section in OFFICIAL.quoted.sections for item in section.items}


@cache
def _scored(grades: tuple[str, ...]) -> type[Answers]:
    fields: dict[str, Any] = {
        "grade": (choice_of(*grades, NOT_APPLICABLE), ask(_COLUMNS.grade)),
        "points": (Amount, ask(_COLUMNS.points)),
        "note": (Text, ask(_COLUMNS.note)),
    }
    return create_model("Scored", __base__=Answers, **fields)


def _part(item: Any) -> tuple[type[Answers], Any]:
    model = _scored(tuple(grade.grade for grade in item.grades))
    return model, part(f"{item.number} {item.title}", model)


_FIELDS: dict[str, Any] = {number: _part(item) for number, item in ITEMS.items()}
Items = create_model("Items", __base__=Answers, **_FIELDS)


class Assessor(Answers):
    name: Text = ask("姓名")
    employer: Text = ask(_HEAD.employer)
    title: Text = ask(_HEAD.title)


class OnsiteScoring(Answers):
    year: Year = ask("年度", hint="選拔活動的民國年，例如 116。")
    unit_name: Text = ask(_HEAD.unit_name)
    body: Text = ask(_HEAD.body)
    assessor: Assessor = part(_HEAD.assessor, Assessor)
    date: Date = ask(_HEAD.date)
    items: Items = part("細項評分", Items)
    strengths: Lines = ask(_OPINION.strengths, hint="一行一點，供初審意見表使用。")
    suggestions: Lines = ask(_OPINION.suggestions, hint="一行一點，供初審意見表使用。")
