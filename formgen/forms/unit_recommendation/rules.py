"""What 附表一 and its 補充說明 ask of the answers, in the order of the form."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from formgen.errors import Problem
from formgen.forms.unit_recommendation import eligibility, rate_rules, review_rules
from formgen.forms.unit_recommendation.findings import REVIEW_NOTE, ago, warn
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE, SECTIONS
from formgen.forms.unit_recommendation.scoring import self_scores
from formgen.tw import industry, insurance_number
from formgen.tw.digits import half_width
from formgen.tw.year import OFFSET

# 第9次行業標準分類 F 大類 營造業: 中類 41, 42, 43.
_CONSTRUCTION = ("41", "42", "43")
# Not the 9 of 「第9次」 nor the 100 of 「100年3月」, which tell the edition.
_CODE = re.compile("(?<![0-9])[0-9]+(?![0-9]|\\s*[次版年月])")


def reported_names(answers: Any) -> Iterator[Problem]:
    number = answers.insurance_number or "○"
    if "○" not in number and not insurance_number.is_valid(number):
        message = "應與填報職災申報系統之資料相同，請再核對"
        yield warn("insurance_number", "保險證字號", message, "補充說明一")


def code_of(text: str | None) -> str | None:
    """The one 3-digit code in 「建築工程業(410)」, None if there is none or several."""
    codes = _CODE.findall(half_width(text or ""))
    return codes[0] if len(codes) == 1 and industry.is_valid(codes[0]) else None


def industry_code(answers: Any) -> Iterator[Problem]:
    if answers.industry is None:
        return
    has_name = re.search(r"[^\W\d_]", answers.industry)
    if not has_name or code_of(answers.industry) is None:
        message = "請寫行業別名稱與第9次行業分類標準之小類 3 碼，例如「建築工程業(410)」"
        yield warn("industry", "行業別", message, "補充說明四")


def headcount(answers: Any) -> Iterator[Problem]:
    field, label = "headcount.contractor", "勞工人數／承攬人"
    given, contractor = answers.eligibility.has_contractors, answers.headcount.contractor
    if given == "是" and contractor is None:
        yield Problem(field, label, "有交付承攬，請註明承攬人之勞工人數", "gap", "補充說明二")
    elif given == "是" and contractor == 0:
        yield warn(field, label, "填了有交付承攬，承攬人卻是 0 人，請確認", "補充說明二")
    elif given == "否" and contractor:
        yield warn(field, label, "填了沒有交付承攬，承攬人卻不是 0 人，請確認", "補充說明二")
    elif given is None and contractor is None:
        message = "請確認有無交付承攬；有承攬人而未提供加計承攬人之數據者，不具參選資格"
        yield warn("eligibility.has_contractors", "參選資格／承攬人", message, "補充說明二、三(一)")


def grades(answers: Any) -> Iterator[Problem]:
    for number, item in ITEMS.items():
        answer = getattr(answers.items, number)
        points: Decimal | None = getattr(answer, "points", None)
        graded = item.grade(answer.grade) if answer.grade not in (None, NOT_APPLICABLE) else None
        path, label = f"items.{number}.points", f"自評／{number} {item.title}／自評給分"
        if points is None:
            if graded and graded.is_range:
                yield warn(
                    path, label, f"「{graded.name}」的給分有範圍，未填自評給分，先以最高 {graded.points} 分計"
                )
        elif graded is None:
            yield warn(path, label, "填了給分，但沒有勾選等第，不計分")
        elif not graded.is_range and points != graded.points:
            yield Problem(path, label, f"「{graded.name}」固定為 {graded.points} 分，請改正或留空")
        elif not 0 <= points <= graded.points:
            yield Problem(path, label, f"「{graded.name}」最高 {graded.points} 分，請填 0 到 {graded.points}")


def ungraded(answers: Any) -> Iterator[Problem]:
    """An item that reaches no grade is left open on paper, so a final print may have open ones."""
    numbers = [number for number in ITEMS if getattr(answers.items, number).grade is None]
    if numbers:
        message = f"{'、'.join(numbers)} 未勾選：未達任何等第者計 0 分；不適用者請選「{NOT_APPLICABLE}」"
        yield warn(f"items.{numbers[0]}.grade", "自評", message)


def empty_sections(answers: Any) -> Iterator[Problem]:
    for section, score in zip(SECTIONS, self_scores(answers), strict=True):
        if score.value is None:
            field = f"items.{section.items[0].number}.grade"
            yield warn(field, section.heading, "各項都不適用，這一大項不計分，請再確認")


def health_week(answers: Any) -> Iterator[Problem]:
    grade = getattr(answers.items, "7-4").grade
    if grade in (None, NOT_APPLICABLE):
        plan = f"{ago(answers, 0)}全國職場安全健康週實施計畫"
        found = f"請確認已提報{plan}" if grade is None else f"未提報{plan}"
        yield warn(
            "items.7-4.grade",
            f"自評／7-4 {ITEMS['7-4'].title}",
            f"{found}；未配合推動並提出佐證資料者，建議初審單位不予推薦",
            f"補充說明六、{REVIEW_NOTE}",
        )


def image(answers: Any) -> Iterator[Problem]:
    given = answers.image
    for field, label in (("sharing", "提供經驗予社會"), ("charity", "工安公益"), ("other", "其他")):
        ticked, facts = getattr(given, field), getattr(given, f"{field}_facts")
        if ticked and facts is None:
            message = "已勾選，請詳填具體事蹟（活動名稱及日期等）"
            yield warn(f"image.{field}_facts", f"企業形象／{label}", message)
        if not ticked and facts is not None:
            yield warn(f"image.{field}", f"企業形象／{label}", "填了具體事蹟，但方框沒有勾選")
    if given.other and given.other_name is None:
        yield warn("image.other_name", "企業形象／其他", "已勾選，請寫是什麼")
    if not given.other and given.other_facts is None and given.other_name is not None:
        yield warn("image.other", "企業形象／其他", "填了名稱，但方框沒有勾選")


def honours(answers: Any) -> Iterator[Problem]:
    given = answers.honours
    for field, label in (
        ("national", "國家職業安全衛生獎"),
        ("five_star", "五星獎"),
        ("excellent", "優良獎"),
    ):
        ticked, years = getattr(given, field), getattr(given, f"{field}_years")
        if ticked and not years:
            yield warn(f"honours.{field}_years", f"備註／{label}", "打勾者請填寫獲獎年度")
        if years and not ticked:
            yield warn(f"honours.{field}", f"備註／{label}", "填了獲獎年度，但方框沒有勾選")
    if given.other and given.other_text is None:
        yield warn("honours.other_text", "備註／其他", "已勾選，請說明")
    won = given.commended or given.five_star or given.excellent
    if not (won or given.never or given.other):
        yield warn("honours.never", "備註", "請勾選「曾獲優良單位表揚」或「未曾獲優良單位」")
    if given.never and won:
        yield warn("honours.never", "備註", "「曾獲」與「未曾獲優良單位」都勾選了，請留一個")
    if (given.five_star or given.excellent) and not given.commended:
        yield warn("honours.commended", "備註", "曾獲五星獎或優良獎，請勾選「曾獲優良單位表揚」")


def is_construction(answers: Any) -> bool:
    return (code_of(answers.industry) or "").startswith(_CONSTRUCTION)


def construction(answers: Any) -> Iterator[Problem]:
    given = answers.construction
    for field, info in type(given).model_fields.items() if is_construction(answers) else ():
        if getattr(given, field) is None:
            what = "營造業請提供" + ("，例如施工日誌或施工日報表" if field == "others" else "")
            rule = "補充說明三(二)、註" if field == "others" else "補充說明註"
            yield warn(f"construction.{field}", f"營造業參選工址／{info.title}", what, rule)
    if given.start and given.completion and given.completion < given.start:
        yield warn(
            "construction.completion", "營造業參選工址／預計完工日期", "早於開工日期，請確認", "補充說明註"
        )
    if given.progress is not None and (strange := _strange_progress(answers)):
        yield warn("construction.progress", "營造業參選工址／工程進度", f"{strange}，請確認", "補充說明註")


def _strange_progress(answers: Any) -> str:
    """What is odd about the progress (%) of a site, or nothing."""
    given = answers.construction
    if given.progress > 100:
        return "超過 100%"
    is_over = given.completion and answers.year and given.completion.year < answers.year + OFFSET
    return "預計完工日期早於活動年度，進度卻未達 100%" if is_over and given.progress < 100 else ""


def construction_workers(answers: Any) -> Iterator[Problem]:
    if is_construction(answers) and answers.headcount.contractor is None:
        message = "營造業之勞工人數及職災統計人數均應包含承攬人，並以報表方式呈現"
        yield warn("headcount.contractor", "勞工人數／承攬人", message, "補充說明三(二)")


_RULES = (
    reported_names, industry_code, headcount, construction_workers, grades, ungraded, empty_sections, health_week, image,
    rate_rules.gaps, rate_rules.counts_agree, rate_rules.below_average, rate_rules.evidence,
    honours, eligibility.accidents, eligibility.awards_before, eligibility.labour_conditions,
    eligibility.departments, eligibility.management_system, eligibility.management_grade, construction,
    review_rules.points, review_rules.assessors, review_rules.result,
)  # fmt: skip


def check(answers: Any) -> Iterator[Problem]:
    """Every rule's findings. Raises nothing: whatever was parsed can be checked."""
    for rule in _RULES:
        yield from rule(answers)
