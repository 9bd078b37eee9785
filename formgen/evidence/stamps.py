"""The number of an exhibit at the top right of a page, as a reader sees it: upright, in our font, as text.

All numbers are drawn once, on one small PDF. Each is a form XObject that every page of its exhibit uses, so
the font is stored once.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from formgen.evidence.pages import seen_box, turn, user_unit
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
# Strings and remarks are skipped, and inline pictures from ID on; what is left are the two operators.
_SAVES = re.compile(
    rb"\((?:\\.|[^()\\])*\)|<[^<>]*>|%[^\r\n]*|\b(ID)\s|(?<![^\s\]>)])([qQ])(?![^\s\[</(])", re.DOTALL
)
_PICTURE_END = re.compile(rb"\sEI\b")
# Bytes and words of a page's content that are read; a page with more is closed off unread.
MOST_CONTENT, MOST_WORDS = 16_000_000, 300_000


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
    wide, high = sides[::-1] if turn(page) in (90, 270) else sides
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


def _matrix(page: Any, spot: Spot, width: float, height: float, mm: float) -> str:
    """From a place that counts from the number's lower left, as seen, to the page's own units."""
    left, bottom, right, top = seen_box(page)
    turned = turn(page)
    wide, high = (top - bottom, right - left) if turned in (90, 270) else (right - left, top - bottom)
    u, v = wide - spot.right * mm - width, high - spot.top * mm - height
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, left + u, bottom + v),
        90: (0, 1, -1, 0, right - v, bottom + u),
        180: (-1, 0, 0, -1, right - u, top - v),
        270: (0, -1, 1, 0, left + v, top - u),
    }[turned]
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
    """Whether every q of a page has its Q; not, if that would take long to know."""
    content = _content(page)
    if content is None:
        return False
    depth = place = 0
    for _ in range(MOST_WORDS):
        found = _SAVES.search(content, place)
        if found is None:
            return depth == 0
        place = found.end()
        if found.group(1):
            end = _PICTURE_END.search(content, place - 1)
            if end is None:
                return False
            place = end.end()
        depth += {b"q": 1, b"Q": -1}.get(found.group(2), 0)
        if depth < 0:
            return False
    return False


def _content(page: Any) -> bytes | None:
    """What a page draws; nothing if it is large, or packed in a way whose size nobody knows before."""
    from pikepdf import Array

    own = page.obj.get("/Contents", Array())
    pieces: list[bytes] = []
    left = MOST_CONTENT
    for stream in own if isinstance(own, Array) else [own]:
        piece = _unpacked(stream, left)
        if piece is None:
            return None
        pieces.append(piece)
        left -= len(piece)
    return b"\n".join(pieces)


def _unpacked(stream: Any, most: int) -> bytes | None:
    from pikepdf import Array

    named = stream.get("/Filter")
    names = [str(one) for one in named] if isinstance(named, Array) else [str(named)] if named else []
    raw: bytes = stream.read_raw_bytes()
    if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        try:
            raw = zlib.decompressobj().decompress(raw, most + 1)
        except zlib.error:
            return None
    elif names:
        return None
    return raw if len(raw) <= most else None
