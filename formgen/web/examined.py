"""What a draft says, form by form: its answers with shared facts carried over, and all that is wrong with them."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from formgen import checking
from formgen.answers import Answers
from formgen.errors import InvalidAnswers, Problem
from formgen.form import Form, Section
from formgen.programmes import Programme, filing
from formgen.tree import put
from formgen.web import layout, typed
from formgen.web.merging import keyed

NOT_STARTED, STARTED, DONE, WRONG, NOT_NEEDED = "not_started", "started", "done", "wrong", "not_needed"


@dataclass(frozen=True)
class Examined:
    """The values of a draft (by form and path, ``coaching_application.address``), read as answers."""

    programme: Programme
    values: Mapping[str, Any]

    def own(self, form: Form) -> dict[str, Any]:
        """What was typed into the form itself, by path."""
        start = f"{form.name}."
        return {path.removeprefix(start): one for path, one in self.values.items() if path.startswith(start)}

    @cached_property
    def _parsed(self) -> dict[str, tuple[Answers, list[Problem]]]:
        return {
            form.name: _parsed(form, typed.as_data(form, self.own(form))) for form in self.programme.all_forms
        }

    @cached_property
    def _filing(self) -> filing.Filing:
        """What can be read, also of forms that are not begun, so that shared facts stand there already."""
        all_of_it = replace(
            self.programme, forms=(*self.programme.forms, *self.programme.optional), optional=()
        )
        return filing.parse(all_of_it, {name: answers.given() for name, (answers, _) in self._parsed.items()})

    def answers(self, form: Form) -> Answers:
        return self._filing.answers[form.name]

    def is_begun(self, form: Form) -> bool:
        return any(map(typed.says_something, self.own(form).values()))

    @property
    def forms(self) -> list[Form]:
        """The forms that are handed in: the programme's, and the optional ones that were begun."""
        return [
            form
            for form in self.programme.all_forms
            if form.name in self.programme.forms or self.is_begun(form)
        ]

    def given(self) -> dict[str, Any]:
        """The answers of the forms that are handed in, by form name, as JSON."""
        return {form.name: self.answers(form).given() for form in self.forms}

    @cached_property
    def problems(self) -> dict[str, list[Problem]]:
        """All problems of each form that is handed in, in its order; what cannot be read is not told as a gap too."""
        found = {}
        for form in self.forms:
            unreadable = self._parsed[form.name][1]
            fields = {one.field for one in unreadable}
            rest = [one for one in checking.check(form, self.answers(form)) if one.field not in fields]
            found[form.name] = [*unreadable, *rest]
        return found

    @property
    def disagreements(self) -> tuple[Problem, ...]:
        """Shared facts that two forms tell differently."""
        return self._filing.problems

    @property
    def has_errors(self) -> bool:
        return any(one.level == "error" for found in self.problems.values() for one in found)

    @property
    def has_gaps(self) -> bool:
        return any(one.level == "gap" for found in self.problems.values() for one in found)

    def problems_of(self, form: Form, section: Section) -> list[Problem]:
        return [one for one in self.problems.get(form.name, ()) if form.section_of(one.field) == section]

    def shown(self, form: Form, section: Section) -> dict[str, Any]:
        """What stands in each field of the section's page: what was typed there, or in another form."""
        own, carried = self.own(form), typed.from_given(form, self.answers(form).given())
        shown = {}
        for place in layout.places(layout.of(form, section)):
            value = own.get(place.path)
            if not typed.says_something(value):
                value = carried.get(place.path, typed.nothing(place))
            shown[place.path] = keyed(value or []) if isinstance(place, layout.Growing) else value
        return shown

    def carried(self, form: Form, section: Section) -> dict[str, Form]:
        """The section's fields that were filled by another form: their paths, and that form."""
        own = self.own(form)
        return {
            path: source
            for path, value in self.shown(form, section).items()
            if typed.says_something(value) and not typed.says_something(own.get(path))
            if (source := self._filing.source(path)) is not None
        }

    def state(self, form: Form, section: Section) -> str:
        """How far a section is: one of the five words above."""
        levels = {one.level for one in self.problems_of(form, section)}
        own = self.own(form)
        if not section.applies(self.answers(form)):
            return NOT_NEEDED
        places = layout.places(layout.of(form, section))
        if not any(typed.says_something(own.get(place.path)) for place in places):
            return NOT_STARTED
        if "error" in levels:
            return WRONG
        return STARTED if "gap" in levels else DONE


def _parsed(form: Form, data: dict[str, Any]) -> tuple[Answers, list[Problem]]:
    """What can be read of the data, and what cannot."""
    try:
        return checking.parse(form, data), []
    except InvalidAnswers as error:
        readable, problems = deepcopy(data), list(error.problems)
    for problem in problems:
        try:
            put(readable, problem.field, None)
        except (KeyError, IndexError, ValueError, TypeError):
            readable = {}
            break
    try:
        return checking.parse(form, readable), problems
    except InvalidAnswers:
        return checking.parse(form, {}), problems
