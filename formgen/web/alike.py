"""One answer for all questions of a page that usually have the same: typed once, it goes where none is yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from formgen.errors import Problem
from formgen.questions import Question
from formgen.web import layout, typed
from formgen.web.layout import Leaf, Node

# No answer's path begins like this.
MARK = "="


def of(nodes: Iterable[Node]) -> dict[str, list[Leaf]]:
    """The questions of a page that usually have the same answer, by the last step of their paths."""
    found: dict[str, list[Leaf]] = {}
    for place in layout.places(tuple(nodes)):
        if isinstance(place, Leaf) and place.question.alike:
            found.setdefault(place.path.rpartition(".")[2], []).append(place)
    return {name: leaves for name, leaves in found.items() if len(leaves) > 1}


def questions(nodes: Iterable[Node]) -> list[Question]:
    """What is asked once for all of them."""
    return [
        replace(leaves[0].question, path=f"{MARK}{name}", hint="", required=False, when=None)
        for name, leaves in of(nodes).items()
    ]


def given(nodes: Iterable[Node], sent: Mapping[str, str]) -> dict[str, Any]:
    """What a browser sent for all of them, by the path of what was asked once."""
    return {one.path: typed.posted_one(one, one.path, sent) for one in questions(nodes)}


def additions(nodes: Iterable[Node], values: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """What goes into the questions that have no answer among the page's `values`, by path."""
    for_all, leaves = given(nodes, sent), of(nodes)
    return {
        leaf.path: for_all[f"{MARK}{name}"]
        for name in leaves
        for leaf in leaves[name]
        if typed.says_something(for_all[f"{MARK}{name}"]) and not typed.says_something(values.get(leaf.path))
    }


def problems(nodes: Iterable[Node], added: Mapping[str, Any], found: Iterable[Problem]) -> list[Problem]:
    """The errors that these additions would make, each told once, where it was asked once."""
    names = {leaf.path: name for name, leaves in of(nodes).items() for leaf in leaves}
    wrong = {names[one.field]: one for one in found if one.level == "error" and one.field in added}
    return [
        replace(one, field=f"{MARK}{name}", label=one.label.rpartition("／")[2])
        for name, one in wrong.items()
    ]
