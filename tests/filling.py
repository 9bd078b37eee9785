"""Answers to 附表一 for tests: the example, with what a test changes in it."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.errors import Problem
from formgen.form import Form

NAME = "unit_recommendation"


def form() -> Form:
    return catalog.get(NAME)


@cache
def _example() -> Any:
    return json.loads((form().folder / "example.json").read_text(encoding="utf-8"))


def example(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The example's JSON, with answers put in by their path; None takes one out."""
    data: dict[str, Any] = deepcopy(_example())
    for path, value in (changes or {}).items():
        put(data, path, value)
    return data


def put(data: Any, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    data[int(last) if isinstance(data, list) else last] = value


def answers(changes: dict[str, Any] | None = None) -> Answers:
    return checking.parse(form(), example(changes))


def problems(changes: dict[str, Any] | None = None) -> list[Problem]:
    """Every problem of the example after `changes`."""
    return checking.check(form(), answers(changes))
