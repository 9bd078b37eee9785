"""All jobs, and a new list: one spreadsheet or CSV, or the CSV files of an alliance's workbook."""

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from formgen import steps
from formgen.awards import sheets
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.staff.stages import READ
from formgen.web.steps.kinds import CERTIFICATES
from formgen.web.steps.receiving import WrongFiles, name_of, save, sent, source_name
from formgen.web.steps.store import NoJob
from formgen.web.uploads import TooLarge
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_area("staff", "/staff")


@PAGES.get("/")
def index() -> ResponseReturnValue:
    return _page("")


@PAGES.post("/")
def upload() -> ResponseReturnValue:
    made = services()
    folder = made.jobs.new_folder()
    try:
        name = receive(folder)
    except (WrongFiles, TooLarge) as error:
        shutil.rmtree(folder)
        return _page(str(error), 422)
    job = made.jobs.create(folder, name, CERTIFICATES, READ)
    made.runner.wake()
    return redirect(url_for("making.overview", job=job.id), 303)


def receive(folder: Path) -> str:
    """Put what was sent into the folder under names of ours; what the person calls it. Raises WrongFiles, TooLarge."""
    first, *others = files = sent()
    if not others:
        save(first, folder / source_name(first))
        return name_of(first)
    _save_workbook(files, folder / steps.SOURCE)
    return str(WORDS.staff.workbook_name)


def _save_workbook(files: Sequence[FileStorage], folder: Path) -> None:
    folder.mkdir()
    for one in files:
        name = PurePosixPath(name_of(one))
        sheet = sheets.sheet_called(name.stem) if name.suffix.lower() == ".csv" else ""
        if not sheet or (folder / f"{sheet}.csv").exists():
            some = "、".join(f"{known}.csv" for known in sheets.SHEETS)
            raise WrongFiles(reason=fill(WORDS.staff.wrong_files, name=name.name, some=some))
        save(one, folder / f"{sheet}.csv")


@PAGES.app_errorhandler(NoJob)
def gone(error: NoJob) -> ResponseReturnValue:
    return page("fault.html", WORDS.faults.of_404.title, status=404, sentence=str(error))


def _page(wrong: str, status: int = 200) -> ResponseReturnValue:
    services().runner.wake()
    return page(
        "staff/index.html", WORDS.staff.title, status=status, has_errors=bool(wrong), wrong=wrong,
        jobs=services().jobs.of_kind(CERTIFICATES),
    )  # fmt: skip
