"""What every rule of 附表一 says its findings with."""

from typing import Any

from formgen.errors import Problem

REVIEW_NOTE = "初審意見表備註1"


def warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    """Something to look at again; it never blocks."""
    return Problem(field, label, message, "warning", rule)


def ago(answers: Any, years: int) -> str:
    """So many years before the activity: 「113年」, or 「前三年度」 while the year is open."""
    names = {0: "當年度", 1: "前一年度", 2: "前二年度", 3: "前三年度"}
    return names[years] if answers.year is None else f"{answers.year - years}年"
