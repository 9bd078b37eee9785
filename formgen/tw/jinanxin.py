"""臺中市政府金安心工程計畫

Which works take part, their groups, the levels and until when they are due, as the plan's points four to seven
say. Administered by 臺中市勞動檢查處.

Source: 「臺中市政府金安心工程計畫」部分條文修正對照表(109).

>>> [group(Decimal(amount)) for amount in (999_999, 1_000_000, 9_999_999, 10_000_000, 49_999_999, 50_000_000)]
['', '中小型工程組', '中小型工程組', '大型工程組', '大型工程組', '重大工程組']
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from formgen.tw.period import last_day

CITY_WORKS = "本府公共工程"
UNIT = "原事業單位"
LEAST_AMOUNT = Decimal(1_000_000)  # 元, 四(一)
WORKING_DAYS = 120  # 工作天 that the works have to exceed, 四(一)
# 元 from which on, 五(一); the largest first.
GROUPS = MappingProxyType(
    {"重大工程組": Decimal(50_000_000), "大型工程組": Decimal(10_000_000), "中小型工程組": LEAST_AMOUNT}
)
# Months after 開工 in which works of the city have to reach a level, 七(一).
MONTHS = MappingProxyType({"基礎級": 3, "成長級": 4})
MONTHS_OF_GROWTH = 6  # of 成長級 before 進階級, 四(二)3(1)
STOPS = 3  # 四(二)3(3), as the two that follow
FINES = Decimal(300_000)  # 元
FINED_PER_CENT = 30


def group(amount: Decimal) -> str:
    """Return the group of works of that 契約金額 (元); nothing below the least."""
    return next((name for name, least in GROUPS.items() if amount >= least), "")


def due(level: str, commenced: datetime.date) -> datetime.date:
    """Return the last day for works of the city to reach 基礎級 or 成長級.

    >>> due("基礎級", datetime.date(2026, 3, 2)), due("成長級", datetime.date(2026, 3, 2))
    (datetime.date(2026, 6, 2), datetime.date(2026, 7, 2))
    """
    return last_day(commenced, MONTHS[level])


def is_stopped_too_often(stops: int) -> bool:
    """Whether 全部停工或部分停工 add up to too many.

    >>> is_stopped_too_often(2), is_stopped_too_often(3)
    (False, True)
    """
    return stops >= STOPS


def is_fined_too_much(fines: Decimal) -> bool:
    """Whether 罰鍰處分金額 (元) adds up to too much.

    >>> is_fined_too_much(Decimal(299_999)), is_fined_too_much(Decimal(300_000))
    (False, True)
    """
    return fines >= FINES


def is_fined_too_often(fined: int, inspections: int) -> bool:
    """Whether 受罰鍰處分件次 is too large a part of 檢查次數.

    >>> is_fined_too_often(3, 10), is_fined_too_often(29, 100), is_fined_too_often(0, 0)
    (True, False, False)
    """
    return fined > 0 and fined * 100 >= inspections * FINED_PER_CENT


def wrong_signer(
    role: str | None, unit: str | None, signer: str | None
) -> Iterator[tuple[str, Literal["gap", "warning"]]]:
    """Yield what is wrong about the name of the unit that signs as 原事業單位, 承攬人 or 再承攬人, and how wrong it is.

    >>> [*wrong_signer("承攬人", "甲營造", "乙工程行"), *wrong_signer("原事業單位", "甲營造", None)]
    []
    >>> [*wrong_signer("承攬人", "甲營造", None), *wrong_signer("承攬人", "甲營造", "甲營造")]
    [('選了「承攬人」，請填承攬人的名稱', 'gap'), ('與原事業單位相同；請填承攬人的名稱，或改選「原事業單位」', 'warning')]
    """
    if role == UNIT:
        if signer not in (None, unit):
            yield f"選了「{UNIT}」，名稱卻不同；請改成一樣，或改選類別", "warning"
    elif role and signer is None:
        yield f"選了「{role}」，請填{role}的名稱", "gap"
    elif role and signer == unit:
        yield f"與{UNIT}相同；請填{role}的名稱，或改選「{UNIT}」", "warning"
