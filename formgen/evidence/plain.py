"""A PDF made plain before it is joined: fields and remarks drawn into the page, links that survive, layers marked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formgen.evidence.boundary import write_pdf
from formgen.evidence.documents import open_pdf
from formgen.evidence.mending import mend
from formgen.evidence.outline import Line, page_of, read_outline

HIDDEN = "/FormgenHidden"


def make_plain(path: Path, copy: Path) -> tuple[Path, int, tuple[Line, ...]]:
    """The file, or a `copy` of it where something had to be changed; how many pages; its bookmarks.

    Joining copies pages alone. What a file says of its pages elsewhere must be on them before. Raises BadEvidence.
    """
    with open_pdf(path) as pdf:
        lines, count = read_outline(pdf), len(pdf.pages)
        # Each step counts, also after one that found something.
        changed = [mend(pdf), _flatten(pdf), _resolve_links(pdf), _mark_layers(pdf)]
        if not any(changed):
            return path, count, lines
        write_pdf(pdf, copy)
        return copy, count, lines


def _flatten(pdf: Any) -> bool:
    """Draw what stands in form fields and remarks into the pages: a print shows it, and no field is left."""
    if not any(one.get("/Subtype") != "/Link" for one in _annotations(pdf)):
        return False
    form = pdf.acroform
    if form.exists:
        for field in form.fields:
            if field.is_text or field.is_choice:
                _draw(form, field)
        # Else qpdf leaves all fields as they are.
        form.needs_appearances = False
    pdf.flatten_annotations("all")
    return True


def _draw(form: Any, field: Any) -> None:
    """What a program left to be drawn by the reader; a drawing that is there is what its writer saw."""
    for annotation in form.get_annotations_for_field(field):
        if "/AP" not in annotation.obj and field.value_as_string:
            field.generate_appearance(annotation)


def _resolve_links(pdf: Any) -> bool:
    """Links to names get the page that the name stands for: names are not joined."""
    from pikepdf import Array, Dictionary, Name

    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    changed = False
    for link in _annotations(pdf):
        action = link.get("/A")
        if not (action is None or isinstance(action, Dictionary)):
            continue
        holder, key = (link, "/Dest") if action is None else (action, "/D")
        place = holder.get(key)
        if place is None or isinstance(place, Array) or (action is not None and action.get("/S") != "/GoTo"):
            continue
        number = page_of(pdf, place, pages)
        if number is None:
            del holder[key]
        else:
            holder[key] = Array([pdf.pages[number].obj, Name.Fit])
        changed = True
    return changed


def _annotations(pdf: Any) -> Iterator[Any]:
    for page in pdf.pages:
        yield from _dictionaries(page.obj.get("/Annots"))


def _dictionaries(array: Any) -> list[Any]:
    """What a list holds of dictionaries; none if it is no list."""
    from pikepdf import Array, Dictionary

    return [one for one in array if isinstance(one, Dictionary)] if isinstance(array, Array) else []


def _mark_layers(pdf: Any) -> bool:
    """Mark the layers (圖層) that are hidden: what a file does not show must not be printed."""
    from pikepdf import Dictionary

    layers = pdf.Root.get("/OCProperties")
    usual = layers.get("/D") if isinstance(layers, Dictionary) else None
    if not isinstance(usual, Dictionary):
        return False
    if usual.get("/BaseState") == "/OFF":
        shown = {one.objgen for one in _dictionaries(usual.get("/ON"))}
        hidden = [one for one in _dictionaries(layers.get("/OCGs")) if one.objgen not in shown]
    else:
        hidden = _dictionaries(usual.get("/OFF"))
    for one in hidden:
        one[HIDDEN] = True
    return bool(hidden)
