"""Who recommends which works, how far they have come, what happened on them, and what is good about them."""

from pathlib import Path
from typing import Literal

from formgen.answers import Answers, ask, part
from formgen.form import read_official
from formgen.kinds import Choice, Count, Date, Lines, Money, Phone, Text, UniformNumber, Year

OFFICIAL = read_official(Path(__file__).parent)
_RECOMMENDER, _WORKS, _LEVELS = OFFICIAL.recommender, OFFICIAL.works, OFFICIAL.levels
_RECORD, _ACCIDENTS, _HINTS = OFFICIAL.record, OFFICIAL.accidents, OFFICIAL.hints
YesNo = Choice[Literal["是", "否"]]
Happened = Choice[Literal["無", "有"]]


class Recommender(Answers):
    kind: Choice[
        Literal["工程主辦機關", "勞動檢查機構", "目的事業主管機關", "學術單位", "事業單位自我推薦"]
    ] = ask("推薦類別", required=True)
    name: Text = ask(_RECOMMENDER.name, hint="事業單位自我推薦可不填。")
    contact: Text = ask(_RECOMMENDER.contact, required=True)
    phone: Phone = ask(_RECOMMENDER.phone, hint="含區碼；手機也可以。", required=True)


class Levels(Answers):
    registered_on: Date = ask(_LEVELS.registered_on, hint="勞動檢查處通知完成登錄的日期。", required=True)
    basic_on: Date = ask(_LEVELS.basic_on, required=True)
    growth_on: Date = ask(_LEVELS.growth_on, required=True)
    advanced_on: Date = ask(_LEVELS.advanced_on, required=True)


class Cooperation(Answers):
    coached: YesNo = ask(_LEVELS.coached, hint=_HINTS.rule_4_2_3_1, required=True)
    reported: YesNo = ask(_LEVELS.reported, hint=_HINTS.rule_4_2_3_2, required=True)


class Penalties(Answers):
    stops: Count = ask("全部停工或部分停工（次）", hint="全部停工與部分停工合計。", required=True)
    fines: Money = ask("罰鍰處分金額（元）", hint="合計，新臺幣元。", required=True)
    fined: Count = ask("受罰鍰處分（件次）", required=True)
    inspections: Count = ask("檢查次數（次）", required=True)


class Accidents(Answers):
    death: Happened = ask(_ACCIDENTS.death, required=True)
    leak: Happened = ask(_ACCIDENTS.leak, hint=_HINTS.rule_4_2_4_2_2, required=True)
    three: Happened = ask(_ACCIDENTS.three, hint=_HINTS.rule_4_2_4_2_3, required=True)


class Review(Answers):
    """What the jury decides."""

    award: Choice[Literal["特優", "優勝", "佳作", "未得獎"]] = ask("評審結果")
    opinion: Lines = ask("評審意見")


class JinanxinRecommendation(Answers):
    year: Year = ask("年度", hint="選拔的民國年，例如 116。", required=True)
    recommender: Recommender = part("推薦單位", Recommender)
    recommended_on: Date = ask("推薦日期", hint="可留空，用印時再手寫。")
    unit_name: Text = ask(_WORKS.unit, hint="施工廠商的全名。", required=True)
    uniform_number: UniformNumber = ask(_WORKS.uniform_number, hint="8 位數字。", required=True)
    project_name: Text = ask(_WORKS.name, required=True)
    project_location: Text = ask(_WORKS.location, required=True)
    ownership: Choice[Literal["本府公共工程", "其他公共工程", "民間工程"]] = ask(
        _WORKS.ownership, hint="本府是臺中市政府。", required=True
    )
    contract_amount: Money = ask("契約金額（元）", hint="新臺幣元，例如 36,500,000。", required=True)
    group: Choice[Literal["重大工程組", "大型工程組", "中小型工程組"]] = ask(
        _WORKS.group,
        hint=f"可不填，依契約金額勾選。{_HINTS.rule_5_1_1}{_HINTS.rule_5_1_2}{_HINTS.rule_5_1_3}",
    )
    commenced_on: Date = ask(_WORKS.commenced_on, required=True)
    completed_on: Date = ask(_WORKS.completed_on)
    owner: Text = ask(_WORKS.owner, required=True)
    agent: Text = ask(_WORKS.agent, hint="沒有可留空。")
    project_management: Text = ask(_WORKS.project_management, hint="沒有可留空。")
    design: Text = ask(_WORKS.design)
    supervision: Text = ask(_WORKS.supervision)
    levels: Levels = part("分級日期", Levels)
    cooperation: Cooperation = part("輔導與月報", Cooperation)
    penalties: Penalties = part("停工與罰鍰", Penalties)
    accidents: Accidents = part("職業災害", Accidents)
    merits: Lines = ask("優良事蹟", hint="請寫具體的作法。具體資料在「佐證資料」上傳。", required=True)
    benefits: Lines = ask("顯著效益", hint="作法帶來的效果，最好有數字。", required=True)
    review: Review = part("評審小組填寫", Review, by_reviewer=True)
