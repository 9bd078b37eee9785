"""Lists of people and firms as people keep them: CSV in any usual encoding, XLSX, ODS, XLS.

Every cell is text, as it stands in the file: ``007`` stays ``007``. Only a spreadsheet's number cells are
turned into text (``7.0`` → ``7``), and its date cells (→ ``112年3月5日``).
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from formgen.awards import columns
from formgen.awards.delimited import decoded
from formgen.awards.spreadsheet import is_spreadsheet, names_of, sheet_of
from formgen.errors import Problem, UnreadableFile, why
from formgen.tw.text import clean

# A title or two may stand above the heads.
MOST_LINES_ABOVE = 20
_TOTALS = frozenset(("合計", "總計", "小計", "共計", "總和", "total", "subtotal", "sum"))
_LOST = "\ufffd"
# A "?" for a character that the encoding lacked stands beside Chinese, or alone; that of Latin names does not.
_QUESTION = re.compile(r"[^\x00-\x7f]\s*\?|\?\s*[^\x00-\x7f]|^[?\s]*\?[?\s]*$")
STANDARD_INPUT = Path("-")


@dataclass(frozen=True)
class Row:
    """One line below the heads. `number` is the line's as the spreadsheet shows it: the heads are mostly line 1.

    In a CSV a cell may hold line ends, so its `number` counts rows, as a spreadsheet would show it.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The lines of one sheet. Their cells have the keys `heads`, as typed.

    `encoding` is a CSV's own, or empty. `warnings` tell what was mended or left out. `problems` are cells whose
    text is damaged: the `field` of each is ``number.head``, so that a caller can set the row apart.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    encoding: str = ""
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_workbook(path: Path) -> bool:
    """Whether it is a spreadsheet with sheets, not a CSV. Raises UnreadableFile."""
    return is_spreadsheet(_content(path))


def sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets. Raises UnreadableFile."""
    content = _content(path)
    if not is_spreadsheet(content):
        reason = "內容不是試算表，只是副檔名像；請用試算表開啟，另存為 XLSX 或 ODS"
        raise UnreadableFile(file=path.name, reason=reason)
    return names_of(content, path.name)


def read(
    path: Path,
    sheet: str | None = None,
    wanted: columns.Fields = columns.CERTIFICATE,
    *,
    is_matched: bool = False,
) -> Table:
    """The table in a file, or on standard input (``-``); of a workbook the sheet called `sheet`, or the first one.

    `wanted` are the columns that a message names where no head is known. Where a person matches the columns
    (`is_matched`), heads may be questions of a questionnaire. Raises UnreadableFile.
    """
    content, name, some = _content(path), _name(path), "、".join(names[0] for names in wanted.values())
    if not is_spreadsheet(content):
        if sheet is not None:
            raise UnreadableFile(file=name, reason=f"CSV 沒有工作表「{sheet}」；請拿掉 --sheet，或給試算表")
        text = decoded(content, name, some, is_matched=is_matched)
        place = _place_of_heads(text.lines, is_matched=is_matched)
        return _table(name, Path(name).stem, text.lines, place, some, text.encoding)
    lines = sheet_of(content, name, sheet)
    return _table(name, lines.name, lines.lines, _place_of_heads(lines.lines, is_matched=is_matched), some)


def _name(path: Path) -> str:
    return "標準輸入" if path == STANDARD_INPUT else path.name


def _content(path: Path) -> bytes:
    if path == STANDARD_INPUT and sys.stdin is None:
        raise UnreadableFile(file=_name(path), reason="沒有標準輸入")
    try:
        content = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=os.fspath(path), reason=why(error)) from error
    if not content.strip():
        raise UnreadableFile(file=_name(path), reason="檔案是空的")
    return content


def _table(
    file: str,
    sheet: str,
    lines: Sequence[tuple[int, Sequence[str]]],
    place: int | None,
    some: str,
    encoding: str = "",
) -> Table:
    where = file if sheet == Path(file).stem else f"{file}／{sheet}"
    if place is None:
        reason = f"找不到欄名；前 {MOST_LINES_ABOVE} 列裡要有一列是欄名，例如 {some}"
        raise UnreadableFile(file=where, reason=reason if any(lines) else "沒有任何內容")
    heads = [clean(cell).replace("\n", "") for cell in lines[place][1]]
    _refuse_twins(where, heads)
    rows: list[Row] = []
    warnings: list[Problem] = []
    problems: list[Problem] = []
    for number, cells in lines[place + 1 :]:
        texts = [_clean(cell) for cell in cells]
        if not any(texts):
            continue
        if _is_total(texts):
            warnings.append(_about(number, "", "是合計列，已略過", "warning"))
            continue
        if outside := [text for index, text in enumerate(texts) if text and not _head(heads, index)]:
            message = f"「{outside[0][:20]}」在沒有欄名的欄，已略過；內容有分隔符號時請用雙引號包起來"
            warnings.append(_about(number, "", message, "warning"))
        row = Row(number, {head: texts[i] if i < len(texts) else "" for i, head in enumerate(heads) if head})
        warnings += _padded(row)
        problems += _damaged(row, is_unicode=not encoding or encoding.startswith("utf"))
        rows.append(row)
    named = tuple(head for head in heads if head)
    return Table(named, tuple(rows), sheet, encoding, tuple(warnings), tuple(problems))


def _clean(cell: str) -> str:
    """As `clean`; what is printable all through has nothing to drop but outer blanks."""
    return cell.strip() if cell.isprintable() else clean(cell)


def _head(heads: Sequence[str], index: int) -> str:
    return heads[index] if index < len(heads) else ""


def _place_of_heads(lines: Sequence[tuple[int, Sequence[str]]], *, is_matched: bool) -> int | None:
    """The line with the most heads that we know: titles and empty lines may stand above it.

    Where a person matches them, heads may be questions: the line of several cells in which most seem to name a field.
    """
    tops = [cells for _, cells in lines[:MOST_LINES_ABOVE]]
    known = [sum(map(columns.is_known, cells)) for cells in tops]
    several = [sum(map(bool, cells)) > 1 for cells in tops]
    if is_matched and any(several):
        seem = [1 + sum(map(columns.seems_known, cells)) for cells in tops]
        known = [count if is_row else 0 for is_row, count in zip(several, seem, strict=True)]
    return known.index(max(known)) if any(known) else None


def _refuse_twins(where: str, heads: Sequence[str]) -> None:
    folded = [columns.fold(head) for head in heads]
    twice = [head for head, key in zip(heads, folded, strict=True) if key and folded.count(key) > 1]
    if twice:
        reason = f"有兩欄的欄名相同：{'、'.join(dict.fromkeys(twice))}；請改名或刪去一欄"
        raise UnreadableFile(file=where, reason=reason)


def _is_total(texts: Sequence[str]) -> bool:
    return _says_total(next(filter(None, texts)))


@lru_cache
def _says_total(text: str) -> bool:
    return columns.fold(text).rstrip(":") in _TOTALS


def _padded(row: Row) -> Iterator[Problem]:
    """統一編號 that a spreadsheet took for a number and robbed of its zeros."""
    for head, text in row.cells.items():
        if columns.holds_uniform_numbers(head) and text.isdecimal() and 5 <= len(text) < 8:
            row.cells[head] = text.zfill(8)
            message = f"「{text}」只有 {len(text)} 碼，已在前面補 0 成為「{row.cells[head]}」，請確認"
            yield _about(row.number, head, message, "warning")


def _damaged(row: Row, *, is_unicode: bool) -> Iterator[Problem]:
    for head, text in row.cells.items():
        is_question = "?" in text and (not is_unicode or _QUESTION.search(text))
        if _LOST in text or (is_question and columns.holds_names(head)):
            message = f"「{text[:40]}」裡有遺失的字（? 或 {_LOST}）；原檔的編碼沒有這個字，請補上並另存為 UTF-8 或 XLSX"
            yield _about(row.number, head, message)
        elif text in _ERRORS:
            yield _about(row.number, head, f"「{text}」是試算表的錯誤值，請改正")


_ERRORS = frozenset(("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"))


def _about(number: int, head: str, message: str, level: str = "error") -> Problem:
    label = f"第 {number} 列「{head}」" if head else f"第 {number} 列"
    return Problem(f"{number}.{head}", label, message, "warning" if level == "warning" else "error")
