"""A Word file in the hands of a person: its controls edited in the XML as Word edits them."""

import io
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from formgen.form import Form
from formgen.render.word.xml import W14, name, text, w
from formgen.values import Values, list_and_first

DOCUMENT = "word/document.xml"
ANSWERS = "customXml/item1.xml"
CONTROL, CONTENT, PROPERTIES, RUN = map(name, ("w:sdt", "w:sdtContent", "w:sdtPr", "w:r"))
SHOWING, VALUE, PARAGRAPH = map(name, ("w:showingPlcHdr", "w:val", "w:p"))


def tag_of(control: Any) -> str:
    tag = control.find(f"{PROPERTIES}/{name('w:tag')}")
    return "" if tag is None else str(tag.get(VALUE))


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """A zip with some of its parts (``a/b.xml``) changed, or left out for None."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        kept = {part: old.read(part) for part in old.namelist()} | parts
        for part, changed in kept.items():
            if changed is not None:
                new.writestr(part, changed, compresslevel=1)
    return stream.getvalue()


class Paper:
    """A Word file that is being filled in."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.root: Any = etree.fromstring(package.read(DOCUMENT))

    def saved(self) -> bytes:
        return repacked(self._content, **{DOCUMENT: etree.tostring(self.root)})

    def controls(self, tag: str) -> list[Any]:
        """The controls with a tag; in a list that grows, those of the row that stands in that place."""
        for section in self.sections():
            path, first = list_and_first(tag_of(section))
            index, _, inside = tag.removeprefix(f"{path}.").partition(".")
            if tag.startswith(f"{path}.") and int(index) >= first:
                while len(self.rows(path)) <= int(index) - first:
                    self.add_row(path)
                return list(_in_row(self.rows(path)[int(index) - first], path, inside))
        return [control for control in self.root.iter(CONTROL) if tag_of(control) == tag]

    def control(self, tag: str) -> Any:
        (found,) = self.controls(tag)
        return found

    def control_tags(self) -> list[str]:
        """Every tag, in the order of the paper."""
        return [tag for tag in map(tag_of, self.root.iter(CONTROL)) if tag]

    def sections(self) -> list[Any]:
        kind = f"{PROPERTIES}/{name('w15:repeatingSection')}"
        return [control for control in self.root.iter(CONTROL) if control.find(kind) is not None]

    def rows(self, path: str) -> list[Any]:
        (section,) = (one for one in self.sections() if list_and_first(tag_of(one))[0] == path)
        return list(section.find(CONTENT).findall(CONTROL))

    def add_row(self, path: str) -> None:
        """The plus sign below a repeating section: the last row again, empty, with ids of its own."""
        last = self.rows(path)[-1]
        new = deepcopy(last)
        free = max(int(one.get(VALUE)) for one in self.root.iter(name("w:id")))
        for number, one in enumerate(new.iter(name("w:id")), free + 1):
            one.set(VALUE, str(number))
        for control in new.iter(CONTROL):
            if tag_of(control):
                empty(control)
        last.addnext(new)

    def fill(self, form: Form, values: Values) -> None:
        """Write every printed value into its control, pick every choice and tick every box."""
        for path, value in values.items():
            if not path.startswith("=") and form.question(path).printed:
                for control in self.controls(path):
                    say(control, value)
                for choice in form.question(path).choices:
                    for control in self.controls(f"{path}={choice}"):
                        say(control, choice if is_list(control) and value == choice else value == choice)


def _in_row(row: Any, path: str, inside: str) -> Iterator[Any]:
    shape = re.compile(rf"{re.escape(path)}\.\d+\.{re.escape(inside)}")
    return (control for control in row.iter(CONTROL) if shape.fullmatch(tag_of(control)))


def is_list(control: Any) -> bool:
    return control.find(f"{PROPERTIES}/{name('w:dropDownList')}") is not None


def say(control: Any, value: str | bool) -> None:
    """Type a text, pick from a list, or click a box."""
    box = control.find(f"{PROPERTIES}/{name('w14:checkbox')}")
    if box is not None:
        tick(control, bool(value))
    elif not value:
        empty(control)
    else:
        write(control, str(value))


def tick(control: Any, is_on: bool) -> None:
    box = control.find(f"{PROPERTIES}/{name('w14:checkbox')}")
    box.find(name("w14:checked")).set(name("w14:val"), "1" if is_on else "0")
    state = box.find(f"{{{W14}}}{'checkedState' if is_on else 'uncheckedState'}")
    control.find(f".//{name('w:t')}").text = chr(int(state.get(name("w14:val")), 16))


def write(control: Any, typed: str) -> None:
    """Type: the placeholder goes, each line is a paragraph, and a spelling mark cuts a line into runs."""
    properties, content = control.find(PROPERTIES), control.find(CONTENT)
    for showing in properties.findall(SHOWING):
        properties.remove(showing)
    if (chosen := properties.find(name("w:date"))) is not None:
        chosen.set(name("w:fullDate"), "2024-08-01T00:00:00Z")
    if (chosen := properties.find(name("w:dropDownList"))) is not None:
        chosen.set(name("w:lastValue"), typed)
    if (first := content.find(PARAGRAPH)) is None:
        content[:] = runs(typed)
    else:
        style = first.find(name("w:pPr"))
        content[:] = [w("p", deepcopy(style), *runs(line)) for line in typed.split("\n")]


def runs(typed: str) -> list[Any]:
    half = (len(typed) + 1) // 2
    mark = w("proofErr")
    mark.set(name("w:type"), "spellStart")
    return [_run(typed[:half]), mark, _run(typed[half:])]


def _run(typed: str) -> Any:
    run = w("r", w("rPr", w("lang", eastAsia="zh-TW")))
    for place, piece in enumerate(typed.split("\t")):
        run.extend([w("tab"), text(piece)] if place else [text(piece)])
    return run


def empty(control: Any) -> None:
    """Delete all that was typed: Word shows the placeholder again."""
    properties, content = control.find(PROPERTIES), control.find(CONTENT)
    if properties.find(name("w:placeholder")) is None:
        if properties.find(name("w14:checkbox")) is not None:
            tick(control, is_on=False)
        return
    if properties.find(SHOWING) is None:
        properties.find(name("w:placeholder")).addnext(w("showingPlcHdr"))
    blank = w("r", w("rPr", w("rStyle", val="PlaceholderText")), text("\u3000"))
    paragraph = content.find(PARAGRAPH)
    content[:] = [blank] if paragraph is None else [w("p", blank)]
