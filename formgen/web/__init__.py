"""The web service for applicants: a short form in, ready-to-print files out.

`create_app` joins the parts; each module with a blueprint holds the pages of one step.
"""

import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from formgen import settings
from formgen.web import (
    admission,
    attaching,
    choosing,
    configuration,
    entering,
    faults,
    fields,
    filling,
    handing_in,
    leaving,
    one_file,
    public,
    replying,
    returning,
    security,
    wording,
)
from formgen.web.admission import Admission
from formgen.web.configuration import Configuration
from formgen.web.review import blank_papers, checking_in, comparing, home, ranked, ranking, scoring, visits
from formgen.web.services import LOG, Services
from formgen.web.staff import collecting, letters, listing, making, matching, trying
from formgen.web.words import WORDS

_FORM_PARTS = 20_000
_APPLICANT = (public, returning, filling, choosing, attaching, one_file, handing_in, leaving)
_STAFF = (listing, matching, trying, making, letters)
_REVIEW = (home, blank_papers, visits, checking_in, comparing, scoring, ranking, ranked)
_REPLIES = (collecting, replying)
_ENTERING = (entering.PAGES, entering.LEAVING, entering.INSIDE)
_PAGES = (
    *(one.PAGES for one in (*_APPLICANT, *_STAFF, *_REPLIES, *_REVIEW)),
    visits.JOB,
    letters.JOB,
    *_ENTERING,
)


class _Application(Flask):
    def log_exception(self, exc_info: Any) -> None:
        """Flask would log the address of the page, and the secret stands in it."""
        self.logger.error("%s, and no page could be made of it", exc_info[0].__name__)


def create_app(given: Configuration | None = None) -> Flask:
    """The application, by the office's settings or by a configuration that is `given`."""
    about = given or configuration.read(settings.load())
    app = _Application(__name__)
    app.config["MAX_FORM_MEMORY_SIZE"] = admission.FORM_BYTES
    app.config["MAX_FORM_PARTS"] = _FORM_PARTS
    app.extensions["formgen"] = made = Services(about)
    app.extensions["admission"] = door = Admission(app, made.drafts, made.room, made.limits)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(wording.FILTERS, message=fields.message)
    app.jinja_env.globals.update(
        words=WORDS, operator=about.operator, configuration=about, token=_token(made)
    )
    for pages in _PAGES:
        app.register_blueprint(pages)
    app.url_value_preprocessor(lambda _endpoint, _values: _meet())
    app.before_request(lambda: _before(made, door))
    app.after_request(_after)
    app.url_defaults(_with_secret)
    faults.register(app)
    return app


def _token(made: Services) -> Any:
    """What a template writes into each of its forms."""

    def hidden(bound: str = "") -> Markup:
        value = security.token(made.key, bound or _token_of())
        return Markup('<input type="hidden" name="{}" value="{}">').format(security.FIELD, value)

    return hidden


def _token_of() -> str:
    """What a token is bound to: the draft, who has signed in, or the browser where there is neither."""
    bound: str = g.get("secret", "") or g.get("session", "")
    return bound or g.cookie


def _meet() -> None:
    """Before anything else: a blueprint may refuse who comes, and the page that says so has a form."""
    g.started = time.monotonic()
    sent = request.cookies.get(security.COOKIE, "")
    g.cookie, g.is_new = sent or secrets.token_urlsafe(16), not sent


def _before(made: Services, door: Admission) -> None:
    made.sweep()
    security.refuse_strange_host(request.host, made.configuration.hosts)
    if request.method == "POST" and not request.routing_exception:
        door.refuse(request)
        sent = "" if g.is_new else g.cookie
        security.refuse_forged(request, made.key, g.get("secret", "") or g.get("session", "") or sent)


def _after(response: Response) -> Response:
    if g.get("is_new") and request.method == "GET" and request.endpoint != "static" and not g.get("secret"):
        response.set_cookie(
            security.COOKIE, g.cookie, httponly=True, samesite="Lax", secure=request.is_secure
        )
    # Every page with a form holds a token.
    is_private = request.endpoint != "static"
    rule = request.url_rule.rule if request.url_rule else "-"
    now = time.monotonic()
    seconds = now - g.get("started", now)  # a draft that is not there is told before anything begins
    LOG.info("%s %s %s %.3fs", request.method, rule, response.status_code, seconds)
    return security.protect(response, is_private=is_private)


def _with_secret(endpoint: str, values: dict[str, Any]) -> None:
    """A link from a page of a draft to another page of it carries the secret."""
    if "secret" in g and current_app.url_map.is_endpoint_expecting(endpoint, "secret"):
        values.setdefault("secret", g.secret)


__all__ = ["create_app"]
