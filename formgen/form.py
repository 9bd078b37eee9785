"""What a form is: its answers, its official words, and the rules that only it has."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from formgen.answers import Answers
from formgen.errors import Problem
from formgen.exhibits import Exhibit
from formgen.questions import Question, find, follow, walk
from formgen.sections import Section, sections_of, sections_of_reviewer

__all__ = ["Form", "Report", "Section", "read_official"]


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
    under the paths that they use; by default the answers themselves. `sections` are the pages of a web form, in
    the order of the paper; a form that names none has those of its answers model. `beside` is what an applicant said
    that a reviewer wants to see, by the path of the reviewer's question; `is_reviewed`: the reviewer is asked too.
    """

    name: str
    answers: type[Answers]
    folder: Path
    check: Callable[[Any], Iterator[Problem]] = _no_problems
    compute: Callable[[Any], Mapping[str, str]] = field(default=lambda _: {})
    report: Callable[[Any], Report] = field(default=lambda _: Report())
    exhibits: Callable[[Any], Sequence[Exhibit]] = field(default=lambda _: ())
    facts: Callable[[Any], Mapping[str, Any]] = _given_facts
    sections: tuple[Section, ...] = ()
    beside: Callable[[Any], Mapping[str, str]] = field(default=lambda _: {})
    is_reviewed: bool = False

    def __post_init__(self) -> None:
        if not self.sections:
            object.__setattr__(self, "sections", sections_of(self.answers))

    @cached_property
    def official(self) -> Any:
        """The printed words, as nested names: ``official.head.unit_name``."""
        return read_official(self.folder)

    @property
    def title(self) -> str:
        return str(self.official.form.title)

    @property
    def annex(self) -> str:
        """「附件1」; nothing for a form that is no annex."""
        return str(getattr(self.official.form, "annex", ""))

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

    def label(self, path: str, activity: int | None = None) -> str:
        """The words on the form for a field, a group or a row, as far as the answers know the path.

        With the year of the activity, a row of yearly figures is called by its year.
        """
        return "／".join(follow(self.answers, path, activity)[0])

    def questions(self) -> Iterator[Question]:
        """All questions; in a list that grows, those of its first row."""
        return walk(self.answers)

    def asks(self, question: Question) -> bool:
        """Whether a page of this form asks it."""
        return self.is_reviewed or not question.by_reviewer

    def for_reviewer(self) -> "Form":
        """The form with pages for what the reviewing body fills, before those of the applicant."""
        return replace(self, sections=(*sections_of_reviewer(self.answers), *self.sections), is_reviewed=True)

    def section_of(self, path: str) -> Section | None:
        """The page of a question, row or group; of a group that spans several pages, the first of them.

        None for what the reviewing body fills, but where it is asked, and for a path that stands on no page.
        """
        if not self._is_asked(path):
            return None
        found = (one for one in self.sections if one.holds(path) or one.begins_in(path))
        return next(found, None)

    def _is_asked(self, path: str) -> bool:
        try:
            return self.asks(self.question(path))
        except KeyError:
            return True

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
