"""自行管制個案計畫評核結果

What came of each plan that an agency controls itself, and what was found. Source: 勞動部職業安全衛生署113年度「自行管制個案計畫」
評核結果.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.control_plan_evaluation.answers import ControlPlanEvaluation
from formgen.forms.control_plan_evaluation.rules import check

FORM = Form(
    name="control_plan_evaluation",
    answers=ControlPlanEvaluation,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("heading", "機關與年度", ("agency", "year")),
        Section("plans", "各計畫的成果與意見", ("plans",)),
    ),
)
