"""What the sheet of points says: the way of counting, and a line for each member."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from formgen.answers import Answers, ask, many, part
from formgen.errors import Problem
from formgen.form import read_official
from formgen.kinds import Amount, Count, Date, Text

OFFICIAL = read_official(Path(__file__).parent)
_TABLE, _RULES = OFFICIAL.table, OFFICIAL.rules
KINDS = ("first", "second", "third", "fourth", "fifth")


class Rule(Answers):
    """How one kind of activity counts."""

    task: Text = ask(_RULES.task)
    points: Amount = ask(_RULES.points)
    unit: Text = ask(_RULES.unit)


class Tally(Answers):
    quantity: Amount = ask(_TABLE.quantity)
    points: Amount = ask(_TABLE.points)


class MemberRow(Answers):
    place: Count = ask(_TABLE.place)
    member: Text = ask(_TABLE.member)
    first: Tally = part("編號1", Tally)
    second: Tally = part("編號2", Tally)
    third: Tally = part("編號3", Tally)
    fourth: Tally = part("編號4", Tally)
    fifth: Tally = part("編號5", Tally)
    total: Amount = ask(_TABLE.total)
    rank: Count = ask(_TABLE.rank)


class PointsTable(Answers):
    alliance: Text = ask("聯盟名稱", required=True)
    period_first: Date = ask("計分期間第一日")
    period_last: Date = ask("計分期間最後一日")
    rules: list[Rule] = many(_RULES.caption, Rule, each="編號{}", exactly=5)
    members: list[MemberRow] = many(_TABLE.member, MemberRow, each="第{}位")
    prepared_on: Date = ask(OFFICIAL.signature.date)


def check(answers: PointsTable) -> Iterator[Problem]:
    """Somebody may change a figure by hand; the total must stay the sum."""
    for index, row in enumerate(answers.members):
        points = [getattr(row, kind).points for kind in KINDS]
        if row.total is not None and (made := sum(filter(None, points), Decimal(0))) != row.total:
            message = f"各項積分之和是 {made:f}，不是 {row.total:f}；請改正"
            yield Problem(f"members.{index}.total", f"成員／第{index + 1}位／總積分", message)
