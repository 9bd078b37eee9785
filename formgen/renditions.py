"""Renditions: a form, blank or filled, as the bytes of a Word or PDF file, and files that are whole or not there."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from formgen.answers import Answers
from formgen.errors import CannotWrite, why
from formgen.form import Form
from formgen.values import printed

Format = Literal["docx", "pdf"]
FORMATS: tuple[Format, ...] = ("docx", "pdf")


def rendition(form: Form, answers: Answers, file_format: Format, *, is_blank: bool = False) -> bytes:
    """A filled form; as a blank one it has every part, and `answers` may hold the year alone."""
    envelope = form.envelope(answers)
    if file_format == "docx":
        from formgen.render.word import fill, template

        return fill.load(template.path_of(form)).fill(printed(form, answers), envelope, is_blank=is_blank)
    from formgen.render import page, pdf

    return pdf.write(page.blank(form, answers) if is_blank else page.of(form, answers), envelope)


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all files or none: whole in a hidden folder first, and then each in its place. Raises CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            path = folder / name
            if path.exists() and not path.is_file():
                raise IsADirectoryError(
                    errno.EISDIR, "a folder or a device stands where the file should go", name
                )
        with tempfile.TemporaryDirectory(dir=folder, prefix=".formgen.") as hidden:
            new, old = (Path(hidden, each) for each in ("new", "old"))
            new.mkdir()
            old.mkdir()
            for name, content in files.items():
                (new / name).write_bytes(content)
            _put_in_place(list(files), folder, new, old)
    except OSError as error:
        raise CannotWrite(file=str(folder), reason=why(error)) from error
    return [folder / name for name in files]


def _put_in_place(names: list[str], folder: Path, new: Path, old: Path) -> None:
    """Move each file from `new` to `folder`; if one cannot be moved, those before it become again what they were."""
    with ExitStack() as undo:
        for name in names:
            path = folder / name
            was_there = os.path.lexists(path)
            if was_there:
                _keep(path, old / name)
            (new / name).replace(path)
            undo.callback((old / name).replace if was_there else Path.unlink, path)
        undo.pop_all()


def _keep(path: Path, kept: Path) -> None:
    """A second name for the file, so that the first one always stands; a copy where there are no second names."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, kept, follow_symlinks=False)
