"""蒐集個人資料告知事項暨個人資料提供同意書

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 附件2.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.personal_data_consent.answers import PersonalDataConsent

FORM = Form(
    name="personal_data_consent",
    answers=PersonalDataConsent,
    folder=Path(__file__).parent,
    sections=(Section("consent", "個人資料之同意提供", ("unit_name", "signed_on")),),
)
