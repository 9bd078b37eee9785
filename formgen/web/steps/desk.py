"""Pages below a job's address, for who has signed in, and what they share."""

from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.errors import LEVEL_NAMES
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.steps.store import STOPPED, Job, NoJob
from formgen.web.words import WORDS


def job() -> Job:
    """The job of the address that is asked for."""
    found: Job = g.job
    return found


def of_job(name: str, kind: str, area: str) -> Blueprint:
    """Pages below ``AREA/jobs/<job>``; `job()` is there in each, and a link to another page of the job needs no name of it."""
    made = of_area(name, f"{area}/jobs/<job>")

    @made.url_value_preprocessor
    def _open(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        found = services().jobs.get((values or {}).pop("job", ""))
        if found.kind != kind:
            raise NoJob
        g.job = found

    @made.url_defaults
    def _with_job(_endpoint: str, values: dict[str, Any]) -> None:
        if "job" in g:
            values.setdefault("job", g.job.id)

    return made


def with_usual_pages(pages: Blueprint, index: str) -> None:
    """What can be done with any job: look how far it is, stop, go on, delete. From there one comes to `index`.

    `pages` has the job's page itself, `overview`.
    """

    @pages.get("/progress")
    def progress() -> ResponseReturnValue:
        """For the script."""
        return {"turn": job().turn, "state": job().state, **how_far()}

    @pages.post("/again")
    def again() -> ResponseReturnValue:
        """A step that was stopped or has failed goes on where it was."""
        if not job().is_busy:
            begin(job().step)
        return redirect(url_for(".overview"), 303)

    @pages.post("/stop")
    def stop() -> ResponseReturnValue:
        halt()
        return redirect(url_for(".overview"), 303)

    @pages.get("/delete")
    def confirm() -> ResponseReturnValue:
        words = getattr(WORDS.deleting, job().kind)
        return page("steps/delete.html", words.title, job=job(), text=words.text)

    @pages.post("/delete")
    def delete() -> ResponseReturnValue:
        halt()
        services().jobs.delete(job())
        return redirect(url_for(index, deleted=1), 303)


def halt() -> None:
    """Stop what this job is at; nobody begins it again by himself."""
    services().jobs.enter(job(), STOPPED)
    services().runner.let_go(job())


def begin(step: str, name: str = "") -> None:
    """Have a step of this job done next; a file of this name was given for it."""
    made = services()
    halt()
    made.jobs.queue(job(), step, name)
    made.runner.wake()


def how_far() -> dict[str, int]:
    said = steps.load(job().folder, steps.PROGRESS) or {}
    return {"done": said.get("done", 0), "total": said.get("total", 0)}


def sentences(found: Job) -> list[str]:
    """Why a step cannot be done, with the file as the person calls it."""
    said = steps.load(found.folder, steps.TOLD) or {}
    ours = next((path.name for path in found.folder.glob(f"{steps.SOURCE}*")), steps.SOURCE)
    return [
        one.removeprefix(f"{LEVEL_NAMES['error']}　")
        .replace(ours, found.name)
        .replace(f"「{steps.SOURCE}」", f"「{found.name}」")
        .replace(f"{steps.SOURCE}第", "第")
        for one in said.get("sentences", ())
    ]
