"""Who may take part: 要點三 and 初審意見表備註1. All of it warns; a draft is never stopped."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from formgen.errors import Problem
from formgen.forms.unit_recommendation.findings import REVIEW_NOTE, ago, warn
from formgen.forms.unit_recommendation.items import ITEMS
from formgen.tw import date as roc_date
from formgen.tw import year as republican_year

SYSTEM, VALIDITY = "參選資格／職業安全衛生管理系統", "參選資格／管理系統有效期限"
GRADES_OF_A_SYSTEM = ("良", "優")


def accidents(answers: Any) -> Iterator[Problem]:
    field, label = "eligibility.major_accident", "參選資格／重大災害"
    span = f"當年度及前三年度（{ago(answers, 3)}至{ago(answers, 0)}）" if answers.year else "當年度及前三年度"
    if answers.eligibility.major_accident == "是":
        yield warn(
            field, label, f"{span}曾發生重大災害或失能第一至第九等級之職業災害者，不具參選資格", "要點三(一)"
        )
    elif answers.eligibility.major_accident is None:
        yield warn(field, label, f"請確認{span}未發生重大災害或失能第一至第九等級之職業災害", "要點三(一)")


def awards_before(answers: Any) -> Iterator[Problem]:
    if answers.year is None:
        return
    three, four = (range(answers.year - years, answers.year) for years in (3, 4))
    for field, label in (("five_star", "五星獎"), ("national", "國家職業安全衛生獎")):
        years = [year for year in getattr(answers.honours, f"{field}_years") or () if year in three]
        if years:
            listed = "、".join(map(str, years))
            yield warn(
                f"honours.{field}_years",
                f"備註／{label}",
                f"前三年度（{three[0]}年至{three[-1]}年）未曾獲{label}者才可參選；{listed}年曾獲",
                "要點三(三)",
            )
    # 五星獎 goes to units that won 優良獎 in that same year (要點八).
    won = {*(answers.honours.excellent_years or ()), *(answers.honours.five_star_years or ())}
    if set(four) <= won:
        yield warn(
            "honours.excellent_years",
            "備註／優良獎",
            f"{four[0]}年至{four[-1]}年已連續四年獲優良單位獎者，不具參選資格",
            "要點三(四)",
        )


def labour_conditions(answers: Any) -> Iterator[Problem]:
    if answers.eligibility.bad_labour_conditions == "是":
        message = "勞動條件不佳者，建議初審單位不予推薦"
        yield warn("eligibility.bad_labour_conditions", "參選資格／勞動條件", message, REVIEW_NOTE)


def departments(answers: Any) -> Iterator[Problem]:
    if answers.eligibility.is_department == "是":
        yield warn("eligibility.is_department", "參選資格", "事業單位以所屬部門參選者，不予受理", "要點三")


def management_system(answers: Any) -> Iterator[Problem]:
    given = answers.eligibility
    if given.system_required is None:
        yield warn(
            "eligibility.system_required", SYSTEM, "請確認是否應建置職業安全衛生管理系統", "要點三(五)"
        )
    if given.system_required == "是":
        if given.system in (None, "無"):
            message = "應建置者，須已通過 TOSHMS 驗證或績效審查，並仍在有效期限內"
            yield warn("eligibility.system", SYSTEM, message, "要點三(五)")
        else:
            yield from _validity(answers, "要點三(五)")
    elif getattr(answers.items, "7-1").grade in GRADES_OF_A_SYSTEM:
        if given.system is None:
            message = "7-1 勾選了等第，請填通過的是 TOSHMS 驗證或績效審查"
            yield warn("eligibility.system", SYSTEM, message, "給分標準")
        elif given.system != "無":
            yield from _validity(answers, "給分標準")


def _validity(answers: Any, rule: str) -> Iterator[Problem]:
    """Verified or reviewed counts only while it is valid: 要點三(五), and the criteria of 7-1 for everybody."""
    field, label, until = "eligibility.system_valid_until", VALIDITY, answers.eligibility.system_valid_until
    if until is None:
        yield warn(field, label, "請填驗證或績效審查的有效期限", rule)
    elif until < (asked := selection_day(answers.year)):
        message = f"有效期限 {roc_date.both(until)} 早於選拔期間（{roc_date.show(asked)}）；應仍在有效期限內"
        yield warn(field, label, message, rule)


def selection_day(year: int | None) -> date:
    """The day on which a certificate must be valid: today, within the selection's 二月 to 五月 (要點十一)."""
    today = datetime.now(roc_date.TAIPEI).date()
    if year is None:
        return today
    western = year + republican_year.OFFSET
    return min(max(today, date(western, 2, 1)), date(western, 5, 31))


def management_grade(answers: Any) -> Iterator[Problem]:
    """The grade of 7-1 is the system's: 良 or 優 by who must have one and what was passed."""
    given, grade = answers.eligibility, getattr(answers.items, "7-1").grade
    if grade not in GRADES_OF_A_SYSTEM:
        return
    path, label = "items.7-1.grade", f"自評／7-1 {ITEMS['7-1'].title}"
    if given.system == "無":
        yield warn(path, label, f"填了沒有管理系統，卻勾選「{grade}」", "給分標準")
    elif (given.system_required, given.system, grade) == ("是", "TOSHMS驗證", "優"):
        yield warn(path, label, "應建置者通過 TOSHMS 驗證為「良」，通過績效審查才是「優」", "給分標準")
    elif (given.system_required, grade) == ("否", "良"):
        yield warn(path, label, "「良」限應建置者；非應建置者通過 TOSHMS 驗證為「優」", "給分標準")
