"""Collecting: what stands visibly in the content controls of a Word file, by field path."""

import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from formgen.render.word.package import ANSWERS_NAMESPACE, ANSWERS_PROPERTY, DOCUMENT_PART
from formgen.render.word.xml import Element, name
from formgen.tw import clauses
from formgen.tw.clauses import Passage
from formgen.values import list_and_first

# The text of a form is some 600 KB; a part that unpacks to more than this is no form's.
LARGEST = 20 * 2**20
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PROPERTIES, _TAG, _VALUE = name("w:sdtPr"), name("w:tag"), name("w:val")
_PARAGRAPH, _PARAGRAPH_PROPERTIES, _TEXT = name("w:p"), name("w:pPr"), name("w:t")
_BREAK = name("w:type")
_CHARACTERS = {
    name("w:br"): "\n",
    name("w:cr"): "\n",
    name("w:tab"): "\t",
    name("w:ptab"): "\t",
    name("w:noBreakHyphen"): "-",
}
# What does not stand on the paper: properties (a tab stop is a `w:tab` too), what tracked changes took
# away, the reading beside a character, and the second copy of a drawing.
UNSEEN = {
    _PROPERTIES,
    _PARAGRAPH_PROPERTIES,
    *map(name, ("w:rPr", "w:del", "w:moveFrom", "w:rt", "mc:Fallback")),
}
_UNDERLINE = f"{name('w:rPr')}/{name('w:u')}"
_MARK_DELETED = f"{_PARAGRAPH_PROPERTIES}/{name('w:rPr')}/{name('w:del')}"
_ROW_DELETED = f"{name('w:trPr')}/{name('w:del')}"
_PROGRAM_PART, _PROPERTIES_PART = "docProps/app.xml", "docProps/custom.xml"
_MAIN_DOCUMENT = "/officeDocument"
# Whatever zipfile, its decompressors, lxml and json say about bytes that are not what they seem.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, struct.error,
    LookupError, ValueError, RuntimeError, etree.XMLSyntaxError,
)  # fmt: skip


class NotAWordFile(ValueError):
    """這不是 Word 檔（.docx），或檔案已損壞。"""

    def __str__(self) -> str:
        return self.__doc__ or ""


@dataclass
class Controls:
    """Texts by path, ticks by path or ``path=value``, the rows of each list that can grow, and the optional parts.

    A field may stand on the paper more than once; all that it says there is kept, in order. `marked` are the texts
    with their underlined passages marked.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    ticks: dict[str, list[bool]] = field(default_factory=dict)
    rows: dict[str, range] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    marked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def tags(self) -> set[str]:
        return {*self.texts, *self.ticks}


@dataclass(frozen=True)
class WordFile:
    """A Word file taken apart: its text, its controls, and the envelope of hidden answers if it has one."""

    body: Element
    controls: Controls
    envelope: dict[str, Any] | None
    is_of_libreoffice: bool


def open_file(content: bytes) -> WordFile:
    """Take a DOCX apart. Raises NotAWordFile."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if not any(info.header_offset == 0 for info in package.infolist()):
                raise NotAWordFile  # the end of something else that was cut off
            root = parsed(package, _main_part(package))
            is_of_libreoffice = b"<Application>LibreOffice" in _optional(package, _PROGRAM_PART)
            return WordFile(root[0], controls_of(root), _envelope(package), is_of_libreoffice)
    except DAMAGE as error:
        raise NotAWordFile from error


def parsed(package: zipfile.ZipFile, part: str) -> Element:
    """A part's XML; zipfile never unpacks more than the size that the part declares."""
    if package.getinfo(part).file_size > LARGEST:
        raise NotAWordFile
    return etree.fromstring(package.read(part), _PARSER)


def _main_part(package: zipfile.ZipFile) -> str:
    """The part with the text: Word in a browser calls it `word/document2.xml`."""
    for relation in parsed(package, "_rels/.rels"):
        if str(relation.get("Type")).endswith(_MAIN_DOCUMENT):
            return str(relation.get("Target")).removeprefix("/")
    return DOCUMENT_PART


def _envelope(package: zipfile.ZipFile) -> dict[str, Any] | None:
    """The hidden answers; Word may have renamed the part that holds them, an ODT saved as Word file has a property."""
    for part in package.namelist():
        if part.startswith("customXml/item") and part.endswith(".xml"):
            root = parsed(package, part)
            if root.tag == f"{{{ANSWERS_NAMESPACE}}}answers":
                return _object(root.text)
    if _PROPERTIES_PART in package.namelist():
        for one in parsed(package, _PROPERTIES_PART):
            if one.get("name") == ANSWERS_PROPERTY:
                return _object("".join(one.itertext()))
    return None


def _object(text: str | None) -> dict[str, Any] | None:
    found = json.loads(text or "null")
    return found if isinstance(found, dict) else None


def _optional(package: zipfile.ZipFile, part: str) -> bytes:
    has_it = part in package.namelist() and package.getinfo(part).file_size <= LARGEST
    return package.read(part) if has_it else b""


def controls_of(root: Element) -> Controls:
    found = Controls()
    _collect(root, "", "", found)
    return found


