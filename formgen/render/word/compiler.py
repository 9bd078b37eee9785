"""From a page to the body of a Word form: one layout for PDF and Word.

The page's style sheet is read by WeasyPrint, so both files obey the very same computed styles. The HTML of
our pages is small and disciplined: headings, paragraphs, tables with `<col>` widths, fields and marks.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from formgen.errors import TemplateError
from formgen.render import pdf
from formgen.render.word import controls, styles, table
from formgen.render.word.package import Described
from formgen.render.word.paper import SIDES, Border, Mark, PageNumbers, Paper
from formgen.render.word.xml import Element, text, twips, w
from formgen.values import list_and_first

BLOCKS = {"p", "h1", "h2", "div", "section", "table"}
SMALLEST_LINE = 20  # twips
MM_PER_PX, PT_PER_PX = 25.4 / 96, 0.75
_SPACES = re.compile(r"[ \t\r\n]+")


class Compiler:
    """Turns the blank page of one form into blocks of WordprocessingML."""

    def __init__(self, form: Described, style_for: table.StyleFor) -> None:
        self._form, self._style_for = form, style_for
        self.widths = {1}  # of the placeholders used, in blanks

    def blocks(self, parent: Any, *, keep_next: bool = False) -> list[Element]:
        """The paragraphs and tables in `parent`; text that stands beside blocks becomes a paragraph."""
        made: list[Element] = []
        rows: dict[int, str] = {}
        inline: list[Any] = [parent.text or ""]
        for child in parent:
            if child.tag in BLOCKS:
                self._flush(parent, inline, made, keep_next)
                self._between_tables(child, made)
                rows[len(made)] = child.get("data-row") or ""
                made.extend(self._block(child, keep_next))
                inline = [child.tail or ""]
            else:
                inline += [child, child.tail or ""]
        self._flush(parent, inline, made, keep_next)
        return list(self._repeating([rows.get(place, "") for place in range(len(made))], made))

    def _flush(self, parent: Any, inline: list[Any], made: list[Element], keep_next: bool) -> None:
        if any(not isinstance(one, str) or one.strip() for one in inline):
            made.append(self._paragraph(parent, inline, keep_next=keep_next))

    def _between_tables(self, child: Any, made: list[Element]) -> None:
        """Word joins two tables that touch: a paragraph parts them, as high as the margin, or hidden for none."""
        if child.tag == "table" and made and made[-1].tag == w("tbl").tag:
            margin = twips(styles.pixels(self._style_for(child)["margin_top"]))
            is_apart = margin > SMALLEST_LINE
            spacing = w("spacing", before=0, after=0, line=max(margin, SMALLEST_LINE), lineRule="exact")
            mark = w("rPr", None if is_apart else w("vanish"), w("sz", val=2))
            made.append(w("p", w("pPr", spacing, mark)))

    def _block(self, node: Any, keep_next: bool) -> Iterator[Element]:
        if node.tag == "table":
            yield self._table(node)
        elif node.tag == "section":
            yield self._section(node)
        elif node.get("data-field"):
            yield self._lines(node)
        elif node.tag == "div":
            yield from self.blocks(node, keep_next=keep_next)
        else:
            yield self._paragraph(node, [node.text or "", *self._inside(node)], keep_next=keep_next)

    @staticmethod
    def _inside(node: Any) -> Iterator[Any]:
        for child in node:
            yield child
            yield child.tail or ""

    def _section(self, node: Any) -> Element:
        blocks = self.blocks(node)
        if self._style_for(node)["break_before"] == "page":
            properties = blocks[0].find(w("pPr").tag)
            # The schema wants keepNext first.
            properties.insert(int(properties[0].tag == w("keepNext").tag), w("pageBreakBefore"))
        # LibreOffice 7 drops the style of words that begin a part; in a control of their own they keep it.
        for run in blocks[0].findall(w("r").tag):
            blocks[0].replace(run, w("sdt", w("sdtPr"), w("sdtContent", deepcopy(run))))
        return controls.part(node.get("data-part"), self._form.label(node.get("data-part")), blocks)

    def _lines(self, node: Any) -> Element:
        blank = w("r", styles.chinese(None), text(controls.BLANK))
        paragraph = w("p", styles.paragraph(self._style_for(node)), blank)
        return controls.lines(node.get("data-field"), self._form.question(node.get("data-field")), paragraph)

    def _paragraph(self, block: Any, inline: list[Any], *, keep_next: bool) -> Element:
        outline = 0 if block.tag == "h2" else None
        properties = styles.paragraph(self._style_for(block), keep_next=keep_next, outline=outline)
        runs = [run for one in _trimmed(inline) for run in self._inline(one, block)]
        return w("p", properties, *runs)

    def _inline(self, node: Any, parent: Any) -> Iterator[Element]:
        style = self._style_for(parent if isinstance(node, str) else node)
        if isinstance(node, str):
            if node:
                yield w("r", styles.for_text(styles.run(style), node), text(node))
        elif node.tag == "br":
            yield w("r", w("br"))
        elif node.get("data-mark"):
            yield self._mark(node, style)
        elif node.get("data-field"):
            yield self._field(node, style)
        elif not len(node) and not node.text:
            yield w("r", styles.run(style), text(controls.BLANK * _blanks(style)))
        else:
            for one in [node.text or "", *self._inside(node)]:
                yield from self._inline(_SPACES.sub(" ", one) if isinstance(one, str) else one, node)

    def _field(self, node: Any, style: Any) -> Element:
        path, width = node.get("data-field"), _blanks(style)
        self.widths.add(width)
        question = None if path.startswith("=") else self._form.question(path)
        return controls.field(path, question, styles.run(style), node.text or "", width)

    def _mark(self, node: Any, style: Any) -> Element:
        path = node.get("data-mark")
        field, _, value = path.partition("=")
        label = "／".join(filter(None, [self._form.question(field).label, value]))
        return controls.mark(path, label, styles.run(style), node.get("data-on"), node.get("data-off"))

    def _table(self, node: Any) -> Element:
        widths, rows = table.widths(node, self._style_for), table.rows(node, self._style_for)
        made = [self._row(rows[index], index, cells, widths) for index, cells in enumerate(table.grid(rows))]
        columns = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
        paths = [row.node.get("data-row") or "" for row in rows]
        return w("tbl", table.properties(widths), columns, *self._repeating(paths, made))

    def _row(
        self, row: table.Row, index: int, cells: list[tuple[table.Cell, bool]], widths: list[float]
    ) -> Element:
        made = []
        for cell, continues in cells:
            properties = table.cell_properties(cell, index, widths)
            blocks = [] if continues else self.blocks(cell.node, keep_next=row.keep_next)
            made.append(
                w("tc", properties, *(blocks or [self._paragraph(cell.node, [], keep_next=row.keep_next)]))
            )
        return w("tr", table.row_properties(row), *made)

    def _repeating(self, paths: list[str], made: list[Element]) -> Iterator[Element]:
        """The rows or paragraphs of a list (each with the path of its row), together in one repeating section."""
        found: list[Element] = []
        path = ""
        for here, element in zip(paths, made, strict=True):
            name, first = list_and_first(here)
            if found and name != list_and_first(path)[0]:
                yield controls.repeating(path, self._form.label(path), found)
                found = []
            if not found:
                path = f"{name}.{first}" if first else name
            if here:
                found.append(element)
            else:
                yield element
        if found:
            yield controls.repeating(path, self._form.label(path), found)


def _trimmed(inline: list[Any]) -> list[Any]:
    """The pieces of a line with white space as HTML shows it."""
    pieces = [_SPACES.sub(" ", one) if isinstance(one, str) else one for one in inline]
    for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if pieces and isinstance(pieces[place], str):
            pieces[place] = strip(pieces[place], " ")
    return pieces


def _blanks(style: Any) -> int:
    """How many full-width blanks fill the least width of a field."""
    widths: float = styles.pixels(style["min_width"]) / style["font_size"]
    return max(1, round(widths))


def compile_body(form: Described, page: str) -> tuple[list[Element], set[int]]:
    """The blocks of the Word form of a blank page, and the widths of the placeholders they use."""
    html = pdf.document(page)
    from weasyprint.css import get_all_computed_styles

    compiler = Compiler(form, get_all_computed_styles(html))
    body = html.etree_element.find("body")
    if body is None:
        raise TemplateError(template=form.name, reason="沒有 <body>")
    return compiler.blocks(body), compiler.widths


def paper_of(page: str) -> Paper:
    """The paper of a page by its ``@page``: size, margins and border, page numbers, and words at the left."""
    html = pdf.document(page)
    from weasyprint.css import get_all_computed_styles
    from weasyprint.layout.page import PageType, set_page_type_computed_styles

    style_for = get_all_computed_styles(html)
    first, second = (PageType(side="right", blank=False, name="", index=index, groups=()) for index in (0, 1))
    for one in (first, second):
        set_page_type_computed_styles(one, html, style_for)
    style = style_for(first)
    width, height = (_mm(length) for length in style["size"])
    top, right, bottom, left = (_edge(style, side) for side in ("top", "right", "bottom", "left"))
    boxes = [style_for(first, box) for box in ("@left-top", "@left-middle", "@left-bottom")]
    return Paper(
        width,
        height,
        (top, right, bottom, left),
        _page_border(style),
        _page_numbers(*(style_for(one, "@bottom-center") for one in (first, second))),
        tuple(_mark(box, style, place) for place, box in enumerate(boxes) if _is_drawn(box)),
    )


def _mm(length: Any) -> float:
    return round(styles.pixels(length) * MM_PER_PX, 3)


def _edge(style: Any, side: str) -> float:
    """From the edge of the paper to the text."""
    return sum(_mm(style[part.format(side)]) for part in ("margin_{}", "border_{}_width", "padding_{}"))


def _page_border(style: Any) -> Border | None:
    sides = tuple(side for side in SIDES if styles.border(style, side))
    if not sides:
        return None
    side = sides[0]
    red, green, blue = (round(part * 255) for part in style[f"border_{side}_color"].coordinates)
    # Word's line is one of the pair; CSS counts both and the gap between.
    kind, width = style[f"border_{side}_style"], styles.border(style, side) * PT_PER_PX
    # A line on one side belongs to the text; a frame belongs to the paper.
    from_text = sides != SIDES
    distance = styles.pixels(style[f"{'padding' if from_text else 'margin'}_{side}"]) * PT_PER_PX
    return Border(
        {"double": "double", "dotted": "dotted"}.get(kind, "single"),
        width / 3 if kind == "double" else width,
        distance,
        f"{red:02X}{green:02X}{blue:02X}",
        sides,
        from_text,
    )


def _is_drawn(box: Any) -> bool:
    """Whether anything stands in a box of the margin."""
    return not isinstance(box["content"], str)


def _page_numbers(first: Any, second: Any) -> PageNumbers | None:
    """The foot of the second page; where the first has another, it has none in a file of one page."""
    if not _is_drawn(second):
        return None
    counters = {"page": "PAGE", "pages": "NUMPAGES"}
    pieces = tuple(value if kind == "string" else counters[value[0]] for kind, value in second["content"])
    return PageNumbers(pieces, second["font_size"] * PT_PER_PX, first["content"] != second["content"])


def _mark(box: Any, page: Any, place: int) -> Mark:
    """A word of the left margin: at its top, in its middle or at its foot, as far from there as its margins say."""
    width, height = _mm(box["width"]), _mm(box["height"])
    top, bottom = (_mm(page[f"margin_{side}"]) for side in ("top", "bottom"))
    paper_height = _mm(page["size"][1])
    down = (
        top + _mm(box["margin_top"]) + height / 2,
        (top + paper_height - bottom) / 2,
        paper_height - bottom - _mm(box["margin_bottom"]) - height / 2,
    )[place]
    words = "".join(value for _kind, value in box["content"])
    return Mark(
        words, (_mm(box["margin_left"]) + width / 2, down), (width, height), box["font_size"] * PT_PER_PX
    )
