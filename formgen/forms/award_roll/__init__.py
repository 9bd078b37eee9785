"""頒獎名冊

A sheet of ours, not an official form: the winners of 表3 獎項說明 in the order in which they are called.
"""

from pathlib import Path

from formgen.answers import Answers, ask, many
from formgen.form import Form, read_official
from formgen.kinds import Count, Text

_FOLDER = Path(__file__).parent
_TABLE = read_official(_FOLDER).table


class WinnerRow(Answers):
    place: Count = ask(_TABLE.place)
    award: Text = ask(_TABLE.award)
    unit: Text = ask(_TABLE.unit)
    person: Text = ask(_TABLE.person)
    note: Text = ask(_TABLE.note)


class AwardRoll(Answers):
    alliance: Text = ask("聯盟名稱", required=True)
    winners: list[WinnerRow] = many("名冊", WinnerRow, each="第{}列")


FORM = Form(name="award_roll", answers=AwardRoll, folder=_FOLDER)
