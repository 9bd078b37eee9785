"""All jobs, and a new list: one spreadsheet or CSV, or the CSV files of an alliance's workbook."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from formgen.awards import batch, sheets
from formgen.errors import FormgenError
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.staff.store import NoJob
from formgen.web.uploads import TooLarge
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_area("staff", "/staff")


class WrongFiles(FormgenError):
    """{reason}"""


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
    job = made.jobs.create(folder, name)
    made.runner.wake()
    return redirect(url_for("making.overview", job=job.id), 303)


def receive(folder: Path) -> str:
    """Put what was sent into the folder under names of ours; what the person calls it. Raises WrongFiles, TooLarge."""
    sent = [one for one in request.files.getlist("files") if one.filename]
    if not sent:
        raise WrongFiles(reason=WORDS.staff.none_chosen)
    if len(sent) == 1:
        ending = Path(_name(sent[0])).suffix.lower()
        _save(
            sent[0], folder / f"{batch.SOURCE}{ending if ending in ('.csv', '.xlsx', '.ods', '.xls') else ''}"
        )
        return _name(sent[0])
    _save_workbook(sent, folder / batch.SOURCE)
    return str(WORDS.staff.workbook_name)


def _save_workbook(sent: Sequence[FileStorage], folder: Path) -> None:
    folder.mkdir()
    for one in sent:
        name = PurePosixPath(_name(one))
        sheet = sheets.sheet_called(name.stem) if name.suffix.lower() == ".csv" else ""
        if not sheet or (folder / f"{sheet}.csv").exists():
            some = "、".join(f"{known}.csv" for known in sheets.SHEETS)
            raise WrongFiles(reason=fill(WORDS.staff.wrong_files, name=name.name, some=some))
        _save(one, folder / f"{sheet}.csv")


def _save(sent: FileStorage, path: Path) -> None:
    """On the disk when this returns."""
    with path.open("xb") as file:
        sent.save(file)
        size = file.tell()
        file.flush()
        os.fsync(file.fileno())
    if size > (most := services().limits.file):
        raise TooLarge(reason=f"一個檔案最多 {most // 10**6} MB")


def _name(sent: FileStorage) -> str:
    """The name alone, whatever a browser sends before it."""
    return PurePosixPath((sent.filename or "").replace("\\", "/")).name


@PAGES.app_errorhandler(NoJob)
def gone(error: NoJob) -> ResponseReturnValue:
    return page("fault.html", WORDS.faults.of_404.title, status=404, sentence=str(error))


def _page(wrong: str, status: int = 200) -> ResponseReturnValue:
    services().runner.wake()
    return page(
        "staff/index.html", WORDS.staff.title, status=status, has_errors=bool(wrong), wrong=wrong,
        jobs=services().jobs.all(),
    )  # fmt: skip
