"""The paper of a Word file: its size and margins, and what stands in the margins of every page."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from formgen.render.word.xml import MC, MM_TO_TWIPS, Element, name, tag, text, w

SIDES = ("top", "left", "bottom", "right")
# Points: the farthest that Word sets a border from the text.
FARTHEST = 31


@dataclass(frozen=True)
class Border:
    """A line along `sides` of the page: Word's name for it, its width and its distance in pt.

    The distance is that from the paper's edge, or with `from_text` that from the text.
    """

    kind: str
    width: float
    distance: float
    color: str
    sides: tuple[str, ...] = SIDES
    from_text: bool = False


@dataclass(frozen=True)
class Mark:
    """A word in the margin of every page, on white; the middle of its box and the box's size in mm, its own in pt."""

    words: str
    middle: tuple[float, float]
    size: tuple[float, float]
    points: float


@dataclass(frozen=True)
class PageNumbers:
    """What stands in the foot: words and the names of Word's fields, PAGE and NUMPAGES; its size in pt.

    With `from_two`, a file of one page has no number.
    """

    pieces: tuple[str, ...]
    points: float
    from_two: bool


@dataclass(frozen=True)
class Paper:
    """Size and margins (top, right, bottom, left) in mm, and what stands in the margins."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    border: Border | None = None
    numbers: PageNumbers | None = None
    marks: tuple[Mark, ...] = ()


def lay(document: Any, paper: Paper) -> None:
    """Lay the document on its paper."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    if paper.width > paper.height:
        section.orientation = WD_ORIENT.LANDSCAPE
    top, right, bottom, left = map(Mm, paper.margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance, section.footer_distance = Mm(8), Mm(9)
    for grid in section._sectPr.findall(w("docGrid").tag):
        section._sectPr.remove(grid)
    if paper.border:
        _add_border(section._sectPr, paper.border)
    headers, footers = [section.header], [section.footer]
    if paper.numbers and paper.numbers.from_two:
        section.different_first_page_header_footer = True
        headers.append(section.first_page_header)
        footers.append(section.first_page_footer)
    if paper.marks:
        for header in headers:
            header.paragraphs[0]._p.getparent()[:] = [*map(_mark, paper.marks), w("p")]
    if paper.numbers:
        for footer, is_first in zip(footers, (False, True), strict=False):
            here = footer.paragraphs[0]._p
            here.getparent().replace(here, _page_numbers(paper.numbers, is_first=is_first))


def _add_border(section: Element, border: Border) -> None:
    """`w:pgBorders`, in its place between the margins and the columns."""
    line: dict[str, str | int] = {
        "val": border.kind,
        "sz": round(border.width * 8),
        "space": min(FARTHEST, round(border.distance)),
        "color": border.color,
    }
    borders = w("pgBorders", *(w(side, **line) for side in border.sides))
    borders.set(name("w:offsetFrom"), "text" if border.from_text else "page")
    if border.from_text:
        # A word of the margin stands on the line.
        borders.set(name("w:zOrder"), "back")
    section.find(name("w:pgMar")).addnext(borders)


def _mark(mark: Mark) -> Element:
    """A paragraph in a frame of its own, which stands where it is put, whatever the text does."""
    left, top = (round((mark.middle[way] - mark.size[way] / 2) * MM_TO_TWIPS) for way in (0, 1))
    width, height = (round(length * MM_TO_TWIPS) for length in mark.size)
    frame = w(
        "framePr", w=width, h=height, hRule="exact", wrap="around",
        vAnchor="page", hAnchor="page", x=left, y=top,
    )  # fmt: skip
    properties = w(
        "pPr",
        frame,
        w("shd", val="clear", color="auto", fill="FFFFFF"),
        w("spacing", before=0, after=0, line=height, lineRule="exact"),
        w("jc", val="center"),
    )
    return w("p", properties, w("r", _size(mark.points), text(mark.words)))


def _page_numbers(numbers: PageNumbers, *, is_first: bool) -> Element:
    centred = w("pPr", w("jc", val="center"))
    if is_first:
        return w("p", centred, _if_two(numbers))
    pieces = [
        w("fldSimple", w("r", _size(numbers.points), text("1")), instr=f" {piece} ")
        if _is_field(piece)
        else w("r", _size(numbers.points), text(piece))
        for piece in numbers.pieces
    ]
    return w("p", centred, *pieces)


def _is_field(piece: str) -> bool:
    return piece in ("PAGE", "NUMPAGES")


def _if_two(numbers: PageNumbers) -> Element:
    """A field that shows the numbers only in a file of two pages or more; Word asks it anew for each layout.

    LibreOffice 7 cannot ask, and would print whatever stands inside: it gets nothing.
    """
    shown = (_field(piece) if _is_field(piece) else [_instruction(piece)] for piece in numbers.pieces)
    runs = [
        _character("begin"),
        _instruction(" IF "),
        *_field("NUMPAGES"),
        _instruction(' > 1 "'),
        *chain.from_iterable(shown),
        _instruction('" "" '),
        _character("separate"),
        _character("end"),
    ]
    for run in runs:
        run.insert(0, _size(numbers.points))
    choice = tag(MC, "Choice", *runs)
    choice.set("Requires", "w15")
    return tag(MC, "AlternateContent", choice, tag(MC, "Fallback"))


def _field(words: str) -> list[Element]:
    result = w("r", text("1"))
    return [
        _character("begin"),
        _instruction(f" {words} "),
        _character("separate"),
        result,
        _character("end"),
    ]


def _character(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _instruction(words: str) -> Element:
    element = text(words)
    element.tag = name("w:instrText")
    return w("r", element)


def _size(points: float) -> Element:
    half_points = round(points * 2)
    return w("rPr", w("sz", val=half_points), w("szCs", val=half_points))
