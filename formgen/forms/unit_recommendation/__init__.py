"""推行職業安全衛生優良單位自薦(推薦)表

Source: 推行職業安全衛生優良單位及人員選拔作業要點 附表一, 勞動部112年1月19日勞職安字第11102074091號令修正.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.unit_recommendation.answers import UnitRecommendation
from formgen.forms.unit_recommendation.evidence import exhibits
from formgen.forms.unit_recommendation.rules import check
from formgen.forms.unit_recommendation.scoring import beside, compute, report
from formgen.forms.unit_recommendation.sections import PAGES

FORM = Form(
    name="unit_recommendation",
    answers=UnitRecommendation,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    report=report,
    exhibits=exhibits,
    sections=PAGES,
    beside=beside,
)
