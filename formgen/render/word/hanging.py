"""Paragraphs of a list hang under what they begin with: a number, a label. How far is measured in the fonts."""

from collections.abc import Iterator

from formgen.render import shaping
from formgen.render.word.filling import Filling, Place
from formgen.render.word.styles import DEFAULT_SIZE
from formgen.render.word.xml import Element, name

_CONTROL, _CONTENT, _PROPERTIES = map(name, ("w:sdt", "w:sdtContent", "w:sdtPr"))
_LEFT, _HANGING = name("w:left"), name("w:hanging")


def indent(element: Element, path: str) -> Place | None:
    """How the `w:ind` of the paragraph that is a row at `path` is written; None for any other paragraph's."""
    paragraph = element.getparent().getparent()
    if not path or paragraph.getparent().tag != _CONTENT or element.get(_HANGING) is None:
        return None
    first, *others = paragraph.findall(_CONTROL)
    here = first.find(f"{_PROPERTIES}/{name('w:tag')}").get(name("w:val")).removeprefix(path)
    blank, after = _text(first), _between(first, others[0])
    start, size = int(element.get(_LEFT)) - int(element.get(_HANGING)), em(first)

    def write(filling: Filling, prefix: str) -> Iterator[str]:
        width = round(shaping.hang((str(filling.shown.get(f"{prefix}{here}", "")) or blank) + after) * size)
        yield f'<w:ind w:left="{start + width}" w:hanging="{width}"/>'

    return write


def _text(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(name("w:t")))


def _between(first: Element, second: Element) -> str:
    """The words between two controls."""
    inside = first.getparent()
    return "".join(map(_text, inside[inside.index(first) + 1 : inside.index(second)]))


def em(control: Element) -> int:
    """The size of a control's text in twips."""
    size = control.find(f"{_PROPERTIES}/{name('w:rPr')}/{name('w:sz')}")
    return (DEFAULT_SIZE if size is None else int(size.get(name("w:val")))) * 10
