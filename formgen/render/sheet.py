"""Sheets of ours that go with the forms: a 交件須知, a table of contents. Drawn like a form, but no form."""

from typing import Any

from formgen.paths import TEMPLATES
from formgen.render import pdf
from formgen.render.page import LANGUAGE, environment


def draw(name: str, title: str, **facts: Any) -> bytes:
    """The sheet ``templates/html/sheets/NAME.html`` as PDF. Raises RenderingError."""
    template = environment(TEMPLATES / "html").get_template(f"sheets/{name}.html")
    return pdf.write(template.render(title=title, language=LANGUAGE, **facts))
