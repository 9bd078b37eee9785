"""Papers for the visits: a list of candidates becomes a folder of papers for each unit."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.review import batch, bodies
from formgen.tw import year as roc_year
from formgen.web.access import of_area
from formgen.web.services import attached, page, services
from formgen.web.steps import one_source
from formgen.web.steps.desk import how_far, job, of_job, sentences, with_usual_pages
from formgen.web.steps.kinds import VISITS
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
    choice = _choice()
    wrong = _wrong(choice)
    if (created := one_source.create(VISITS, PREPARE, choice, wrong)) is None:
        return _ask(wrong)
    return redirect(url_for("visit.overview", job=created.id), 303)


@JOB.get("/")
def overview() -> ResponseReturnValue:
    services().runner.wake()
    return _page("")


@JOB.post("/list")
def replace() -> ResponseReturnValue:
    """A corrected list for the same body and year."""
    if problem := one_source.replace(PREPARE, _chosen()):
        return _page(problem)
    return redirect(url_for(".overview"), 303)


@JOB.get("/papers.zip")
def papers() -> ResponseReturnValue:
    path = job().folder / steps.OUT / batch.VISITS
    if job().said(PREPARE) is None or not path.is_file():
        abort(404)
    return attached(path, "zip", "visits", WORDS.visits.file)


def _chosen() -> dict[str, Any]:
    return steps.load(job().folder, steps.CHOICE) or {}


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
    listed = []
    if found := job().said(PREPARE):
        listed = [(url_for(".papers"), WORDS.visits.file, job().folder / steps.OUT / batch.VISITS)]
    return page(
        "review/visit.html", WORDS.visits.title, status=422 if wrong else 200, has_errors=bool(wrong), wrong=wrong,
        job=job(), choice=_chosen(), told=sentences(job()), progress=how_far(), made=found, listed=listed,
    )  # fmt: skip
