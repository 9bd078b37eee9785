"""From the computed style of an HTML element to the properties of Word's paragraphs and runs."""

import re
from copy import deepcopy
from typing import Any

from formgen.render.word.xml import Element, twips, w

Style = Any  # WeasyPrint's computed style: a dict of CSS properties, lengths in px

DEFAULT_SIZE = 22  # half-points, as in the package's document defaults
# Punctuation, arrows, circled numbers, frames and signs, which both fonts have.
_EITHER_FONT = re.compile("[\u2000-\u2bff]")
_JUSTIFY = {
    "justify-all": "distribute",
    "center": "center",
    "right": "right",
    "end": "right",
    "justify": "both",
}


def pixels(value: Any) -> float:
    """A computed length; 0 for auto, normal and the like."""
    return float(getattr(value, "value", value)) if not isinstance(value, str) else 0.0


def is_bordered(style: Style, side: str) -> bool:
    return style[f"border_{side}_style"] not in ("none", "hidden")


def border(style: Style, side: str) -> float:
    """The width of a border in px."""
    return float(style[f"border_{side}_width"]) if is_bordered(style, side) else 0.0


def line_pitch(style: Style) -> float:
    """The distance of two lines in px."""
    height = style["line_height"]
    return height * style["font_size"] if isinstance(height, (int, float)) else pixels(height)


def run(style: Style) -> Element | None:
    """`w:rPr`, or None where the document's defaults say the same."""
    size = round(style["font_size"] * 1.5)
    spacing = pixels(style["letter_spacing"])
    bold = style["font_weight"] >= 600
    underlined = is_bordered(style, "bottom") and style["display"][0] == "inline"
    if size == DEFAULT_SIZE and not (spacing or bold or underlined):
        return None
    return w(
        "rPr",
        w("b") if bold else None,
        w("spacing", val=twips(spacing)) if spacing else None,
        w("sz", val=size) if size != DEFAULT_SIZE else None,
        w("szCs", val=size) if size != DEFAULT_SIZE else None,
        w("u", val="single") if underlined else None,
    )


def for_text(properties: Element | None, content: str) -> Element | None:
    """The run's properties; where Word could draw a character of `content` from either font, with a hint."""
    return chinese(properties) if _EITHER_FONT.search(content) else properties


def chinese(properties: Element | None) -> Element:
    """The run's properties, and a hint to take ○ “ ” … — and their like from the Chinese font."""
    return w("rPr", w("rFonts", hint="eastAsia"), *(deepcopy(properties) if properties is not None else ()))


def paragraph(
    style: Style, *, keep_next: bool = False, new_page: bool = False, outline: int | None = None
) -> Element:
    """`w:pPr` of a block of text."""
    indent, indent_right = (
        pixels(style[f"padding_{side}"]) + pixels(style[f"margin_{side}"])
        if style["display"][0] == "block"
        else 0
        for side in ("left", "right")
    )
    first = pixels(style["text_indent"])
    before, after = (pixels(style[f"margin_{side}"]) for side in ("top", "bottom"))
    if style["display"][0] != "block":
        before = after = 0
    is_spread = style["text_align_all"] == style["text_align_last"] == "justify"
    justify = _JUSTIFY.get("justify-all" if is_spread else style["text_align_all"])
    return w(
        "pPr",
        w("keepNext") if keep_next or style["break_after"] == "avoid" else None,
        w("pageBreakBefore") if new_page or style["break_before"] == "page" else None,
        w(
            "spacing",
            before=twips(before),
            after=twips(after),
            line=twips(line_pitch(style)),
            lineRule="exact",
        ),
        _indent(indent, indent_right, first),
        w("jc", val=justify) if justify else None,
        w("outlineLvl", val=outline) if outline is not None else None,
    )


def _indent(left: float, right: float, first: float) -> Element | None:
    if not left and not right and not first:
        return None
    beside = {"right": twips(right)} if right else {}
    if first < 0:
        return w("ind", left=twips(left), **beside, hanging=twips(-first))
    return w("ind", left=twips(left), **beside, firstLine=twips(first))
