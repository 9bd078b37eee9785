"""Making certificates, what came of it, and the end of a job."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen.awards import batch
from formgen.awards.ledger import EACH, WORD
from formgen.web.services import attached, page, services
from formgen.web.staff.desk import begin, halt, job, of_job, sentences
from formgen.web.staff.listing import WrongFiles, receive
from formgen.web.staff.store import DONE, MAKE, READ, TRY, Job
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

PAGES = of_job("making")
# What can be taken away: its folder in the job's, and the word for it.
FILES: Mapping[str, tuple[str, str]] = {
    "certificates.pdf": (batch.OUT, "certificates"),
    "certificates-new.pdf": (batch.OUT, "certificates_new"),
    batch.ARCHIVE: (batch.OUT, "archive"),
    "ledger.csv": (batch.OUT, "ledger"),
    "failed.csv": (batch.OUT, "failed"),
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


@PAGES.get("/progress")
def progress() -> ResponseReturnValue:
    """For the script."""
    return {"turn": job().turn, "state": job().state, **_progress()}


@PAGES.post("/make")
def make() -> ResponseReturnValue:
    if job().said(TRY) is None:
        return redirect(url_for(".overview"), 303)
    kinds = tuple(kind for kind in _KINDS if kind in request.form.getlist("kind"))
    batch.save(job().folder, batch.CHOICE, asdict(job().choice) | {"kinds": kinds})
    begin(MAKE)
    return redirect(url_for(".overview"), 303)


@PAGES.post("/again")
def again() -> ResponseReturnValue:
    """A step that was stopped or has failed goes on where it was."""
    if not job().is_busy:
        begin(job().step)
    return redirect(url_for(".overview"), 303)


@PAGES.post("/stop")
def stop() -> ResponseReturnValue:
    halt()
    return redirect(url_for(".overview"), 303)


@PAGES.post("/list")
def replace() -> ResponseReturnValue:
    """A corrected list for the same job: who has a number keeps it."""
    made = services()
    fresh = made.jobs.new_folder()
    try:
        name = receive(fresh)
        halt()
        for old in job().folder.glob(f"{batch.SOURCE}*"):
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


@PAGES.get("/delete")
def confirm() -> ResponseReturnValue:
    return page("staff/delete.html", WORDS.making.delete_title, job=job())


@PAGES.post("/delete")
def delete() -> ResponseReturnValue:
    halt()
    services().jobs.delete(job())
    return redirect(url_for("staff.index", deleted=1), 303)


@PAGES.app_context_processor
def _for_pieces() -> dict[str, Any]:
    """What the pieces that these pages share need."""
    return {"files_of": files_of, "most_rows": batch.MOST_ROWS, "most_bytes": services().limits.file}


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _progress() -> dict[str, int]:
    said = batch.load(job().folder, batch.PROGRESS) or {}
    return {"done": said.get("done", 0), "total": said.get("total", 0)}


def _page(wrong: str = "", status: int = 200) -> ResponseReturnValue:
    return page(
        "staff/job.html", getattr(WORDS.job_steps, job().step), status=status, has_errors=bool(wrong), wrong=wrong, job=job(),
        told=sentences(job()), progress=_progress(), made=job().said(MAKE),
    )  # fmt: skip


def files_of(found: Job) -> list[tuple[str, str, Path]]:
    """The files that are there: name, word, path."""
    places = ((name, word, found.folder / folder / name) for name, (folder, word) in FILES.items())
    return [one for one in places if one[2].is_file()]
