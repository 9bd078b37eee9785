"""Files that were sent to be looked at, and that go when the page is answered."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from formgen.filenames import ending, safe
from formgen.web.services import services
from formgen.web.steps.receiving import name_of


@contextmanager
def sent(*fields: str) -> Iterator[list[Path]]:
    """The files of these fields in their order, each under its own name in a folder of its own."""
    files = [one for field in fields for one in request.files.getlist(field) if one.filename]
    work = Path(tempfile.mkdtemp(dir=services().passing))
    try:
        yield _saved(files, work)
    finally:
        shutil.rmtree(work)


def _saved(files: Sequence[FileStorage], work: Path) -> list[Path]:
    paths = []
    for number, one in enumerate(files):
        name = Path(name_of(one))
        path = work / str(number) / f"{safe(name.stem)}{ending(name.name)}"
        path.parent.mkdir()
        one.save(path)
        paths.append(path)
    return paths
