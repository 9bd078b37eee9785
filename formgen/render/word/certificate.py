"""A page that asks nothing, such as a certificate, as a Word file: compiled once for each page, filled for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from formgen.questions import Question
from formgen.render.word import fill
from formgen.render.word.compiler import compile_body, paper_of
from formgen.render.word.package import build
from formgen.render.word.xml import w


@dataclass(frozen=True)
class _Untold:
    """A page's name; it has fields and no questions."""

    title: str
    name: str = "certificate"
    edition: str = ""

    def question(self, path: str) -> Question:
        raise KeyError(path)

    def label(self, path: str) -> str:
        return path


def made(page: str, values: Mapping[str, str], title: str, divided: Mapping[str, str]) -> bytes:
    """The page with `values` in its controls; `divided` are those that are shown with line ends of ours.

    Raises TemplateError, RenderingError.
    """
    return _template(page, title).fill(
        {f"={name}": text for name, text in {**values, **divided}.items()},
        {"form": "certificate", "edition": "", "answers": dict(values)},
    )


@lru_cache(256)
def _template(page: str, title: str) -> fill.Template:
    described = _Untold(title)
    blocks, widths = compile_body(described, page)
    # Word wants a paragraph after a table; one of a point keeps the page one page.
    end = w(
        "p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact"), w("rPr", w("sz", val=2)))
    )
    return fill.parsed(build(described, [*blocks, end], widths, {}, paper_of(page)))
