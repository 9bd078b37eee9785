"""A paper as plain paragraphs and tables, without the tags of its fields: of a Word file, or of an ODT."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from formgen.render.word.collect import pieces
from formgen.render.word.xml import Element, name

_TEXT, _TABLE, _OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{one}:1.0}}" for one in ("text", "table", "office")
)
# Of a paper or of one cell, and of one table. A form has a tenth of it; what is far longer would be compared for minutes.
MOST_LINES, MOST_CHARACTERS, MOST_ROWS = 2000, 200_000, 1200
# Of blanks that an ODT counts instead of writing them; nobody types more.
_MOST_BLANKS, _LONGEST_COUNT = 255, 10
_CHARACTERS = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t"}
# What does not stand in the lines themselves: notes, remarks, readings beside characters, what was deleted.
_UNSEEN = {
    f"{_TEXT}note", f"{_TEXT}ruby-text", f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls",
    f"{_OFFICE}annotation", f"{_OFFICE}forms",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell that is joined to the one above it or before it is none."""

    rows: tuple[tuple["Blocks", ...], ...]


Blocks = tuple[str | Table, ...]


def is_too_long(blocks: Blocks) -> bool:
    """Whether a paper is longer than any form, so that it would take too long to find its words."""
    lines = [one for one in blocks if isinstance(one, str)]
    tables = [one for one in blocks if isinstance(one, Table)]
    return (
        sum(1 + line.count("\n") for line in lines) > MOST_LINES
        or sum(map(len, lines)) > MOST_CHARACTERS
        or any(len(table.rows) > MOST_ROWS for table in tables)
        or any(is_too_long(cell) for table in tables for row in table.rows for cell in row)
    )


def of_word(body: Element) -> Blocks:
    return tuple(_of_word(body))


def _of_word(element: Element) -> Iterator[str | Table]:
    for child in element:
        if child.tag == name("w:p"):
            yield "".join(piece for one in _once(child) for piece in pieces([one]))
        elif child.tag == name("w:tbl"):
            yield Table(tuple(tuple(map(of_word, cells(row))) for row in within(child, "w:tr")))
        else:
            yield from _of_word(child)


def _once(paragraph: Element) -> Iterator[Element]:
    """What stands in a paragraph. LibreOffice 7 writes an input field as several controls, the first of them whole."""
    before = None
    for one in _parts(paragraph):
        title = _title(one)
        if title is None or title != before:
            yield one
        before = title


def _parts(element: Element) -> Iterator[Element]:
    """Runs and named controls. A date has no name, and holds the first of the controls that follow it."""
    for child in element:
        content = child.find(name("w:sdtContent"))
        if content is None or _title(child) is not None:
            yield child
        else:
            yield from _parts(content)


def _title(element: Element) -> str | None:
    title = element.find(f"{name('w:sdtPr')}/{name('w:alias')}")
    return None if title is None else str(title.get(name("w:val")))


def cells(row: Element) -> Iterator[Element]:
    """The cells of a row that begin in it."""
    for cell in within(row, "w:tc"):
        merge = cell.find(f"{name('w:tcPr')}/{name('w:vMerge')}")
        if merge is None or merge.get(name("w:val")) == "restart":
            yield cell


def within(element: Element, kind: str) -> Iterator[Element]:
    """The nearest elements of a kind: rows of a table or cells of a row, also those inside controls."""
    for child in element:
        if child.tag == name(kind):
            yield child
        elif child.tag != name("w:tbl"):
            yield from within(child, kind)


def of_odt(body: Element) -> Blocks:
    return tuple(_of_odt(body))


def _of_odt(element: Element) -> Iterator[str | Table]:
    for child in element:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield "".join(_odt_pieces(child))
        elif child.tag == f"{_TABLE}table":
            rows = child.iter(f"{_TABLE}table-row")
            own = (row for row in rows if next(row.iterancestors(f"{_TABLE}table")) is child)
            yield Table(tuple(tuple(map(of_odt, row.findall(f"{_TABLE}table-cell"))) for row in own))
        elif child.tag not in _UNSEEN:
            yield from _of_odt(child)


def _odt_pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{_TEXT}s":
            yield " " * _blanks(child.get(f"{_TEXT}c", "1"))
        elif child.tag not in (etree.Comment, *_UNSEEN):
            yield from _odt_pieces(child)
        yield child.tail or ""


def _blanks(count: str) -> int:
    return min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) < _LONGEST_COUNT else 1
