"""Files that were sent for a job."""

import os
from pathlib import Path, PurePosixPath

from flask import request
from werkzeug.datastructures import FileStorage

from formgen import steps
from formgen.errors import FormgenError
from formgen.web.services import services
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

_LISTS = (".csv", ".xlsx", ".ods", ".xls")


class WrongFiles(FormgenError):
    """{reason}"""


def sent() -> list[FileStorage]:
    """The files of the field `files`. Raises WrongFiles for none."""
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files:
        raise WrongFiles(reason=WORDS.staff.none_chosen)
    return files


def save(one: FileStorage, path: Path) -> None:
    """On the disk when this returns. Raises TooLarge."""
    with path.open("xb") as file:
        one.save(file)
        size = file.tell()
        file.flush()
        os.fsync(file.fileno())
    if size > (most := services().limits.file):
        raise TooLarge(reason=f"一個檔案最多 {most // 10**6} MB")


def name_of(one: FileStorage) -> str:
    """The name alone, whatever a browser sends before it."""
    return PurePosixPath((one.filename or "").replace("\\", "/")).name


def source_name(one: FileStorage) -> str:
    """A list under a name of ours."""
    ending = Path(name_of(one)).suffix.lower()
    return f"{steps.SOURCE}{ending if ending in _LISTS else ''}"
