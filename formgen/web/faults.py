"""What goes wrong, as a page that a person understands and that says what to do."""

import sqlite3

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from formgen.errors import FormgenError
from formgen.web.admission import TooLong
from formgen.web.drafts import NoDraft
from formgen.web.room import NoRoom
from formgen.web.security import Forged, TooOften
from formgen.web.services import LOG, page
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS
from formgen.web.workers import Busy, Failed, TooDemanding, TookTooLong

_STATUS: dict[type[FormgenError], int] = {
    NoDraft: 404, Forged: 400, TooOften: 429, TooLarge: 413, TooLong: 413, Busy: 503, TookTooLong: 503, Failed: 500,
    TooDemanding: 413, NoRoom: 507,
}  # fmt: skip
_KNOWN = {"404", "405", "413", "500"}


def register(app: Flask) -> None:
    """Every fault of the application becomes a page."""

    @app.errorhandler(FormgenError)
    def told(error: FormgenError) -> ResponseReturnValue:
        status = _STATUS.get(type(error), 400)
        return _fault(status, str(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        return _fault(status, "")

    @app.errorhandler(sqlite3.OperationalError)
    def busy(_error: sqlite3.OperationalError) -> ResponseReturnValue:
        """Locked for long, or no room: it may pass."""
        return _fault(503, "")

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> ResponseReturnValue:
        # Only where it happened: a message may hold what a person typed.
        trace, place = error.__traceback__, "?"
        while trace:
            place, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
        LOG.error("%s at %s", type(error).__name__, place)
        if app.config.get("PROPAGATE_EXCEPTIONS") or app.testing:
            raise error
        return _fault(500, "")


def _fault(status: int, sentence: str) -> ResponseReturnValue:
    known = str(status) if str(status) in _KNOWN else "other"
    words = WORDS.faults.no_draft if status == 404 and sentence else getattr(WORDS.faults, f"of_{known}")
    try:
        made = page("fault.html", words.title, status=status, sentence=sentence or words.text)
    except (RuntimeError, AttributeError):
        # Not even the host could be understood: no link can be made, so no page either.
        return str(words.text), status
    if status in {429, 503, 507}:
        made.headers["Retry-After"] = "60"  # type: ignore[union-attr]
    return made
