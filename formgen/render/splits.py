"""Rules at the foot and head of a page that divides a table inside a row or a spanning cell.

WeasyPrint leaves both ends open there: the row goes on. On paper such a table looks torn off, so both are closed
with the rule that stands above the divided cell. This works on the boxes of a finished layout and moves none.
"""

from itertools import pairwise
from typing import Any

# WeasyPrint's rule between two cells: its rank among those that meet, and style, width and colour.
Rule = tuple[Any, tuple[str, float, Any]]


def close(document: Any) -> None:
    """Close the tables that the pages of WeasyPrint's `document` divide."""
    pages = [list(_tables(page)) for page in document.pages]
    for here, there in pairwise(pages):
        if here and there and here[-1].element is there[0].element:
            _close_foot(here[-1])
            _close_head(there[0])


def _tables(page: Any) -> Any:
    boxes = page._page_box.descendants()  # noqa: SLF001 - a layout has no public boxes
    return (box for box in boxes if hasattr(box, "collapsed_border_grid"))


def _close_foot(table: Any) -> None:
    table.skip_cell_border_bottom = False
    rows = sum(len(group.children) for group in table.children)
    _draw_above(table, rows + max(0, table.skipped_rows - _head(table)))


def _close_head(table: Any) -> None:
    if not _head(table):
        table.skip_cell_border_top = False
        _draw_above(table, table.skipped_rows)


def _head(table: Any) -> int:
    """How many rows repeat at the head of each page."""
    return len(table.children[0].children) if table.children[0].is_header else 0


def _draw_above(table: Any, row: int) -> None:
    """Where a cell spans the edge above `row`, draw its upper rule there, on this page alone."""
    down, across = table.collapsed_border_grid
    closed = list(across)
    closed[row] = [
        _last_drawn([line[column] for line in across[: row + 1]]) for column in range(len(across[row]))
    ]
    table.collapsed_border_grid = down, closed


def _last_drawn(rules: list[Rule]) -> Rule:
    return next((rule for rule in reversed(rules) if rule[1][1]), rules[-1])
