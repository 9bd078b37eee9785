"""What the 初審意見表 asks of its choices: a sub-item goes with its own parent. 備註2 asks for both lists."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem

ELIGIBLE, INELIGIBLE = "具參選資格", "未具參選資格"
PARENTS = {"未有承攬人": ELIGIBLE, "已提供": ELIGIBLE, "未提供": INELIGIBLE}


def _warn(field: str, label: str, message: str) -> Problem:
    return Problem(field, label, message, "warning")


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (industry, contractors, system, both_lists):
        yield from rule(answers)


def industry(answers: Any) -> Iterator[Problem]:
    given = answers.confirmation.industry
    field, label = "confirmation.industry", "初審確認事項／行業別"
    if given.result == "修正" and given.correction is None:
        yield Problem(f"{field}.correction", label, "選了「修正為」，請填正確的小類", "gap")
    if given.correction is not None and given.result != "修正":
        yield _warn(f"{field}.result", label, "填了小類，但沒有選「修正為」")


def contractors(answers: Any) -> Iterator[Problem]:
    given = answers.confirmation.contractors
    field, label = "confirmation.contractors", "初審確認事項／加計承攬人資料"
    parent = PARENTS.get(given.ground)
    if parent and given.result is None:
        yield _warn(f"{field}.result", label, f"選了細項，請一併選「{parent}」")
    elif parent and given.result != parent:
        yield _warn(f"{field}.ground", label, f"所選細項屬於「{parent}」，與「{given.result}」不合")
    elif given.result and parent is None:
        yield _warn(f"{field}.ground", label, f"選了「{given.result}」，請再選其下的細項")


def system(answers: Any) -> Iterator[Problem]:
    given = answers.confirmation.system
    field, label = "confirmation.system", "初審確認事項／職業安全衛生管理系統"
    has_ground = given.verified or given.reviewed
    if has_ground and given.result is None:
        yield _warn(f"{field}.result", label, f"勾了細項，請一併選「{ELIGIBLE}」")
    elif has_ground and given.result == INELIGIBLE:
        yield _warn(f"{field}.result", label, f"所勾細項屬於「{ELIGIBLE}」，與「{INELIGIBLE}」不合")
    elif given.result == ELIGIBLE and not has_ground:
        yield _warn(f"{field}.verified", label, f"選了「{ELIGIBLE}」，請再勾其下的細項")


def both_lists(answers: Any) -> Iterator[Problem]:
    for field, label in (("strengths", "優點"), ("suggestions", "建議")):
        if not getattr(answers, field):
            yield Problem(field, label, "初審意見表應明列優點及建議事項，請至少寫一點", "gap", "備註2")
