"""Why a unit or a person stands outside the order: 初審意見表備註1, the 初審結果, and points that are not complete."""

from collections.abc import Iterator
from decimal import Decimal

from formgen.errors import Problem
from formgen.forms.preliminary_review.rules import INELIGIBLE
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE
from formgen.review.candidates import Candidate, Person, Unit

# 附表一七.4 asks for the 職場安全健康週; its proof is handed in under one of two numbers.
HEALTH_WEEK, PROOFS = "7-4", frozenset(("7-4", "8-1"))
_NOTE = "建議不予推薦（初審意見表備註1）"


def against_unit(unit: Unit) -> tuple[str, ...]:
    """Everything that keeps a unit out of the order, in whole sentences."""
    return (*_health_week(unit), *_labour(unit), *_refused(unit), *_ineligible(unit), *_points(unit))


def against_person(person: Person) -> tuple[str, ...]:
    return tuple(_refused(person))


def _health_week(unit: Unit) -> Iterator[str]:
    """What the reviewers found counts; before they gave points, what the applicant says and hands in."""
    found = getattr(unit.answers.review.points, HEALTH_WEEK)
    grade = getattr(unit.answers.items, HEALTH_WEEK).grade
    lacks_proof = unit.paper.numbers is not None and not unit.paper.numbers & PROOFS
    if found == NOT_APPLICABLE or (isinstance(found, Decimal) and not found):
        shown = "不適用" if found == NOT_APPLICABLE else " 0 分"
        yield f"未配合推動職場安全健康週並提出佐證資料（{HEALTH_WEEK} 初審為{shown}），{_NOTE}"
    elif found is None and grade in (None, NOT_APPLICABLE):
        yield f"未配合推動職場安全健康週（{HEALTH_WEEK} 未勾選，也沒有初審評分），{_NOTE}"
    elif found is None and lacks_proof:
        yield f"套件裡沒有職場安全健康週的佐證資料（編號 7-4 或 8-1），{_NOTE}"


def unproved(unit: Unit) -> Iterator[Problem]:
    """Points for the 職場安全健康週 without its proof in the bundle: to be looked up (補充說明六)."""
    lacks_proof = unit.paper.numbers is not None and not unit.paper.numbers & PROOFS
    if lacks_proof and getattr(unit.answers.review.points, HEALTH_WEEK):
        label = f"初審評分／{HEALTH_WEEK} {ITEMS[HEALTH_WEEK].title}"
        message = "有評分，但套件裡沒有佐證資料（編號 7-4 或 8-1）；請上網確認"
        yield Problem(f"review.points.{HEALTH_WEEK}", label, message, "warning", "補充說明六")


def _labour(unit: Unit) -> Iterator[str]:
    if unit.answers.eligibility.bad_labour_conditions == "是":
        yield f"勞動條件不佳，{_NOTE}"


def _refused(candidate: Candidate) -> Iterator[str]:
    if candidate.answers.review.result == "不通過":
        yield "初審不通過，建議不納入決審"


def _ineligible(unit: Unit) -> Iterator[str]:
    if unit.opinion is None:
        return
    confirmation = unit.opinion.answers.confirmation
    for group, label in (("contractors", "加計承攬人資料"), ("system", "職業安全衛生管理系統")):
        if getattr(confirmation, group).result == INELIGIBLE:
            yield f"初審意見表：{label}{INELIGIBLE}"


def _points(unit: Unit) -> Iterator[str]:
    given = unit.answers.review.points
    missing = [number for number in ITEMS if getattr(given, number) is None]
    if len(missing) == len(ITEMS):
        yield "沒有初審評分"
    elif missing:
        yield f"初審評分未完成，尚缺 {'、'.join(missing)}"
    wrong = [one for one in unit.problems if one.level == "error" and one.field.startswith("review.points.")]
    for one in wrong:
        yield f"{one.label}：{one.message}"
