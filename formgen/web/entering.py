"""Signing in and out."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from formgen.web.access import AREAS, COOKIE, NotSignedIn, WrongLink, WrongPassword, of_area
from formgen.web.services import page, services
from formgen.web.words import WORDS

PAGES = Blueprint("entering", __name__)
LEAVING = of_area("signing_out", "/leave")
INSIDE = of_area("inside", "/inside")


@PAGES.get("/enter")
def ask() -> ResponseReturnValue:
    return _page("")


@PAGES.post("/enter")
def by_password() -> ResponseReturnValue:
    where = request.form.get("next", "")
    try:
        cookie = services().access.by_password(request.form.get("password", ""), _client())
    except WrongPassword as error:
        return _page(where, str(error), 422)
    return _let_in(cookie, where)


@PAGES.get("/enter/<token>")
def by_link(token: str) -> ResponseReturnValue:
    try:
        return _let_in(services().access.by_link(token, _client()), "")
    except WrongLink as error:
        return page("fault.html", WORDS.entering.title, status=403, sentence=str(error))


@INSIDE.get("")
def areas() -> ResponseReturnValue:
    return page("inside.html", WORDS.entering.door)


@LEAVING.post("")
def leave() -> ResponseReturnValue:
    services().access.end(g.session)
    response = redirect(url_for("entering.ask", left=1), 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@PAGES.app_errorhandler(NotSignedIn)
def refused(_error: NotSignedIn) -> ResponseReturnValue:
    """The page to sign in, where another one was asked for; from there it goes on to that one."""
    return _page(request.path if request.method == "GET" else "", status=401)


def _let_in(cookie: str, where: str) -> Response:
    response = redirect(where if where.startswith((*AREAS, "/d/")) else url_for("inside.areas"), 303)
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _page(where: str, wrong: str = "", status: int = 200) -> ResponseReturnValue:
    return page(
        "enter.html", WORDS.entering.title, status=status, has_errors=bool(wrong), wrong=wrong, where=where,
        has_password=services().access.has_password,
    )  # fmt: skip


def _client() -> str:
    return request.remote_addr or ""
