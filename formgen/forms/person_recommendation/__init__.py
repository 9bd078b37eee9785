"""推行職業安全衛生優良人員推薦(自薦)表

Source: 推行職業安全衛生優良單位及人員選拔作業要點 附表二, 勞動部112年1月19日勞職安字第11102074091號令修正.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.person_recommendation.answers import PersonRecommendation
from formgen.forms.person_recommendation.evidence import exhibits
from formgen.forms.person_recommendation.rules import check

FORM = Form(
    name="person_recommendation",
    answers=PersonRecommendation,
    folder=Path(__file__).parent,
    check=check,
    exhibits=exhibits,
)
