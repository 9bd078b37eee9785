"""Answers as JSON, leaf by leaf."""

from collections.abc import Iterator, Sequence
from typing import Any


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The path and value of every answer; a list of plain values is one answer.

    >>> list(leaves({"name": "甲", "rates": [{"cases": 1}], "years": [113, 114]}))
    [('name', '甲'), ('rates.0.cases', 1), ('years', [113, 114])]
    """
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, one in enumerate(value):
            yield from leaves(one, f"{path}.{index}")
    else:
        yield path, value


def put(data: Any, path: str, value: Any) -> None:
    """Set the answer at `path`; its group and its row must be there.

    >>> put(data := {"rates": [{"cases": None}]}, "rates.0.cases", 1); data
    {'rates': [{'cases': 1}]}
    """
    *way, last = path.split(".")
    go(data, way)[last] = value


def take(data: Any, path: str) -> Any:
    """The answer at `path`, which is left open: a tick is not made.

    >>> take(data := {"rates": [{"cases": 1}]}, "rates.0.cases"), data
    (1, {'rates': [{'cases': None}]})
    """
    *way, last = path.split(".")
    group = go(data, way)
    value = group[last]
    group[last] = False if isinstance(value, bool) else None
    return value


def go(data: Any, way: list[str]) -> Any:
    """The group or list at the end of `way`."""
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def without(data: Any, way: Sequence[Any]) -> Any:
    """`data` less what stands at the end of `way`; a row keeps its place and says nothing.

    >>> without({"rates": [{"cases": "x", "hours": 1}]}, ["rates", 0, "cases"]), without({"rates": [5]}, ["rates", 0])
    ({'rates': [{'hours': 1}]}, {'rates': [{}]})
    """
    if not way:
        return {}
    first, *rest = way
    if isinstance(data, dict):
        kept = {key: one for key, one in data.items() if rest or key != first}
        return kept | {first: without(data[first], rest)} if rest and first in data else kept
    if isinstance(data, list):
        return [without(one, rest) if place == first else one for place, one in enumerate(data)]
    return data
