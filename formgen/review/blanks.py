"""Blank papers of a programme as a body hands them out: its name, the year and the last day stand in them already."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from formgen import catalog, checking, programmes
from formgen.bundle import instructions
from formgen.bundle.archive import zipped
from formgen.filenames import safe
from formgen.form import Form
from formgen.programmes import Programme, Words, filing
from formgen.programmes.filing import Filing
from formgen.renditions import FORMATS, Format, rendition

# Where a form asks who reviews.
_BODY = ("body", "review.body")


@dataclass(frozen=True)
class Told:
    """What is known before anybody fills in a form; each of it may be left open."""

    body: str = ""
    year: int | None = None
    last_day: date | None = None


def choices() -> list[Programme]:
    """What can be handed out: the programmes, then what bodies fill in themselves."""
    of_all = [programmes.get(name) for name in programmes.names()]
    within = {form for one in of_all for form in (*one.forms, *one.optional)}
    alone = [name for name in catalog.names() if name not in within and _place_of_body(catalog.get(name))]
    return [*of_all, *map(programmes.get, alone)]


def draw(form_name: str, told: Told, file_format: Format) -> bytes:
    """One form, blank but for what is told. Raises RenderingError."""
    form = catalog.get(form_name)
    return rendition(form, checking.parse(form, _preset(form, told)), file_format, is_blank=True)


def packet(name: str, told: Told) -> bytes:
    """All forms of a programme with its 交件須知, as a ZIP. Raises RenderingError."""
    programme = programmes.get(name)
    files = {
        f"{safe(form.title)}.{each}": draw(form.name, told, each)
        for form in programme.all_forms
        for each in FORMATS
    }
    if programme.hand_in:
        files = {instructions.FILE: _instructions(programme, told), **files}
    return zipped(files)


def _instructions(programme: Programme, told: Told) -> bytes:
    given = filing.parse(
        _with_last_day(programme, told), {form.name: _preset(form, told) for form in programme.all_forms}
    )
    who = [("機關", Words((told.body,), ""))] if told.body else []
    return instructions.draw(given, list(_items(given)), *who)


def _with_last_day(programme: Programme, told: Told) -> Programme:
    if not programme.deadline or not told.last_day:
        return programme
    source = told.body or programme.deadline.source
    return replace(programme, deadline=replace(programme.deadline, own=told.last_day, source=source))


def _items(given: Filing) -> Iterator[dict[str, str]]:
    for form in given.programme.all_forms:
        yield {"number": form.annex, "label": form.title, "state": "空白表單"}
    for exhibit in given.programme.all_exhibits(given.answers):
        if exhibit.is_required:
            yield {"number": exhibit.number, "label": exhibit.label, "state": "請自備"}


def _preset(form: Form, told: Told) -> dict[str, Any]:
    preset: dict[str, Any] = {}
    if told.year and "year" in form.answers.model_fields:
        preset["year"] = told.year
    if told.body and (place := _place_of_body(form)):
        answer: Any = told.body
        for step in reversed(place.split(".")):
            answer = {step: answer}
        preset |= answer
    return preset


def _place_of_body(form: Form) -> str:
    paths = {question.path for question in form.questions()}
    return next((place for place in _BODY if place in paths), "")
