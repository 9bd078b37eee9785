"""Answers as they stand on paper: one text for each field, one truth for each tick."""

from collections.abc import Iterator
from typing import Any

from formgen.form import Answers, Form, Question

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
