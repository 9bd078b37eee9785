"""What the body's papers still lack: points, opinions, words of the 黑框, and whose signature and seal they need.

A signature is on paper only, so nobody can see here whether it is there: each is listed to be looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formgen import checking
from formgen.errors import Problem
from formgen.review import bodies
from formgen.review.advice import unproved
from formgen.review.candidates import Candidate, Person, Unit
from formgen.review.intake import Paper

_RULE = "補充說明五"


@dataclass(frozen=True)
class Lack:
    """A candidate, what is still to be filled in, and the signatures and seals to look for."""

    name: str
    gaps: tuple[Problem, ...]
    signatures: tuple[str, ...]


def of_unit(unit: Unit, body: str) -> Lack:
    eligibility = [one for one in unit.problems if one.rule.startswith("要點三")]
    gaps = (*_review(unit, body), *unproved(unit), *_opinion(unit.opinion, body), *eligibility)
    return Lack(unit.name, gaps, tuple(_signatures(unit)))


def of_person(person: Person, body: str) -> Lack:
    seal = "推薦單位或事業單位用印" if person.answers.kind == "推薦" else "事業單位用印（經事業單位同意）"
    return Lack(person.name, tuple(_review(person, body)), (seal, *_signatures(person)))


def _review(candidate: Candidate, body: str) -> Iterator[Problem]:
    """The 黑框: what the form's own rules say of it, and what they leave unsaid."""
    given, found = candidate.answers.review, []
    if given.is_empty:
        yield Problem("review", "初審單位填寫", "整個部分都還沒有填", "gap", _RULE)
        return
    found = [one for one in candidate.problems if one.field.startswith("review")]
    yield from found
    told = {one.field for one in found}
    for field, label, message in (
        ("assessors", "現場評鑑人員", "請填評鑑人員姓名、任職單位與職稱，並請評鑑人員確實簽名"),
        ("result", "初審結果", "請勾選一項"),
        ("body", "初審單位", "請填寫，並用印"),
    ):
        if not getattr(given, field) and f"review.{field}" not in told:
            yield Problem(f"review.{field}", label, message, "gap", _RULE)
    yield from _other_body(given.body, body, "初審單位")


def _other_body(text: str | None, body: str, label: str) -> Iterator[Problem]:
    if text and not bodies.names(text, body):
        yield Problem("body", label, f"寫的是「{text}」，不是「{body}」；請確認", "warning")


def _opinion(opinion: Paper | None, body: str) -> Iterator[Problem]:
    if opinion is None:
        yield Problem("", "初審意見表", "沒有這個單位的初審意見表", "gap", _RULE)
        return
    answers: Any = opinion.answers
    for one in checking.check(opinion.form, answers):
        yield Problem(one.field, f"初審意見表／{one.label}", one.message, one.level, one.rule)
    yield from _other_body(answers.body, body, "初審意見表／初審單位")


def _signatures(candidate: Candidate) -> Iterator[str]:
    for assessor in candidate.answers.review.assessors:
        if assessor.name:
            yield f"評鑑人員 {assessor.name} 簽名"
    if not candidate.answers.review.assessors:
        yield "評鑑人員簽名"
    yield "初審單位印信"