def _collect(element: Element, template_path: str, path: str, found: Controls) -> None:
    """Rows are counted by their place: Word copies the tags of a row together with the row."""
    for child in element:
        if child.tag != name("w:sdt"):
            _collect(child, template_path, path, found)
            continue
        properties = child.find(_PROPERTIES)
        tag = properties.find(_TAG) if properties is not None else None
        content = child.find(name("w:sdtContent"))
        if content is None:
            continue
        label = tag.get(_VALUE, "") if tag is not None else ""
        if not label:
            _collect(content, template_path, path, found)
        elif properties.find(name("w15:repeatingSection")) is not None:
            _collect_rows(content, label, found)
        elif is_part(child):
            found.parts.add(label)
            _collect(content, template_path, path, found)
        else:
            _take(properties, content, _in_row(label, template_path, path), found)


def _collect_rows(content: Element, path: str, found: Controls) -> None:
    rows = [row for row in content.findall(name("w:sdt")) if not _is_deleted(row)]
    path, first = list_and_first(path)
    found.rows[path] = range(first, first + len(rows))
    for index, row in enumerate(rows, first):
        _collect(row, path, f"{path}.{index}", found)


def _is_deleted(row: Element) -> bool:
    """Whether tracked changes have taken the row away."""
    lines = list(row.iter(name("w:tr")))
    return bool(lines) and all(line.find(_ROW_DELETED) is not None for line in lines)


def _in_row(tag: str, template_path: str, path: str) -> str:
    """``review.assessors.0.name`` in the third row is ``review.assessors.2.name``; so is what is computed."""
    sign = "=" if tag.startswith("=") else ""
    index, _, rest = tag.removeprefix(f"{sign}{template_path}.").partition(".")
    return f"{sign}{path}.{rest}" if template_path and index.isdecimal() and rest else tag


def _take(properties: Element, content: Element, tag: str, found: Controls) -> None:
    box = properties.find(name("w14:checkbox"))
    if box is not None:
        checked = box.find(name("w14:checked"))
        is_on = checked is not None and checked.get(name("w14:val"), "1") in ("1", "true", "on")
        found.ticks.setdefault(tag, []).append(is_on)
    elif "=" in tag.lstrip("="):
        found.ticks.setdefault(tag, []).append(tag.partition("=")[2] in _text(properties, content))
    else:
        said = _passages(properties, content)
        found.texts.setdefault(tag, []).append("".join(piece for piece, _ in said))
        found.marked.setdefault(tag, []).append(clauses.joined(said))


def _text(properties: Element, content: Element) -> str:
    return "".join(piece for piece, _ in _passages(properties, content))


def _passages(properties: Element, content: Element) -> list[Passage]:
    """What a control says; a paragraph whose mark is deleted runs on into the next one."""
    if properties.find(name("w:showingPlcHdr")) is not None:
        return []
    found: list[Passage] = []
    runs_on = True
    for paragraph in list(_paragraphs(content)) or [content]:
        found += [*([] if runs_on else [("\n", False)]), *_inked(paragraph)]
        runs_on = paragraph.find(_MARK_DELETED) is not None
    return found


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag not in UNSEEN:
            yield from _paragraphs(child)


def pieces(element: Element) -> Iterator[str]:
    """The text of paragraphs and runs, but for what nobody sees."""
    return (piece for piece, _ in _inked(element))


def _inked(element: Element, *, is_underlined: bool = False) -> Iterator[Passage]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or "", is_underlined
        elif child.tag in _CHARACTERS:
            # The end of a page is no line end.
            yield "" if child.get(_BREAK) in ("page", "column") else _CHARACTERS[child.tag], is_underlined
        elif child.tag not in UNSEEN:
            yield from _inked(child, is_underlined=_is_underlined(child))


def _is_underlined(run: Element) -> bool:
    line = run.find(_UNDERLINE)
    return line is not None and line.get(_VALUE, "none") != "none"


@cache
def expected(template: Path) -> Controls:
    """The controls of our own blank."""
    return open_file(template.read_bytes()).controls


def words(template: Path) -> str:
    """The text of a Word form that stands outside its fields."""
    return "".join(_outside(body(template)))


def where(template: Path, tag: str) -> str:
    """Where a control stands, for a person who looks for it in Word."""
    for number, table in enumerate(body(template).iter(name("w:tbl")), 1):
        for row_number, row in enumerate(table.iter(name("w:tr")), 1):
            for cell_number, cell in enumerate(row.iter(name("w:tc")), 1):
                if any(one.get(_VALUE) == tag for one in cell.iter(_TAG)):
                    return f"在第 {number} 個表格第 {row_number} 列第 {cell_number} 格"
    return "在表格之外"


def body(template: Path) -> Element:
    with zipfile.ZipFile(template) as package:
        return etree.fromstring(package.read(DOCUMENT_PART), _PARSER)[0]


def _outside(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == name("w:t"):
            yield child.text or ""
        elif child.tag != name("w:sdt") or child.find(f"{_PROPERTIES}/{_TAG}") is None or is_part(child):
            yield from _outside(child)


def is_part(control: Element) -> bool:
    """Whether a control holds fields. A field may hold a control too, one that somebody pasted into it."""
    has_placeholder = control.find(f"{_PROPERTIES}/{name('w:placeholder')}") is not None
    return not has_placeholder and any(
        one.getparent().getparent() is not control for one in control.iter(_TAG)
    )
