"""The files of a bundle, in the order in which they are looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from formgen import catalog
from formgen.bundle import instructions
from formgen.bundle.archive import Packed
from formgen.exhibits import Exhibit
from formgen.form import Form
from formgen.programmes.filing import Filing
from formgen.renditions import rendition

if TYPE_CHECKING:
    from formgen.evidence.sources import Prepared


@dataclass(frozen=True)
class Document:
    """One document of the paper: what it is called in lists, and what is stamped on every page."""

    title: str
    pdf: Path
    pages: int
    number: str = ""
    stamp: str = ""
    names: tuple[str, ...] = ()


def assemble(
    given: Filing, exhibits: Sequence[Exhibit], prepared: Mapping[str, "Prepared"], work: Path
) -> list[Packed]:
    """Make every file of the bundle in the folder `work`. Raises RenderingError."""
    programme = given.programme
    forms = [_form(catalog.get(name), given, work) for name in given.answers]
    shown = [
        Document(one.label, ready.pdf, ready.pages, one.number, one.number, ready.names)
        for one in exhibits
        if (ready := prepared.get(one.number))
    ]
    told = work / instructions.FILE
    told.write_bytes(instructions.draw(given, _items(forms, exhibits, shown)))
    paper = work / "paper.pdf"
    pages = _collate(given, forms, shown, paper, work)
    return [
        Packed(instructions.FILE, told),
        *(Packed(f"{programme.digital}/{one.title}.docx", one.pdf.with_suffix(".docx")) for one in forms),
        *(Packed(f"{programme.digital}/{one.number}.pdf", one.pdf, one.pages, one.number) for one in shown),
        Packed(f"{programme.paper}/{programme.title}.pdf", paper, pages),
    ]


def _form(form: Form, given: Filing, work: Path) -> Document:
    from formgen.evidence.documents import count_pages

    for ending in ("docx", "pdf"):
        (work / f"{form.name}.{ending}").write_bytes(rendition(form, given.answers[form.name], ending))
    pdf = work / f"{form.name}.pdf"
    return Document(form.title, pdf, count_pages(pdf), form.annex)


def _collate(
    given: Filing, forms: Sequence[Document], shown: Sequence[Document], to: Path, work: Path
) -> int:
    """The paper as one PDF: the forms, a table of contents if there is evidence, the evidence. Its pages."""
    from formgen.evidence.collate import Part, collate

    contents = [_contents(given, forms, shown, work)] if shown else []
    documents = [*forms, *contents, *shown]
    collate(
        [
            Part(" ".join(filter(None, (one.number, one.title))), one.pdf, one.stamp, names=one.names)
            for one in documents
        ],
        to,
        instructions.subtitle(given),
    )
    return sum(one.pages for one in documents)


def _contents(given: Filing, forms: Sequence[Document], shown: Sequence[Document], work: Path) -> Document:
    """The table of contents. Its own pages push the evidence back, so it is drawn until it says the truth."""
    from formgen.evidence.documents import count_pages
    from formgen.render import sheet

    made, pages = work / "contents.pdf", 0
    while True:
        contents = Document("目錄", made, pages or 1)
        rows, start = [], 1
        for one in (*forms, contents, *shown):
            rows.append({"number": one.number, "label": one.title, "pages": one.pages, "start": start})
            start += one.pages
        made.write_bytes(
            sheet.draw(
                "contents",
                "目錄",
                subtitle=instructions.subtitle(given),
                rows=rows,
                total=start - 1,
                numbering=instructions.line(given.programme.numbering),
            )
        )
        if (counted := count_pages(made)) == contents.pages:
            return contents
        pages = counted


def _items(
    forms: Sequence[Document], exhibits: Sequence[Exhibit], shown: Sequence[Document]
) -> list[dict[str, str]]:
    """What must be in, and what of it is there."""
    there = {one.number: one for one in shown}
    items = [{"number": one.number, "label": one.title, "state": f"{one.pages} 頁"} for one in forms]
    for exhibit in exhibits:
        if exhibit.number in there:
            state = f"{there[exhibit.number].pages} 頁"
        elif exhibit.is_required:
            state = "尚缺"
        elif exhibit.claimed:
            state = "未附"
        else:
            continue
        items.append({"number": exhibit.number, "label": exhibit.label, "state": state})
    return items
