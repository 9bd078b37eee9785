"""Sheets of ours that go with the forms: a 交件須知, a table of contents. Drawn like a form, but no form."""

from typing import Any

from formgen.render import page, pdf


def draw(name: str, title: str, **facts: Any) -> bytes:
    """The sheet ``templates/html/sheets/NAME.html`` as PDF. Raises RenderingError."""
    return pdf.write(page.on_paper(f"sheets/{name}.html", title=title, style="sheets/sheets.css", **facts))
