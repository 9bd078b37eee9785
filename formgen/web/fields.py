"""What stands in the widgets of a page: each question with its words, its value, and what is wrong with it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from formgen.errors import Problem
from formgen.form import Form
from formgen.questions import Question
from formgen.web import layout, typed
from formgen.web.layout import Group, Growing, Leaf, Node
from formgen.web.merging import KEY, content
from formgen.web.wording import echo, fill
from formgen.web.words import WORDS

BOXES = {"date": ("year", "month", "day"), "month": ("year", "month")}
# A table with more is turned; choices of so few characters stand side by side.
MOST_COLUMNS, SHORT = 6, 4
NUMBERS = {"number": "decimal", "year": "numeric"}
# What a browser may offer from what it knows of the person, by the last step of a path.
_AUTOCOMPLETE = {
    "unit_name": "organization",
    "contact": "name",
    "email": "email",
    "phone": "tel",
    "postal_code": "postal-code",
    "address": "street-address",
}


@dataclass(frozen=True)
class Field:
    """One question as a widget. `value` is a text, or a truth for a box; `boxes` are a date's (part, text).

    `source` is the title of the other form that the value comes from, and the address of the question there.
    """

    question: Question
    id: str
    label: str
    value: Any
    errors: tuple[str, ...]
    notes: tuple[str, ...]
    source: tuple[str, str] | None
    opened_by: str
    is_focused: bool

    @property
    def kind(self) -> str:
        return "text" if self.question.kind.name == "years" else self.question.kind.name

    @property
    def name(self) -> str:
        return self.question.path

    @property
    def boxes(self) -> list[tuple[str, str]]:
        parts = BOXES[self.kind]
        return list(zip(parts, typed.boxes(self.value, len(parts)), strict=True))

    @property
    def choices(self) -> tuple[str, ...]:
        """What the form offers, and what was typed if it offers that not."""
        offered = self.question.choices
        return offered if self.value in ("", *offered) else (*offered, self.value)

    @property
    def told(self) -> dict[str, str]:
        """What the hint says of each choice, where it goes through them line by line."""
        lines = self.question.hint.split("\n")
        told = {choice: text for choice, colon, text in (line.partition("：") for line in lines) if colon}
        return told if len(told) == len(lines) and told.keys() <= set(self.question.choices) else {}

    def said(self, choice: str) -> str:
        return choice_in_words(self.question, choice)

    @property
    def hint(self) -> str:
        return "" if self.told else self.question.hint

    @property
    def are_short(self) -> bool:
        """Whether the choices stand side by side."""
        return not self.told and all(len(self.said(one)) <= SHORT for one in self.choices)

    @property
    def echo(self) -> str:
        return echo(self.kind, self.value) if isinstance(self.value, str) else ""

    @property
    def inputmode(self) -> str:
        return NUMBERS.get(self.kind, "")

    @property
    def autocomplete(self) -> str:
        return _AUTOCOMPLETE.get(self.name.rpartition(".")[2], "off")

    @property
    def described_by(self) -> str:
        """The ids of what is said about it, as `aria-describedby` wants them."""
        said = {
            "hint": self.hint or self.opened_by or self.source,
            "error": self.errors,
            "note": self.notes,
        }
        return " ".join(f"{self.id}-{part}" for part, there in said.items() if there)


@dataclass(frozen=True)
class Row:
    """A row of a list that grows; `key` is the name and value of what its page sends along."""

    title: str
    index: int
    id: str
    key: tuple[str, str]
    errors: tuple[str, ...]
    nodes: tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """A group under its heading, or a list that grows: then it has `rows` and can be added to."""

    path: str
    id: str
    title: str
    errors: tuple[str, ...]
    nodes: tuple[Any, ...] = ()
    rows: tuple[Row, ...] = ()
    can_grow: bool = False


@dataclass(frozen=True)
class Table:
    """The rows of a fixed list as one table, turned where it would have many columns; each cell is a whole field.

    `columns` are (title, hint), `lines` are (title, hint, cells).
    """

    id: str
    title: str
    errors: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, tuple[Field, ...]], ...]

    @property
    def nodes(self) -> tuple[Field, ...]:
        return tuple(field for _, _, cells in self.lines for field in cells)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where values come from that another form tells: its title, and the address of the first of them."""
        return list({one.source[0]: one.source for one in reversed(self.nodes) if one.source}.values())


Widget = Field | Part | Table


def identifier(path: str) -> str:
    return f"f-{path}"


