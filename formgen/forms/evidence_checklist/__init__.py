"""五星獎佐證資料準備清單

A sheet of ours, not an official form: what 附表四 asks for, to print before starting. It serves the 填表說明 of
附表四, whose words it quotes.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.evidence_checklist.answers import EvidenceChecklist
from formgen.forms.evidence_checklist.rules import check

FORM = Form(
    name="evidence_checklist",
    answers=EvidenceChecklist,
    folder=Path(__file__).parent,
    check=check,
)
