"""Each form as PDF, blank and filled with its example, drawn once for all the tests that only look at it."""

import os
from pathlib import Path

from strategies import example

from formgen import files
from formgen.answers import Answers
from formgen.form import Form
from formgen.renditions import rendition

# The processes of a test run share a folder: its name stands in their environment.
FOLDER = "FORMGEN_TEST_DRAWN"


def blank_pdf(form: Form) -> bytes:
    return _once(form, form.answers(), is_blank=True)


def example_pdf(form: Form) -> bytes:
    return _once(form, example(form), is_blank=False)


def _once(form: Form, answers: Answers, *, is_blank: bool) -> bytes:
    path = Path(os.environ[FOLDER], f"{form.name}-{'blank' if is_blank else 'example'}.pdf")
    if not path.exists():
        files.put(path, rendition(form, answers, "pdf", is_blank=is_blank), is_synced=False)
    return path.read_bytes()