@dataclass(frozen=True)
class Builder:
    """Makes the widgets of one page; `beside` are hints that the answers of others give."""

    form: Form
    values: Mapping[str, Any]
    sources: Mapping[str, tuple[str, str]]
    problems: Sequence[Problem]
    focus: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)

    def parts(self, nodes: Iterable[Node]) -> tuple[Widget, ...]:
        return tuple(self._part(node) for node in nodes)

    def asked_once(self, questions: Iterable[Question]) -> tuple[Field, ...]:
        """Questions that stand for many, on top of the page."""
        return tuple(self._field(one, self.values.get(one.path, "")) for one in questions)

    def _part(self, node: Node) -> Widget:
        if isinstance(node, Leaf):
            value = self.values.get(node.path)
            return self._field(node.question, typed.nothing(node) if value is None else value)
        if isinstance(node, Growing):
            return self._growing(node)
        if len(node.nodes) == 1 and isinstance(node.nodes[0], Leaf):
            only = node.nodes[0]
            return self._field(only.question, self.values.get(only.path, typed.nothing(only)), node)
        if node.is_sheet and len(node.nodes) > 1:
            return self._table(node)
        errors = self._said(node.path, "error")
        return Part(node.path, identifier(node.path), node.title, errors, self.parts(node.nodes))

    def _table(self, group: Group) -> Table:
        rows = [row for row in group.nodes if isinstance(row, Group)]
        cells = [self._cells(row) for row in rows]
        paths = {cell.name for row in cells for cell in row}
        errors = tuple(
            message(one)
            for one in self.problems
            if one.level == "error"
            and f"{one.field}.".startswith(f"{group.path}.")
            and one.field not in paths
        )
        by_row = tuple((row.title, "", one) for row, one in zip(rows, cells, strict=True))
        columns = zip(*cells, strict=True)
        by_question = tuple((_in_row(one[0].question, rows[0]), one[0].question.hint, one) for one in columns)
        across, down = (by_row, by_question) if len(by_question) > MOST_COLUMNS else (by_question, by_row)
        heads = tuple((title, hint) for title, hint, _ in across)
        return Table(identifier(group.path), group.title, errors, heads, down)

    def _cells(self, row: Group) -> tuple[Field, ...]:
        """The questions of a row; the label of each says the row too."""
        leaves = [one for one in layout.places(row.nodes) if isinstance(one, Leaf)]
        fields = [self._field(one.question, self.values.get(one.path, "")) for one in leaves]
        return tuple(replace(one, label=f"{row.title}　{_in_row(one.question, row)}") for one in fields)

    def _growing(self, node: Growing) -> Part:
        rows: list[dict[str, Any]] = self.values.get(node.path) or [{}]
        made = []
        for index, row in enumerate(rows):
            path = f"{node.path}.{index}"
            values = {f"{path}.{name}": value for name, value in content(row).items()}
            # Two people who begin on the same empty row write two rows.
            key = (f"{path}{KEY}", row.get(KEY) or secrets.token_urlsafe(6))
            inside = Builder(self.form, values, {}, self.problems, self.focus)
            nodes = inside.parts(node.row(self.form, index))
            title, errors = node.each.format(index + 1), self._said(path, "error")
            made.append(Row(title, index, identifier(path), key, errors, nodes))
        errors = self._said(node.path, "error")
        return Part(node.path, identifier(node.path), node.title, errors, rows=tuple(made), can_grow=True)

    def _field(self, question: Question, value: Any, group: Group | None = None) -> Field:
        errors = self._said(question.path, "error") + (self._said(group.path, "error") if group else ())
        return Field(
            question=replace(question, hint=self.beside.get(question.path, question.hint)),
            id=identifier(question.path),
            label=group.title if group else question.labels[-1],
            value=value,
            errors=errors,
            notes=self._said(question.path, "gap") + self._said(question.path, "warning"),
            source=self.sources.get(question.path),
            opened_by=self._opened_by(question),
            is_focused=question.path == self.focus,
        )

    def _opened_by(self, question: Question) -> str:
        if question.when is None:
            return ""
        other, value = question.when
        label = self.form.question(other).labels[-1]
        return fill(WORDS.field.when_chosen if value else WORDS.field.when_ticked, label=label, value=value)

    def _said(self, path: str, level: str) -> tuple[str, ...]:
        return tuple(message(one) for one in self.problems if one.field == path and one.level == level)


def choice_in_words(question: Question, choice: str) -> str:
    """A choice as a person reads it: plain words before the sign that is printed, 「已辦理（V）」."""
    meaning = question.meanings.get(choice)
    return f"{meaning}（{choice}）" if meaning else choice


def _in_row(question: Question, row: Group) -> str:
    """What a question is called within its row; every step of a path has a label."""
    return "／".join(question.labels[row.path.count(".") + 1 :])


def message(problem: Problem) -> str:
    """The words at the field and in the summary: the same."""
    return f"{problem.message}（{problem.rule}）" if problem.rule else problem.message


def target(path: str, nodes: Iterable[Widget]) -> str:
    """The id of what a link about `path` leads to: the field, or the smallest part of the page around it."""
    ids = set(_ids(nodes))
    while path:
        if identifier(path) in ids:
            return identifier(path)
        path = path.rpartition(".")[0]
    return "main"


def _ids(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        yield node.id
        if not isinstance(node, Field):
            yield from _ids(node.nodes)
        if isinstance(node, Part):
            yield from _ids(node.rows)
