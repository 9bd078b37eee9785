"""The sheets of an alliance's workbook: one XLSX or ODS file, or a folder of CSV files called as the sheets."""

from collections.abc import Mapping
from pathlib import Path

from formgen.awards import columns, rows
from formgen.errors import Problem, UnreadableFile

# The sheet, its English name, its columns, and those of them that must be there.
SHEETS: Mapping[str, tuple[str, columns.Fields, tuple[str, ...]]] = {
    "成員": ("members", columns.MEMBERS, ("member",)),
    "活動": ("activities", columns.ACTIVITIES, ("member", "kind", "quantity", "date")),
    "提名": ("nominations", columns.NOMINATIONS, ("member", "person", "kind")),
    "分享": ("sharing", columns.SHARINGS, ("member",)),
    "決定": ("decisions", columns.DECISIONS, ("award", "winner")),
}
REQUIRED = ("成員", "活動")


def is_workbook(path: Path) -> bool:
    """Whether it has the sheets of an alliance; a list of recipients has not. Raises UnreadableFile."""
    if not path.is_dir() and not rows.is_workbook(path):
        return False
    there = {columns.fold(name) for name in (_files(path) if path.is_dir() else rows.sheets(path))}
    return all(there & {sheet, SHEETS[sheet][0]} for sheet in REQUIRED)


def sheet_called(name: str) -> str:
    """The sheet that a file of this name holds; empty for none."""
    folded = columns.fold(name)
    return next((sheet for sheet, (english, *_) in SHEETS.items() if folded in (sheet, english)), "")


def open_all(path: Path) -> tuple[dict[str, rows.Table], list[Problem]]:
    """The sheets that are there, by their Chinese names, and a warning for each that nobody reads.

    Raises UnreadableFile.
    """
    files = _files(path)
    there = list(files) if path.is_dir() else rows.sheets(path)
    names = {sheet: _name_of(sheet, there, path.name) for sheet in SHEETS}
    if lacking := [sheet for sheet in REQUIRED if not names[sheet]]:
        what = "的 CSV 檔" if path.is_dir() else "工作表"
        has = f"；有的是：{'、'.join(there)}" if there else ""
        advice = "".join(_renaming(sheet, there) for sheet in lacking)
        raise UnreadableFile(file=path.name, reason=f"缺少「{'」與「'.join(lacking)}」{what}{has}{advice}")
    found = {
        sheet: rows.read(files.get(name, path), None if files else name, SHEETS[sheet][1])
        for sheet, name in names.items()
        if name
    }
    unread = [name for name in there if name not in names.values()]
    return found, [
        Problem(name, name, f"沒有用到；會讀的是：{'、'.join(SHEETS)}", "warning") for name in unread
    ]


def _renaming(sheet: str, there: list[str]) -> str:
    """What to do where a sheet is there under a longer name."""
    return "".join(f"；請把「{name}」改名為「{sheet}」" for name in there if sheet in name)


def _files(path: Path) -> dict[str, Path]:
    """The CSV files of a folder, by the names of their sheets."""
    if path.is_dir():
        return {one.stem: one for one in sorted(path.iterdir()) if one.suffix.lower() == ".csv"}
    if path.suffix.lower() == ".csv":
        reason = "這是單一的 CSV；請給試算表（XLSX、ODS），或放 成員.csv、活動.csv 等檔案的資料夾"
        raise UnreadableFile(file=path.name, reason=reason)
    return {}


def _name_of(sheet: str, there: list[str], file: str) -> str:
    """What the sheet is called in the workbook; empty if it is not there."""
    names = [one for one in there if columns.fold(one) in (sheet, SHEETS[sheet][0])]
    if len(names) > 1:
        raise UnreadableFile(file=file, reason=f"「{'」與「'.join(names)}」是同一張表，只能有一張")
    return names[0] if names else ""
