"""What 附件3 asks of its answers: whole rows, right numbers, and a tick that agrees with the sum."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from formgen.errors import Problem
from formgen.forms.chemical_inventory.amounts import CLASS_A_THRESHOLD, multiple, multiple_total, ratio
from formgen.forms.chemical_inventory.answers import CLASS_A, OFFICIAL, OTHER
from formgen.tw.number import two_decimals

RULE = "附件3二、2"
_HAZARDOUS = OFFICIAL.hazardous


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (flammables, workplace, hazardous, multiples):
        yield from rule(answers)


def flammables(answers: Any) -> Iterator[Problem]:
    """Name and quantity go together; a row left empty between others is no mistake."""
    for place, row in enumerate(answers.flammables):
        path, label = f"flammables.{place}", f"易燃性化學物質／第{place + 1}列"
        yield from _whole(
            row, path, label, {"name": "請填物質名稱", "quantity": "請填數量；沒填就不印總數量"}
        )


def hazardous(answers: Any) -> Iterator[Problem]:
    for place, row in enumerate(answers.hazardous):
        path, label = f"hazardous.{place}", f"危險物及有害物／第{place + 1}列"
        yield from _whole(
            row,
            path,
            label,
            {
                "name": "請填化學成分",
                "cas": "請填 Cas No.；混合物請填「無」",
                "quantity": "請填廠內數量；沒填就算不出倍數",
            },
        )


def _whole(row: Any, path: str, label: str, asked: dict[str, str]) -> Iterator[Problem]:
    for name, message in asked.items():
        if not row.is_empty and getattr(row, name) is None:
            yield Problem(f"{path}.{name}", label, message, "gap")


def multiples(answers: Any) -> Iterator[Problem]:
    for place, row in enumerate(answers.hazardous):
        path, label = f"hazardous.{place}", f"危險物及有害物／第{place + 1}列"
        computed = ratio(row)
        if row.prescribed is not None and not row.prescribed:
            yield Problem(f"{path}.prescribed", f"{label}／規定數量 (kg)", "規定數量要大於 0；不知道請留空")
        elif not row.is_empty and multiple(row) is None:
            yield _warn(f"{path}.multiple", f"{label}／{_HAZARDOUS.multiple}", _why_open(row), RULE)
        elif computed is not None and row.multiple is not None and _differ(row.multiple, computed):
            yield _warn(
                f"{path}.multiple",
                f"{label}／{_HAZARDOUS.multiple}",
                f"填了 {row.multiple}，依規定數量計算為 {two_decimals(computed)}；請改正，或清空由系統計算",
                RULE,
            )


def _why_open(row: Any) -> str:
    if row.prescribed is None:
        return "沒有規定數量，算不出倍數，總倍數也不印；請填規定數量，不在附表內的物質請在倍數填 0"
    if row.quantity is None:
        return "沒有廠內數量，算不出倍數，總倍數也不印"
    return "倍數大得不合理，所以不印；請檢查廠內數量與規定數量是否多打"


def _differ(typed: Decimal, computed: Fraction) -> bool:
    """Whether the typed figure is another one than the computed, as far as it was written out."""
    places = max(0, -int(typed.as_tuple().exponent))
    half_a_unit = Fraction(1, 2 * 10**places)
    return abs(computed - Fraction(typed)) > half_a_unit


def workplace(answers: Any) -> Iterator[Problem]:
    """The tick says what 總倍數 says; a sum with a row missing can still be large enough."""
    total, label = multiple_total(answers), "工作場所類別"
    if answers.other_workplace is not None and answers.workplace != OTHER:
        yield _warn("workplace", label, f"填了說明，但沒有選「{OTHER}」", RULE)
    reached = total.value >= CLASS_A_THRESHOLD
    if answers.workplace == OTHER and reached:
        yield _warn("workplace", label, f"總倍數達 1 以上，屬{CLASS_A}；請再確認勾選", RULE)
    if answers.workplace == CLASS_A and total.is_known and not reached:
        yield _warn("workplace", label, f"勾了{CLASS_A}，但總倍數未達 1；請再確認勾選或數量", RULE)
