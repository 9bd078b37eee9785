"""What an applicant and a reviewer say in 附表一."""

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import create_model

from formgen.answers import Answers, ask, many, part, tick
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE, OFFICIAL, Item
from formgen.kinds import (
    Amount,
    Check,
    Choice,
    Count,
    Date,
    InsuranceNumber,
    Kind,
    Lines,
    Month,
    Phone,
    Text,
    UniformNumber,
    Year,
    Years,
    choice_of,
    reader,
)
from formgen.tw import number

YesNo = Choice[Literal["是", "否"]]
_HINTS = OFFICIAL.hints
_HEAD = OFFICIAL.head
_AVERAGE = "同行業前三年的平均值，以主管機關公布的統計為準；小數照填。"
_YEARS = "民國年，可填幾個，例如 110、111。"
_FACTS = "活動名稱及日期等，一行一件。"


def _points(value: str | int | Decimal) -> Decimal | str:
    return NOT_APPLICABLE if value == NOT_APPLICABLE else number.decimal(str(value))


Points = Annotated[
    Decimal | Literal["不適用"] | None,
    reader(_points, str, int, Decimal),
    Kind("number", lambda value: format(value, "" if isinstance(value, str) else "f")),
]


class Headcount(Answers):
    own: Count = ask("原事業單位", hint="人數，例如 120。", required=True)
    contractor: Count = ask("承攬人", hint=_HINTS.supplement_2)


class InjuryRate(Answers):
    """頻率與嚴重率: typed, or left open and computed from the three counts."""

    frequency: Amount = ask("災害頻率", hint="直接填寫，或留空並填下面的人次數與工時，由系統計算。")
    severity: Amount = ask("嚴重率", hint="直接填寫，或留空並填下面的損失日數與工時，由系統計算。")
    cases: Count = ask("失能傷害人次數", hint="全年合計；沒有請填 0。", printed=False)
    lost_days: Count = ask("失能傷害損失日數", hint="全年合計；沒有請填 0。", printed=False)
    hours: Amount = ask("總經歷工時", hint="全年所有勞工實際工作的時數合計。", printed=False)


class RateYear(Answers):
    unit: InjuryRate = part("原事業單位", InjuryRate)
    with_contractors: InjuryRate = part("加計承攬人", InjuryRate)


class Average(Answers):
    frequency: Amount = ask("災害頻率", hint=_AVERAGE, required=True)
    severity: Amount = ask("嚴重率", hint=_AVERAGE, required=True)


class Image(Answers):
    sharing: Check = tick(OFFICIAL.image.sharing)
    sharing_facts: Lines = ask("提供經驗予社會：具體事蹟", hint=_FACTS, when="sharing")
    charity: Check = tick(OFFICIAL.image.charity)
    charity_facts: Lines = ask("工安公益：具體事蹟", hint=_FACTS, when="charity")
    other: Check = tick("其他")
    other_name: Text = ask("其他：名稱", when="other")
    other_facts: Lines = ask("其他：具體事蹟", hint=_HINTS.letter_3, when="other")


class Honours(Answers):
    national: Check = tick("曾獲國家職業安全衛生獎(或國家工安獎)")
    national_years: Years = ask("國家職業安全衛生獎獲獎年度", hint=_YEARS, when="national")
    commended: Check = tick(OFFICIAL.remarks.commended)
    five_star: Check = tick("五星獎")
    five_star_years: Years = ask("五星獎獲獎年度", hint=_YEARS, when="five_star")
    excellent: Check = tick("優良獎")
    excellent_years: Years = ask("優良獎獲獎年度", hint=_YEARS, when="excellent")
    never: Check = tick(OFFICIAL.remarks.never)
    other: Check = tick("其他")
    other_text: Text = ask("其他：說明", when="other")


class Eligibility(Answers):
    """What 要點三 asks of a unit and the form does not print."""

    major_accident: YesNo = ask(
        "當年度及前三年度是否發生重大災害，或失能第一等級至第九等級之職業災害",
        hint=_HINTS.rule_3_1,
        printed=False,
    )
    bad_labour_conditions: YesNo = ask(
        "是否曾發生勞工過勞案件、責任制爭議、影響勞工身心健康事件或重大勞資爭議",
        hint="勞動條件不佳者，建議初審單位不予推薦（初審意見表備註1）。",
        printed=False,
    )
    is_department: YesNo = ask("是否以所屬部門參選", hint=_HINTS.rule_3_departments, printed=False)
    system_required: YesNo = ask("是否應建置職業安全衛生管理系統", hint=_HINTS.rule_3_5, printed=False)
    system: Choice[Literal["TOSHMS驗證", "績效審查", "無"]] = ask(
        "職業安全衛生管理系統", hint="已通過的一種；都沒有請選「無」。", printed=False
    )
    system_valid_until: Date = ask("管理系統有效期限", hint="驗證或績效審查的有效期限。", printed=False)
    has_contractors: YesNo = ask(
        "是否交付承攬且適用職業安全衛生法第27條第1項", hint=_HINTS.supplement_2, printed=False
    )
    files_monthly_report: YesNo = ask("是否填報職業災害統計月報", hint=_HINTS.supplement_3_3, printed=False)
    has_rate_evidence: YesNo = ask(
        "是否備有頻率及嚴重率之佐證數據", hint=_HINTS.supplement_3_3, printed=False
    )


