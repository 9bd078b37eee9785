"""What a unit says in 附表四."""

from functools import cache
from typing import Annotated, Any

from pydantic import create_model

from formgen.answers import Answers, ask, part
from formgen.forms.five_star_self_assessment.checks import (
    CHECKS,
    DONE,
    MEANINGS,
    NOT_APPLICABLE,
    OFFICIAL,
    Check,
)
from formgen.kinds import (
    Alike,
    Count,
    Date,
    InsuranceNumber,
    Lines,
    Meanings,
    Phone,
    Text,
    UniformNumber,
    Year,
    Years,
    choice_of,
)

_HEAD, _COLUMNS, _HINTS = OFFICIAL.head, OFFICIAL.columns, OFFICIAL.hints


class Headcount(Answers):
    """勞工人數: typed as the form shows it, or left open and put together from the two counts."""

    text: Lines = ask("印在表上的文字", hint="例如「120人」；也可留空，改填下面兩項人數，由系統寫成。")
    own: Count = ask("原事業單位", hint="人數，例如 120。", printed=False)
    contractor: Count = ask("承攬人", hint="人數；沒有承攬人可留空。", printed=False)


class Honours(Answers):
    """The years before; 附表一 asks for the same."""

    excellent_years: Years = ask(
        "優良獎獲獎年度", hint="連續二年榮獲優良獎的民國年，例如 116 年參選者填 114、115。", printed=False
    )


class Notice(Answers):
    received: Date = ask("優良獎通知送達日", hint=f"收到通知的日期。{_HINTS.rule_8_1}", printed=False)


_Result: Any = Annotated[choice_of(DONE, NOT_APPLICABLE), Meanings(MEANINGS)]


@cache
def _assessed(check: Check) -> type[Answers]:
    asked = "\n".join((check.standard, f"{_COLUMNS.evidence}：", *check.evidence))
    fields: dict[str, Any] = {
        "result": (_Result, ask(_COLUMNS.result, hint=asked, required=True)),
        "date": (Annotated[Date, Alike()], ask(_COLUMNS.date)),
        "person": (Annotated[Text, Alike()], ask(_COLUMNS.person)),
    }
    return create_model("Check", __base__=Answers, **fields)


_CHECKS: dict[str, Any] = {
    number: (_assessed(check), part(check.label, _assessed(check))) for number, check in CHECKS.items()
}
Checks = create_model("Checks", __base__=Answers, **_CHECKS)


class FiveStarSelfAssessment(Answers):
    year: Year = ask("年度", hint="第三年經決審為優良獎的民國年，例如 116；不印在表上。", printed=False)
    unit_name: Text = ask(_HEAD.unit_name, required=True)
    address: Text = ask(_HEAD.address, required=True)
    person_in_charge: Text = ask(_HEAD.person_in_charge, required=True)
    classification_number: Text = ask(
        _HEAD.classification_number, hint="不清楚時，請洽當地勞動檢查機構。", required=True
    )
    phone: Phone = ask(_HEAD.phone, hint="含區碼；有分機請寫「分機」或「轉」。", required=True)
    headcount: Headcount = part(_HEAD.headcount, Headcount)
    insurance_number: InsuranceNumber = ask(
        _HEAD.insurance_number, hint="8 位數字加 1 個英文字母，例如 12345678A。", required=True
    )
    uniform_number: UniformNumber = ask(_HEAD.uniform_number, hint="8 位數字。", required=True)
    industry: Text = ask(_HEAD.industry, required=True)
    safety_staff: Lines = ask(_HEAD.safety_staff, hint="職稱與姓名，一行一位。", required=True)
    honours: Honours = part("獲獎紀錄", Honours)
    notice: Notice = part("通知", Notice)
    checks: Checks = part("自評", Checks)
