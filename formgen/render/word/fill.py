"""Filling: a Word form is read once into fixed XML with places between, and only the places change.

Nothing is parsed for a filling, so it takes about as long as writing the zip. A place knows how its control
looks when empty and when filled; rows and optional parts hold places of their own.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from formgen.errors import TemplateError
from formgen.render.word import clauses, hanging
from formgen.render.word.filling import Filling, Place
from formgen.render.word.package import ANSWERS_PART, DOCUMENT_PART, ZIP_MOMENT, answers_xml
from formgen.render.word.xml import NEW_TAB, Element, name
from formgen.tw import date as roc_date
from formgen.tw.clauses import Clauses
from formgen.values import count_rows, list_and_first, says_something

_ID = r'(?<=<w:id w:val=")\d+(?=")'
_SPLIT = re.compile(rf"<\?place (\d+)\?>|({_ID})")
_CONTENT, _PROPERTIES, _RUN, _TEXT = map(name, ("w:sdtContent", "w:sdtPr", "w:r", "w:t"))
_INDENT = name("w:ind")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NEW_LINE = '</w:t><w:br/><w:t xml:space="preserve">'


class Program:
    """The XML of an element: fixed text and places in turn. The element is used up."""

    def __init__(self, element: Element, path: str = "") -> None:
        places: list[Place] = []
        _take_out(element, path, places)
        xml = _serialised(element)
        self._pieces: list[str | Place] = []
        start = 0
        for match in _SPLIT.finditer(xml):
            self._pieces += [xml[start : match.start()], places[int(match[1])] if match[1] else _next_id]
            start = match.end()
        self._pieces.append(xml[start:])

    def __call__(self, filling: Filling, prefix: str) -> Iterator[str]:
        for piece in self._pieces:
            if isinstance(piece, str):
                yield piece
            else:
                yield from piece(filling, prefix)


def _serialised(element: Element) -> str:
    """The element's XML; the document's root alone declares the namespaces."""
    xml: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return xml if element.tag == name("w:document") else re.sub(r' xmlns:\w+="[^"]*"', "", xml)


def _next_id(filling: Filling, _prefix: str) -> Iterator[str]:
    """Ids are unique in a document, and rows are repeated."""
    yield str(next(filling.ids))


def _take_out(element: Element, path: str, places: list[Place]) -> None:
    """Replace each outermost control inside `element`, and each indent that is measured, by a mark for its place."""
    for child in list(element):
        place = hanging.indent(child, path) if child.tag == _INDENT else None
        if child.tag == name("w:sdt"):
            place = _place(child, path)
        if place is None:
            _take_out(child, path, places)
        else:
            element.replace(child, _mark(len(places)))
            places.append(place)


def _mark(number: int) -> Element:
    return etree.ProcessingInstruction("place", str(number))


def _place(control: Element, path: str) -> Place | None:
    """How a control is written; None for one that is not ours."""
    properties = control.find(_PROPERTIES)
    tag = properties.find(name("w:tag"))
    if tag is None:
        return None
    whole = tag.get(name("w:val"))
    here = whole.removeprefix(path)
    has = {child.tag for child in properties}
    if name("w15:repeatingSection") in has:
        return _rows(control, here)
    if name("w14:checkbox") in has or (name("w:dropDownList") in has and "=" in here.lstrip("=")):
        return _two_states(control, here)
    if control.find(f"{_CONTENT}/{_RUN}") is not None:
        return _text(control, whole, path, is_date=name("w:date") in has)
    if name("w:showingPlcHdr") in has:
        return _paragraphs(control, here)
    return _part(control, here)


def _rows(control: Element, path: str) -> Place:
    """A list: the first, middle and last row of the template serve for as many as are filled."""
    content = control.find(_CONTENT)
    path, first = list_and_first(path)
    is_running = content.find(f"{name('w:sdt')}/{_CONTENT}/{name('w:p')}") is not None
    models = [Program(row, f"{path}.{index}.") for index, row in enumerate(content, first)]
    for row in list(content):
        content.remove(row)

    def rows(filling: Filling, _prefix: str) -> Iterator[str]:
        filled = count_rows(filling.shown, path) - first
        # A table keeps the rows of its sheet; a list of paragraphs has no empty ones.
        total = filled if is_running and filled > 0 else max(filled, len(models))
        for row in range(total):
            model = row if row < len(models) - 1 else -1 if row == total - 1 else len(models) - 2
            yield from models[model](filling, f"{path}.{first + row}.")

    return _around(control, content, rows)


def _around(control: Element, content: Element, inner: Place) -> Place:
    """The control itself, with `inner` as its content."""
    content.append(_mark(0))
    before, _, after = _serialised(control).partition("<?place 0?>")
    head = re.split(_ID, before)

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        yield from _with_ids(head, filling)
        yield from inner(filling, prefix)
        yield after

    return write


def _with_ids(pieces: list[str], filling: Filling) -> Iterator[str]:
    yield pieces[0]
    for piece in pieces[1:]:
        yield str(next(filling.ids))
        yield piece


def _part(control: Element, path: str) -> Place:
    program = Program(control)

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        if filling.is_blank or says_something(filling.shown, f"{prefix}{path}"):
            yield from program(filling, prefix)

    return write


def _two_states(control: Element, tag: str) -> Place:
    """A check box, or a drop-down of one word: on when the tick is made or the choice is its value."""
    path, _, value = tag.partition("=")
    states = [
        Program(control_state) for control_state in (deepcopy(control), _switched_on(deepcopy(control)))
    ]

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        is_on = filling.shown.get(f"{prefix}{path}") == (value or True)
        yield from states[is_on](filling, prefix)

    return write


def _switched_on(control: Element) -> Element:
    properties, shown = control.find(_PROPERTIES), control.find(f".//{_TEXT}")
    if (box := properties.find(name("w14:checkbox"))) is not None:
        box.find(name("w14:checked")).set(name("w14:val"), "1")
        shown.text = chr(int(box.find(name("w14:checkedState")).get(name("w14:val")), 16))
    else:
        _drop_placeholder(properties)
        shown.text = properties.find(f"{name('w:dropDownList')}/{name('w:listItem')}").get(name("w:value"))
    return control


def _drop_placeholder(properties: Element) -> None:
    for showing in properties.findall(name("w:showingPlcHdr")):
        properties.remove(showing)


def _text(control: Element, tag: str, path: str, *, is_date: bool) -> Place:
    """A control inside a line: a field, or a computed value (``=total``, in a row ``=candidates.0.mean``)."""
    sign, field_path = ("=", tag[1:]) if tag.startswith("=") else ("", tag)
    is_in_row, here = field_path.startswith(path), field_path.removeprefix(path)
    empty = Program(deepcopy(control))
    head, tail = _halves(control)
    if is_date:
        head = [half for piece in head for half in piece.split("<w:date>")]

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        text = str(filling.shown.get(f"{sign}{prefix if is_in_row else ''}{here}", ""))
        if not text:
            yield from empty(filling, prefix)
            return
        yield from _with_ids(head[:2], filling)
        yield from (f'<w:date w:fullDate="{_iso(text)}">', head[2]) if is_date else ()
        yield escape(text).replace("\t", NEW_TAB).replace("\n", _NEW_LINE)
        yield tail

    return write


def _iso(text: str) -> str:
    """Word's own spelling of a date that stands on paper."""
    day = roc_date.parse(text) if text.endswith("日") else roc_date.parse_month(text)
    return f"{day:%Y-%m-%d}T00:00:00Z"


