"""Pages below a job's address, for who has signed in, and what they share."""

from typing import Any

from flask import Blueprint, g

from formgen.awards import batch
from formgen.web.access import of_area
from formgen.web.services import services
from formgen.web.staff.store import STOPPED, Job


def job() -> Job:
    """The job of the address that is asked for."""
    found: Job = g.job
    return found


def of_job(name: str) -> Blueprint:
    """`job()` is there in each page; a link to another page of the job needs no name of it."""
    made = of_area(name, "/staff/jobs/<job>")

    @made.url_value_preprocessor
    def _open(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.job = services().jobs.get((values or {}).pop("job", ""))

    @made.url_defaults
    def _with_job(_endpoint: str, values: dict[str, Any]) -> None:
        if "job" in g:
            values.setdefault("job", g.job.id)

    return made


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


def sentences(found: Job) -> list[str]:
    """Why a step cannot be done, with the file as the person calls it."""
    said = batch.load(found.folder, batch.TOLD) or {}
    ours = next((path.name for path in found.folder.glob(f"{batch.SOURCE}*")), batch.SOURCE)
    return [
        one.replace(ours, found.name).replace(f"「{batch.SOURCE}」", f"「{found.name}」")
        for one in said.get("sentences", ())
    ]
