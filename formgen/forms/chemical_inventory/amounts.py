"""The sums of 附件3, in exact fractions of what was typed.

倍數 = 廠內數量 ÷ 規定數量, and 總倍數 is the sum of the exact 倍數, not of the printed ones. On paper both have
two decimals, rounded half up (our rule; the form has none). 總數量 keeps every decimal that was typed. A sum
to which a row is still missing is not printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from formgen.form import Report
from formgen.kinds import show_grouped
from formgen.tw.number import MOST_DIGITS, two_decimals

FLAMMABLE_THRESHOLD = 4_500  # kg, 二、1
CLASS_A_THRESHOLD = 1  # 總倍數, 二、2
# As wide as the widest sum of amounts that can be typed, so that nothing is rounded.
_EXACT = Context(prec=4 * MOST_DIGITS)
# The next larger one could not be typed back from a Word file.
_MOST = 10 ** (MOST_DIGITS - 2)

Number = TypeVar("Number", Decimal, Fraction)


@dataclass(frozen=True)
class Total(Generic[Number]):
    """The sum over the rows that could be counted, and how many rows could not."""

    value: Number
    missing: int = 0
    rows: int = 0

    @property
    def is_known(self) -> bool:
        return self.rows > 0 and not self.missing


def ratio(row: Any) -> Fraction | None:
    """廠內數量 ÷ 規定數量; None if one of them is not there."""
    if row.quantity is None or not row.prescribed:
        return None
    value = Fraction(row.quantity) / Fraction(row.prescribed)
    return value if value < _MOST else None


def multiple(row: Any) -> Fraction | None:
    """The 倍數 as typed, or else computed."""
    return ratio(row) if row.multiple is None else Fraction(row.multiple)


def flammable_total(answers: Any) -> Total[Decimal]:
    """The flammable substances together (kg)."""
    rows = _filled(answers.flammables)
    value = Decimal(0)
    for row in rows:
        value = _EXACT.add(value, row.quantity or Decimal(0))
    return Total(value, sum(row.quantity is None for row in rows), len(rows))


def multiple_total(answers: Any) -> Total[Fraction]:
    """總倍數."""
    rows = _filled(answers.hazardous)
    known = [value for row in rows if (value := multiple(row)) is not None]
    return Total(sum(known, Fraction(0)), len(rows) - len(known), len(rows))


def _filled(rows: Sequence[Any]) -> list[Any]:
    return [row for row in rows if not row.is_empty]


def compute(answers: Any) -> dict[str, str]:
    """The printed values that nobody needs to type."""
    kilograms, multiples = flammable_total(answers), multiple_total(answers)
    printed = {
        "=flammables_total": show_grouped(kilograms.value) if kilograms.is_known else "",
        "=multiples_total": show_multiple(multiples.value) if multiples.is_known else "",
    }
    for place, row in enumerate(answers.hazardous):
        if (value := ratio(row)) is not None:
            printed[f"hazardous.{place}.multiple"] = show_multiple(value)
    return printed


def show_multiple(value: Fraction) -> str:
    """Two decimals, thousands set apart.

    >>> show_multiple(Fraction(2469, 2)), show_multiple(Fraction(1, 200))
    ('1,234.50', '0.01')
    """
    return show_grouped(Decimal(two_decimals(value)))


def report(answers: Any) -> Report:
    """Whether the two thresholds of the form are reached."""
    kilograms, multiples = flammable_total(answers), multiple_total(answers)
    figures = (
        ("易燃性化學物質總數量", _flammable_figure(kilograms)),
        ("總倍數", _multiple_figure(multiples)),
    )
    return Report(figures, headings=("運作量", "說明"))


def _flammable_figure(total: Total[Decimal]) -> str:
    if not total.rows:
        return "尚未填寫"
    reached = total.value >= FLAMMABLE_THRESHOLD
    verdict = f"{'已達' if reached else '未達'} {FLAMMABLE_THRESHOLD:,} 公斤"
    return f"{show_grouped(total.value)} 公斤，{_with_gaps(total, verdict, '數量')}"


def _multiple_figure(total: Total[Fraction]) -> str:
    if not total.rows:
        return "尚未填寫"
    reached = total.value >= CLASS_A_THRESHOLD
    verdict = "已達 1，屬甲類工作場所" if reached else "未達 1，非屬甲類工作場所"
    hair = (
        "（實際略小於 1，四捨五入後印 1.00）" if not reached and two_decimals(total.value) == "1.00" else ""
    )
    return f"{show_multiple(total.value)}，{_with_gaps(total, verdict, '倍數')}{hair}"


def _with_gaps(total: Total[Any], verdict: str, what: str) -> str:
    if not total.missing:
        return verdict
    so_far = verdict.partition("，")[0]
    return f"已填的部分{so_far}；還有 {total.missing} 列沒有{what}，合計不印"