def _halves(control: Element) -> tuple[list[str], str]:
    """The filled control before its text, cut at its id, and after it."""
    _drop_placeholder(control.find(_PROPERTIES))
    shown = control.find(f".//{_TEXT}")
    shown.text = None
    shown.append(_mark(0))
    before, _, after = _serialised(control).partition("<?place 0?>")
    return re.split(_ID, before), after


def _paragraphs(control: Element, tag: str) -> Place:
    """A control of whole paragraphs: one for each line."""
    empty = Program(deepcopy(control))
    head, tail = _halves(control)
    start = head[1].rindex("<w:p>" if "<w:p>" in head[1] else "<w:p ")
    head[1], opening = head[1][:start], head[1][start:]
    end = tail.index("</w:p>") + len("</w:p>")
    closing, tail = tail[:end], tail[end:]
    em = hanging.em(control)

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        text = filling.shown.get(f"{prefix}{tag}", "")
        if not text:
            yield from empty(filling, prefix)
            return
        yield from _with_ids(head, filling)
        if isinstance(text, Clauses):
            yield from clauses.paragraphs(text, opening, closing, em)
        else:
            for line in str(text).split("\n"):
                yield from (opening, escape(line).replace("\t", NEW_TAB), closing)
        yield tail

    return write


@dataclass(frozen=True)
class Template:
    """A Word form ready to be filled: its program, and a zip of the parts that never change."""

    program: Program
    fixed: bytes

    def fill(
        self, shown: Mapping[str, str | bool], envelope: dict[str, Any], *, is_blank: bool = False
    ) -> bytes:
        """A filled copy as the bytes of a DOCX; `envelope` goes along as the hidden answers."""
        filling = Filling(shown, is_blank)
        document = (_DECLARATION + "".join(self.program(filling, ""))).encode()
        stream = BytesIO(self.fixed)
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for part, content in ((DOCUMENT_PART, document), (ANSWERS_PART, answers_xml(envelope))):
                info = zipfile.ZipInfo(part, ZIP_MOMENT)
                package.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=3)
        return stream.getvalue()


def load(path: Path) -> Template:
    """The Word form at `path`, read once for each version of the file. Raises TemplateError."""
    try:
        return _load(path, path.stat().st_mtime_ns)
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise TemplateError(template=path.name, reason=str(error)) from error


@cache
def _load(path: Path, _version: int) -> Template:
    return parsed(path.read_bytes())


def parsed(content: bytes) -> Template:
    """A Word form that was just compiled, ready to be filled."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read(DOCUMENT_PART))
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as fixed:
            for part in package.namelist():
                if part not in (DOCUMENT_PART, ANSWERS_PART):
                    info = zipfile.ZipInfo(part, ZIP_MOMENT)
                    fixed.writestr(info, package.read(part), zipfile.ZIP_DEFLATED)
    return Template(Program(root), stream.getvalue())
