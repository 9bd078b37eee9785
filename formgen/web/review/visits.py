"""Papers for the visits: a list of candidates becomes a folder of papers for each unit."""

import shutil
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.review import batch, bodies
from formgen.tw import year as roc_year
from formgen.web.access import of_area
from formgen.web.services import attached, page, services
from formgen.web.steps.desk import begin, halt, how_far, job, of_job, sentences, with_usual_pages
from formgen.web.steps.kinds import VISITS
from formgen.web.steps.receiving import WrongFiles, name_of, save, sent, source_name
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

PAGES = of_area("visits", "/review/visits")
JOB = of_job("visit", VISITS, "/review/visits")
with_usual_pages(JOB, "visits.ask")
PREPARE = "prepare"


@PAGES.get("/")
def ask() -> ResponseReturnValue:
    return _ask({})


@PAGES.post("/")
def upload() -> ResponseReturnValue:
    made, choice = services(), _choice()
    wrong = _wrong(choice)
    folder = made.jobs.new_folder()
    try:
        one, *_ = sent()
        save(one, folder / source_name(one))
    except (WrongFiles, TooLarge) as error:
        wrong["files"] = str(error)
    if wrong:
        shutil.rmtree(folder)
        return _ask(wrong)
    steps.save(folder, steps.CHOICE, choice)
    created = made.jobs.create(folder, name_of(one), VISITS, PREPARE)
    made.runner.wake()
    return redirect(url_for("visit.overview", job=created.id), 303)


@JOB.get("/")
def overview() -> ResponseReturnValue:
    services().runner.wake()
    return _page("")


@JOB.post("/list")
def replace() -> ResponseReturnValue:
    """A corrected list for the same body and year."""
    new = job().folder / "new"
    try:
        one, *_ = sent()
        new.unlink(missing_ok=True)
        save(one, new)
    except (WrongFiles, TooLarge) as error:
        return _page(str(error))
    halt()
    for old in job().folder.glob(f"{steps.SOURCE}*"):
        old.unlink()
    new.rename(job().folder / source_name(one))
    begin(PREPARE, name_of(one))
    return redirect(url_for(".overview"), 303)


@JOB.get("/papers.zip")
def papers() -> ResponseReturnValue:
    path = job().folder / steps.OUT / batch.VISITS
    if job().said(PREPARE) is None or not path.is_file():
        abort(404)
    return attached(path, "zip", "visits", WORDS.visits.file)


def _choice() -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in ("body", "year")}


def _wrong(choice: dict[str, str]) -> dict[str, str]:
    wrong = {} if choice["body"] in bodies.ALL else {"body": WORDS.review.no_body}
    try:
        roc_year.parse(choice["year"])
    except ValueError as error:
        wrong["year"] = str(error)
    return wrong


def _ask(wrong: dict[str, str]) -> ResponseReturnValue:
    services().runner.wake()
    return page(
        "review/visits.html", WORDS.review_tasks.visits.title, status=422 if wrong else 200, has_errors=bool(wrong),
        wrong=wrong, typed=_choice(), bodies=bodies.ALL, jobs=services().jobs.of_kind(VISITS), limits=services().limits,
    )  # fmt: skip


def _page(problem: str) -> ResponseReturnValue:
    wrong = {"files": problem} if problem else {}
    said: dict[str, Any] = steps.load(job().folder, steps.CHOICE) or {}
    listed = []
    if found := job().said(PREPARE):
        listed = [(url_for(".papers"), WORDS.visits.file, job().folder / steps.OUT / batch.VISITS)]
    return page(
        "review/visit.html", WORDS.visits.title, status=422 if wrong else 200, has_errors=bool(wrong), wrong=wrong,
        job=job(), choice=said, told=sentences(job()), progress=how_far(), made=found, listed=listed,
    )  # fmt: skip
