"""`make templates`: every form's Word template, compiled from its page."""

from pathlib import Path

from formgen.form import Form
from formgen.paths import TEMPLATES
from formgen.render import page
from formgen.render.word.compiler import compile_body, paper_of
from formgen.render.word.package import build


def path_of(form: Form) -> Path:
    return TEMPLATES / "docx" / f"{form.name}.docx"


def compiled(form: Form) -> bytes:
    """The Word form of the blank page."""
    blank = page.blank(form, form.answers())
    blocks, widths = compile_body(form, blank)
    return build(form, blocks, widths, form.envelope(form.answers()), paper_of(blank))
