"""部分條文修正對照表

What a plan or regulation says after its amendment, what it said before, and why. Source: 「臺中市政府金安心工程計畫」部分條文
修正對照表(109).
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.amendment_comparison.answers import AmendmentComparison
from formgen.forms.amendment_comparison.rules import check

FORM = Form(
    name="amendment_comparison",
    answers=AmendmentComparison,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("heading", "計畫名稱與年度", ("regulation", "year")),
        Section("articles", "修正條文與原條文", ("articles",)),
    ),
)
