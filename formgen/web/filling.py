"""Filling in: the list of sections, and a section's page."""

import secrets
import sqlite3
from dataclasses import replace
from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formgen.errors import Problem
from formgen.form import Form
from formgen.programmes import Programme, filing
from formgen.web import alike, choosing, fields, layout, places, typed
from formgen.web import examined as states
from formgen.web.choosing import number_in
from formgen.web.drafts import Conflict
from formgen.web.examined import Examined
from formgen.web.places import Place
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
    answers = {form.name: examined.answers(form) for form in examined.forms}
    has_evidence = bool(uploads or desk().programme.all_exhibits(answers))
    return page(
        "tasks.html", _title(examined), desk=desk(), forms=forms, link=link, uploads=uploads,
        has_evidence=has_evidence,
        is_empty=not any(map(typed.says_something, examined.values.values())), optional=desk().programme.optional,
    )  # fmt: skip


def _title(examined: Examined) -> str:
    """The programme; a reviewer has many drafts of one, so there also of whom it is."""
    title = examined.programme.title
    said = (examined.answers(form).given() for form in examined.forms if examined.programme.is_reviewed)
    who = next((str(one[name]) for one in said for name in ("name", "unit_name") if one.get(name)), "")
    return "　".join(filter(None, (title, who)))


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
    place = places.find(form, section)
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
    return _section_page(place, examined, problems, revision, secrets.token_urlsafe(9))


@PAGES.post("/fill/<form>/<section>")
def save(form: str, section: str) -> ResponseReturnValue:
    place = places.find(form, section)
    if "whole" not in request.form:
        abort(400)  # cut off on the way: what is missing is not what was emptied
    sent = typed.posted(place.form, place.section, request.form)
    is_script = request.accept_mimetypes.best == "application/json"
    all_of_it, wrong = (sent, []) if is_script else _with_what_was_asked_once(place, sent)
    try:
        conflicts = _saved(place, all_of_it)
    except sqlite3.OperationalError:
        if is_script:
            raise  # its page stands there still, with what was typed
        return _unsaved_page(place, sent)
    if is_script:
        return _told_to_script(place, sent, conflicts)
    if conflicts:
        return choosing.page_of(place, conflicts)
    if wrong and request.form.get("do") != "anyway":
        return _section_page(place, desk().examined(), wrong, *_base(), status=422)
    return redirect(_after(place, request.form.get("do", "")), 303)


def _after(place: Place, deed: str) -> str:
    """Where a person goes who has saved a section."""
    kind, _, rest = deed.partition(":")
    if (kind == "add" and rest not in place.lists) or (
        kind == "remove" and rest.rpartition(":")[0] not in place.lists
    ):
        abort(400)
    here = place.address
    if kind == "add":
        examined = desk().examined()
        rows = examined.shown(place.form, place.section).get(rest) or [{}]
        focus = _first_of(place, rest, len(rows) - 1)
        return f"{here}?focus={focus}#{fields.identifier(focus)}"
    if kind == "remove":
        return f"{here}#{fields.identifier(rest.rpartition(':')[0])}"
    if deed == "once":
        return f"{here}?saved=1"
    if deed == "later":
        return url_for(".tasks", saved=1)
    problems = desk().examined().problems_of(place.form, place.section)
    if deed != "anyway" and any(one.level == "error" for one in problems):
        return f"{here}?saved=1"
    return places.following(place)


def _base() -> tuple[int, str]:
    """The revision that the page which was sent shows, and its name."""
    return number_in(request.form.get("revision", "")), request.form.get("page", "")[:_LONGEST_NAME]


def _saved(place: Place, sent: dict[str, Any]) -> list[Conflict]:
    """Save what the page sent; what somebody else has changed meanwhile."""
    base, name = _base()
    before = desk().examined(base, name).shown(place.form, place.section)
    return services().drafts.save(desk().draft, base, place.under(before), place.under(sent), name)


