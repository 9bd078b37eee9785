"""What is still to be done; a list to work with is never wrong."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.evidence_checklist.answers import FILES, OFFICIAL


def check(answers: Any) -> Iterator[Problem]:
    """The files that are not ready, and those that nobody prepares."""
    files = {number: getattr(answers.files, number) for number in FILES}
    columns = OFFICIAL.columns
    yield from _left("ready", columns.ready, "尚未備妥", [n for n, one in files.items() if not one.ready])
    idle = [n for n, one in files.items() if not one.ready and one.person is None]
    yield from _left("person", columns.person, "尚未決定由誰準備", idle)


def _left(name: str, label: str, what: str, numbers: list[str]) -> Iterator[Problem]:
    if numbers:
        message = f"{what} {len(numbers)} 份：{'、'.join(numbers)}"
        yield Problem(f"files.{numbers[0]}.{name}", label, message, "warning")
