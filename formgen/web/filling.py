"""Filling in: the list of sections, a section's page, and two answers to one question."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formgen import checking
from formgen.errors import Problem
from formgen.form import Form, Section
from formgen.programmes import Programme, filing
from formgen.web import examined as states
from formgen.web import fields, layout, typed
from formgen.web.drafts import Conflict
from formgen.web.examined import Examined
from formgen.web.services import desk, of_draft, page, services
from formgen.web.wording import TAIPEI, fill
from formgen.web.words import WORDS

PAGES = of_draft("filling")
_LONGEST_NAME = 32


@PAGES.get("/")
def tasks() -> ResponseReturnValue:
    examined = desk().examined()
    forms = [
        (form, [(section, examined.state(form, section)) for section in form.sections])
        for form in desk().programme.all_forms
    ]
    link = url_for(".tasks", _external=True)
    uploads = services().uploads.of(desk().draft)
    return page(
        "tasks.html", desk().programme.title, desk=desk(), forms=forms, link=link, uploads=uploads,
        is_empty=not any(map(typed.says_something, examined.values.values())), optional=desk().programme.optional,
    )  # fmt: skip


@PAGES.post("/example")
def example() -> ResponseReturnValue:
    """Fill a draft that says nothing with the programme's example."""
    about, drafts = desk(), services().drafts
    if not any(map(typed.says_something, drafts.values(about.draft).values())):
        drafts.fill(about.draft, _example(about.programme), is_example=True)
    return redirect(url_for(".tasks"), 303)


def _example(programme: Programme) -> dict[str, Any]:
    given = filing.parse(programme, filing.example(programme)).answers
    return stored(programme.all_forms, {name: one.given() for name, one in given.items()})


@PAGES.post("/clear")
def clear() -> ResponseReturnValue:
    """Take the example out again; what a person typed in its place stays."""
    about, drafts = desk(), services().drafts
    if about.draft.is_example:
        example = _example(about.programme)
        values = drafts.values(about.draft).items()
        drafts.fill(about.draft, {path: value for path, value in values if example.get(path) != value})
    return redirect(url_for(".tasks"), 303)


def stored(forms: list[Form], given: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{form.name}.{path}": value
        for form in forms
        for path, value in typed.from_given(form, given.get(form.name, {})).items()
    }


@PAGES.get("/fill/<form>/<section>")
def section(form: str, section: str) -> ResponseReturnValue:
    place = _place(form, section)
    # Before the values: what somebody saves in between is then asked about, never overwritten.
    revision = services().drafts.revision(desk().draft)
    examined = desk().examined()
    is_begun = examined.state(place.form, place.section) != states.NOT_STARTED
    levels = (
        {"error", "warning", "gap"}
        if "check" in request.args
        else {"error", "warning"}
        if is_begun
        else set()
    )
    problems = [one for one in examined.problems_of(place.form, place.section) if one.level in levels]
    return _section_page(place, examined, problems, revision)


@PAGES.post("/fill/<form>/<section>")
def save(form: str, section: str) -> ResponseReturnValue:
    place = _place(form, section)
    if "whole" not in request.form:
        abort(400)  # cut off on the way: what is missing is not what was emptied
    conflicts = _saved(place)
    if request.accept_mimetypes.best == "application/json":
        return _told_to_script(place, conflicts)
    if conflicts:
        return _choose_page(place, conflicts)
    return redirect(_after(place, request.form.get("do", "")), 303)


def _after(place: "Place", deed: str) -> str:
    """Where a person goes who has saved a section."""
    kind, _, rest = deed.partition(":")
    if (kind == "add" and rest not in place.lists) or (
        kind == "remove" and rest.rpartition(":")[0] not in place.lists
    ):
        abort(400)
    here = url_for(".section", form=place.form.name, section=place.section.key)
    if kind == "add":
        examined = desk().examined()
        rows = examined.shown(place.form, place.section).get(rest) or [{}]
        focus = _first_of(place, rest, len(rows) - 1)
        return f"{here}?focus={focus}#{fields.identifier(focus)}"
    if kind == "remove":
        return f"{here}#{fields.identifier(rest.rpartition(':')[0])}"
    if deed == "later":
        return url_for(".tasks", saved=1)
    problems = desk().examined().problems_of(place.form, place.section)
    if any(one.level == "error" for one in problems):
        return f"{here}?saved=1"
    return _next(place)


@PAGES.post("/choose/<form>/<section>")
def choose(form: str, section: str) -> ResponseReturnValue:
    """The one that a person chose of two answers to the same question."""
    place = _place(form, section)
    chosen, shown = {}, {}
    for number in range(len(place.paths)):
        path = request.form.get(f"path:{number}", "")
        if path in place.paths and request.form.get(f"choice:{number}") == "mine":
            chosen[path] = _loaded(request.form.get(f"mine:{number}", ""), is_list=path in place.lists)
            shown[path] = _loaded(request.form.get(f"theirs:{number}", ""), is_list=path in place.lists)
    base = _number(request.form.get("revision", ""))
    conflicts = services().drafts.save(desk().draft, base, place.under(shown), place.under(chosen))
    return _choose_page(place, conflicts) if conflicts else redirect(_next(place), 303)


