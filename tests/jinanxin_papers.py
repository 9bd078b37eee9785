"""Answers of the four forms of 金安心工程 for tests, and what is told of them."""

import json
from copy import deepcopy
from typing import Any

from formgen import catalog, checking
from formgen.errors import Problem

NAMES = [name for name in catalog.names() if name.startswith("jinanxin_")]
REGISTRATION, RECOMMENDATION = "jinanxin_registration", "jinanxin_recommendation"


def example(name: str) -> Any:
    return json.loads((catalog.get(name).folder / "example.json").read_text(encoding="utf-8"))


def answers(name: str, **changes: Any) -> Any:
    """The example of a form; what changes stands under its path with `__` for the dot, and None takes it out."""
    data = deepcopy(example(name))
    for path, value in changes.items():
        *way, last = path.split("__")
        group = data
        for step in way:
            group = group[step]
        group[last] = value
    return checking.parse(catalog.get(name), data)


def problems(name: str, **changes: Any) -> list[Problem]:
    return checking.check(catalog.get(name), answers(name, **changes))


def told(name: str, **changes: Any) -> list[tuple[str, str, str]]:
    return [(one.field, one.level, one.rule) for one in problems(name, **changes)]
