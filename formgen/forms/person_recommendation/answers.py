"""What a candidate, who recommends, and a reviewer say in 附表二."""

from pathlib import Path
from typing import Literal

from pydantic import create_model

from formgen.answers import Answers, ask, many, part, tick
from formgen.form import read_official
from formgen.kinds import Check, Choice, Count, Lines, Phone, Text, Year, Years

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _HINTS = OFFICIAL.head, OFFICIAL.hints
_YEARS = "民國年，可填幾個，例如 110、111。"


def _by_kind(name: str) -> type[Answers]:
    """One answer of several lines for each of the seven conditions of 要點五, called 1 to 7."""
    fields = {deed.number: (Lines, ask(deed.text)) for deed in OFFICIAL.deeds}
    return create_model(name, __base__=Answers, **fields)  # type: ignore[call-overload, no-any-return]


Deeds = _by_kind("Deeds")
Comments = _by_kind("Comments")


class Honours(Answers):
    commended: Check = tick("曾獲本部(含前勞委會)優良人員")
    merit: Check = tick("功績獎")
    merit_years: Years = ask("功績獎獲獎年度", hint=_YEARS, when="merit")
    technology: Check = tick("技術獎")
    technology_years: Years = ask("技術獎獲獎年度", hint=_YEARS, when="technology")
    never: Check = tick(OFFICIAL.remarks.never)
    other: Check = tick("其他")
    other_text: Text = ask("其他：說明", when="other")


class Assessor(Answers):
    name: Text = ask("姓名")
    employer: Text = ask("任職單位")
    title: Text = ask("職稱")


class Review(Answers):
    """The reviewing body's part, in the 黑框."""

    comments: Comments = part("初審評語", Comments)  # type: ignore[valid-type]
    result: Choice[Literal["通過", "不通過", "其他"]] = ask("初審結果")
    award: Choice[Literal["功績獎", "技術獎"]] = ask(
        "初審結果：建議獎項",
        hint=f"{_HINTS.rule_7_1_2_merit}{_HINTS.rule_7_1_2_technology}",
        when="result=通過",
    )
    result_other: Text = ask("初審結果：其他", when="result=其他")
    assessors: list[Assessor] = many("現場評鑑人員", Assessor, each="第{}位")
    body: Text = ask("初審單位", hint=_HINTS.rule_7_1_1)


class PersonRecommendation(Answers):
    """`unit_name`, `address`: the employer's, as in 附表一; the rest of the head is the candidate's."""

    year: Year = ask("年度", hint="選拔活動的民國年，例如 116。", required=True)
    kind: Choice[Literal["推薦", "自薦"]] = ask(
        "推薦或自薦",
        hint=f"推薦：{_HINTS.rule_6_2_1_1}或{_HINTS.rule_6_2_1_2}{_HINTS.rule_6_2_2}",
        required=True,
    )
    employer_consents: Choice[Literal["是", "否"]] = ask(
        "自薦是否經事業單位同意", hint=_HINTS.rule_6_2_2, printed=False, when="kind=自薦"
    )
    unit_name: Text = ask(_HEAD.unit_name, hint="任職事業單位的全名。", required=True)
    address: Text = ask(_HEAD.address, hint="任職事業單位的地址。", required=True)
    name: Text = ask(_HEAD.name, required=True)
    title: Text = ask(_HEAD.title, hint="在任職單位的職稱。", required=True)
    phone: Phone = ask(_HEAD.phone, hint="含區碼；手機也可以。", required=True)
    sex: Text = ask(_HEAD.sex, required=True)
    age: Count = ask(_HEAD.age, hint="足歲，只填數字。", required=True, yearly=True)
    contact_address: Text = ask(_HEAD.contact_address, hint="本人的通訊地址。", required=True)
    deeds: Deeds = part("優良事蹟", Deeds)  # type: ignore[valid-type]
    honours: Honours = part(OFFICIAL.remarks.label, Honours)
    review: Review = part("初審單位填寫", Review, yearly=True, by_reviewer=True)
