"""Letters: one to everybody in 正本 and 副本 as a job, and the draft of one that forwards another."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.letters import FORM, batch
from formgen.letters.known import known
from formgen.web import arriving, jobs, lettering, returning
from formgen.web.access import of_area
from formgen.web.services import attached, page, services
from formgen.web.steps import one_source
from formgen.web.steps.desk import how_far, job, of_job, sentences, with_usual_pages
from formgen.web.steps.kinds import LETTERS
from formgen.web.words import WORDS

PAGES = of_area("letters", "/staff/letters")
JOB = of_job("letter", LETTERS, "/staff/letters")
with_usual_pages(JOB, "letters.ask")
MAKE = "make"
KINDS = ".zip,.docx,.odt,.pdf,.json"


@PAGES.get("/")
def ask() -> ResponseReturnValue:
    return _ask({})


@PAGES.post("/")
def upload() -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    if (created := one_source.create(LETTERS, MAKE, _choice(), wrong)) is None:
        return _ask(wrong)
    return redirect(url_for("letter.overview", job=created.id), 303)


@PAGES.post("/forward")
def forward() -> ResponseReturnValue:
    """The letter that forwards the one that was sent, as a draft; nothing else of it is kept."""
    with arriving.sent("incoming") as paths:
        if not paths:
            return _ask({"incoming": WORDS.letters.none_chosen})
        try:
            given, doubtful = services().heavy(jobs.forward, paths[0], known())
        except InvalidAnswers as error:
            return _ask({"incoming": "；".join(f"{one.label}：{one.message}" for one in error.problems)})
        except UnreadableFile as error:
            return _ask({"incoming": str(error)})
    return returning.told(lettering.draft_of(given), (), doubtful)


@JOB.get("/")
def overview() -> ResponseReturnValue:
    services().runner.wake()
    return _page({})


@JOB.post("/letter")
def replace() -> ResponseReturnValue:
    """A corrected letter, or the same for another number of letters."""
    if problem := one_source.replace(MAKE, _choice()):
        return _page({"files": problem})
    return redirect(url_for(".overview"), 303)


@JOB.get("/letters.zip")
def letters() -> ResponseReturnValue:
    path = job().folder / steps.OUT / batch.ARCHIVE
    if job().said(MAKE) is None or not path.is_file():
        abort(404)
    return attached(path, "zip", "letters", WORDS.letters.file)


def _choice() -> dict[str, bool]:
    return {"each": request.form.get("how") == "each"}


def _ask(wrong: dict[str, str]) -> ResponseReturnValue:
    services().runner.wake()
    return page(
        "staff/letters.html", WORDS.letters.title, status=422 if wrong else 200, has_errors=bool(wrong), wrong=wrong,
        form=FORM, kinds=KINDS, chosen=_choice(), limits=services().limits, jobs=services().jobs.of_kind(LETTERS),
    )  # fmt: skip


def _page(wrong: dict[str, str]) -> ResponseReturnValue:
    chosen: dict[str, Any] = steps.load(job().folder, steps.CHOICE) or {"each": False}
    made, path = job().said(MAKE), job().folder / steps.OUT / batch.ARCHIVE
    return page(
        "staff/letter.html", WORDS.letters.title, status=422 if wrong else 200, has_errors=bool(wrong), wrong=wrong,
        job=job(), chosen=chosen, kinds=KINDS, limits=services().limits, told=sentences(job()), progress=how_far(),
        made=made, listed_files=[(url_for(".letters"), WORDS.letters.file, path)] if made else [],
    )  # fmt: skip
