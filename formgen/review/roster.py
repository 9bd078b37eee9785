"""The 參選清冊 as a workbook: all who take part, a column to decide in, and what is still lacking."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from formgen.review.outcome import Outcome

# A workbook says when it was made; the same candidates give the same bytes.
_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001
Cell = str | int | None
_UNITS = (
    "順序", "單位名稱", "統一編號", "保險證字號", "勞工人數", "總計實得分數", "結果", "備註",
    "企業形象之其他具體事蹟", "決定順序", "決定理由", "檔案",
)  # fmt: skip
_PERSONS = ("順序", "姓名", "任職單位", "職稱", "建議獎項", "結果", "備註", "決定順序", "決定理由", "檔案")
_OUTSIDE = ("類別", "參選單位或人員", "總計實得分數", "原因", "檔案")
_LACKS = ("參選單位或人員", "項目", "待補", "依據")
_FILES = ("檔案", "說明")
_WIDE = {"單位名稱", "任職單位", "備註", "企業形象之其他具體事蹟", "決定理由", "檔案", "原因", "項目", "待補", "說明", "參選單位或人員"}  # fmt: skip


def workbook(outcome: Outcome) -> bytes:
    """XLSX. Every cell is text as it was typed, but places, workers and what is decided by number."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": f"{outcome.body}參選清冊", "created": _MOMENT})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "num_format": "@"})
    for name, heads, lines in _sheets(outcome):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, title in enumerate(heads):
            sheet.set_column(column, column, 30 if title in _WIDE else 13)
            sheet.write_string(0, column, title, head)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, cell)
                else:
                    sheet.write_string(row, column, value or "", cell)
    book.close()
    return stream.getvalue()


def _sheets(outcome: Outcome) -> Sequence[tuple[str, Sequence[str], Sequence[Sequence[Cell]]]]:
    return [
        ("優良單位", _UNITS, _units(outcome)),
        ("優良人員", _PERSONS, _persons(outcome)),
        ("未列入", _OUTSIDE, _outside(outcome)),
        ("待補", _LACKS, _lacks(outcome)),
        ("檔案", _FILES, [(one.label, one.message) for one in outcome.problems]),
    ]


def _units(outcome: Outcome) -> list[Sequence[Cell]]:
    return [
        (
            line.place,
            unit.name,
            unit.uniform_number,
            unit.answers.insurance_number,
            unit.answers.headcount.own,
            unit.shown_total,
            line.state,
            "；".join(line.notes),
            unit.image,
            outcome.decided.of(unit),
            outcome.decided.reason(unit),
            unit.paper.file,
        )
        for line in outcome.units.lines
        for unit in (line.candidate,)
    ]


def _persons(outcome: Outcome) -> list[Sequence[Cell]]:
    return [
        (
            line.place,
            person.name,
            person.employer,
            person.answers.title,
            person.award,
            line.state,
            "；".join(line.notes),
            outcome.decided.of(person),
            outcome.decided.reason(person),
            person.paper.file,
        )
        for line in outcome.persons.lines
        for person in (line.candidate,)
    ]


def _outside(outcome: Outcome) -> list[Sequence[Cell]]:
    units = [
        ("優良單位", one.name, one.shown_total, "；".join(why), one.paper.file)
        for one, why in outcome.units.outside
    ]
    persons = [
        ("優良人員", one.name, "", "；".join(why), one.paper.file) for one, why in outcome.persons.outside
    ]
    return [*units, *persons]


def _lacks(outcome: Outcome) -> Sequence[Sequence[Cell]]:
    return [(lack.name, gap.label, gap.message, gap.rule) for lack in outcome.lacks for gap in lack.gaps] + [
        (lack.name, "簽名用印", f"請確認：{'、'.join(lack.signatures)}", "") for lack in outcome.lacks
    ]
