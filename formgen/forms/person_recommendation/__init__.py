"""推行職業安全衛生優良人員推薦(自薦)表

Source: 推行職業安全衛生優良單位及人員選拔作業要點 附表二, 勞動部112年1月19日勞職安字第11102074091號令修正.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.person_recommendation.answers import OFFICIAL, PersonRecommendation
from formgen.forms.person_recommendation.evidence import exhibits
from formgen.forms.person_recommendation.rules import check
from formgen.sections import sections_of

FORM = Form(
    name="person_recommendation",
    answers=PersonRecommendation,
    folder=Path(__file__).parent,
    check=check,
    exhibits=exhibits,
    sections=(
        sections_of(PersonRecommendation)[0],
        Section(
            "deeds",
            "優良事蹟",
            ("deeds",),
            hint=f"{OFFICIAL.hints.rule_5.rstrip('：')}，只填符合的條件。優良事項請具體、量化、簡明予以陳述。",
        ),
        Section(
            "honours",
            "備註（獲獎紀錄）",
            ("honours",),
            hint="曾獲或未曾獲優良人員，請擇一勾選；打勾者請填寫獲獎年度。",
        ),
    ),
)
