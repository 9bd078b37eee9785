"""Workbooks (XLSX, ODS, XLS), read by calamine: every cell as the text that a person sees."""

import datetime
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import python_calamine

from formgen.errors import UnreadableFile
from formgen.tw import date as roc_date

# A zip (XLSX, ODS), or the older compound file (XLS, and an XLSX with a password).
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST_COMMON_YEAR = 1912


@dataclass(frozen=True)
class Sheet:
    name: str
    lines: Sequence[tuple[int, Sequence[str]]]


def is_spreadsheet(content: bytes) -> bool:
    return content.startswith((_ZIP, _COMPOUND))


def names_of(content: bytes, file: str) -> list[str]:
    """The names of the sheets. Raises UnreadableFile, naming `file`."""
    return list(_opened(content, file).sheet_names)


def sheet_of(content: bytes, file: str, name: str | None = None) -> Sheet:
    """The sheet called `name`, or the first one; each line with its number. Raises UnreadableFile."""
    book = _opened(content, file)
    wanted = book.sheet_names[0] if name is None and book.sheet_names else name
    if wanted not in book.sheet_names:
        reason = f"沒有名為「{wanted}」的工作表；有的是：{'、'.join(book.sheet_names)}"
        raise UnreadableFile(file=file, reason=reason)
    try:
        sheet = book.get_sheet_by_name(wanted)
        first, rows = (sheet.start or (0, 0))[0], sheet.to_python()
    except python_calamine.CalamineError as error:
        raise UnreadableFile(file=file, reason=f"工作表「{wanted}」已損壞：{error}") from error
    return Sheet(
        wanted, [(number, [text_of(cell) for cell in row]) for number, row in enumerate(rows, first + 1)]
    )


def text_of(cell: Any) -> str:
    """A cell as a person reads it.

    >>> [text_of(cell) for cell in ("007", 7.0, 1.5, 2.5e10, True, "")]
    ['007', '7', '1.5', '25000000000', 'TRUE', '']
    >>> text_of(datetime.date(2023, 3, 5)), text_of(datetime.datetime(2023, 3, 5, 10, 30))
    ('112年3月5日', '112年3月5日')

    Who types 112/3/5 into a spreadsheet gets the year 112 of the common era, and meant the 112th of the republic:

    >>> text_of(datetime.date(112, 3, 5))
    '112年3月5日'
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return _day(cell)
    return str(cell)


def _day(day: datetime.date) -> str:
    """The day in the calendar of the republic; the hour does not matter for a certificate."""
    if day.year >= FIRST_COMMON_YEAR:
        return roc_date.show(day)
    return f"{day.year}年{day.month}月{day.day}日" if day.year < 1000 else f"{day:%Y-%m-%d}"


def _opened(content: bytes, file: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if isinstance(error, python_calamine.PasswordError) or _has_password(content):
            raise UnreadableFile(file=file, reason="檔案有密碼保護；請先移除密碼再試") from error
        reason = "不是可讀的試算表（XLSX、ODS、XLS）或 CSV；請重新存檔再試"
        raise UnreadableFile(file=file, reason=reason) from error


def _has_password(content: bytes) -> bool:
    """An encrypted XLSX is a compound file with one large stream; an encrypted ODS says so in its manifest."""
    if content.startswith(_COMPOUND):
        return "EncryptedPackage".encode("utf-16-le") in content
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
