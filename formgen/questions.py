"""Questions: the leaves of an answers model, found by walking or by path."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from formgen.answers import Answers, extra, group_of
from formgen.kinds import Kind, Usual


@dataclass(frozen=True)
class Question:
    """One leaf of the answers: where it stands, what it is called, and what it accepts.

    `yearly` is the path of what belongs to one year: the group around it, or the question itself.
    """

    path: str
    labels: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    printed: bool = True
    yearly: str = ""
    usual: Callable[[Any], object] | None = None

    @property
    def label(self) -> str:
        return "／".join(self.labels)


def walk(
    model: type[Answers], path: str = "", labels: tuple[str, ...] = (), yearly: str = ""
) -> Iterator[Question]:
    """All questions of `model`, in order; in a list that grows, those of its first row."""
    for name, info in model.model_fields.items():
        yield from _walk_field(info, f"{path}{name}", (*labels, info.title or name), yearly)


def _walk_field(info: FieldInfo, path: str, labels: tuple[str, ...], yearly: str) -> Iterator[Question]:
    inner, yearly = group_of(info), yearly or _yearly(info, path)
    if inner is None:
        yield _question(info, path, labels, yearly)
    elif get_origin(info.annotation) is list:
        for index in range(extra(info)["x-rows"]):
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
        inner, yearly = group_of(info), yearly or _yearly(info, gone)
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
    return path if extra(info).get("x-yearly") else ""


def follow(
    model: type[Answers], path: str, activity: int | None = None
) -> tuple[tuple[str, ...], type[Answers]]:
    """The labels on the way to `path`, as far as the answers know it, and the last group on that way.

    With the year of the activity, a row of yearly figures is called by its year.
    """
    labels: list[str] = []
    segments = path.split(".")
    inner: type[Answers] | None = model
    while inner and segments and segments[0] in inner.model_fields:
        model, info = inner, inner.model_fields[segments.pop(0)]
        labels.append(info.title or "")
        inner = group_of(info)
        if get_origin(info.annotation) is list and segments and segments[0].isdecimal():
            labels.append(_row_label(info, int(segments.pop(0)), activity))
    return tuple(labels), inner or model


def _row_label(info: FieldInfo, index: int, activity: int | None = None) -> str:
    about = extra(info)
    if activity and about["x-yearly"] and 0 < activity - about["x-rows"] + index < activity:
        return f"{activity - about['x-rows'] + index}年"
    return str(about["x-each"]).format(index + 1)


def _question(info: FieldInfo, path: str, labels: tuple[str, ...], yearly: str) -> Question:
    about = extra(info)
    return Question(
        path=path,
        labels=labels,
        kind=next(kind for kind in info.metadata if isinstance(kind, Kind)),
        choices=_choices(info.annotation),
        hint=info.description or "",
        required=about["x-required"],
        printed=about["x-printed"],
        yearly=yearly,
        usual=next((one.validate for one in info.metadata if isinstance(one, Usual)), None),
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for one in get_args(annotation) for choice in _choices(one))
