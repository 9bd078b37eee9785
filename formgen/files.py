"""Files that are whole or not there, and one program at a time in a folder."""

import fcntl
import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from formgen.errors import CannotWrite, FormgenError, why

LOCK = ".formgen.lock"


class Busy(FormgenError):
    """「{folder}」正由另一個 formgen 製作中；請等它完成再執行。"""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for us alone; the system lets go of the lock when the program ends, however it ends.

    Raises Busy, and CannotWrite for whatever the system refuses inside.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy(folder=str(folder)) from error
            yield
    except OSError as error:
        raise CannotWrite(file=str(error.filename or folder), reason=why(error)) from error


@contextmanager
def replacing(path: Path, *, is_synced: bool = True) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is whole; `is_synced` waits until it is safe on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".formgen.{secrets.token_hex(8)}"
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            if is_synced:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put(path: Path, content: bytes, *, is_synced: bool = True) -> None:
    with replacing(path, is_synced=is_synced) as file:
        file.write(content)


def archive(to: Path, members: Iterable[tuple[str, Path]]) -> None:
    """One ZIP of files under these names; what is compressed already is stored as it is."""
    with replacing(to) as file, zipfile.ZipFile(file, "w") as made:
        for name, path in members:
            made.write(path, name)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sweep(folder: Path) -> None:
    """Drop what a killed program left half-written."""
    for path in folder.glob("**/.formgen.*"):
        if path.name != LOCK and path.is_file():
            path.unlink()
