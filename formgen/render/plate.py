"""A plate: a page that WeasyPrint drew once, to be printed again and again, and the slots in it that change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from formgen import glyphs
from formgen.errors import TemplateError
from formgen.glyphs import FONT_FILES
from formgen.render import pdf
from formgen.render.fitting import Align, Slot, Vertical, fit
from formgen.render.stream import number

__all__ = ["Part", "Plate", "Slot"]

VARIANT = "pdf/a-3u"
_SCHEME = "slot:"
# The sample text keeps its place and is not drawn.
_STYLE = f"""
a[href^="{_SCHEME}"] {{ display: block; color: inherit; text-decoration: none; visibility: hidden !important }}
"""
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_POINTS = 0.75  # in a CSS px
_ALIGN: dict[str, Align] = {"start": "left", "end": "right", "justify-all": "spread"}


@dataclass(frozen=True)
class Part:
    """A PDF object of a plate: `pieces` of bytes, and between them the `numbers` of other parts."""

    pieces: tuple[bytes, ...]
    numbers: tuple[int, ...]
    stream: bytes

    @classmethod
    def of(cls, content: bytes) -> "Part":
        head, is_stream, stream = content.partition(b"\nstream\n")
        first, *rest = _REFERENCE.split(head)
        return cls((first, *rest[1::2]), tuple(map(int, rest[::2])), is_stream + stream)

    def content(self, numbers: Mapping[int, int]) -> bytes:
        """The object as it is written where the parts have these numbers."""
        first, *rest = self.pieces
        links = (b"%d 0 R%b" % (numbers[one], piece) for one, piece in zip(self.numbers, rest, strict=True))
        return b"".join((first, *links, self.stream))


@dataclass(frozen=True, eq=False)
class Plate:
    """`slots` by name; `width` and `height` of the page in pt; `parts` by a number of their own.

    `form` is the number of the page as a form XObject, `profile` that of its colours (sRGB).
    """

    slots: Mapping[str, Slot]
    width: float
    height: float
    form: int
    profile: int
    parts: Mapping[int, Part] = field(repr=False)

    @classmethod
    def of(cls, html: str) -> "Plate":
        """Draw a page of one sheet. Raises RenderingError, TemplateError.

        A slot is ``<a id="slot.NAME" href="slot:NAME">``, a block whose CSS gives its place, size, line height, letter
        spacing, colour and alignment. ``data-floor`` (least size in pt, else half the size), ``data-lines`` (else 1),
        ``data-single`` (least size on one line where there may be two, else the floor), ``data-align`` (also "spread"), ``data-vertical`` (top, middle, bottom) say what CSS cannot.
        """
        pages, drawn = pdf.laid_out(html, _STYLE, VARIANT)
        if len(pages) != 1:
            raise TemplateError(template="版", reason=f"一張應該只有一頁，現在有 {len(pages)} 頁")
        page = drawn.objects[int(drawn.pages["Kids"][0])]
        form = _referred(page["Contents"])
        _make_form(drawn.objects[form], page)
        profile = _referred(drawn.catalog["OutputIntents"][0]["DestOutputProfile"])
        return cls(
            slots={slot.name: slot for slot in _slots(pages[0])},
            width=float(page["MediaBox"][2]),
            height=float(page["MediaBox"][3]),
            form=form,
            profile=profile,
            parts=dict(_parts(drawn.objects, [form, profile])),
        )

    @cached_property
    def box(self) -> bytes:
        """The sheet as a PDF rectangle."""
        return f"[0 0 {number(self.width)} {number(self.height)}]".encode()

    def filled(self, values: Mapping[str, str]) -> list[tuple[Slot, str]]:
        """The slots that get a text, as they follow each other on the page. Raises TemplateError for an unknown name."""
        unknown = values.keys() - self.slots.keys()
        if unknown:
            raise TemplateError(template="版", reason=f"沒有這些欄框：{'、'.join(sorted(unknown))}")
        return [(slot, values[name]) for name, slot in self.slots.items() if values.get(name)]

    def misfits(self, values: Mapping[str, str]) -> list[str]:
        """The names of the slots whose text does not fit, even at the least size on the most lines."""
        return [slot.name for slot, text in self.filled(values) if fit(text, slot) is None]

    def missing(self, values: Mapping[str, str]) -> dict[str, str]:
        """The characters that no font draws, by the name of the slot."""
        absent = {slot.name: "".join(glyphs.missing(text)) for slot, text in self.filled(values)}
        return {name: characters for name, characters in absent.items() if characters}


def _slots(page: Any) -> Iterator[Slot]:
    seen = set()
    for _, target, _, box in page.links:
        if not target.startswith(_SCHEME) or box.element.get("href") != target:
            continue
        name = target.removeprefix(_SCHEME)
        if name in seen:
            raise TemplateError(template="版", reason=f"欄框「{name}」出現兩次")
        seen.add(name)
        yield _slot(name, box)


def _slot(name: str, box: Any) -> Slot:
    style, data = box.style, box.element.attrib
    # Pango counts in 1/1024 of a px.
    size = int(style["font_size"] * 1024) / 1024 * _POINTS
    lines = int(data.get("data-lines", 1))
    pitch = _pitch(style) * _POINTS
    if not (box.width and isinstance(box.width, (int, float)) and "Inline" not in type(box).__name__):
        raise TemplateError(template="版", reason=f"欄框「{name}」要是有寬度的區塊（display: block）")
    align = data.get("data-align") or _align(style)
    flows = align == "justify" or lines > 2
    return Slot(
        name=name,
        left=box.content_box_x() * _POINTS,
        top=box.content_box_y() * _POINTS,
        width=box.width * _POINTS,
        height=box.height * _POINTS or pitch * lines,
        size=size,
        floor=min(size, float(data.get("data-floor", size / 2))),
        align=_one_of(align, get_args(Align), name),
        lines=lines,
        pitch=pitch,
        spacing=0 if style["letter_spacing"] == "normal" else style["letter_spacing"] * _POINTS,
        color=tuple(style["color"].to("srgb").coordinates),
        vertical=_one_of(
            data.get("data-vertical") or ("top" if flows else "middle"), get_args(Vertical), name
        ),
        single=float(data.get("data-single", 0)),
        fonts=tuple(one for one in style["font_family"] if one in FONT_FILES) or ("Formgen Kai",),
    )


def _pitch(style: Any) -> float:
    """The line height in px."""
    height = style["line_height"]
    if isinstance(height, (int, float)):
        return float(height * style["font_size"])
    if height == "normal":
        return float(style["font_size"] * 1.2)
    return float(height.value)


def _align(style: Any) -> str:
    align = str(style["text_align_all"])
    return _ALIGN.get(align, align)


def _one_of(value: str, choices: tuple[Any, ...], name: str) -> Any:
    if value not in choices:
        raise TemplateError(template="版", reason=f"欄框「{name}」不認得「{value}」")
    return value


def _make_form(stream: Any, page: Any) -> None:
    """The page's own stream becomes a form XObject; it draws nothing outside of the sheet."""
    stream.extra.update(Type="/XObject", Subtype="/Form", BBox=page["MediaBox"], Resources=page["Resources"])


def _parts(objects: list[Any], wanted: list[int]) -> Iterator[tuple[int, Part]]:
    """The objects that are wanted, and all that they refer to."""
    seen = set(wanted)
    for one in wanted:
        part = Part.of(objects[one].data)
        yield one, part
        fresh = [other for other in dict.fromkeys(part.numbers) if other not in seen]
        seen.update(fresh)
        wanted.extend(fresh)


def _referred(reference: bytes) -> int:
    return int(reference.split()[0])
