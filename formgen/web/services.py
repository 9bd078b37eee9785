"""What the pages work with, made once for an application, and how a page is answered."""

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import quote

from flask import Blueprint, current_app, g, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from formgen import programmes
from formgen.programmes import Programme
from formgen.web.access import COOKIE, Access
from formgen.web.configuration import Configuration
from formgen.web.database import Database
from formgen.web.drafts import REVIEWERS, Draft, Drafts
from formgen.web.examined import Examined
from formgen.web.replies import Replies
from formgen.web.room import Room
from formgen.web.security import Rates, key_in
from formgen.web.steps.runner import Runner
from formgen.web.steps.store import Jobs
from formgen.web.uploads import Limits, Uploads
from formgen.web.workers import Workers

Result = TypeVar("Result")
LOG = logging.getLogger("formgen.web")
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SWEEP_SECONDS = 3600.0


class Services:
    """One for each application."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration, folder = configuration, configuration.data
        database = Database(folder / "drafts.sqlite3")
        megabyte = 10**6
        limits = Limits(
            configuration.most_file_mb * megabyte,
            configuration.most_total_mb * megabyte,
            configuration.most_files,
        )
        self.limits = limits
        self.room = Room(
            folder, configuration.most_data_mb * megabyte, configuration.least_free_mb * megabyte
        )
        self.drafts = Drafts(database, configuration.retention)
        self.uploads = Uploads(database, folder / "evidence", limits, self.room)
        self.rates = Rates(configuration.heavy_per_minute)
        self.key = key_in(folder)
        self.access = Access(database, self.key, configuration.password_hash)
        self.passing = folder / "passing"
        self.intake = folder / "intake"
        for one in (self.passing, self.intake):
            one.mkdir(exist_ok=True, mode=0o700)
        self.workers = Workers(
            configuration.workers,
            configuration.waiting,
            configuration.job_seconds,
            self.passing,
            configuration.job_memory_mb * megabyte,
        )
        self.jobs = Jobs(database, folder / "staff", configuration.retention)
        self.runner = Runner(self.jobs)
        self.replies = Replies(database, configuration.retention)
        self._swept = 0.0

    def sweep(self) -> None:
        """Once an hour: remove what is past its time, and what a kill has left behind."""
        if time.monotonic() - self._swept > _SWEEP_SECONDS or not self._swept:
            self._swept = time.monotonic()
            self.uploads.erase(self.drafts.expire())
            self.uploads.sweep()
            self.access.sweep()
            self.jobs.expire()
            self.replies.expire()
            self._leave_no_passing()

    def _leave_no_passing(self) -> None:
        """Remove the work of jobs that a kill has cut off."""
        for folder in self.passing.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - folder.stat().st_mtime > _SWEEP_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)

    def heavy(self, job: Callable[..., Result], *arguments: Any) -> Result:
        """The result of a heavy job. Raises TooOften, Busy, TookTooLong, Failed, and what the job raises."""
        self.rates.count(request.remote_addr or "")
        return self.workers.run(job, *arguments)


def services() -> Services:
    made: Services = current_app.extensions["formgen"]
    return made


@dataclass(frozen=True)
class Desk:
    """The draft of the address that is asked for."""

    draft: Draft
    programme: Programme

    def examined(self, at: int | None = None, page: str = "") -> Examined:
        return Examined(self.programme, services().drafts.values(self.draft, at, page))


def desk() -> Desk:
    made: Desk = g.desk
    return made


def of_draft(name: str) -> Blueprint:
    """Pages below a draft's secret link; `desk()` is there in each. A reviewers' draft needs signing in too."""
    made = Blueprint(name, __name__, url_prefix="/d/<secret>")

    @made.url_value_preprocessor
    def _open(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        secret = (values or {}).pop("secret", "")
        draft = services().drafts.open(secret)
        if draft.is_reviewers:
            g.session = services().access.session(request.cookies.get(COOKIE, ""))
        # Before anything else can be refused, so that every page that refuses leads back to the draft.
        g.secret = secret
        programme = programmes.get(draft.programme.removeprefix(REVIEWERS))
        g.desk = Desk(draft, replace(programme, is_reviewed=draft.is_reviewers))

    return made


def page(
    template: str, title: str, *, status: int = 200, has_errors: bool = False, **context: Any
) -> ResponseReturnValue:
    """A page with its one heading; `has_errors` is told by its title first."""
    return make_response(render_template(template, title=title, has_errors=has_errors, **context), status)


def attached(content: IO[bytes] | Path, kind: str, plain: str, name: str) -> Response:
    """A file to keep, under a Chinese name; `kind` is its ending."""
    made = send_file(content, mimetype=MIMES[kind], as_attachment=True, download_name=f"{plain}.{kind}")
    return named(made, f"{plain}.{kind}", f"{name}.{kind}")


def named(response: Response, plain: str, name: str) -> Response:
    """The file of a response under its Chinese name, and a `plain` one for programs that only know ASCII (RFC 6266)."""
    how = response.headers.get("Content-Disposition", "inline").partition(";")[0]
    names = {"filename": plain, "filename*": f"UTF-8''{quote(_safe(name), safe='')}"}
    response.headers.set("Content-Disposition", how, **names)
    return response


def _safe(name: str) -> str:
    return "".join(
        "_" if character in '\\/:*?"<>|' or not character.isprintable() else character for character in name
    )
