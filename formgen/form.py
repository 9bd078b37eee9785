"""What a form is: its answers, its official words, and the rules that only it has."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo

from formgen.errors import Problem
from formgen.exhibits import Exhibit
from formgen.kinds import Kind, Usual


class Answers(BaseModel):
    """What a person says. An answer not given is None, a tick not made is False."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, regex_engine="rust-regex", hide_input_in_errors=True
    )

    def given(self) -> dict[str, Any]:
        """The answers as JSON values, without what was not answered."""
        given: dict[str, Any] = _given(self.model_dump(mode="json"))
        return given

    @property
    def is_empty(self) -> bool:
        return not self.given()

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_given(cls, data: Any) -> Any:
        """Programs write null for whatever was not said: a text, a tick or a whole group."""
        if not isinstance(data, dict):
            return data
        return {key: one for key, one in data.items() if one is not None or key not in cls.model_fields}

    @field_serializer("*", mode="wrap", when_used="json")
    def _digits_as_typed(self, value: Any, handler: SerializerFunctionWrapHandler) -> Any:
        """0.0000001, never 1E-7, which nobody could type."""
        return format(value, "f") if isinstance(value, Decimal) else handler(value)

    @field_validator("*", mode="after")
    @classmethod
    def _no_empty_rows_at_the_end(cls, value: Any, info: ValidationInfo) -> Any:
        """A list that grows ends with its last row that says something."""
        if isinstance(value, list) and _extra(cls.model_fields[str(info.field_name)]).get("x-grows"):
            while value and value[-1].is_empty:
                value = value[:-1]
        return value


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _given(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if not _is_nothing(one)}
    return [_given(one) for one in value] if isinstance(value, list) else value


def _is_nothing(value: Any) -> bool:
    """None, False, and groups and lists in which nothing is said; never the number 0."""
    if isinstance(value, (dict, list)):
        return all(one == {} for one in value) if isinstance(value, list) else not value
    return value is None or value is False


def ask(label: str, *, hint: str = "", required: bool = False, printed: bool = True) -> Any:
    """A question: its `label` as on the form; `required` on a final print; not `printed` = asked only."""
    return _field(label, hint, default=None, required=required, printed=printed)


def tick(label: str, *, hint: str = "", printed: bool = True) -> Any:
    """A box to tick."""
    return _field(label, hint, default=False, printed=printed)


def part(label: str, model: type[Answers], *, yearly: bool = False) -> Any:
    """A group of questions; a `yearly` one is answered anew each year."""
    return _field(label, "", default_factory=model, yearly=yearly)


def many(
    label: str, model: type[Answers], *, each: str = "第{}列", exactly: int = 0, yearly: bool = False
) -> Any:
    """A list of groups that grows, or one of `exactly` so many; `each` names one, counted from 1.

    The rows of a `yearly` list are the years before the activity's, the oldest first.
    """
    return Field(
        title=label,
        default_factory=lambda: [model() for _ in range(exactly)],
        min_length=exactly,
        max_length=exactly or 1000,
        json_schema_extra={
            "x-each": each,
            "x-grows": not exactly,
            "x-rows": exactly or 1,
            "x-yearly": yearly,
        },
    )


def _field(
    label: str,
    hint: str,
    *,
    required: bool = False,
    printed: bool = True,
    yearly: bool = False,
    **default: Any,
) -> Any:
    extra: dict[str, JsonValue] = {"x-required": required, "x-printed": printed, "x-yearly": yearly}
    return Field(title=label, description=hint or None, json_schema_extra=extra, **default)


def _extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


@dataclass(frozen=True)
class Question:
    """One leaf of the answers: where it stands, what it is called, and what it accepts.

    `yearly` is the path of the group around it that belongs to one year.
    """

    path: str
    labels: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    printed: bool = True
    yearly: str = ""
    usual: Callable[[str], object] | None = None

    @property
    def label(self) -> str:
        return "／".join(self.labels)


@dataclass(frozen=True)
class Report:
    """What a form can tell about answers: computed figures, advice in whole sentences, and what to call them."""

    figures: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()
    headings: tuple[str, str] = ("自評分數", "可提高分數")


def _no_problems(_answers: Any) -> Iterator[Problem]:
    return iter(())


def _given_facts(answers: Any) -> dict[str, Any]:
    facts: dict[str, Any] = answers.given()
    return facts


