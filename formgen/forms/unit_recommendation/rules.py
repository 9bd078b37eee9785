"""What 要點三 and the 補充說明 ask of 附表一. Eligibility warns and never stops a draft."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from formgen.errors import Problem
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE, SECTIONS
from formgen.forms.unit_recommendation.scoring import rate_of, reviewed_scores, self_scores
from formgen.tw import date as roc_date
from formgen.tw import industry, insurance_number, phone, uniform_number

RATES = {"frequency": "災害頻率", "severity": "嚴重率"}
WHOSE = {"unit": "原事業單位", "with_contractors": "加計承攬人"}
# 第9次行業標準分類 F 大類 營造業: 中類 41, 42, 43.
TAIPEI = timezone(timedelta(hours=8))
_CONSTRUCTION = ("41", "42", "43")


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (
        numbers, industry_code, headcount, grades, empty_sections, health_week, image, rate_gaps, rates_below_average,
        rate_evidence, honours, awards_before, accidents, departments, management_system, construction,
        reviewed_items,
    ):  # fmt: skip
        yield from rule(answers)


def numbers(answers: Any) -> Iterator[Problem]:
    """Numbers whose shape is unusual: a warning, since the person may know better."""
    checks = (
        ("uniform_number", "統一編號", uniform_number.validate),
        ("insurance_number", "保險證字號", insurance_number.validate),
        ("phone", "電話", phone.validate),
    )
    for field, label, validate in checks:
        value = getattr(answers, field)
        try:
            if value is not None and "○" not in value:
                validate(value)
        except ValueError as error:
            yield _warn(field, label, f"{error}如確認無誤可不理會")


def code_of(text: str | None) -> str | None:
    """The code in 「建築工程業(410)」."""
    found = re.search(r"[(（]\s*([0-9０-９]*)\s*[)）]", text or "")
    return found[1] if found else None


def industry_code(answers: Any) -> Iterator[Problem]:
    if answers.industry is None:
        return
    try:
        industry.validate(code_of(answers.industry) or "")
    except ValueError:
        yield _warn("industry", "行業別", "請寫行業別名稱與小類 3 碼，例如「建築工程業(410)」", "補充說明四")


def headcount(answers: Any) -> Iterator[Problem]:
    if has_contractors(answers) and answers.headcount.contractor is None:
        yield Problem(
            "headcount.contractor",
            "勞工人數／承攬人",
            "有交付承攬，請註明承攬人之勞工人數",
            "gap",
            "補充說明二",
        )


def has_contractors(answers: Any) -> bool:
    return answers.eligibility.has_contractors == "是" or bool(answers.headcount.contractor)


def grades(answers: Any) -> Iterator[Problem]:
    for number, item in ITEMS.items():
        answer = getattr(answers.items, number)
        points: Decimal | None = getattr(answer, "points", None)
        graded = item.grade(answer.grade) if answer.grade not in (None, NOT_APPLICABLE) else None
        path, label = f"items.{number}.points", f"自評／{number} {item.title}／自評給分"
        if points is None:
            if graded and graded.is_range:
                yield _warn(
                    path, label, f"「{graded.name}」的給分有範圍，未填自評給分，先以最高 {graded.points} 分計"
                )
        elif graded is None:
            yield _warn(path, label, "填了給分，但沒有勾選等第，不計分")
        elif not graded.is_range and points != graded.points:
            yield Problem(path, label, f"「{graded.name}」固定為 {graded.points} 分，請改正或留空")
        elif not 0 <= points <= graded.points:
            yield Problem(path, label, f"「{graded.name}」最高 {graded.points} 分，請填 0 到 {graded.points}")


def empty_sections(answers: Any) -> Iterator[Problem]:
    for section, score in zip(SECTIONS, self_scores(answers), strict=True):
        if score.value is None:
            yield _warn("items", section.heading, "各項都不適用，這一大項不計分，請再確認")


def health_week(answers: Any) -> Iterator[Problem]:
    item = ITEMS["7-4"]
    if getattr(answers.items, "7-4").grade in (None, NOT_APPLICABLE):
        yield _warn(
            "items.7-4.grade",
            f"自評／7-4 {item.title}",
            f"未提報全國職場安全健康週{_ago(answers, 0)}實施計畫；未配合推動並提出佐證者，建議初審單位不予推薦",
            "補充說明六、初審意見表備註1",
        )


def image(answers: Any) -> Iterator[Problem]:
    for field, label in (("sharing", "提供經驗予社會"), ("charity", "工安公益"), ("other", "其他")):
        ticked, facts = getattr(answers.image, field), getattr(answers.image, f"{field}_facts")
        if ticked and facts is None:
            yield _warn(
                f"image.{field}_facts", f"企業形象／{label}", "已勾選，請詳填具體事蹟（活動名稱及日期等）"
            )
        if facts is not None and not ticked:
            yield _warn(f"image.{field}", f"企業形象／{label}", "填了具體事蹟，但方框沒有勾選")


def _each_rate(answers: Any) -> Iterator[tuple[str, str, str, str, Decimal | None]]:
    """Path, label, whose, which rate, and the rate itself, year by year."""
    for place, year in enumerate(answers.rates):
        for whose, whose_label in WHOSE.items():
            for rate, rate_label in RATES.items():
                label = f"{rate_label}／{_ago(answers, 3 - place)}／{whose_label}"
                yield f"rates.{place}.{whose}.{rate}", label, whose, rate, rate_of(getattr(year, whose), rate)


def _ago(answers: Any, years: int) -> str:
    names = {0: "當年度", 1: "前一年度", 2: "前二年度", 3: "前三年度"}
    return names[years] if answers.year is None else f"{answers.year - years}年"


def rate_gaps(answers: Any) -> Iterator[Problem]:
    for path, label, whose, _, value in _each_rate(answers):
        if value is None and whose == "unit":
            yield Problem(
                path, label, "尚未填寫；可直接填，或填人次數（日數）與總經歷工時", "gap", "補充說明三(一)"
            )
        elif value is None and has_contractors(answers):
            yield Problem(path, label, "有承攬人，請載明加計承攬人之數據", "gap", "補充說明三(一)")


def rates_below_average(answers: Any) -> Iterator[Problem]:
    for path, label, _, rate, value in _each_rate(answers):
        average = getattr(answers.average, rate)
        if value is not None and average is not None and value >= average:
            equal = "等於" if value == average else "高於"
            yield _warn(
                path, label, f"{value} {equal}同行業三年平均值 {average}；應低於，相等不算低於", "要點三(二)"
            )


def rate_evidence(answers: Any) -> Iterator[Problem]:
    own, eligibility = answers.headcount.own, answers.eligibility
    small = own is not None and own < 50 and eligibility.files_monthly_report != "是"
    if small and eligibility.has_rate_evidence != "是":
        yield _warn(
            "eligibility.has_rate_evidence",
            "災害頻率及嚴重率之佐證",
            "人數未達 50 人且毋須填報職業災害統計月報者，應出具頻率及嚴重率之相關佐證數據",
            "補充說明三(三)",
        )


def honours(answers: Any) -> Iterator[Problem]:
    given = answers.honours
    for field, label in (
        ("national", "國家職業安全衛生獎"),
        ("five_star", "五星獎"),
        ("excellent", "優良獎"),
    ):
        ticked, years = getattr(given, field), getattr(given, f"{field}_years")
        if ticked and not years:
            yield _warn(f"honours.{field}_years", f"備註／{label}", "打勾者請填寫獲獎年度")
        if years and not ticked:
            yield _warn(f"honours.{field}", f"備註／{label}", "填了獲獎年度，但方框沒有勾選")
    if given.never and (given.commended or given.five_star or given.excellent):
        yield _warn("honours.never", "備註", "「曾獲」與「未曾獲優良單位」都勾選了，請留一個")
    if (given.five_star or given.excellent) and not given.commended:
        yield _warn("honours.commended", "備註", "曾獲五星獎或優良獎，請勾選「曾獲優良單位表揚」")


def awards_before(answers: Any) -> Iterator[Problem]:
    if answers.year is None:
        return
    three, four = (range(answers.year - years, answers.year) for years in (3, 4))
    for field, label in (("five_star", "五星獎"), ("national", "國家職業安全衛生獎")):
        years = [year for year in getattr(answers.honours, f"{field}_years") or () if year in three]
        if years:
            listed = "、".join(map(str, years))
            yield _warn(
                f"honours.{field}_years",
                f"備註／{label}",
                f"前三年度（{three[0]}年至{three[-1]}年）未曾獲{label}者才可參選；{listed}年曾獲",
                "要點三(三)",
            )
    if set(four) <= set(answers.honours.excellent_years or ()):
        yield _warn(
            "honours.excellent_years",
            "備註／優良獎",
            f"{four[0]}年至{four[-1]}年已連續四年獲優良單位獎",
            "要點三(四)",
        )


def accidents(answers: Any) -> Iterator[Problem]:
    field, label = "eligibility.major_accident", "參選資格／重大災害"
    span = (
        f"當年度及前三年度（{_ago(answers, 3)}至{_ago(answers, 0)}）" if answers.year else "當年度及前三年度"
    )
    if answers.eligibility.major_accident == "是":
        yield _warn(
            field, label, f"{span}曾發生重大災害或失能第一至第九等級之職業災害者，不具參選資格", "要點三(一)"
        )
    elif answers.eligibility.major_accident is None:
        yield _warn(field, label, f"請確認{span}未發生重大災害或失能第一至第九等級之職業災害", "要點三(一)")


def departments(answers: Any) -> Iterator[Problem]:
    if answers.eligibility.is_department == "是":
        yield _warn("eligibility.is_department", "參選資格", "事業單位以所屬部門參選者，不予受理", "要點三")


def management_system(answers: Any) -> Iterator[Problem]:
    given, label = answers.eligibility, "參選資格／職業安全衛生管理系統"
    if given.system_required != "是":
        return
    if given.system in (None, "無"):
        yield _warn(
            "eligibility.system", label, "應已通過 TOSHMS 驗證或績效審查，並仍在有效期限內", "要點三(五)"
        )
    elif given.system_valid_until is None:
        yield _warn("eligibility.system_valid_until", label, "請填驗證或績效審查的有效期限", "要點三(五)")
    elif given.system_valid_until < _today():
        until = roc_date.both(given.system_valid_until)
        yield _warn("eligibility.system_valid_until", label, f"有效期限 {until} 已過", "要點三(五)")


def _today() -> date:
    return datetime.now(TAIPEI).date()


def construction(answers: Any) -> Iterator[Problem]:
    if not (code_of(answers.industry) or "").startswith(_CONSTRUCTION):
        return
    for field in type(answers.construction).model_fields:
        if getattr(answers.construction, field) is None:
            label = type(answers.construction).model_fields[field].title
            yield _warn(f"construction.{field}", f"營造業參選工址／{label}", "營造業請提供", "補充說明註")


def reviewed_items(answers: Any) -> Iterator[Problem]:
    points = {number: getattr(answers.review.points, number) for number in ITEMS}
    for number, value in points.items():
        item, path = ITEMS[number], f"review.points.{number}"
        if isinstance(value, Decimal) and not 0 <= value <= item.most:
            yield Problem(path, f"初審評分／{number} {item.title}", f"應為 0 到 {item.most} 分")
    missing = [number for number, value in points.items() if value is None]
    if missing and not answers.review.is_empty:
        listed = "、".join(missing)
        yield _warn("review.points", "初審評分", f"初審單位應以細項進行評分，尚缺 {listed}", "補充說明五")
    for section, score in zip(SECTIONS, reviewed_scores(answers), strict=True):
        if score is not None and score.value is None:
            yield _warn("review.points", f"初審評分／{section.heading}", "各項都不適用，這一大項不計分")
