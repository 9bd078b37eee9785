"""參與金安心工程登錄申請書

A draft of ours: 臺中市政府金安心工程計畫 names this paper as its 附件一 and does not show it. Point 四 says what it serves.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.jinanxin_registration.answers import JinanxinRegistration
from formgen.forms.jinanxin_registration.levels import report
from formgen.forms.jinanxin_registration.rules import check

FORM = Form(
    name="jinanxin_registration",
    answers=JinanxinRegistration,
    folder=Path(__file__).parent,
    check=check,
    report=report,
    sections=(
        Section(
            "unit",
            "原事業單位",
            ("filled_on", "unit_name", "uniform_number", "address", "manager", "contact", "phone", "email"),
        ),
        Section(
            "works",
            "登錄工程",
            (
                "project_name", "project_location", "ownership", "owner", "contract_amount", "working_days",
                "commenced_on", "completed_on", "site_manager",
            ),
        ),
        Section(
            "contractors",
            "承攬人及再承攬人",
            ("contractors",),
            hint="原事業單位、承攬人及再承攬人之經營負責人都要參加「負責人安全衛生研習會」。沒有可不填。",
        ),
    ),
)  # fmt: skip
