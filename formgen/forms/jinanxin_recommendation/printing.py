"""What nobody types: the group of the amount, the part of inspections that ended in a fine, who recommends itself."""

from collections.abc import Mapping
from typing import Any

from formgen.tw import jinanxin


def compute(answers: Any) -> Mapping[str, str]:
    amount = answers.contract_amount
    printed = {"=fined_part": fined_part(answers.penalties.fined, answers.penalties.inspections)}
    if amount is not None and jinanxin.group(amount):
        printed["group"] = jinanxin.group(amount)
    if answers.recommender.kind == "事業單位自我推薦" and answers.unit_name:
        printed["recommender.name"] = answers.unit_name
    return printed


def fined_part(fined: int | None, inspections: int | None) -> str:
    """Per cent, cut off after two decimals, so that what is below the limit never looks like it.

    >>> fined_part(1, 3), fined_part(29_999, 100_000), fined_part(0, 0), fined_part(1, None)
    ('33.33', '29.99', '', '')
    """
    if fined is None or not inspections:
        return ""
    hundredths = fined * 10_000 // inspections
    return f"{hundredths // 100}.{hundredths % 100:02d}"
