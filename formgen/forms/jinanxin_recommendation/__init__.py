"""金安心工程優勝級廠商選拔推薦表

A draft of ours: 臺中市政府金安心工程計畫 names this paper as its 附件三 and does not show it. It asks for what point
四(二) makes a condition, and for what point 五(二) wants told.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.jinanxin_recommendation.answers import JinanxinRecommendation
from formgen.forms.jinanxin_recommendation.printing import compute
from formgen.forms.jinanxin_recommendation.rules import check

FORM = Form(
    name="jinanxin_recommendation",
    answers=JinanxinRecommendation,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    sections=(
        Section("recommender", "推薦單位", ("year", "recommender", "recommended_on")),
        Section(
            "works",
            "受推薦工程",
            (
                "unit_name", "uniform_number", "project_name", "project_location", "ownership",
                "contract_amount", "group", "commenced_on", "completed_on", "owner", "agent",
                "project_management", "design", "supervision",
            ),
        ),
        Section("levels", "分級與輔導", ("levels", "cooperation")),
        Section(
            "record",
            "停工、罰鍰與職業災害",
            ("penalties", "accidents"),
            hint="工程期間合計，只計違反職業安全衛生法或勞動檢查法者；職業災害不含交通事故。沒有請填 0 或選「無」。",
        ),
        Section("merits", "優良事蹟", ("merits", "benefits")),
    ),
)  # fmt: skip
