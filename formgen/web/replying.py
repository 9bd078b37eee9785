"""Replying: the page behind the link that an office sends out; nobody signs in. A passed deadline warns and never locks."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import catalog
from formgen.errors import Problem
from formgen.form import Form
from formgen.renditions import FORMATS
from formgen.web import asked, fields, jobs, layout
from formgen.web.replies import Collection, NoReplies, Reply, Values
from formgen.web.services import attached, page, services
from formgen.web.wording import TAIPEI
from formgen.web.words import WORDS

PAGES = Blueprint("replying", __name__, url_prefix="/reply/<link>")


@PAGES.url_value_preprocessor
def _open(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.collection = services().replies.get((values or {}).pop("link", ""))


@PAGES.url_defaults
def _with_link(_endpoint: str, values: dict[str, Any]) -> None:
    if "collection" in g:
        values.setdefault("link", g.collection.link)


@PAGES.app_errorhandler(NoReplies)
def gone(error: NoReplies) -> ResponseReturnValue:
    return page("fault.html", WORDS.faults.of_404.title, status=404, sentence=str(error))


@PAGES.get("/")
def ask() -> ResponseReturnValue:
    return _questions({}, ())


@PAGES.post("/")
def begin() -> ResponseReturnValue:
    given, wrong = _posted()
    if wrong:
        return _questions(given, wrong, 422)
    services().rates.count(request.remote_addr or "")
    reply = services().replies.begin(_collection(), given)
    return redirect(url_for(".look", own=reply.secret), 303)


@PAGES.get("/<own>/")
def look(own: str) -> ResponseReturnValue:
    """The reply once more, to send it; after that, that it was sent."""
    reply = _reply(own)
    answers, problems = asked.look(_collection(), reply.given)
    notes = [one for one in problems if one.level == "warning"]
    title = WORDS.reply.sent_title if reply.sent else WORDS.reply.check_title
    return page(
        "reply_look.html", title, collection=_collection(), form=_form(), reply=reply, notes=notes, formats=FORMATS,
        answers=[(question, text) for question, text in asked.told(_form(), answers) if text], is_late=_is_late(),
    )  # fmt: skip


@PAGES.post("/<own>/")
def send(own: str) -> ResponseReturnValue:
    services().replies.send(_reply(own))
    return redirect(url_for(".look", own=own), 303)


@PAGES.get("/<own>/change")
def again(own: str) -> ResponseReturnValue:
    reply = _reply(own)
    return _questions(reply.given, asked.look(_collection(), reply.given)[1], reply=reply)


@PAGES.post("/<own>/change")
def change(own: str) -> ResponseReturnValue:
    reply = _reply(own)
    given, wrong = _posted()
    if wrong:
        return _questions(given, wrong, 422, reply)
    services().replies.save(reply, given)
    return redirect(url_for(".look", own=own, saved=1), 303)


@PAGES.get("/<own>/file.<file_format>")
def rendition(own: str, file_format: str) -> ResponseReturnValue:
    if file_format not in FORMATS:
        abort(404)
    answers, _ = asked.look(_collection(), _reply(own).given)
    content = services().heavy(jobs.draw, _form().name, answers.given(), file_format)
    return attached(BytesIO(content), file_format, _form().name, _form().title)


def _collection() -> Collection:
    found: Collection = g.collection
    return found


def _form() -> Form:
    return catalog.get(_collection().form)


def _reply(own: str) -> Reply:
    return services().replies.open(_collection(), own)


def _is_late() -> bool:
    last = _collection().deadline
    return last is not None and datetime.now(TAIPEI).date() > last


def _posted() -> tuple[dict[str, Any], list[Problem]]:
    """What was typed, and all problems of it if one of them stops it."""
    if "whole" not in request.form:
        abort(400)  # cut off on the way: what is missing is not what was emptied
    given = asked.posted(_form(), request.form)
    problems = asked.look(_collection(), given)[1]
    return given, problems if any(one.level == "error" for one in problems) else []


def _questions(
    given: Values, problems: Sequence[Problem], status: int = 200, reply: Reply | None = None
) -> ResponseReturnValue:
    """All questions of the form on one page; of a reply that was begun, to change it."""
    form = _form()
    builder = fields.Builder(form, given, {}, problems)
    sections = [(one, builder.parts(layout.of(form, one))) for one in form.sections]
    parts = [part for _, some in sections for part in some]
    errors = [(one, fields.target(one.field, parts)) for one in problems if one.level == "error"]
    return page(
        "reply.html", form.title, status=status, has_errors=bool(errors), collection=_collection(), form=form,
        sections=sections, errors=errors, reply=reply, is_late=_is_late(), event=_event(form),
    )  # fmt: skip


def _event(form: Form) -> list[tuple[str, str]]:
    """What the office says of its event: label and text."""
    answers, _ = asked.look(_collection(), {})
    return asked.told_by_office(form, answers)
