"""Questions: the leaves of an answers model, found by walking or by path."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from formgen.answers import Answers, extra, group_of
from formgen.kinds import Alike, Kind, Meanings, Usual


@dataclass(frozen=True)
class Question:
    """One leaf of the answers: where it stands, what it is called, and what it accepts.

    `yearly` is the path of what belongs to one year: the group around it, or the question itself. `by_reviewer` is
    what the reviewing or executing body fills, and an applicant is never asked. `when` is the path of the question
    that it hangs on and the answer that opens it ("" for a tick). An answer that was given nevertheless stays and
    is printed. `alike` is one that usually has the same answer in all groups that ask it; `meanings` are plain words
    for choices that are signs.
    """

    path: str
    labels: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    printed: bool = True
    yearly: str = ""
    by_reviewer: bool = False
    when: tuple[str, str] | None = None
    usual: Callable[[Any], object] | None = None
    alike: bool = False
    meanings: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        return "／".join(self.labels)


@dataclass(frozen=True)
class _Way:
    """The way into the answers, as far as it is gone, and what it says of every question at its end."""

    path: str = ""
    labels: tuple[str, ...] = ()
    yearly: str = ""
    by_reviewer: bool = False
    when: tuple[str, str] | None = None

    def into(self, name: str, info: FieldInfo) -> "_Way":
        about, path = extra(info), _join(self.path, name)
        other, _, value = about.get("x-when", "").partition("=")
        return _Way(
            path=path,
            labels=(*self.labels, info.title or name),
            yearly=self.yearly or (path if about.get("x-yearly") else ""),
            by_reviewer=self.by_reviewer or about.get("x-by-reviewer", False),
            when=(_join(self.path, other), value) if other else self.when,
        )

    def row(self, info: FieldInfo, index: int) -> "_Way":
        labels = (*self.labels, _row_label(info, index))
        return replace(self, path=_join(self.path, str(index)), labels=labels)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def walk(model: type[Answers]) -> Iterator[Question]:
    """All questions of `model`, in order; in a list that grows, those of its first row."""
    return _walk(model, _Way())


def _walk(model: type[Answers], way: _Way) -> Iterator[Question]:
    for name, info in model.model_fields.items():
        inner, here = group_of(info), way.into(name, info)
        if inner is None:
            yield _question(info, here)
        elif get_origin(info.annotation) is list:
            for index in range(extra(info)["x-rows"]):
                yield from _walk(inner, here.row(info, index))
        else:
            yield from _walk(inner, here)


def find(model: type[Answers], path: str) -> Question:
    """The question at `path`, whatever the row. Raises KeyError if there is none."""
    way, segments = _Way(), path.split(".")
    while segments:
        name = segments.pop(0)
        info, way = model.model_fields[name], way.into(name, model.model_fields[name])
        inner = group_of(info)
        if inner is None:
            if segments:
                raise KeyError(path)
            return _question(info, way)
        if get_origin(info.annotation) is list and segments:
            way = way.row(info, int(segments.pop(0)))
        model = inner
    raise KeyError(path)


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


def _question(info: FieldInfo, way: _Way) -> Question:
    about = extra(info)
    return Question(
        path=way.path,
        labels=way.labels,
        kind=next(kind for kind in info.metadata if isinstance(kind, Kind)),
        choices=_choices(info.annotation),
        hint=info.description or "",
        required=about.get("x-required", False),
        printed=about["x-printed"],
        yearly=way.yearly,
        by_reviewer=way.by_reviewer,
        when=way.when,
        alike=any(isinstance(one, Alike) for one in info.metadata),
        meanings=next((one.words for one in info.metadata if isinstance(one, Meanings)), {}),
        usual=next((one.validate for one in info.metadata if isinstance(one, Usual)), None),
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for one in get_args(annotation) for choice in _choices(one))
