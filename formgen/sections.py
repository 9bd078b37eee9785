"""Sections: the pages of a web form. Each holds questions of an answers model, in the order of the paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, get_origin

from pydantic.fields import FieldInfo

from formgen.answers import Answers, extra, group_of
from formgen.questions import Question, walk

BASIC, BASIC_TITLE = "basic", "基本資料"
# A part of fewer questions is no page of its own.
SMALL = 4


class Asks(Protocol):
    """What has questions: a form."""

    def questions(self) -> Iterator[Question]: ...
    def asks(self, question: Question) -> bool: ...


@dataclass(frozen=True)
class Section:
    """One page: an ASCII `key` that stays the same, its title, and the paths of its questions or of their groups.

    `when` tells from the answers whether they call for a page that only some units fill; None: everybody does.
    """

    key: str
    title: str
    paths: tuple[str, ...]
    hint: str = ""
    when: Callable[[Any], bool] | None = None

    def holds(self, path: str) -> bool:
        """Whether the question, group or row at `path` stands here.

        >>> [Section("rates", "率", ("rates",)).holds(path) for path in ("rates.0.cases", "rates", "rates_more")]
        [True, True, False]
        """
        return any(f"{path}.".startswith(f"{one}.") for one in self.paths)

    def questions(self, form: Asks) -> Iterator[Question]:
        """What the page asks, in the order of the form; in a list that grows, its first row."""
        return (one for one in form.questions() if self.holds(one.path) and form.asks(one))

    def begins_in(self, path: str) -> bool:
        """Whether a part of the page stands in the group at `path`, which may span several pages."""
        return any(one.startswith(f"{path}.") for one in self.paths)

    def applies(self, answers: Answers) -> bool:
        """Whether these answers call for the page; one on which something was said is never left out."""
        return self.when is None or self.when(answers) or any(_says(answers, path) for path in self.paths)


def _says(value: Any, path: str) -> bool:
    for step in path.split("."):
        if isinstance(value, list) and int(step) >= len(value):
            return False
        value = value[int(step)] if isinstance(value, list) else getattr(value, step)
    if isinstance(value, list):
        return any(not one.is_empty for one in value)
    return not value.is_empty if isinstance(value, Answers) else value not in (None, False)


def sections_of(model: type[Answers]) -> tuple[Section, ...]:
    """The pages that a model has by itself: its plain questions together, then each part and each list.

    A small part joins the page before it. What the reviewing body fills stands on no page.
    """
    made: dict[str, Section] = {}
    for name, info in _asked(model):
        key = BASIC if group_of(info) is None else _page_of(name, info, made)
        section = made.get(key, Section(key, BASIC_TITLE if key == BASIC else info.title or name, ()))
        made[key] = replace(section, paths=(*section.paths, name))
    return tuple(made.values())


def sections_of_reviewer(model: type[Answers]) -> tuple[Section, ...]:
    """The pages for what the reviewing body fills: each large part of it by itself, then the rest."""
    made = []
    for name, info in model.model_fields.items():
        group = group_of(info)
        if group is None or not extra(info).get("x-by-reviewer"):
            continue
        parts = {one: f"{name}.{one}" for one in group.model_fields}
        for one, inside in group.model_fields.items():
            inner = group_of(inside)
            if inner and get_origin(inside.annotation) is not list and _size(inner) >= SMALL:
                made.append(Section(f"{name}-{one}", inside.title or one, (parts.pop(one),)))
        made.append(Section(name, info.title or name, tuple(parts.values())))
    return tuple(made)


def _asked(model: type[Answers]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in model.model_fields.items():
        if not extra(info).get("x-by-reviewer"):
            yield name, info


def _page_of(name: str, info: FieldInfo, made: dict[str, Section]) -> str:
    """The key of the page for a part or list: its own name, or the last page's for a small part."""
    group = group_of(info)
    is_small = group is not None and get_origin(info.annotation) is not list and _size(group) < SMALL
    return list(made)[-1] if made and is_small else name


def _size(model: type[Answers]) -> int:
    return len(list(walk(model)))
