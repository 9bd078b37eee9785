"""五星獎佐證資料準備清單

A sheet of ours, not an official form: what 附表四 asks for, to print before starting. It serves the 填表說明 of
附表四, whose words it quotes.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.evidence_checklist.answers import FILES, OFFICIAL, EvidenceChecklist
from formgen.forms.evidence_checklist.rules import check

FORM = Form(
    name="evidence_checklist",
    answers=EvidenceChecklist,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("basic", "基本資料", ("year", "unit_name")),
        *(
            Section(
                f"files-{place}",
                "".join(one.heading),
                tuple(f"files.{number}" for number in FILES if number.startswith(f"{place}-")),
            )
            for place, one in enumerate(OFFICIAL.quoted.sections, 1)
        ),
    ),
)
