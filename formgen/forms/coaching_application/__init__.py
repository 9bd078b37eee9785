"""產業災防安全技術輔導申請表

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 附件1.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.coaching_application.answers import OFFICIAL, CoachingApplication
from formgen.forms.coaching_application.rules import check
from formgen.sections import sections_of

FORM = Form(
    name="coaching_application",
    answers=CoachingApplication,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        sections_of(CoachingApplication)[0],
        Section("sources", OFFICIAL.sources.label, ("sources",), hint="從哪裡得知本輔導，可複選。"),
        Section("experience", "輔導與活動經驗", ("coached", "attended")),
        Section(
            "ranking",
            "擬申請輔導項目",
            ("ranking",),
            hint=OFFICIAL.ranking.lead.removeprefix("三、擬申請輔導項目："),
        ),
    ),
)
