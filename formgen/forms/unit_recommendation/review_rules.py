"""What 補充說明五 asks of the reviewing body: the 黑框, item by item."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from formgen.errors import Problem
from formgen.forms.unit_recommendation.findings import warn
from formgen.forms.unit_recommendation.items import ITEMS, SECTIONS
from formgen.forms.unit_recommendation.rate_rules import RATES
from formgen.forms.unit_recommendation.scoring import reviewed_scores

_RULE = "補充說明五"


def points(answers: Any) -> Iterator[Problem]:
    given = {number: getattr(answers.review.points, number) for number in ITEMS}
    for number, value in given.items():
        item, path = ITEMS[number], f"review.points.{number}"
        if isinstance(value, Decimal) and not 0 <= value <= item.most:
            yield Problem(path, f"初審評分／{number} {item.title}", f"應為 0 到 {item.most} 分")
    missing = [number for number, value in given.items() if value is None]
    if missing and not answers.review.is_empty:
        listed = "、".join(missing)
        yield warn("review.points", "初審評分", f"初審單位應以細項進行評分，尚缺 {listed}", _RULE)
    for section, score in zip(SECTIONS, reviewed_scores(answers), strict=True):
        if score is not None and score.value is None:
            field = f"review.points.{section.items[0].number}"
            yield warn(field, f"初審評分／{section.heading}", "各項都不適用，這一大項不計分")


def assessors(answers: Any) -> Iterator[Problem]:
    """Who assessed, once the reviewing body has begun to fill its part."""
    if answers.review.is_empty:
        return
    rows = answers.review.assessors
    if not rows:
        message = "請填評鑑人員姓名、在職單位與職稱，並請評鑑人員確實簽名"
        yield warn("review.assessors", "現場評鑑人員", message, _RULE)
    for place, row in enumerate(rows):
        for field, info in type(row).model_fields.items():
            if getattr(row, field) is None:
                label = f"現場評鑑人員／第{place + 1}位／{info.title}"
                yield warn(f"review.assessors.{place}.{field}", label, "請填寫，並請評鑑人員確實簽名", _RULE)


def result(answers: Any) -> Iterator[Problem]:
    """The rest of the 黑框, likewise."""
    given = answers.review
    if given.is_empty:
        return
    if given.result is None:
        yield warn("review.result", "初審結果", "請勾選一項", _RULE)
    if given.result == "其他" and given.result_other is None:
        yield warn("review.result_other", "初審結果／其他", "已勾選，請說明", _RULE)
    if given.result != "其他" and given.result_other is not None:
        yield warn("review.result_other", "初審結果／其他", "填了說明，但沒有勾選「其他」", _RULE)
    for rate, label in RATES.items():
        if getattr(given.rates, rate) is None:
            yield warn(f"review.rates.{rate}", f"審查／{label}", "請初審單位填寫", _RULE)
    if given.body is None:
        yield warn("review.body", "初審單位", "請填寫，並用印", _RULE)
