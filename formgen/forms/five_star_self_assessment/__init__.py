"""職業安全衛生優良單位五星獎自評表

Source: 推行職業安全衛生優良單位及人員選拔作業要點 附表四, 勞動部112年1月19日勞職安字第11102074091號令修正.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.five_star_self_assessment.answers import FiveStarSelfAssessment
from formgen.forms.five_star_self_assessment.evidence import exhibits
from formgen.forms.five_star_self_assessment.printing import compute
from formgen.forms.five_star_self_assessment.rules import check
from formgen.forms.five_star_self_assessment.sections import PAGES

FORM = Form(
    name="five_star_self_assessment",
    answers=FiveStarSelfAssessment,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    exhibits=exhibits,
    sections=PAGES,
)
