"""Making certificates, what came of it, and the end of a job."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.awards import batch
from formgen.awards.ledger import EACH, WORD
from formgen.web.services import attached, page, services
from formgen.web.staff.listing import receive
from formgen.web.staff.stages import MAKE, READ, TRY
from formgen.web.steps.desk import begin, halt, how_far, job, of_job, sentences, with_usual_pages
from formgen.web.steps.kinds import CERTIFICATES
from formgen.web.steps.receiving import WrongFiles
from formgen.web.steps.store import DONE, Job
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

PAGES = of_job("making", CERTIFICATES, "/staff")
with_usual_pages(PAGES, "staff.index")
# What can be taken away: its folder in the job's, and the word for it.
FILES: Mapping[str, tuple[str, str]] = {
    "certificates.pdf": (steps.OUT, "certificates"),
    "certificates-new.pdf": (steps.OUT, "certificates_new"),
    batch.ARCHIVE: (steps.OUT, "archive"),
    "ledger.csv": (steps.OUT, "ledger"),
    "failed.csv": (steps.OUT, "failed"),
    **{
        f"{form}.{ending}": (batch.PAPERS, form)
        for form in ("award_roll", "receipt_list", "points_table")
        for ending in ("pdf", "docx")
    },
    "certificates.csv": (batch.PAPERS, "rows"),
}
_KINDS = (EACH, WORD)


@PAGES.get("/")
def overview() -> ResponseReturnValue:
    """How far the job is; when the next thing is up to the person, the page where it is done."""
    services().runner.wake()
    if job().state == DONE and job().step != MAKE:
        return redirect(url_for("matching.ask" if job().step == READ else "trying.rows"), 303)
    return _page()


@PAGES.post("/make")
def make() -> ResponseReturnValue:
    if job().said(TRY) is None:
        return redirect(url_for(".overview"), 303)
    kinds = tuple(kind for kind in _KINDS if kind in request.form.getlist("kind"))
    steps.save(job().folder, steps.CHOICE, asdict(batch.Choice.of(job().folder)) | {"kinds": kinds})
    begin(MAKE)
    return redirect(url_for(".overview"), 303)


@PAGES.post("/list")
def replace() -> ResponseReturnValue:
    """A corrected list for the same job: who has a number keeps it."""
    made = services()
    fresh = made.jobs.new_folder()
    try:
        name = receive(fresh)
        halt()
        for old in job().folder.glob(f"{steps.SOURCE}*"):
            _remove(old)
        _remove(job().folder / batch.PAPERS)
        for new in fresh.iterdir():
            new.rename(job().folder / new.name)
    except (WrongFiles, TooLarge) as error:
        return _page(str(error), 422)
    finally:
        shutil.rmtree(fresh)
    (job().folder / "try.json").unlink(missing_ok=True)
    begin(READ, name)
    return redirect(url_for(".overview"), 303)


@PAGES.get("/files/<name>")
def file(name: str) -> ResponseReturnValue:
    if name not in FILES or not (path := job().folder / FILES[name][0] / name).is_file():
        abort(404)
    word = getattr(WORDS.made_files, FILES[name][1])
    return attached(path, path.suffix[1:], path.stem, word)


@PAGES.app_context_processor
def _for_pieces() -> dict[str, Any]:
    """What the pieces that these pages share need."""
    return {"files_of": files_of, "most_rows": batch.MOST_ROWS, "most_bytes": services().limits.file}


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _page(wrong: str = "", status: int = 200) -> ResponseReturnValue:
    return page(
        "staff/job.html", getattr(WORDS.job_steps, job().step), status=status, has_errors=bool(wrong), wrong=wrong, job=job(),
        told=sentences(job()), progress=how_far(), made=job().said(MAKE),
    )  # fmt: skip


def files_of(found: Job) -> list[tuple[str, str, Path]]:
    """The files that are there: address, name for people, path."""
    places = ((name, word, found.folder / folder / name) for name, (folder, word) in FILES.items())
    return [
        (url_for("making.file", name=name), getattr(WORDS.made_files, word), path)
        for name, word, path in places
        if path.is_file()
    ]
