"""優良單位及優良人員獎額分配表

Source: 推行職業安全衛生優良單位及人員選拔作業要點 附表三, 勞動部112年1月19日勞職安字第11102074091號令修正.
"""

from pathlib import Path

from formgen.answers import Answers
from formgen.form import Form
from formgen.forms.recommendation_quota.quotas import QUOTAS, Quota, quota

__all__ = ["FORM", "QUOTAS", "Quota", "quota"]


class RecommendationQuota(Answers):
    """Nothing is asked: 附表三 is a table to look up."""


FORM = Form(name="recommendation_quota", answers=RecommendationQuota, folder=Path(__file__).parent)
