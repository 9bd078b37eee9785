"""What an office says in a 活動說明: the event, its agenda, and what goes with it."""

from pathlib import Path

from formgen.answers import Answers, ask, many, part
from formgen.form import read_official
from formgen.kinds import Date, Lines, Text

OFFICIAL = read_official(Path(__file__).parent)
_AGENDA, _POINTS, _PRIZES = OFFICIAL.agenda, OFFICIAL.points, OFFICIAL.prizes


class AgendaRow(Answers):
    time: Text = ask(_AGENDA.time, hint="例如「10:30~11:00」。")
    item: Lines = ask(_AGENDA.item)
    note: Text = ask(_AGENDA.note, hint="例如司儀、分享單位。")


class PointsRow(Answers):
    number: Text = ask(_POINTS.ordinal)
    task: Text = ask(_POINTS.task)
    points: Text = ask(_POINTS.points)
    unit: Text = ask(_POINTS.unit)


class PrizeRow(Answers):
    number: Text = ask(_PRIZES.ordinal, hint="與上一列同一類時，編號與分類留空。")
    category: Text = ask(_PRIZES.category)
    name: Text = ask(_PRIZES.name)
    explanation: Text = ask(_PRIZES.explanation)


class Items(Answers):
    """A part of the notice that not every meeting has; the numbers are typed."""

    lines: Lines = ask("各項", hint="一項一行，自己編號，例如「1. 報名期限：……」；沒有就留空，標題也不印。")


class Annex(Answers):
    points: list[PointsRow] = many("表2　積分計分方式", PointsRow, each="第{}列")
    prizes: list[PrizeRow] = many("表3　獎項說明", PrizeRow, each="第{}列")


class MeetingNotice(Answers):
    event: Text = ask("活動名稱", required=True)
    status: Text = ask("版本", hint="例如「(草案)」，印在標題之後；定案就留空。")
    introduction: Lines = ask("緣起與目的", hint="一段一行。")
    day: Date = ask("辦理日期", required=True, hint="星期幾由程式印。")
    hour: Text = ask("辦理時刻", hint="例如「上午10時30分」。")
    place: Text = ask("辦理地點", required=True)
    host: Text = ask("主持人")
    participants: Text = ask("參加對象", required=True)
    agenda_caption: Text = ask("議程表的標題", hint="例如「○○成果發表會議程」。")
    agenda: list[AgendaRow] = many("議程表", AgendaRow, each="第{}列")
    attendance: Items = part("出席調查", Items)
    awards: Items = part("頒獎規劃", Items)
    annex: Annex = part("附件一", Annex)
