"""產業災防安全技術輔導申請表

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 附件1.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.coaching_application.answers import CoachingApplication
from formgen.forms.coaching_application.rules import check

FORM = Form(
    name="coaching_application",
    answers=CoachingApplication,
    folder=Path(__file__).parent,
    check=check,
)
