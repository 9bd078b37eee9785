"""What a reviewing body says in the 初審意見表."""

from pathlib import Path
from typing import Annotated, Literal

from formgen.answers import Answers, ask, many, part, tick
from formgen.form import read_official
from formgen.kinds import Check, Choice, Kind, Text, Year, reader
from formgen.tw import text

OFFICIAL = read_official(Path(__file__).parent)
_HINTS = OFFICIAL.hints
_CONFIRMATION = OFFICIAL.confirmation

BULLET = "●"
Eligibility = Choice[Literal["具參選資格", "未具參選資格"]]


def _without_bullet(value: str) -> str | None:
    """A point without the bullet that people paste along with it."""
    return text.clean_line(text.clean_line(value).lstrip(f"{BULLET}•‧·{text.BLANKS}")) or None


Point = Annotated[str | None, reader(_without_bullet, str), Kind("text", lambda value: f"{BULLET} {value}")]


class Industry(Answers):
    result: Choice[Literal["正確", "修正"]] = ask("審查結果", required=True)
    correction: Text = ask("修正為（小類）", hint=f"{_HINTS.supplement_4}。", when="result=修正")


class Contractors(Answers):
    """The ground is a sub-item of its result: the first two of 具參選資格, the last of 未具參選資格."""

    result: Eligibility = ask("審查結果", required=True)
    ground: Choice[Literal["未有承攬人", "已提供", "未提供"]] = ask("加計承攬人之數據")


class System(Answers):
    """Only for units that must have a management system; a unit may have passed both."""

    result: Eligibility = ask("審查結果", hint="不必建置管理系統的單位請留空。")
    verified: Check = tick(_CONFIRMATION.system.verified, when="result=具參選資格")
    reviewed: Check = tick(_CONFIRMATION.system.reviewed, when="result=具參選資格")


class Confirmation(Answers):
    industry: Industry = part(_CONFIRMATION.industry.label, Industry)
    contractors: Contractors = part(_CONFIRMATION.contractors.label, Contractors)
    system: System = part(_CONFIRMATION.system.label, System)


class Remark(Answers):
    text: Point = ask("內容", hint="一點一列，不必加「●」。")


class PreliminaryReview(Answers):
    year: Year = ask("年度", hint="選拔活動的民國年，例如 116。", required=True)
    unit_name: Text = ask(OFFICIAL.head.unit_name, required=True)
    body: Text = ask(OFFICIAL.head.body, required=True)
    confirmation: Confirmation = part(_CONFIRMATION.heading, Confirmation)
    strengths: list[Remark] = many("優點", Remark, each="第{}點")
    suggestions: list[Remark] = many("建議", Remark, each="第{}點")
