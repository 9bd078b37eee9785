"""Tables: the grid of cells, and the borders that neighbours share.

HTML collapses borders: of two that meet, the wider is drawn. Word draws each cell's own, so the collapsed
edge is computed here and written on both cells.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from formgen.render.word.styles import Style, border, pixels
from formgen.render.word.xml import Element, twips, w

SIDES = ("top", "left", "bottom", "right")
StyleFor = Callable[[Any], Style]


@dataclass
class Cell:
    """A `td` or `th`: its place in the grid and the widths of its borders in px."""

    node: Any
    style: Style
    row: int
    column: int
    rows: int
    columns: int
    borders: dict[str, float] = field(default_factory=dict)

    def edges(self) -> Iterator[tuple[str, int, int, str]]:
        """The pieces of the cell's outline: direction, row and column of the piece, side."""
        for column in range(self.column, self.column + self.columns):
            yield "across", self.row, column, "top"
            yield "across", self.row + self.rows, column, "bottom"
        for row in range(self.row, self.row + self.rows):
            yield "down", row, self.column, "left"
            yield "down", row, self.column + self.columns, "right"


@dataclass
class Row:
    node: Any
    cells: list[Cell]
    is_head: bool
    height: float
    keep_next: bool
    may_split: bool


def widths(table: Any, style_for: StyleFor) -> list[float]:
    """The widths of the columns in px, from `<col>`."""
    return [pixels(style_for(column)["width"]) for column in table.iter("col")]


def rows(table: Any, style_for: StyleFor) -> list[Row]:
    """The table's rows, each with the cells that begin in it."""
    found: list[Row] = []
    taken: set[tuple[int, int]] = set()
    for node, is_head in _row_nodes(table):
        index, cells = len(found), []
        for child in node:
            column = next(column for column in range(99) if (index, column) not in taken)
            spans = int(child.get("rowspan", 1)), int(child.get("colspan", 1))
            cells.append(Cell(child, style_for(child), index, column, *spans))
            taken.update(
                (index + down, column + along) for down in range(spans[0]) for along in range(spans[1])
            )
        style = style_for(node)
        height = max([pixels(style["height"]), *(_height(one.style) for one in cells if one.rows == 1)])
        keep_next, may_split = style["break_after"] == "avoid", style["break_inside"] != "avoid"
        found.append(Row(node, cells, is_head, height, keep_next, may_split))
    _keep_spans_together(found)
    _collapse_borders([cell for row in found for cell in row.cells])
    return found


def _height(style: Style) -> float:
    """The height asked for a cell; CSS adds the padding, Word does not."""
    content = pixels(style["height"])
    return content + pixels(style["padding_top"]) + pixels(style["padding_bottom"]) if content else 0.0


def _row_nodes(table: Any) -> Iterator[tuple[Any, bool]]:
    for group in table:
        for node in group.iter("tr"):
            yield node, group.tag == "thead"


def _keep_spans_together(found: list[Row]) -> None:
    """Rows under a cell that spans them stay on its page, unless an answer may grow over pages in one."""
    for row in found:
        for cell in row.cells:
            covered = found[cell.row : cell.row + cell.rows]
            if not any(_grows(one.node) for one in covered):
                for one in covered[:-1]:
                    one.keep_next = True


def _grows(row: Any) -> bool:
    return any(node.get("data-kind") == "lines" for node in row.iter())


def _collapse_borders(cells: list[Cell]) -> None:
    """Of the borders that meet on an edge the widest wins; a cell draws the thinnest piece of its side."""
    edges: dict[tuple[str, int, int], float] = {}
    for cell in cells:
        for direction, row, column, side in cell.edges():
            here = (direction, row, column)
            edges[here] = max(edges.get(here, 0), border(cell.style, side))
    for cell in cells:
        pieces: dict[str, list[float]] = {side: [] for side in SIDES}
        for direction, row, column, side in cell.edges():
            pieces[side].append(edges[direction, row, column])
        cell.borders = {side: min(widths) for side, widths in pieces.items()}


def grid(found: list[Row]) -> Iterator[list[tuple[Cell, bool]]]:
    """For each row, from left to right, its cells and the continuations (True) of cells from above."""
    for index, row in enumerate(found):
        above = [cell for earlier in found[:index] for cell in earlier.cells if cell.row + cell.rows > index]
        yield sorted(
            [(cell, False) for cell in row.cells] + [(cell, True) for cell in above],
            key=lambda pair: pair[0].column,
        )


def cell_properties(cell: Cell, row: int, column_widths: list[float]) -> Element:
    """`w:tcPr` of the piece of `cell` that stands in `row`."""
    width = sum(column_widths[cell.column : cell.column + cell.columns])
    first, last = row == cell.row, row == cell.row + cell.rows - 1
    merge = None if cell.rows == 1 else w("vMerge", val="restart") if first else w("vMerge")
    drawn = {**cell.borders, **({} if first else {"top": 0.0}), **({} if last else {"bottom": 0.0})}
    align = {"top": "top", "bottom": "bottom"}.get(cell.style["vertical_align"], "center")
    return w(
        "tcPr",
        w("tcW", w=twips(width), type="dxa"),
        w("gridSpan", val=cell.columns) if cell.columns > 1 else None,
        merge,
        w("tcBorders", *(_border(side, drawn[side]) for side in SIDES)),
        _margins(cell.style),
        w("vAlign", val=align),
    )


def _border(side: str, width: float) -> Element:
    """A side in eighths of a point."""
    if not width:
        return w(side, val="nil")
    return w(side, val="single", sz=round(width * 6), space=0, color="000000")


def _margins(style: Style) -> Element:
    return w("tcMar", *(w(side, w=twips(pixels(style[f"padding_{side}"])), type="dxa") for side in SIDES))


def properties(column_widths: list[float]) -> Element:
    """`w:tblPr`: fixed columns, as wide as the page's text."""
    return w(
        "tblPr",
        w("tblW", w=sum(map(twips, column_widths)), type="dxa"),
        w("tblInd", w=0, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=0, type="dxa") for side in SIDES)),
    )


def row_properties(row: Row) -> Element:
    return w(
        "trPr",
        None if row.may_split else w("cantSplit"),
        w("trHeight", val=twips(row.height), hRule="atLeast") if row.height else None,
        w("tblHeader") if row.is_head else None,
    )
