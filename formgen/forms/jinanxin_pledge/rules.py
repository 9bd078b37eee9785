"""Which unit vows, and what goes with a deputy. All of it warns or is a gap."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.jinanxin_pledge.answers import SIGNING_UNIT
from formgen.tw import jinanxin

RULE = "計畫四(二)1(1)"


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    yield from signing_unit(answers)
    yield from deputy(answers)


def signing_unit(answers: Any) -> Iterator[Problem]:
    """承攬人 and 再承攬人 are other units than the 原事業單位."""
    for message, level in jinanxin.wrong_signer(answers.role, answers.unit_name, answers.signing_unit):
        yield Problem("signing_unit", SIGNING_UNIT, message, level)


def deputy(answers: Any) -> Iterator[Problem]:
    if answers.capacity == "授權代理人":
        message = "授權代理人出席，需出具金安心經營負責人授權書，送臺中市勞動檢查處備查"
        yield Problem("capacity", "宣誓人之身分", message, "warning", RULE)