@dataclass(frozen=True)
class Form:
    """One form in one edition of its wording: an official one, or a sheet of ours that says it is none.

    `check` yields what is wrong beyond types; `compute` gives printed values that nobody types, by name
    (``=total``) or by the path of an answer that was left open; `report` is for the screen only. `exhibits`
    are the places for evidence, in order. `facts` is what other forms handed in with this one can take over,
    under the paths that they use; by default the answers themselves.
    """

    name: str
    answers: type[Answers]
    folder: Path
    check: Callable[[Any], Iterator[Problem]] = _no_problems
    compute: Callable[[Any], Mapping[str, str]] = field(default=lambda _: {})
    report: Callable[[Any], Report] = field(default=lambda _: Report())
    exhibits: Callable[[Any], Sequence[Exhibit]] = field(default=lambda _: ())
    facts: Callable[[Any], Mapping[str, Any]] = _given_facts

    @cached_property
    def official(self) -> Any:
        """The printed words, as nested names: ``official.head.unit_name``."""
        return read_official(self.folder)

    @property
    def title(self) -> str:
        return str(self.official.form.title)

    @property
    def edition(self) -> str:
        return str(self.official.form.edition)

    @property
    def is_official(self) -> bool:
        """Whether the words are an authority's; a sheet of ours says ``is_official = false``."""
        return getattr(self.official.form, "is_official", True)

    def envelope(self, answers: Answers) -> dict[str, Any]:
        """What a rendition carries hidden: the form, its edition, and the answers."""
        return {"form": self.name, "edition": self.edition, "answers": answers.given()}

    def question(self, path: str) -> Question:
        """The question at `path`. Raises KeyError for a path that the answers do not have."""
        if path not in self._questions_by_path:
            self._questions_by_path[path] = find(self.answers, path)
        return self._questions_by_path[path]

    def questions(self) -> Iterator[Question]:
        """All questions; in a list that grows, those of its first row."""
        return walk(self.answers)

    @cached_property
    def _questions_by_path(self) -> dict[str, Question]:
        return {question.path: question for question in self.questions()}


def read_official(folder: Path) -> Any:
    """The words of the form in `folder`; with ``quotes`` in its [form], another form's as ``quoted``."""
    words = _named(tomllib.loads((folder / "official.toml").read_text(encoding="utf-8")))
    if quotes := getattr(words.form, "quotes", ""):
        words.quoted = read_official(folder.parent / quotes)
    return words


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _named(one) for key, one in value.items()})
    return tuple(_named(one) for one in value) if isinstance(value, list) else value


def walk(
    model: type[Answers], path: str = "", labels: tuple[str, ...] = (), yearly: str = ""
) -> Iterator[Question]:
    """All questions of `model`, in order; in a list that grows, those of its first row."""
    for name, info in model.model_fields.items():
        yield from _walk_field(info, f"{path}{name}", (*labels, info.title or name), yearly)


def _walk_field(info: FieldInfo, path: str, labels: tuple[str, ...], yearly: str) -> Iterator[Question]:
    inner, yearly = _group_of(info), yearly or _yearly(info, path)
    if inner is None:
        yield _question(info, path, labels, yearly)
    elif get_origin(info.annotation) is list:
        for index in range(_extra(info)["x-rows"]):
            yield from walk(inner, f"{path}.{index}.", (*labels, _row_label(info, index)), yearly)
    else:
        yield from walk(inner, f"{path}.", labels, yearly)


def find(model: type[Answers], path: str) -> Question:
    """The question at `path`, whatever the row. Raises KeyError if there is none."""
    labels: list[str] = []
    yearly, gone, segments = "", "", path.split(".")
    while segments:
        segment = segments.pop(0)
        info, gone = model.model_fields[segment], f"{gone}.{segment}".lstrip(".")
        labels.append(info.title or "")
        inner, yearly = _group_of(info), yearly or _yearly(info, gone)
        if inner is None:
            if segments:
                raise KeyError(path)
            return _question(info, path, tuple(labels), yearly)
        if get_origin(info.annotation) is list and segments:
            gone = f"{gone}.{segments[0]}"
            labels.append(_row_label(info, int(segments.pop(0))))
        model = inner
    raise KeyError(path)


def _yearly(info: FieldInfo, path: str) -> str:
    return path if _extra(info).get("x-yearly") else ""


def follow(model: type[Answers], path: str) -> tuple[tuple[str, ...], type[Answers]]:
    """The labels on the way to `path`, as far as the answers know it, and the last group on that way."""
    labels: list[str] = []
    segments = path.split(".")
    inner: type[Answers] | None = model
    while inner and segments and segments[0] in inner.model_fields:
        model, info = inner, inner.model_fields[segments.pop(0)]
        labels.append(info.title or "")
        inner = _group_of(info)
        if get_origin(info.annotation) is list and segments and segments[0].isdecimal():
            labels.append(_row_label(info, int(segments.pop(0))))
    return tuple(labels), inner or model


def _group_of(info: FieldInfo) -> type[Answers] | None:
    """The model of a group or of a list's rows; None for a single question."""
    types = get_args(info.annotation) if get_origin(info.annotation) is list else (info.annotation,)
    return types[0] if isinstance(types[0], type) and issubclass(types[0], Answers) else None


def _row_label(info: FieldInfo, index: int) -> str:
    return str(_extra(info)["x-each"]).format(index + 1)


def _question(info: FieldInfo, path: str, labels: tuple[str, ...], yearly: str) -> Question:
    extra = _extra(info)
    return Question(
        path=path,
        labels=labels,
        kind=next(kind for kind in info.metadata if isinstance(kind, Kind)),
        choices=_choices(info.annotation),
        hint=info.description or "",
        required=extra["x-required"],
        printed=extra["x-printed"],
        yearly=yearly,
        usual=next((one.validate for one in info.metadata if isinstance(one, Usual)), None),
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for one in get_args(annotation) for choice in _choices(one))
