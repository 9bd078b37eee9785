"""Which unit authorises; a deputy is somebody else, named before the workshop."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.jinanxin_authorization.answers import SIGNING_UNIT
from formgen.tw import jinanxin

RULE = "計畫四(二)1(1)"


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    yield from signing_unit(answers)
    yield from deputy(answers)
    yield from days(answers)


def signing_unit(answers: Any) -> Iterator[Problem]:
    """承攬人 and 再承攬人 are other units than the 原事業單位."""
    for message, level in jinanxin.wrong_signer(answers.role, answers.unit_name, answers.signing_unit):
        yield Problem("signing_unit", SIGNING_UNIT, message, level)


def deputy(answers: Any) -> Iterator[Problem]:
    name = answers.deputy.name
    if name is not None and "○" not in name and name == answers.principal.name:
        yield Problem(
            "deputy.name", "授權代理人／姓名", "與授權人是同一人；親自出席不必出具授權書", "warning", RULE
        )


def days(answers: Any) -> Iterator[Problem]:
    if answers.workshop_on and answers.signed_on and answers.workshop_on < answers.signed_on:
        yield Problem("signed_on", "授權日期", "晚於研習會日期；請在研習會以前授權", "warning", RULE)
