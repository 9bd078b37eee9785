"""Who vows, for which unit and which works."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from formgen.answers import Answers, ask
from formgen.form import read_official
from formgen.kinds import Choice, Date, Text
from formgen.tw import jinanxin

OFFICIAL = read_official(Path(__file__).parent)
_HEAD = OFFICIAL.head
SIGNING_UNIT = "宣誓單位名稱"


class JinanxinPledge(Answers):
    """`unit_name` is the 原事業單位 of the works; `signing_unit` the unit whose head vows."""

    project_name: Text = ask(_HEAD.project, required=True)
    unit_name: Text = ask(_HEAD.unit, hint="施工廠商的全名。", required=True)
    role: Choice[Literal["原事業單位", "承攬人", "再承攬人"]] = ask(
        "宣誓單位之類別", hint="一張由一個單位宣誓；承攬人與再承攬人各填一張。", required=True
    )
    signing_unit: Text = ask(SIGNING_UNIT, hint="承攬人或再承攬人填；是原事業單位可不填。")
    capacity: Choice[Literal["經營負責人", "授權代理人"]] = ask(
        "宣誓人之身分", hint=OFFICIAL.hints.rule_4_2_1_1, required=True
    )
    title: Text = ask(_HEAD.title, required=True)
    name: Text = ask(_HEAD.name, required=True)
    signed_on: Date = ask("宣誓日期", hint="在研習會中簽署；可留空，簽署時再手寫。")


def compute(answers: Any) -> Mapping[str, str]:
    """The 原事業單位 need not be typed again where it vows itself."""
    return {"signing_unit": answers.unit_name or ""} if answers.role == jinanxin.UNIT else {}
