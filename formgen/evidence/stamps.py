"""The number of an exhibit at the top right of a page, as a reader sees it: upright, in our font, as text.

All numbers are drawn once, on one small PDF. Each is a form XObject that every page of its exhibit uses, so
the font is stored once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from formgen.evidence.documents import seen_box, user_unit
from formgen.evidence.room import Spot

_MM = 72 / 25.4
_PAGE = """<!DOCTYPE html><html lang="zh-Hant-TW"><head><title>編號</title><style>
@page {{ size: 250mm 12mm; margin: 2mm }}
body, p {{ margin: 0 }}
p {{ font: 13pt/1 "Formgen Serif", "Formgen Kai", "Formgen Kai Rest", "Formgen Kai ExtB"; break-after: page }}
span {{ display: inline-block; white-space: nowrap }}
</style></head><body>{}</body></html>"""
_CSS_PIXEL = 0.75
# mm around the text: white ground, then a thin frame.
_PADDING = 0.8
_WIDEST, _HIGHEST = 0.8, 0.25
_NAME = "/FormgenExhibit"
# Strings, remarks and inline pictures are skipped; what is left are the two operators.
_SAVES = re.compile(
    rb"\((?:\\.|[^()\\])*\)|<[^<>]*>|%[^\r\n]*|\bID\s.*?\sEI\b|(?<![^\s\]>)])([qQ])(?![^\s\[</(])", re.DOTALL
)


@dataclass(frozen=True)
class Stamp:
    """A drawn number: a form XObject, and the size of its text in mm."""

    drawing: Any
    width: float
    height: float


def draw(pdf: Any, texts: Iterable[str]) -> dict[str, Stamp]:
    """Every text, drawn once, as a part of `pdf`. Raises RenderingError for one that no font draws."""
    import pikepdf

    from formgen.render import pdf as render

    every = list(dict.fromkeys(filter(None, texts)))
    if not every:
        return {}
    lines = (f'<p><span id="stamp{count}">{escape(text)}</span></p>' for count, text in enumerate(every))
    content, boxes = render.draw(_PAGE.format("".join(lines)))
    stamps = {}
    with pikepdf.open(BytesIO(content)) as drawn:
        for count, (text, page) in enumerate(zip(every, drawn.pages, strict=True)):
            left, top, right, bottom = (side * _CSS_PIXEL for side in boxes[f"stamp{count}"])
            high = float(page.mediabox[3])
            drawing = page.as_form_xobject()
            drawing.Resources = page.obj.Resources
            drawing.BBox = pikepdf.Array([left, high - bottom, right, high - top])
            size = (right - left) / _MM, (bottom - top) / _MM
            stamps[text] = Stamp(pdf.copy_foreign(drawn.make_indirect(drawing)), *size)
    return stamps


def fitting(page: Any, stamp: Stamp) -> float:
    """How large the number may be on a page: 1, or less on a tiny one."""
    left, bottom, right, top = seen_box(page)
    sides = [side * user_unit(page) / _MM for side in (right - left, top - bottom)]
    wide, high = sides[::-1] if _turn(page) in (90, 270) else sides
    padded = stamp.width + 2 * _PADDING, stamp.height + 2 * _PADDING
    return min(1.0, wide * _WIDEST / padded[0], high * _HIGHEST / padded[1])


def put(pdf: Any, page: Any, stamp: Stamp, spot: Spot, scale: float) -> None:
    """Put a number on a page of `pdf`. The page's own content is closed off, whatever state it leaves behind."""
    from pikepdf import Array

    mm = _MM / user_unit(page)
    place = _matrix(page, spot, stamp.width * scale * mm, stamp.height * scale * mm, mm)
    left, bottom = map(float, list(stamp.drawing.BBox)[:2])
    size = scale / user_unit(page)
    inner = f"{size:.5f} 0 0 {size:.5f} {-left * size:.4f} {-bottom * size:.4f} cm"
    ground = "" if spot.is_free else _ground(stamp, scale, mm)
    _isolate(pdf, page)
    name = _named(page, stamp)
    content = (
        f"Q /Artifact <</Type/Pagination/Subtype/Header>> BDC q {place} cm {ground}{inner} {name} Do Q EMC\n"
    )
    own = page.obj.get("/Contents", Array())
    streams = list(own) if isinstance(own, Array) else [own]
    page.obj.Contents = Array([pdf.make_stream(b"q\n"), *streams, pdf.make_stream(content.encode())])


def _named(page: Any, stamp: Stamp) -> str:
    """The number's name among the page's resources; a paper may carry numbers from an earlier time."""
    from pikepdf import Dictionary, Name

    if "/Resources" not in page.obj:
        page.obj.Resources = Dictionary()
    others = page.obj.Resources.get("/XObject", Dictionary())
    names = (f"{_NAME}{count}" for count in range(len(others) + 1))
    name = next(one for one in names if one not in others or others[one].objgen == stamp.drawing.objgen)
    page.add_resource(stamp.drawing, Name.XObject, Name(name))
    return name


def _ground(stamp: Stamp, scale: float, mm: float) -> str:
    """White below the number, in a thin frame, so that it can be read on anything."""
    padding = _PADDING * scale * mm
    box = (
        -padding,
        -padding,
        stamp.width * scale * mm + 2 * padding,
        stamp.height * scale * mm + 2 * padding,
    )
    return f"1 g 0 G {0.18 * mm:.4f} w {' '.join(f'{one:.4f}' for one in box)} re B 0 g "


def _turn(page: Any) -> int:
    turn = page.obj.get("/Rotate", 0)
    return round(float(turn) / 90) * 90 % 360


def _matrix(page: Any, spot: Spot, width: float, height: float, mm: float) -> str:
    """From a place that counts from the number's lower left, as seen, to the page's own units."""
    left, bottom, right, top = seen_box(page)
    turn = _turn(page)
    wide, high = (top - bottom, right - left) if turn in (90, 270) else (right - left, top - bottom)
    u, v = wide - spot.right * mm - width, high - spot.top * mm - height
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, left + u, bottom + v),
        90: (0, 1, -1, 0, right - v, bottom + u),
        180: (-1, 0, 0, -1, right - u, top - v),
        270: (0, -1, 1, 0, left + v, top - u),
    }[turn]
    return f"{a} {b} {c} {d} {e:.4f} {f:.4f}"


def _isolate(pdf: Any, page: Any) -> None:
    """A page that saves and restores unevenly would move the number: it becomes a form XObject, a state of its own."""
    from pikepdf import Dictionary

    if _is_even(page):
        return
    drawing = pdf.make_indirect(page.as_form_xobject(handle_transformations=False))
    page.obj.Resources = Dictionary(XObject=Dictionary({"/FormgenPage": drawing}))
    page.obj.Contents = pdf.make_stream(b"/FormgenPage Do\n")


def _is_even(page: Any) -> bool:
    import pikepdf

    own = page.obj.get("/Contents")
    if own is None:
        return True
    try:
        streams = list(own) if isinstance(own, pikepdf.Array) else [own]
        content = b"\n".join(one.read_bytes() for one in streams)
    except (pikepdf.PdfError, RuntimeError):
        return True
    depth = 0
    for found in _SAVES.finditer(content):
        depth += {b"q": 1, b"Q": -1}.get(found.group(1), 0)
        if depth < 0:
            return False
    return depth == 0
