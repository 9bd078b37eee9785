"""Two copies of one paper, field by field: an applicant's own against the corrected one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.errors import FormgenError
from formgen.form import Form
from formgen.opening import Opened, open_any
from formgen.values import answered, show


class NothingInCommon(FormgenError):
    """「{before}」與「{after}」沒有相同的表單：前者是{first}，後者是{second}；請給同一張表單的兩份。"""


@dataclass(frozen=True)
class Difference:
    """One field that is not the same: its label, what stood there and what stands there now (empty: nothing)."""

    field: str
    label: str
    before: str
    after: str


def compare(before: Path, after: Path) -> list[Difference]:
    """All that differs, in the order of the paper, then the evidence.

    Raises UnreadableFile, InvalidAnswers, NothingInCommon.
    """
    one, other = (open_any(path, catalog.names()) for path in (before, after))
    common = [name for name in other.answers if name in one.answers]
    if not common:
        first, second = (
            "、".join(catalog.get(name).title for name in opened.answers) for opened in (one, other)
        )
        raise NothingInCommon(before=before.name, after=after.name, first=first, second=second)
    return [
        *(
            difference
            for name in common
            for difference in _of_form(catalog.get(name), one.answers[name], other.answers[name])
        ),
        *_of_forms(one, other),
        *_of_evidence(one.evidence_sums or {}, other.evidence_sums or {}),
    ]


def _of_form(form: Form, one: Any, other: Any) -> Iterator[Difference]:
    old, new = checking.parse(form, one), checking.parse(form, other)
    before, after = _shown(form, old), _shown(form, new)
    for path in dict.fromkeys((*before, *after)):
        if (was := before.get(path, "")) != (now := after.get(path, "")):
            label = checking.label_of(form, path, getattr(new, "year", None))
            yield Difference(path, label, was, now)


def _shown(form: Form, answers: Answers) -> dict[str, str]:
    """Each answer as it is printed; a tick that is made as 「勾選」."""
    return {
        question.path: ("勾選" if value else "") if isinstance(value, bool) else show(question, value)
        for question, value in answered(form, answers)
    }


def _of_forms(one: Opened, other: Opened) -> Iterator[Difference]:
    for name in dict.fromkeys((*one.answers, *other.answers)):
        if (name in one.answers) != (name in other.answers):
            was, now = ("有" if name in opened.answers else "" for opened in (one, other))
            yield Difference(name, catalog.get(name).title, was, now)


def _of_evidence(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Difference]:
    for number in sorted({*one, *other}, key=lambda text: [int(step) for step in text.split("-")]):
        if one.get(number) != other.get(number):
            was, now = ("有" if number in sums else "" for sums in (one, other))
            changed = "有（內容已換）" if was and now else now
            yield Difference(number, f"佐證資料 {number}", was, changed)