@dataclass(frozen=True)
class Place:
    """A section of a form."""

    form: Form
    section: Section

    @property
    def nodes(self) -> tuple[layout.Node, ...]:
        return layout.of(self.form, self.section)

    @property
    def paths(self) -> list[str]:
        return [one.path for one in layout.places(self.nodes)]

    @property
    def lists(self) -> list[str]:
        """The paths of the lists that grow."""
        return [one.path for one in layout.places(self.nodes) if isinstance(one, layout.Growing)]

    def under(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values under the paths that a draft has for them."""
        return {f"{self.form.name}.{path}": value for path, value in values.items()}


def _place(form: str, section: str) -> Place:
    found = next((one for one in desk().programme.all_forms if one.name == form), None)
    part = next((one for one in found.sections if one.key == section), None) if found else None
    if found is None or part is None:
        abort(404)
    return Place(found, part)


def _saved(place: Place) -> list[Conflict]:
    """Save what the page sent; what somebody else has changed meanwhile."""
    base, name = _number(request.form.get("revision", "")), request.form.get("page", "")[:_LONGEST_NAME]
    before = desk().examined(base, name).shown(place.form, place.section)
    sent = typed.posted(place.form, place.section, request.form)
    return services().drafts.save(desk().draft, base, place.under(before), place.under(sent), name)


def _told_to_script(place: Place, conflicts: list[Conflict]) -> ResponseReturnValue:
    """How saving went, for a page that stays open, and what the form now reports.

    The page's revision moves on only where the page shows all that the draft says of the section: else a field that a
    colleague has changed, and that stands here as it was, would seem to be changed back.
    """
    revision = services().drafts.revision(desk().draft)
    examined = desk().examined(revision)
    is_same = examined.shown(place.form, place.section) == typed.posted(
        place.form, place.section, request.form
    )
    words = WORDS.saving.conflict if conflicts else fill(WORDS.saving.saved, clock=_clock())
    report = render_template("report.html", report=place.form.report(examined.answers(place.form)))
    base = revision if is_same else _number(request.form.get("revision", ""))
    return jsonify(revision=base, message=words, report=report), 409 if conflicts else 200


def _clock() -> str:
    return f"{datetime.now(TAIPEI):%H:%M}"


def _section_page(
    place: Place, examined: Examined, problems: list[Problem], revision: int, status: int = 200
) -> ResponseReturnValue:
    builder = fields.Builder(
        place.form,
        examined.shown(place.form, place.section),
        examined.carried(place.form, place.section),
        problems,
        request.args.get("focus", ""),
    )
    parts = builder.parts(place.nodes)
    errors = [(one, fields.target(one.field, parts)) for one in problems if one.level != "warning"]
    report = place.form.report(examined.answers(place.form))
    return page(
        "section.html", place.section.title, status=status, has_errors=bool(errors), desk=desk(), form=place.form,
        section=place.section, parts=parts, errors=errors, report=report,
        revision=revision, now=datetime.now(UTC), name=secrets.token_urlsafe(9),
    )  # fmt: skip


def _choose_page(place: Place, conflicts: list[Conflict]) -> ResponseReturnValue:
    rows = []
    for conflict in conflicts:
        path = conflict.path.removeprefix(f"{place.form.name}.")
        rows.append(
            (path, _label(place, path), conflict, json.dumps(conflict.mine), json.dumps(conflict.theirs))
        )
    return page(
        "choose.html", WORDS.choose.title, status=409, has_errors=True, desk=desk(), form=place.form,
        section=place.section, rows=rows, revision=services().drafts.revision(desk().draft), said=said,
    )  # fmt: skip


def said(value: Any) -> str:
    """A stored value in words."""
    if isinstance(value, bool):
        return str(WORDS.field.ticked if value else WORDS.field.not_ticked)
    if isinstance(value, list):
        return "\n".join("，".join(map(said, row.values())) or said("") for row in value) or said("")
    return str(value or WORDS.field.empty)


def _label(place: Place, path: str) -> str:
    return checking.label_of(place.form, path)


def _first_of(place: Place, path: str, index: int) -> str:
    """The first question of a row."""
    for one in layout.places(place.nodes):
        if isinstance(one, layout.Growing) and one.path == path:
            return next(inside.path for inside in layout.places(one.row(place.form, index)))
    return path


def _next(place: Place) -> str:
    """The next section that is asked, on the next form too, and after the last one the evidence."""
    examined, forms = desk().examined(), desk().programme.all_forms
    way = [
        (form, section)
        for form in forms
        for section in form.sections
        if form.name in desk().programme.forms or form is place.form
    ]
    for form, section in way[way.index((place.form, place.section)) + 1 :]:
        if examined.state(form, section) != states.NOT_NEEDED:
            return url_for(".section", form=form.name, section=section.key, saved=1)
    return url_for("attaching.evidence", saved=1)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _loaded(text: str, *, is_list: bool) -> Any:
    """A value that our own page sent along, in no other shape than it is stored in."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        abort(400)
    rows = value if isinstance(value, list) else None
    is_row = [isinstance(row, dict) and all(map(_is_plain, row.values())) for row in rows or ()]
    if value is not None and not (all(is_row) and rows is not None if is_list else _is_plain(value)):
        abort(400)
    return value


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool))
