"""Filling in a programme: facts that are typed once stand in every form that asks for them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from formgen import checking
from formgen.answers import Answers
from formgen.errors import InvalidAnswers, Problem
from formgen.form import Form
from formgen.programmes import Programme
from formgen.tree import leaves, put


@dataclass(frozen=True)
class Filing:
    """The answers to the forms of a programme, by the form's name, in the order in which they are handed in.

    `told` is what the person said; in `answers` every form has the shared facts too.
    """

    programme: Programme
    told: dict[str, Answers]
    answers: dict[str, Answers]
    problems: tuple[Problem, ...] = ()

    def source(self, path: str) -> Form | None:
        """The form whose fact stands at `path` in the forms that left it open."""
        tellers = self._facts.get(path, {})
        return next((form for form in self.programme.all_forms if form.name in tellers), None)

    @cached_property
    def _facts(self) -> dict[str, dict[str, Any]]:
        forms = [form for form in self.programme.all_forms if form.name in self.told]
        return _shared(self.programme, {form.name: form.facts(self.told[form.name]) for form in forms})


def parse(programme: Programme, data: Any) -> Filing:
    """`data`, an object of the answers by form name, with shared facts carried over.

    Raises InvalidAnswers with every problem of every form. What two forms say differently is a warning.
    """
    if not isinstance(data, dict):
        raise InvalidAnswers([Problem("", "填答", "應為一組填答（JSON 物件），每張表單一份")], data)
    forms = {form.name: form for form in programme.all_forms}
    problems = [_unknown(name, forms) for name in data if name not in forms]
    kept = [form for form in forms.values() if form.name in programme.forms or _said(data, form) != {}]
    try:
        answers = {form.name: checking.parse(form, _said(data, form)) for form in kept}
    except InvalidAnswers:
        problems += [
            of_form(form, one, kept) for form in kept for one in checking.look(form, _said(data, form))[1]
        ]
    if problems:
        raise InvalidAnswers(problems, data)
    carried = _carried(programme, kept, answers)
    return Filing(programme, answers, carried, tuple(_twice(programme, kept, answers)))


def example(programme: Programme) -> dict[str, Any]:
    """The examples of the forms that everybody hands in; a shared fact is told by the first form alone."""
    files = {form.name: form.folder / "example.json" for form in programme.all_forms}
    examples = {name: json.loads(files[name].read_text(encoding="utf-8")) for name in programme.forms}
    for later in list(examples.values())[1:]:
        for fact in programme.shared:
            later.pop(fact, None)
    return examples


def _said(data: Mapping[str, Any], form: Form) -> Any:
    """What is said for a form; null is nothing."""
    said = data.get(form.name)
    return {} if said is None else said


def check(filing: Filing) -> list[Problem]:
    """What is wrong with the filing, form by form; the labels name the form where there are several."""
    forms = [form for form in filing.programme.all_forms if form.name in filing.answers]
    found = [
        of_form(form, one, forms) for form in forms for one in checking.check(form, filing.answers[form.name])
    ]
    return [*found, *filing.problems]


def of_form(form: Form, problem: Problem, forms: list[Form]) -> Problem:
    """A problem of one form among several."""
    if len(forms) < 2:
        return problem
    label = f"{form.title}／{problem.label}" if problem.label else form.title
    return replace(problem, field=f"{form.name}.{problem.field}", label=label)


def _unknown(name: str, forms: Mapping[str, Form]) -> Problem:
    return Problem(name, "填答", f"沒有「{name[:60]}」這張表單；這個計畫的表單：{'、'.join(forms)}")


def _carried(programme: Programme, forms: list[Form], answers: dict[str, Answers]) -> dict[str, Answers]:
    """The answers with every shared fact put where it was left open."""
    shared = _shared(programme, {form.name: form.facts(answers[form.name]) for form in forms})
    one_year = len(set(shared.get("year", {}).values())) < 2
    filled = {}
    for form in forms:
        data = answers[form.name].model_dump(mode="json")
        given = dict(leaves(answers[form.name].given()))
        for path, told in shared.items():
            # Figures of another year would stand in the wrong column.
            if path not in given and _asks(form, path) and (one_year or not form.question(path).yearly):
                put(data, path, next(iter(told.values())))
        filled[form.name] = checking.parse(form, data)
    return filled


def _shared(programme: Programme, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every shared fact that is told: its path, and who says what, in order."""
    shared: dict[str, dict[str, Any]] = {}
    for name, told in facts.items():
        for path, value in leaves(told):
            if any(path == one or path.startswith(f"{one}.") for one in programme.shared):
                shared.setdefault(path, {})[name] = value
    return shared


def _twice(programme: Programme, forms: list[Form], answers: dict[str, Answers]) -> Iterator[Problem]:
    """A warning for each shared fact that two forms tell differently, typed or worked out."""
    titles = {form.name: form.title for form in forms}
    for path, told in _shared(
        programme, {form.name: form.facts(answers[form.name]) for form in forms}
    ).items():
        if len(set(map(str, told.values()))) > 1:
            label = checking.label_of(next(form for form in forms if form.name in told), path)
            said = "，".join(f"{titles[name]}寫「{value}」" for name, value in told.items())
            yield Problem(path, label, f"{said}；請確認後改成一樣", "warning")


def _asks(form: Form, path: str) -> bool:
    try:
        form.question(path)
    except (KeyError, ValueError):
        return False
    return True
