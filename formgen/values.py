"""Answers as they stand on paper: one text for each field, one truth for each tick.

A place on the paper is a path: ``address``, ``flammables.3.name``. The rows of a list from the 17th on, which
is where a further sheet begins, are ``flammables.16``.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from formgen.answers import Answers
from formgen.form import Form
from formgen.questions import Question

Values = dict[str, str | bool]


def printed(form: Form, answers: Answers) -> Values:
    """Every field's path and what is printed there; computed values fill fields that were left open."""
    values: Values = {}
    for question, value in answered(form, answers):
        values[question.path] = value if isinstance(value, bool) else show(question, value)
    for path, text in form.compute(answers).items():
        if not values.get(path):
            values[path] = text
    return values


def show(question: Question, value: Any) -> str:
    return "" if value is None else question.kind.show(value)


def answered(form: Form, answers: Answers) -> Iterator[tuple[Question, Any]]:
    """Each question of the form, row by row, with its answer."""
    for path, value in _leaves(answers, ""):
        yield form.question(path), value


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Answers):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _leaves(one, f"{path}.{index}")
    else:
        yield path, value


def list_and_first(path: str) -> tuple[str, int]:
    """The list that a path of rows belongs to, and the first of these rows, counted from 0.

    >>> list_and_first("flammables.16"), list_and_first("review.assessors")
    (('flammables', 16), ('review.assessors', 0))
    """
    name, _, last = path.rpartition(".")
    return (name, int(last)) if last.isdecimal() else (path, 0)


def count_rows(values: Mapping[str, object], path: str) -> int:
    """How many rows of the list at `path` there are."""
    return next(n for n in count() if not any(name.startswith(f"{path}.{n}.") for name in values))


def says_something(values: Mapping[str, object], path: str) -> bool:
    """Whether anything stands in a group, in a list, or in the rows of a list from one of them on."""
    name, first = list_and_first(path)
    groups = [f"{name}.{n}." for n in range(first, count_rows(values, name))] if first else [f"{name}."]
    return any(text and field.startswith(group) for field, text in values.items() for group in groups)
