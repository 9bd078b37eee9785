"""What a Word form of ours prints, as a pattern: official words, and holes where answers stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from formgen.read import sheet
from formgen.render.word import collect
from formgen.render.word.xml import Element, name
from formgen.values import list_and_first

NEW_LINE = "\n"
# What a person draws for a tick, beside the mark of the form.
_TICKED = ("■", "☑", "☒", "✓", "✔", "V", "v", "Ｖ", "ˇ")
_OPEN = ("□", "☐")
_CONTROL, _CONTENT, _PROPERTIES, _TAG = map(name, ("w:sdt", "w:sdtContent", "w:sdtPr", "w:tag"))
_VALUE = name("w:val")


@dataclass(frozen=True)
class Hole:
    """A place for an answer: its tag, what blanks show there, and what it may say, if that is known.

    Of a tick, what stands for a mark that is made is in `ticked`. One of `lines` may go on in the next ones.
    """

    tag: str
    blanks: tuple[str, ...] = ("",)
    options: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    is_open: bool = True
    is_lines: bool = False


@dataclass(frozen=True)
class Gap:
    """A blank between two holes."""


@dataclass(frozen=True)
class Row:
    """The cells of a row."""

    cells: tuple["Pattern", ...]


@dataclass(frozen=True)
class Rows:
    """The rows of a list: the first ones as they are drawn, and the last of these for all that follow."""

    path: str
    models: tuple[Any, ...]

    def row(self, place: int) -> Any:
        """The row at a place, counted from the first, with the tags of its number."""
        path, first = list_and_first(self.path)
        model = min(place, len(self.models) - 1)
        return _renamed(self.models[model], f"{path}.{first + model}.", f"{path}.{first + place}.")


@dataclass(frozen=True)
class Table:
    """Rows, and lists of rows."""

    rows: tuple[Row | Rows, ...]


@dataclass(frozen=True)
class Part:
    """What a form may leave out."""

    path: str
    inside: "Pattern"


Pattern = tuple[str | Hole | Gap | Table | Part | Rows, ...]


def squeezed(text: str) -> str:
    r"""Without blanks; line ends stay.

    >>> squeezed(" 王\u3000○○\n")
    '王○○\n'
    """
    return NEW_LINE.join("".join(line.split()) for line in text.split(NEW_LINE))


@cache
def of_template(template: Path) -> Pattern:
    return _joined(_blocks(collect.body(template)))


def _joined(pieces: Iterable[Any]) -> Pattern:
    """Words that stand together as one, without their blanks, and cut at line ends."""
    made: list[Any] = []
    for is_words, some in groupby(pieces, lambda one: isinstance(one, str)):
        if not is_words:
            made += some
            continue
        words = "".join(some)
        made += (
            filter(None, re.split(f"({NEW_LINE})", squeezed(words)))
            if words.strip(" \u3000")
            else [Gap()] * bool(words)
        )
    return tuple(made)


def _blocks(element: Element) -> Iterator[Any]:
    for child in element:
        if child.tag == _CONTROL:
            yield from _control(child, _blocks)
        elif child.tag == name("w:p"):
            yield from (*_line(child), NEW_LINE)
        elif child.tag == name("w:tbl"):
            yield Table(tuple(_rows(child)))


def _line(element: Element) -> Iterator[Any]:
    """The words and holes of a paragraph."""
    for child in element:
        if child.tag == _CONTROL:
            yield from _control(child, _line)
        elif child.tag == name("w:r"):
            yield "".join(collect.pieces(child))
        elif child.tag not in collect.UNSEEN:
            yield from _line(child)


def _rows(table: Element) -> Iterator[Row | Rows]:
    for child in table:
        if child.tag == name("w:tr"):
            yield _row(child)
        elif child.tag == _CONTROL:
            yield _list(_tag(child), tuple(map(_row, sheet.within(child, "w:tr"))))


def _list(path: str, models: tuple[Any, ...]) -> Rows:
    """The rows of a list. A row far down may be drawn as any of them, so each hole knows what all of them show."""
    name_, first = list_and_first(path)
    alike = [_renamed(model, f"{name_}.{at}.", f"{name_}.{first}.") for at, model in enumerate(models, first)]
    blanks: dict[str, tuple[str, ...]] = {}
    for hole in holes(tuple(alike)):
        blanks[hole.tag] = tuple(dict.fromkeys((*blanks.get(hole.tag, ()), *hole.blanks)))
    return Rows(
        path,
        tuple(
            _renamed(model, f"{name_}.{first}.", f"{name_}.{at}.")
            for at, model in enumerate((_with_blanks(one, blanks) for one in alike), first)
        ),
    )


def _with_blanks(element: Any, blanks: dict[str, tuple[str, ...]]) -> Any:
    if isinstance(element, Hole):
        return replace(element, blanks=blanks[element.tag])
    if isinstance(element, tuple):
        return tuple(_with_blanks(one, blanks) for one in element)
    return Row(_with_blanks(element.cells, blanks)) if isinstance(element, Row) else element


def _row(row: Element) -> Row:
    return Row(tuple(_joined(_blocks(cell)) for cell in sheet.cells(row)))


def _control(control: Element, inner: Any) -> Iterator[Any]:
    properties, content, tag = control.find(_PROPERTIES), control.find(_CONTENT), _tag(control)
    if not tag:
        yield from inner(content)
    elif properties.find(name("w15:repeatingSection")) is not None:
        yield _list(tag, tuple(_joined(_blocks(row.find(_CONTENT))) for row in content))
    elif collect.is_part(control):
        yield Part(tag, _joined(inner(content)))
    else:
        is_lines = content.find(name("w:p")) is not None
        yield replace(_hole(tag, properties, content), is_lines=is_lines)
        if is_lines:
            yield NEW_LINE


def _tag(control: Element) -> str:
    tag = control.find(f"{_PROPERTIES}/{_TAG}")
    return "" if tag is None else str(tag.get(_VALUE))


def _hole(tag: str, properties: Element, content: Element) -> Hole:
    blank = squeezed("".join(collect.pieces(content)))
    listed = tuple(squeezed(item.get(name("w:value"))) for item in properties.iter(name("w:listItem")))
    if (box := properties.find(name("w14:checkbox"))) is not None:
        on = chr(int(box.find(name("w14:checkedState")).get(name("w14:val")), 16))
        ticked = tuple(dict.fromkeys((on, *_TICKED)))
        return Hole(tag, (blank,), (*ticked, blank, *_OPEN), ticked, is_open=False)
    if "=" in tag.lstrip("="):
        return Hole(tag, (blank,), (*listed, blank), listed, is_open=False)
    is_open = properties.find(name("w:dropDownList")) is None
    return Hole(tag, (blank,), listed if is_open else (*listed, blank), is_open=is_open)


def _renamed(element: Any, old: str, new: str) -> Any:
    """The same with the tags of another row."""
    if isinstance(element, Hole):
        sign = "=" if element.tag.startswith("=") else ""
        tag = element.tag.removeprefix(sign)
        return replace(element, tag=f"{sign}{new}{tag.removeprefix(old)}") if tag.startswith(old) else element
    if isinstance(element, tuple):
        return tuple(_renamed(one, old, new) for one in element)
    return Row(_renamed(element.cells, old, new)) if isinstance(element, Row) else element


def holes(element: Any) -> Iterator[Hole]:
    """Every hole inside; of a list those of its first row."""
    if isinstance(element, Hole):
        yield element
    elif isinstance(element, Rows):
        yield from holes(element.models[0])
    elif isinstance(element, Row | Table | Part):
        inside = {Row: "cells", Table: "rows", Part: "inside"}[type(element)]
        yield from holes(getattr(element, inside))
    elif isinstance(element, tuple):
        for one in element:
            yield from holes(one)
