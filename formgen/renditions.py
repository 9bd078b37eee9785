"""Renditions: a form, blank or filled, as the bytes of a Word or PDF file, and files that are whole or not there."""

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from formgen.errors import CannotWrite, why
from formgen.form import Answers, Form
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
    """Write all files or none: each under a temporary name first. Raises CannotWrite."""
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder stands where the file should go", name)
        for name, content in files.items():
            descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting.append((Path(temporary), folder / name))
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o666 & ~_umask())
        for temporary_path, path in waiting:
            temporary_path.replace(path)
    except OSError as error:
        raise CannotWrite(file=str(folder), reason=why(error)) from error
    finally:
        for temporary_path, _ in waiting:
            temporary_path.unlink(missing_ok=True)
    return [path for _, path in waiting]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
