"""函

The official letter of a government office. Source: 文書處理手冊 112/6/8; sizes, line pitches, indents and the 裝訂線
by 政府文書格式參考規範 105/4/1; the wording of its labels by the letters in the source of the other forms.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.official_letter.answers import OfficialLetter
from formgen.forms.official_letter.items import numbers
from formgen.forms.official_letter.rules import check

FORM = Form(
    name="official_letter",
    answers=OfficialLetter,
    folder=Path(__file__).parent,
    check=check,
    compute=numbers,
    sections=(
        Section("office", "發文機關", ("file_number", "retention", "issuer", "contacts")),
        Section(
            "facts",
            "受文者、日期與字號",
            ("recipient", "date", "number", "urgency", "secrecy", "attachments"),
        ),
        Section("text", "主旨與說明", ("subject", "explanation")),
        Section("copies", "正本、副本與署名", ("originals", "copies", "signature")),
    ),
)
