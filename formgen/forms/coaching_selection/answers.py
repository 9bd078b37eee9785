"""What a committee says: the weights it uses, its members, who applied, and the scores it gave."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from formgen.answers import Answers, ask, many, part, tick
from formgen.form import read_official
from formgen.kinds import Amount, Check, Kind, Negative, Text, Year, reader, show_decimal
from formgen.tw import number
from formgen.tw.digits import half_width

OFFICIAL = read_official(Path(__file__).parent)
_RESULT, _SHEET = OFFICIAL.result, OFFICIAL.sheet

INDICATORS = ("technology", "people", "cooperation", "management", "others")
LABELS = {name: getattr(OFFICIAL, name).label for name in INDICATORS}


def _percent(value: str | int | Decimal) -> Decimal:
    amount = number.decimal(half_width(str(value)).removesuffix("%"))
    if amount.is_signed():
        raise Negative(value)
    return amount


Weight = Annotated[
    Decimal | None,
    reader(_percent, int, Decimal),
    Kind("number", lambda value: f"{show_decimal(value)}%"),
]


class Weights(Answers):
    """An indicator left open has its official weight."""

    technology: Weight = ask(LABELS["technology"], hint="百分比；留空就用官方的權重，五項合計須為 100。")
    people: Weight = ask(LABELS["people"])
    cooperation: Weight = ask(LABELS["cooperation"])
    management: Weight = ask(LABELS["management"])
    others: Weight = ask(LABELS["others"])


class Scores(Answers):
    """One member's scores for one applicant, each 0 to 100 and weighted afterwards."""

    candidate: Text = ask(_SHEET.candidate)
    member: Text = ask(_SHEET.member)
    technology: Amount = ask(LABELS["technology"], hint="0 至 100 分，系統再乘以權重。")
    people: Amount = ask(LABELS["people"])
    cooperation: Amount = ask(LABELS["cooperation"])
    management: Amount = ask(LABELS["management"])
    others: Amount = ask(LABELS["others"])

    @property
    def is_complete(self) -> bool:
        return all(getattr(self, name) is not None for name in INDICATORS)


class Candidate(Answers):
    name: Text = ask(_SHEET.candidate)
    mid_cap: Check = tick(_RESULT.mid_cap, hint=OFFICIAL.hints.rule_1_2)
    outcome: Text = ask(
        _RESULT.outcome, hint="留空就由系統依平均分數排序；同分經共同決議後，把結果填在這裡。"
    )


class Member(Answers):
    name: Text = ask("姓名")


class CoachingSelection(Answers):
    year: Year = ask(OFFICIAL.mark.year, hint="輔導計畫的民國年度，例如 113。")
    weights: Weights = part(OFFICIAL.columns.weight, Weights)
    sheet: Scores = part(_SHEET.title, Scores)
    candidates: list[Candidate] = many("申請廠商名單", Candidate, each="第{}家")
    scores: list[Scores] = many(OFFICIAL.scores.title, Scores)
    members: list[Member] = many("遴選委員名單", Member, each="第{}位")
