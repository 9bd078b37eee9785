"""The pages of 附表一: the head, the seven 大項, and what stands below them."""

from typing import Any

from formgen.form import Section
from formgen.forms.unit_recommendation.answers import UnitRecommendation
from formgen.forms.unit_recommendation.items import OFFICIAL, SECTIONS
from formgen.forms.unit_recommendation.rules import code_of, is_construction
from formgen.sections import sections_of


def may_be_construction(answers: Any) -> bool:
    """營造業, or an industry whose code is not told yet."""
    return is_construction(answers) or code_of(answers.industry) is None


_GRADES = "依實際情形，每項選一個等第，表上印「V」。未達任何等第請留空；不適用請選「不適用」。"
_RATES = (
    f"{OFFICIAL.hints.supplement_3_1}沒有承攬人者，加計承攬人各欄免填。"
    "第1年是最早的一年：參選 116 年，三年依序是 113、114、115 年。"
)

PAGES = (
    sections_of(UnitRecommendation)[0],
    *(
        Section(
            f"items-{one.number}",
            one.heading.rstrip("。"),
            tuple(f"items.{item.number}" for item in one.items),
            hint=_GRADES,
        )
        for one in SECTIONS
    ),
    Section("image", OFFICIAL.image.label, ("image",)),
    Section("rates", "災害頻率及嚴重率", ("rates", "average"), hint=_RATES),
    Section(
        "honours",
        "備註（獲獎紀錄）",
        ("honours",),
        hint="曾獲或未曾獲優良單位，請擇一勾選；打勾者請填寫獲獎年度。",
    ),
    Section("eligibility", "參選資格", ("eligibility",), hint="用來核對要點三的資格，不印在表上。"),
    Section(
        "construction",
        "營造業參選工址",
        ("construction",),
        hint="參選單位屬營造業者才需要填。",
        when=may_be_construction,
    ),
)
