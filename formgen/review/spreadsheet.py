"""Tables as a workbook (XLSX) in which text stays text: no cell is a formula, and no number loses its first 0."""

from collections.abc import Collection, Sequence
from datetime import datetime
from io import BytesIO

# A workbook says when it was made; the same cells give the same bytes.
_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001
_WIDE, _NARROW = 30, 13
Cell = str | int | None
# Its name, its heads and its lines.
Sheet = tuple[str, Sequence[str], Sequence[Sequence[Cell]]]


def written(title: str, sheets: Sequence[Sheet], wide: Collection[str] = ()) -> bytes:
    """XLSX. Only an integer is a number; the columns whose heads are `wide` hold long texts."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": _MOMENT})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "num_format": "@"})
    for name, heads, lines in sheets:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, text in enumerate(heads):
            sheet.set_column(column, column, _WIDE if text in wide else _NARROW)
            sheet.write_string(0, column, text, head)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, cell)
                else:
                    sheet.write_string(row, column, value or "", cell)
    book.close()
    return stream.getvalue()
