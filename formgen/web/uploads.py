"""Evidence of drafts on the disk, under names of ours; what a person called a file is only told, never a path.

A file is written beside, synchronised, given its name, and only then entered into the database. So a file that was
confirmed is on the disk, and one that was cut off is seen by nobody and swept away later.
"""

import filecmp
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO

from formgen.errors import FormgenError
from formgen.evidence.kinds import kind_of
from formgen.web.database import Database
from formgen.web.drafts import Draft, NoDraft
from formgen.web.room import NoRoom, Room

_LONGEST_NAME = 200
_ORPHAN_SECONDS = 86400


class TooLarge(FormgenError):
    """檔案太大或太多：{reason}"""


class SameAgain(FormgenError):
    """這個檔案已經上傳過，沒有重複存。"""


@dataclass(frozen=True)
class Upload:
    """One file of evidence: its number, its place among those of the number, and the name that the person gave it."""

    id: int
    number: str
    place: int
    name: str
    path: Path
    ending: str
    bytes: int
    pages: int


@dataclass(frozen=True)
class Limits:
    """In bytes, and how many files."""

    file: int
    total: int
    files: int


class Uploads:
    """The evidence of all drafts."""

    def __init__(self, database: Database, folder: Path, limits: Limits, room: Room) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._database, self._folder, self._limits, self._room = database, folder, limits, room

    def of(self, draft: Draft) -> list[Upload]:
        """Number by number, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM file WHERE draft = ? ORDER BY number, place, id", (draft.id,)
            )
            return [
                Upload(
                    row["id"], row["number"], row["place"], row["name"], self._folder / row["stored"],
                    row["ending"], row["bytes"], row["pages"],
                )
                for row in rows
            ]  # fmt: skip

    def receive(self, source: IO[bytes], most: int | None = None) -> Path:
        """Put a file of at most so many bytes on the disk, not yet shown; its path. Raises TooLarge, NoRoom."""
        size, most = _size(source), self._limits.file if most is None else most
        if size > most:
            raise TooLarge(reason=f"一個檔案最多 {most // 10**6} MB")
        self._room.refuse_upload(size)
        path = self._folder / f".{secrets.token_hex(16)}"
        try:
            with _new(path) as target:
                shutil.copyfileobj(source, target, 2**20)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno in {ENOSPC, EDQUOT}:
                raise NoRoom from error
            raise
        return path

    def keep(self, draft: Draft, number: str, name: str, received: Path, pages: int = 0) -> None:
        """Make a received file the last of its number. Raises SameAgain, TooLarge, NoRoom, BadEvidence, NoDraft."""
        ending, size = kind_of(received).endings[0], received.stat().st_size
        stored = received.with_name(received.name.removeprefix("."))
        received.replace(stored)
        _synchronise(self._folder)
        try:
            with self._database.writing() as connection:
                self._refuse_same(connection, draft, number, stored)
                place = self._next_place(connection, draft, size)
                connection.execute(
                    "INSERT INTO file (draft, number, place, name, stored, ending, bytes, pages) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (draft.id, number, place, name[:_LONGEST_NAME], stored.name, ending, size, pages),
                )
        except BaseException as error:
            stored.unlink()
            if isinstance(error, sqlite3.IntegrityError):
                raise NoDraft from error  # it was deleted meanwhile
            raise

    def _refuse_same(self, connection: sqlite3.Connection, draft: Draft, number: str, file: Path) -> None:
        """A button that is pressed twice stores once. Raises SameAgain."""
        rows = connection.execute(
            "SELECT stored FROM file WHERE draft = ? AND number = ? AND bytes = ?",
            (draft.id, number, file.stat().st_size),
        )
        for row in rows.fetchall():
            if filecmp.cmp(self._folder / row["stored"], file, shallow=False):
                raise SameAgain

    def _next_place(self, connection: sqlite3.Connection, draft: Draft, size: int) -> int:
        """The place of a further file of this size, which is on the disk. Raises TooLarge, NoRoom."""
        files, total, last = connection.execute(
            "SELECT count(*), coalesce(sum(bytes), 0), coalesce(max(place), 0) FROM file WHERE draft = ?",
            (draft.id,),
        ).fetchone()
        if files >= self._limits.files:
            raise TooLarge(reason=f"一份草稿最多 {self._limits.files} 個檔案，請先合併或刪去一些")
        if total + size > self._limits.total:
            raise TooLarge(reason=f"一份草稿的檔案合計最多 {self._limits.total // 10**6} MB")
        (of_all,) = connection.execute("SELECT coalesce(sum(bytes), 0) FROM file").fetchone()
        self._room.refuse_sum(of_all + size + self._database.bytes)
        return int(last) + 1

    def remove(self, draft: Draft, upload: int) -> None:
        with self._database.writing() as connection:
            rows = connection.execute(
                "DELETE FROM file WHERE draft = ? AND id = ? RETURNING stored", (draft.id, upload)
            ).fetchall()
        self.erase(row["stored"] for row in rows)

    def move_up(self, draft: Draft, upload: int) -> None:
        """Change places with the file of the same number before it."""
        files = self.of(draft)
        this = next((one for one in files if one.id == upload), None)
        before = [one for one in files if this and one.number == this.number and one.place < this.place]
        if this and before:
            with self._database.writing() as connection:
                connection.executemany(
                    "UPDATE file SET place = ? WHERE id = ? AND draft = ?",
                    [(before[-1].place, this.id, draft.id), (this.place, before[-1].id, draft.id)],
                )

    def renumber(self, draft: Draft, upload: int, number: str) -> None:
        """Make a file the last of another number."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE file SET number = ?, place = (SELECT max(place) + 1 FROM file WHERE draft = ?) "
                "WHERE id = ? AND draft = ? AND number <> ?",
                (number, draft.id, upload, draft.id, number),
            )

    def looked(self, draft: Draft, upload: int, pages: int) -> None:
        """Note how many pages a file has."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE file SET pages = ? WHERE id = ? AND draft = ?", (pages, upload, draft.id)
            )

    def erase(self, stored: Iterable[str]) -> None:
        for name in stored:
            (self._folder / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Erase what a kill has left behind: files that no draft knows."""
        with self._database.reading() as connection:
            known = {row["stored"] for row in connection.execute("SELECT stored FROM file")}
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):
                if path.name not in known and time.time() - path.stat().st_mtime > _ORPHAN_SECONDS:
                    path.unlink()


def as_folder(uploads: Sequence[Upload], folder: Path) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Names in `folder` for the uploads, of ours (``2.jpg``): what the bundle lists, and whose file each is."""
    listed, names = [], {}
    for count, one in enumerate(uploads, 1):
        name = f"{count}{one.ending}"  # nothing that came from outside
        _second_name(one.path, folder / name)
        listed.append((one.number, name))
        names[name] = one.name
    return listed, names


def _size(source: IO[bytes]) -> int:
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _second_name(path: Path, other: Path) -> None:
    """A second name for the file; a copy where there are no second names."""
    try:
        os.link(path, other)
    except FileExistsError:
        raise
    except OSError:
        with path.open("rb") as file, _new(other) as copy:
            shutil.copyfileobj(file, copy)


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
