"""Who authorises whom, for which unit and which works."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from formgen.answers import Answers, ask, part
from formgen.form import read_official
from formgen.kinds import Choice, Date, Phone, Text
from formgen.tw import jinanxin

OFFICIAL = read_official(Path(__file__).parent)
_HEAD = OFFICIAL.head
SIGNING_UNIT = "授權單位名稱"


class Principal(Answers):
    title: Text = ask("職稱", required=True)
    name: Text = ask("姓名", hint="計畫四(二)1(1)：經營負責人依《公司法》第 8 條定義之。", required=True)


class Deputy(Answers):
    title: Text = ask("職稱", required=True)
    name: Text = ask("姓名", required=True)
    phone: Phone = ask("聯絡電話")


class JinanxinAuthorization(Answers):
    """`unit_name` is the 原事業單位 of the works; `signing_unit` the unit whose head authorises."""

    project_name: Text = ask(_HEAD.project, required=True)
    unit_name: Text = ask(_HEAD.unit, hint="施工廠商的全名。", required=True)
    role: Choice[Literal["原事業單位", "承攬人", "再承攬人"]] = ask("授權單位之類別", required=True)
    signing_unit: Text = ask(SIGNING_UNIT, hint="承攬人或再承攬人填；是原事業單位可不填。")
    principal: Principal = part("授權人（經營負責人）", Principal)
    deputy: Deputy = part("授權代理人", Deputy)
    workshop_on: Date = ask("研習會日期")
    signed_on: Date = ask("授權日期", hint="可留空，簽章時再手寫。")


def compute(answers: Any) -> Mapping[str, str]:
    """The 原事業單位 need not be typed again where its own head authorises."""
    return {"signing_unit": answers.unit_name or ""} if answers.role == jinanxin.UNIT else {}
