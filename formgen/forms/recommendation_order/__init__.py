"""優良單位順序及優良人員名單

A sheet of ours, not an official form: 補充說明五 has each reviewing body draw up the order of its units, 附表三 limits
how many it may recommend, and 函說明三 names what weighs where points are equal.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.recommendation_order.answers import RecommendationOrder

FORM = Form(name="recommendation_order", answers=RecommendationOrder, folder=Path(__file__).parent)