class Construction(Answers):
    name: Text = ask("工程名稱")
    permit: Text = ask("建築執照號碼")
    outline: Lines = ask("工程概要")
    start: Month = ask("開工日期", hint="民國年月。")
    completion: Month = ask("預計完工日期", hint="民國年月。")
    progress: Amount = ask("工程進度", hint="百分比，只填數字；以活動年度的 3 月為計算基準。", yearly=True)
    others: Lines = ask("其他相關佐證文件", hint=_HINTS.supplement_3_2)


class Assessor(Answers):
    name: Text = ask("姓名")
    employer: Text = ask("在職單位")
    title: Text = ask("職稱")


class ReviewedRates(Answers):
    frequency: Text = ask("災害頻率")
    severity: Text = ask("嚴重率")


@cache
def _graded(item: Item) -> type[Answers]:
    grades = choice_of(*(grade.name for grade in item.grades), NOT_APPLICABLE)
    asked = "\n".join(f"{grade.name}：{grade.criteria}" for grade in item.grades)
    fields: dict[str, Any] = {"grade": (grades, ask("給分等第", hint=asked))}
    if item.has_range:
        fields["points"] = (Amount, _self_given(item))
    return create_model("Item", __base__=Answers, **fields)


def _self_given(item: Item) -> Any:
    """The points that a unit gives itself, up to the grade's; hangs on the grade if only one has a range."""
    ranged = [grade.name for grade in item.grades if grade.is_range]
    when = f"grade={ranged[0]}" if len(ranged) == 1 else ""
    hint = f"「{'」「'.join(ranged)}」的給分有範圍，請填自評分數，例如 1.0。"
    return ask("自評給分", hint=hint, printed=False, when=when)


def _by_item(name: str, field: Any) -> type[Answers]:
    return create_model(name, __base__=Answers, **{number: field(item) for number, item in ITEMS.items()})


Items = _by_item("Items", lambda item: (_graded(item), part(f"{item.number} {item.title}", _graded(item))))
ReviewedPoints = _by_item("ReviewedPoints", lambda item: (Points, ask(f"{item.number} {item.title}")))


class Review(Answers):
    """The reviewing body's part, in the 黑框."""

    points: ReviewedPoints = part("初審評分", ReviewedPoints)  # type: ignore[valid-type]
    rates: ReviewedRates = part("審查", ReviewedRates)
    result: Choice[Literal["通過", "不通過", "其他"]] = ask("初審結果")
    result_other: Text = ask("初審結果：其他", when="result=其他")
    assessors: list[Assessor] = many("現場評鑑人員", Assessor, each="第{}位")
    body: Text = ask("初審單位")


class UnitRecommendation(Answers):
    year: Year = ask("年度", hint="選拔活動的民國年，例如 116。", required=True)
    kind: Choice[Literal["推薦", "自薦"]] = ask(
        "推薦或自薦", hint=f"{_HINTS.rule_6_1_1}{_HINTS.rule_6_1_2}", required=True
    )
    unit_name: Text = ask(_HEAD.unit_name, hint=_HINTS.supplement_1, required=True)
    address: Text = ask(_HEAD.address, hint="事業單位的地址，從縣市寫起。", required=True)
    person_in_charge: Text = ask(_HEAD.person_in_charge, required=True)
    classification_number: Text = ask(
        _HEAD.classification_number, hint="不清楚時，請洽當地勞動檢查機構或初審單位。", required=True
    )
    phone: Phone = ask(_HEAD.phone, hint="含區碼；有分機請寫「分機」或「轉」。", required=True)
    headcount: Headcount = part(_HEAD.headcount, Headcount)
    insurance_number: InsuranceNumber = ask(
        _HEAD.insurance_number,
        hint=f"8 位數字加 1 個英文字母，例如 12345678A。{_HINTS.supplement_1}",
        required=True,
    )
    uniform_number: UniformNumber = ask(_HEAD.uniform_number, hint="8 位數字。", required=True)
    industry: Text = ask(
        _HEAD.industry, hint=f"例如「建築工程業(410)」。{_HINTS.supplement_4}", required=True
    )
    safety_staff: Lines = ask(_HEAD.safety_staff, hint="職稱與姓名，一行一位。", required=True)
    items: Items = part("自評", Items)  # type: ignore[valid-type]
    image: Image = part(OFFICIAL.image.label, Image)
    rates: list[RateYear] = many(
        "災害頻率及嚴重率", RateYear, each="前三年度之第{}年", exactly=3, yearly=True
    )
    average: Average = part(OFFICIAL.rates.average, Average, yearly=True)
    honours: Honours = part(OFFICIAL.remarks.label, Honours)
    eligibility: Eligibility = part("參選資格", Eligibility, yearly=True)
    construction: Construction = part("營造業參選工址", Construction)
    review: Review = part("初審單位填寫", Review, yearly=True, by_reviewer=True)
