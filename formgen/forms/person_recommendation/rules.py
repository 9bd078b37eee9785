"""What 要點五, 六(二) and 七(一) ask of 附表二, and ticks that contradict each other."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (consent, age, deeds, honours, comments, result):
        yield from rule(answers)


def consent(answers: Any) -> Iterator[Problem]:
    if answers.kind == "自薦" and answers.employer_consents != "是":
        yield Problem(
            "employer_consents",
            "自薦是否經事業單位同意",
            "自薦須先經事業單位同意，並由事業單位在「推薦單位或事業單位用印」處用印",
            "gap",
            "要點六(二)2",
        )


def age(answers: Any) -> Iterator[Problem]:
    if answers.age is not None and not 15 <= answers.age < 100:
        yield _warn("age", "年齡", f"{answers.age} 歲？請填足歲，不是出生年")


def deeds(answers: Any) -> Iterator[Problem]:
    if answers.deeds.is_empty:
        yield Problem("deeds", "優良事蹟", "七項條件至少應符合一項，請填該項的具體事蹟", "gap", "要點五")


def honours(answers: Any) -> Iterator[Problem]:
    given = answers.honours
    for field, label in (("merit", "功績獎"), ("technology", "技術獎")):
        ticked, years = getattr(given, field), getattr(given, f"{field}_years")
        if ticked and not years:
            yield _warn(f"honours.{field}_years", f"備註／{label}", "打勾者請填寫獲獎年度")
        if years and not ticked:
            yield _warn(f"honours.{field}", f"備註／{label}", "填了獲獎年度，但方框沒有勾選")
    if given.never and (given.commended or given.merit or given.technology):
        yield _warn("honours.never", "備註", "「曾獲」與「未曾獲」優良人員都勾選了，請留一個")
    if (given.merit or given.technology) and not given.commended:
        yield _warn("honours.commended", "備註", "曾獲功績獎或技術獎，請勾選「曾獲本部(含前勞委會)優良人員」")
    if given.commended and not (given.merit or given.technology):
        yield _warn("honours.commended", "備註", "曾獲優良人員，請勾選功績獎或技術獎並填年度")


def comments(answers: Any) -> Iterator[Problem]:
    """Once the reviewer has begun, each deed that was told wants a comment."""
    if answers.review.is_empty:
        return
    for number, info in type(answers.deeds).model_fields.items():
        if getattr(answers.deeds, number) and not getattr(answers.review.comments, number):
            yield _warn(
                f"review.comments.{number}", f"初審評語／{info.title}", "有優良事蹟，尚無初審評語", "附表二註"
            )


def result(answers: Any) -> Iterator[Problem]:
    given, label = answers.review, "初審結果"
    if given.result == "通過" and given.award is None:
        yield _warn("review.award", label, "初審通過，請勾選建議參加決審的獎項", "要點七(一)2(2)")
    if given.award is not None and given.result != "通過":
        yield _warn("review.award", label, f"勾選了{given.award}，但沒有勾選「初審通過」")
