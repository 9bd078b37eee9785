"""Collecting: what stands visibly in the content controls of a Word file, by field path."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from formgen.render.word.package import ANSWERS_NAMESPACE, DOCUMENT_PART
from formgen.render.word.xml import Element, name

# A form is some 50 KB; a zip that unpacks to more than this is not one.
LARGEST = 100 * 2**20
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PROPERTIES, _TAG, _VALUE = name("w:sdtPr"), name("w:tag"), name("w:val")
_BREAKS = {name("w:br"): "\n", name("w:cr"): "\n", name("w:tab"): "\t"}


class NotAWordFile(ValueError):
    """這不是 Word 檔（.docx），或檔案已損壞。"""

    def __str__(self) -> str:
        return self.__doc__ or ""


@dataclass
class Controls:
    """Texts by path, ticks by path or ``path=value``, the number of rows of each list, and the optional parts."""

    texts: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def tags(self) -> set[str]:
        return {*self.texts, *self.ticks}


@dataclass(frozen=True)
class WordFile:
    """A Word file taken apart: its controls, and the envelope of hidden answers if it has one."""

    controls: Controls
    envelope: dict[str, Any] | None


def open_file(content: bytes) -> WordFile:
    """Take a DOCX apart. Raises NotAWordFile."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST:
                raise NotAWordFile
            root = etree.fromstring(package.read(DOCUMENT_PART), _PARSER)
            return WordFile(controls_of(root), _envelope(package))
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.XMLSyntaxError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise NotAWordFile from error


def _envelope(package: zipfile.ZipFile) -> dict[str, Any] | None:
    """The hidden answers; Word may have renamed the part that holds them."""
    for part in package.namelist():
        if part.startswith("customXml/item") and part.endswith(".xml"):
            root = etree.fromstring(package.read(part), _PARSER)
            if root.tag == f"{{{ANSWERS_NAMESPACE}}}answers":
                found = json.loads(root.text or "null")
                return found if isinstance(found, dict) else None
    return None


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
        if tag is None:
            _collect(content, template_path, path, found)
        elif properties.find(name("w15:repeatingSection")) is not None:
            _collect_rows(content, tag.get(_VALUE), found)
        elif _holds_controls(child):
            _collect(content, template_path, path, found)
        else:
            _take(properties, content, _in_row(tag.get(_VALUE), template_path, path), found)


def _collect_rows(content: Element, path: str, found: Controls) -> None:
    rows = content.findall(name("w:sdt"))
    found.rows[path] = len(rows)
    for index, row in enumerate(rows):
        _collect(row, path, f"{path}.{index}", found)


def _in_row(tag: str, template_path: str, path: str) -> str:
    """``review.assessors.0.name`` in the third row is ``review.assessors.2.name``."""
    if not template_path or not tag.startswith(f"{template_path}."):
        return tag
    return f"{path}.{tag.removeprefix(template_path).split('.', 2)[2]}"


def _take(properties: Element, content: Element, tag: str, found: Controls) -> None:
    box = properties.find(f"{name('w14:checkbox')}/{name('w14:checked')}")
    if properties.find(name("w14:checkbox")) is not None:
        found.ticks[tag] = box is not None and box.get(name("w14:val"), "1") in ("1", "true", "on")
    elif "=" in tag.lstrip("="):
        found.ticks[tag] = tag.partition("=")[2] in _text(properties, content)
    else:
        found.texts[tag] = _text(properties, content)


def _text(properties: Element, content: Element) -> str:
    if properties.find(name("w:showingPlcHdr")) is not None:
        return ""
    paragraphs = list(content.iter(name("w:p")))
    return "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs or [content])


def _pieces(element: Element) -> Iterator[str]:
    for node in element.iter(name("w:t"), *_BREAKS):
        yield node.text or "" if node.tag == name("w:t") else _BREAKS[node.tag]


@cache
def expected(template: Path) -> Controls:
    """The controls of our own blank."""
    return open_file(template.read_bytes()).controls


def words(template: Path) -> str:
    """The text of a Word form that stands outside its fields."""
    return "".join(_outside(_body(template)))


def where(template: Path, tag: str) -> str:
    """Where a control stands, for a person who looks for it in Word."""
    for number, table in enumerate(_body(template).iter(name("w:tbl")), 1):
        for row_number, row in enumerate(table.iter(name("w:tr")), 1):
            for cell_number, cell in enumerate(row.iter(name("w:tc")), 1):
                if any(one.get(_VALUE) == tag for one in cell.iter(_TAG)):
                    return f"在第 {number} 個表格第 {row_number} 列第 {cell_number} 格"
    return "在表格之外"


def _body(template: Path) -> Element:
    with zipfile.ZipFile(template) as package:
        return etree.fromstring(package.read(DOCUMENT_PART), _PARSER)[0]


def _outside(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == name("w:t"):
            yield child.text or ""
        elif (
            child.tag != name("w:sdt")
            or child.find(f"{_PROPERTIES}/{_TAG}") is None
            or _holds_controls(child)
        ):
            yield from _outside(child)


def _holds_controls(control: Element) -> bool:
    return next(control.iterdescendants(name("w:sdt")), None) is not None
