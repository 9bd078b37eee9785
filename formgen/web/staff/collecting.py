"""Collections of replies, for who has signed in: send out a form, see who has answered, take all replies as one table."""

from io import BytesIO
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import catalog
from formgen.awards import ledger
from formgen.errors import Problem
from formgen.form import Form
from formgen.review import spreadsheet
from formgen.web import asked, fields, typed
from formgen.web.access import of_area
from formgen.web.layout import Leaf
from formgen.web.replies import Collection, Values
from formgen.web.services import attached, page, services
from formgen.web.words import WORDS

PAGES = of_area("collecting", "/staff/replies")
_FORMATS = ("xlsx", "csv")


@PAGES.get("/")
def index() -> ResponseReturnValue:
    return page(
        "staff/replies.html", WORDS.replies.title, collections=services().replies.all(), forms=asked.sendable(),
        get=catalog.get,
    )  # fmt: skip


@PAGES.get("/new/<form>")
def new(form: str) -> ResponseReturnValue:
    found = _form(form)
    return _setting_page(found, _nothing(found), ())


@PAGES.post("/new/<form>")
def create(form: str) -> ResponseReturnValue:
    found = _form(form)
    given = asked.said_by_office(found, request.form)
    if wrong := asked.wrong_by_office(found, given):
        return _setting_page(found, given, wrong, 422)
    made = services().replies.create(form, given)
    return redirect(url_for(".overview", link=made.link, new=1), 303)


@PAGES.get("/<link>/")
def overview(link: str) -> ResponseReturnValue:
    found = _collection(link)
    replies = services().replies.sent(found)
    return page(
        "staff/collection.html", found.title, collection=found, form=catalog.get(found.form), replies=replies,
        address=url_for("replying.ask", link=link, _external=True), missing=asked.missing(found, replies),
        unlisted=asked.unlisted(found, replies), name_of=asked.name_of, formats=_FORMATS,
    )  # fmt: skip


@PAGES.get("/<link>/change")
def setting(link: str) -> ResponseReturnValue:
    found = _collection(link)
    form = catalog.get(found.form)
    return _setting_page(form, {**_nothing(form), **found.given}, (), collection=found)


@PAGES.post("/<link>/change")
def change(link: str) -> ResponseReturnValue:
    found = _collection(link)
    form = catalog.get(found.form)
    given = asked.said_by_office(form, request.form)
    if wrong := asked.wrong_by_office(form, given):
        return _setting_page(form, given, wrong, 422, found)
    services().replies.change(found, given)
    return redirect(url_for(".overview", link=link, saved=1), 303)


@PAGES.get("/<link>/replies.<file_format>")
def table(link: str, file_format: str) -> ResponseReturnValue:
    found = _collection(link)
    heads, rows = asked.table(found, services().replies.sent(found))
    name = f"{found.title}{WORDS.replies.area}"
    if file_format == "xlsx":
        content = spreadsheet.written(name, [(WORDS.replies.area, heads, rows)])
    elif file_format == "csv":
        content = ledger.table(heads, (map(asked.harmless, row) for row in rows))
    else:
        abort(404)
    return attached(BytesIO(content), file_format, "replies", name)


@PAGES.get("/<link>/delete")
def confirm(link: str) -> ResponseReturnValue:
    return page("staff/collection_delete.html", WORDS.replies.delete_title, collection=_collection(link))


@PAGES.post("/<link>/delete")
def delete(link: str) -> ResponseReturnValue:
    services().replies.delete(_collection(link))
    return redirect(url_for(".index", deleted=1), 303)


def _collection(link: str) -> Collection:
    return services().replies.get(link)


def _form(name: str) -> Form:
    """A form that can be sent out; else there is no such page."""
    if name not in catalog.names() or not asked.can_be_sent(catalog.get(name)):
        abort(404)
    return catalog.get(name)


def _nothing(form: Form) -> dict[str, Any]:
    leaves = (*asked.of_collection(form), *asked.of_office(form))
    return {one.path: typed.nothing(one) for one in leaves if isinstance(one, Leaf)}


def _setting_page(
    form: Form, given: Values, wrong: Any, status: int = 200, collection: Collection | None = None
) -> ResponseReturnValue:
    """What the office says of its event; of a collection that is there already, to change it."""
    problems: list[Problem] = list(wrong)
    parts = (
        *fields.Builder(asked.SETTING, given, {}, problems).parts(asked.of_collection(form)),
        *fields.Builder(form, given, {}, problems).parts(asked.of_office(form)),
    )
    errors = [(one, fields.target(one.field, parts)) for one in problems]
    title = WORDS.replies.change_title if collection else WORDS.replies.new_title
    return page(
        "staff/collection_setting.html", title, status=status, has_errors=bool(errors), form=form, parts=parts,
        errors=errors, collection=collection,
    )  # fmt: skip
