"""The base of what a rule says when a value breaks it."""

from collections.abc import Callable
from typing import Any

from formgen.errors import FormgenError
from formgen.tw.text import clean_line

LONGEST_ECHO = 20


class Invalid(FormgenError, ValueError):
    """「{value}」不合規定；請再看一次。"""

    def __init__(self, value: object = "", **facts: Any) -> None:
        super().__init__(value=echo(value), **facts)


def echo(value: object) -> str:
    """Return a typed value short and harmless enough to stand in a sentence.

    >>> echo(" 一二三 ")
    '一二三'
    >>> echo("1234567890" * 3)
    '12345678901234567890…'
    """
    text = clean_line(str(value))
    return text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"


def obeys(validate: Callable[[str], object], text: str) -> bool:
    """Tell whether the rule lets the text pass."""
    try:
        validate(text)
    except Invalid:
        return False
    return True