def _with_what_was_asked_once(place: Place, sent: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The answers with those that were given once for the whole page; without them, and why, where these are wrong."""
    added = alike.additions(place.nodes, sent, request.form)
    if not added:
        return sent, []
    examined = _with(desk().examined(), place, {**sent, **added})
    wrong = alike.problems(place.nodes, added, examined.problems_of(place.form, place.section))
    return (sent, wrong) if wrong else ({**sent, **added}, [])


def _with(examined: Examined, place: Place, sent: dict[str, Any]) -> Examined:
    """The draft as if the page had been saved."""
    return replace(examined, values={**examined.values, **place.under(sent)})


def _unsaved_page(place: Place, sent: dict[str, Any]) -> ResponseReturnValue:
    """The page again as it was sent, since nothing could be saved."""
    examined = _with(desk().examined(), place, sent)
    problems = [one for one in examined.problems_of(place.form, place.section) if one.level != "gap"]
    return _section_page(place, examined, problems, *_base(), status=503)


def _told_to_script(place: Place, sent: dict[str, Any], conflicts: list[Conflict]) -> ResponseReturnValue:
    """How saving went, for a page that stays open, and what the form now reports.

    The page's revision moves on only where the page shows all that the draft says of the section: else a field that a
    colleague has changed, and that stands here as it was, would seem to be changed back.
    """
    drafts = services().drafts
    revision, saved = drafts.revision(desk().draft), drafts.open(desk().draft.secret).saved
    examined = desk().examined(revision)
    is_same = examined.shown(place.form, place.section) == sent
    clock = f"{saved.astimezone(TAIPEI):%H:%M}"
    words = WORDS.saving.conflict if conflicts else fill(WORDS.saving.saved, clock=clock)
    report = render_template("report.html", report=place.form.report(examined.answers(place.form)))
    base = revision if is_same else _base()[0]
    return jsonify(revision=base, message=words, report=report), 409 if conflicts else 200


def _section_page(
    place: Place, examined: Examined, problems: list[Problem], revision: int, name: str, status: int = 200
) -> ResponseReturnValue:
    """A section's questions; with the status 503 they could not be saved."""
    values = examined.shown(place.form, place.section)
    if request.method == "POST":
        values |= alike.given(place.nodes, request.form)
    builder = fields.Builder(
        place.form,
        values,
        _sources(examined, place),
        problems,
        request.args.get("focus", ""),
        place.form.beside(examined.answers(place.form)) if place.form.is_reviewed else {},
    )
    parts, once = builder.parts(place.nodes), builder.asked_once(alike.questions(place.nodes))
    errors = [(one, fields.target(one.field, (*once, *parts))) for one in problems if one.level != "warning"]
    report = place.form.report(examined.answers(place.form))
    return page(
        "section.html", place.section.title, status=status, has_errors=bool(errors) or status == 503, desk=desk(),
        form=place.form, section=place.section, parts=parts, once=once, errors=errors, report=report, revision=revision,
        name=name, is_unsaved=status == 503, is_wrong=any(one.level == "error" for one in problems),
    )  # fmt: skip


def _sources(examined: Examined, place: Place) -> dict[str, tuple[str, str]]:
    """Of each value that another form tells: that form's title, and the address of its question there."""
    return {
        path: (form.title, _address(form, path))
        for path, form in examined.carried(place.form, place.section).items()
    }


def _address(form: Form, path: str) -> str:
    """The page that asks a question; of a fact that a form works out, the form's first page."""
    section = form.section_of(path)
    anchor = fields.identifier(path) if section else None
    return Place(form, section or form.sections[0]).address + (f"#{anchor}" if anchor else "")


def _first_of(place: Place, path: str, index: int) -> str:
    """The first question of a row."""
    for one in layout.places(place.nodes):
        if isinstance(one, layout.Growing) and one.path == path:
            return next(inside.path for inside in layout.places(one.row(place.form, index)))
    return path
