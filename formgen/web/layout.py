"""A page of the web form as a tree: questions, groups of questions, and lists that grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from formgen.answers import Answers, extra, group_of
from formgen.form import Form, Section
from formgen.questions import Question


@dataclass(frozen=True)
class Leaf:
    """One question."""

    question: Question

    @property
    def path(self) -> str:
        return self.question.path


@dataclass(frozen=True)
class Group:
    """Questions under one heading; `is_sheet` where its nodes are the rows of a fixed list, which ask alike."""

    path: str
    title: str
    nodes: tuple["Node", ...]
    is_sheet: bool = False


@dataclass(frozen=True)
class Growing:
    """A list whose rows a person adds; it is saved as one value."""

    path: str
    title: str
    each: str
    model: type[Answers]

    def row(self, form: Form, index: int) -> tuple["Node", ...]:
        return tuple(_inside(form, self.model, f"{self.path}.{index}"))


Node = Leaf | Group | Growing


def of(form: Form, section: Section) -> tuple[Node, ...]:
    """What the section asks, in its order."""
    return tuple(node for path in section.paths for node in _at(form, path))


def places(nodes: tuple[Node, ...]) -> Iterator[Leaf | Growing]:
    """Everything on the page that is saved under a path of its own."""
    for node in nodes:
        if isinstance(node, Group):
            yield from places(node.nodes)
        else:
            yield node


def _at(form: Form, path: str) -> Iterator[Node]:
    """The node of a path: of a question, of a group or list, or of one row of a list."""
    model, way, segments = form.answers, "", path.split(".")
    while segments:
        name = segments.pop(0)
        info, way = model.model_fields[name], f"{way}.{name}".lstrip(".")
        inner = group_of(info)
        if not segments or inner is None:
            yield from _field(form, info, way)
            return
        if get_origin(info.annotation) is list:
            index = int(segments.pop(0))
            if not segments:
                yield _row(form, info, inner, way, index)
                return
            way = f"{way}.{index}"
        model = inner


def _inside(form: Form, model: type[Answers], path: str) -> Iterator[Node]:
    for name, info in model.model_fields.items():
        yield from _field(form, info, f"{path}.{name}")


def _field(form: Form, info: FieldInfo, path: str) -> Iterator[Node]:
    inner, title = group_of(info), info.title or ""
    about: dict[str, Any] = extra(info)
    if inner is None:
        question = form.question(path)
        if form.asks(question):
            yield Leaf(question)
    elif get_origin(info.annotation) is not list:
        nodes = tuple(_inside(form, inner, path))
        if nodes:
            yield Group(path, title, nodes)
    elif about.get("x-grows"):
        yield Growing(path, title, about["x-each"], inner)
    else:
        rows = tuple(_row(form, info, inner, path, index) for index in range(about["x-rows"]))
        yield Group(path, title, rows, is_sheet=True)


def _row(form: Form, info: FieldInfo, inner: type[Answers], path: str, index: int) -> Group:
    title = str(extra(info)["x-each"]).format(index + 1)
    return Group(f"{path}.{index}", title, tuple(_inside(form, inner, f"{path}.{index}")))
