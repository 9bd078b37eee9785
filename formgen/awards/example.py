"""A rows file to start from, with invented recipients."""

import csv
from collections.abc import Sequence
from io import StringIO

from formgen.awards.wording import Award

HEADS = ("獎項", "得獎者", "所屬單位", "事由", "工程名稱", "日期", "字號")
_DATE = "116/11/21"
_UNIT, _PERSON = "台灣區○○○○工業同業公會", "○小明"
_WORK = "○○市○○區○○段新建工程"


def rows_file(awards: Sequence[Award]) -> str:
    """CSV with a row for each award. It begins with a BOM, for spreadsheets."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADS)
    for award in awards:
        is_person = "君" in award.recipient
        cells = {
            "獎項": award.name,
            "得獎者": _PERSON if is_person else _UNIT,
            "所屬單位": _UNIT if is_person else "",
            "事由": award.reason,
            "工程名稱": _WORK if "work" in award.needs else "",
            "日期": award.date or _DATE,
        }
        writer.writerow([cells.get(head, "") for head in HEADS])
    return "\ufeff" + stream.getvalue()
