"""The ledger (批次紀錄): one line for each row of a bulk job, what became of it, in ``ledger.csv``.

While a job runs, lines are appended; the last line of a recipient counts, and a line that a kill cut off is
nothing. At the end the ledger is written anew, whole, a line for each recipient.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from formgen import files
from formgen.errors import UnreadableFile, why

FILE = "ledger.csv"
PENDING, DONE, AGAIN_PENDING, AGAIN, FAILED = "待製作", "完成", "待重發", "重發", "失敗"
COMBINED, PREPRINTED, EACH, WORD = "combined", "preprinted", "each", "word"
_KINDS = (COMBINED, PREPRINTED, EACH, WORD)
_SLOTS = ("name", "body", "date")
HEADS = (
    "列", "流水號", "字號", "獎項", "得獎者", "所屬單位", "工程名稱", "印出的名字", "正文", "日期",
    "檔案", "sha256", "套印檔案", "套印sha256", "單張檔案", "單張sha256", "Word檔案", "Wordsha256",
    "狀態", "問題", "內容",
)  # fmt: skip
_MARK = "\ufeff"


class Recipient(NamedTuple):
    """Whom a number belongs to. `work` is the 工程名稱: a firm gets one certificate for each."""

    award: str
    name: str
    unit: str = ""
    work: str = ""


class Written(NamedTuple):
    """A file, relative to the folder of the job, and its bytes' sum."""

    file: str
    sha256: str

    @classmethod
    def of(cls, folder: Path, file: str) -> "Written":
        return cls(file, files.sum_of(folder / file))

    def is_whole(self, folder: Path) -> bool:
        """Whether the file is still as it was written."""
        try:
            return files.sum_of(folder / self.file) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True)
class Entry:
    """One line. `serial` is 0 where the number was given as a text; `content` is a sum of all that is printed.

    `texts` are those of the slots name, body and date, so that the page can be printed without its list.
    """

    row: int
    recipient: Recipient
    state: str
    serial: int = 0
    number: str = ""
    problem: str = ""
    content: str = ""
    files: Mapping[str, Written] = field(default_factory=dict)
    texts: tuple[str, ...] = ("",) * len(_SLOTS)

    @property
    def values(self) -> dict[str, str]:
        """The text of each slot."""
        return {"number": self.number, **dict(zip(_SLOTS, self.texts, strict=True))}

    @staticmethod
    def texts_of(values: Mapping[str, str]) -> tuple[str, ...]:
        """What `texts` keeps of the slots' texts."""
        return tuple(values[slot] for slot in _SLOTS)

    def with_file(self, kind: str, written: Written) -> "Entry":
        return replace(self, files={**self.files, kind: written})

    def cells(self) -> list[str]:
        """The line, in the order of HEADS."""
        files = [part for kind in _KINDS for part in self.files.get(kind, ("", ""))]
        serial = str(self.serial) if self.serial else ""
        return [
            str(self.row), serial, self.number, *self.recipient, *self.texts, *files,
            self.state, self.problem, self.content,
        ]  # fmt: skip

    @classmethod
    def of(cls, cells: list[str]) -> "Entry":
        """The entry of a line."""
        row, serial, number, *rest = cells
        recipient, texts, files, (state, problem, content) = rest[:4], rest[4:7], rest[7:15], rest[15:]
        written = {
            kind: Written(*files[2 * place : 2 * place + 2])
            for place, kind in enumerate(_KINDS)
            if files[2 * place]
        }
        return cls(
            int(row), Recipient(*recipient), state, int(serial or 0), number, problem, content, written,
            tuple(texts),
        )  # fmt: skip


def read(folder: Path) -> dict[Recipient, Entry]:
    """What earlier runs left in `folder`: the last line of each recipient that has a number. Raises UnreadableFile."""
    path = folder / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UnreadableFile(file=str(path), reason=why(error)) from error
    found: dict[Recipient, Entry] = {}
    for cells in _whole_lines(path, text):
        entry = Entry.of(cells)
        if entry.number:
            found[entry.recipient] = entry
    return found


def _whole_lines(path: Path, text: str) -> Iterator[list[str]]:
    """The lines but the heads and one that was cut off in mid-writing."""
    whole = text[: text.rfind("\r\n") + 2] if "\r\n" in text else text
    lines = list(csv.reader(StringIO(whole, newline=""), strict=False))
    if lines and tuple(lines[0]) != HEADS:
        reason = "欄名不是本程式的；請勿更改這個檔案的欄位，或改用另一個資料夾"
        raise UnreadableFile(file=str(path), reason=reason)
    for number, cells in enumerate(lines[1:], 2):
        if not cells:
            continue
        if len(cells) != len(HEADS) or not cells[0].isdecimal() or not (cells[1] or "0").isdecimal():
            reason = f"第 {number} 行不完整或被改過；請還原這個檔案，或改用另一個資料夾"
            raise UnreadableFile(file=str(path), reason=reason)
        yield cells


def append(folder: Path, entries: Iterable[Entry]) -> None:
    """Add lines at the end, safe on the disk when this returns. The job has written the ledger whole before."""
    with (folder / FILE).open("ab") as file:
        file.write(_csv(entry.cells() for entry in entries).encode())
        file.flush()
        os.fsync(file.fileno())


def whole(entries: Iterable[Entry]) -> bytes:
    """The ledger from its first line to its last, as a spreadsheet opens it: UTF-8 with BOM."""
    return (_MARK + _csv([HEADS, *(entry.cells() for entry in entries)])).encode()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Any table as a CSV file that a spreadsheet opens."""
    return (_MARK + _csv([heads, *rows])).encode()


def _csv(rows: Iterable[Iterable[str]]) -> str:
    stream = StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()
