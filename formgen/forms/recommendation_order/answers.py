"""What the order list says: units with their points, persons, equal units beside each other, and who is not in it."""

from pathlib import Path

from formgen.answers import Answers, ask, many
from formgen.form import read_official
from formgen.kinds import Amount, Count, Date, Lines, Text, UniformNumber, Year

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _UNITS, _PERSONS = OFFICIAL.head, OFFICIAL.units, OFFICIAL.persons
_TIES, _OUTSIDE = OFFICIAL.ties, OFFICIAL.outside


class UnitRow(Answers):
    place: Count = ask(_UNITS.place)
    name: Text = ask(_UNITS.name)
    uniform_number: UniformNumber = ask(_UNITS.uniform_number)
    headcount: Count = ask(_UNITS.headcount, hint="原事業單位的人數。")
    total: Amount = ask(_UNITS.total)
    state: Text = ask(_UNITS.state)
    note: Text = ask(_UNITS.note)


class PersonRow(Answers):
    place: Count = ask(_PERSONS.place)
    name: Text = ask(_PERSONS.name)
    unit: Text = ask(_PERSONS.unit)
    award: Text = ask(_PERSONS.award)
    state: Text = ask(_PERSONS.state)
    note: Text = ask(_PERSONS.note)


class TieRow(Answers):
    name: Text = ask(_TIES.name)
    total: Amount = ask(_TIES.total)
    image: Lines = ask(_TIES.image)


class OutsideRow(Answers):
    name: Text = ask(_OUTSIDE.name)
    reason: Lines = ask(_OUTSIDE.reason)


class RecommendationOrder(Answers):
    year: Year = ask("年度", hint="選拔活動的民國年，例如 116。")
    body: Text = ask(_HEAD.body, hint="附表三的名稱，例如「臺北市」。", required=True)
    units_quota: Count = ask(_HEAD.units, hint="附表三的推薦優良單位額度。")
    persons_quota: Count = ask(_HEAD.persons, hint="附表三的推薦優良人員額度。")
    units: list[UnitRow] = many(_UNITS.caption, UnitRow, each="第{}列")
    persons: list[PersonRow] = many(_PERSONS.caption, PersonRow, each="第{}列")
    ties: list[TieRow] = many(_TIES.caption, TieRow, each="第{}列")
    outside: list[OutsideRow] = many(_OUTSIDE.caption, OutsideRow, each="第{}列")
    prepared_on: Date = ask(OFFICIAL.signature.date)
