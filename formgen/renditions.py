"""Renditions: a form, blank or filled, as the bytes of a Word, PDF or ODT file, and files that are whole or not there."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from formgen import office
from formgen.answers import Answers
from formgen.errors import CannotWrite, why
from formgen.form import Form
from formgen.values import printed

Format = Literal["docx", "pdf", "odt"]
# What every machine makes; ODT needs LibreOffice.
FORMATS: tuple[Format, ...] = ("docx", "pdf")
ALL_FORMATS: tuple[Format, ...] = (*FORMATS, "odt")


def formats_here() -> tuple[Format, ...]:
    """What this machine makes."""
    return ALL_FORMATS if office.is_installed() else FORMATS


def rendition(form: Form, answers: Answers, file_format: Format, *, is_blank: bool = False) -> bytes:
    """A filled form; as a blank one it has every part, and `answers` may hold the year alone."""
    return renditions([(form, answers)], file_format, is_blank=is_blank)[0]


def renditions(
    papers: Sequence[tuple[Form, Answers]], file_format: Format, *, is_blank: bool = False
) -> list[bytes]:
    """Each form as `rendition` makes it; one run of LibreOffice serves them all."""
    if file_format == "odt":
        from formgen.render import odt

        words = renditions(papers, "docx", is_blank=is_blank)
        envelopes = [form.envelope(answers) for form, answers in papers]
        return odt.write(list(zip(words, envelopes, strict=True)))
    draw = _word if file_format == "docx" else _pdf
    return [draw(form, answers, is_blank) for form, answers in papers]


def _word(form: Form, answers: Answers, is_blank: bool) -> bytes:
    from formgen.render.word import fill, template

    envelope = form.envelope(answers)
    return fill.load(template.path_of(form)).fill(printed(form, answers), envelope, is_blank=is_blank)


def _pdf(form: Form, answers: Answers, is_blank: bool) -> bytes:
    from formgen.render import page, pdf

    html = page.blank(form, answers) if is_blank else page.of(form, answers)
    return pdf.write(html, form.envelope(answers))


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
