"""The one file that drafts live in: SQLite, which survives a kill between any two steps."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_hash BLOB NOT NULL UNIQUE,
    programme TEXT NOT NULL,
    created REAL NOT NULL,
    touched REAL NOT NULL,
    expires REAL NOT NULL,
    is_example INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS change (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    draft INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    made REAL NOT NULL,
    page TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS change_of_draft ON change (draft, path, revision);
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    draft INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
    number TEXT NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    stored TEXT NOT NULL UNIQUE,
    ending TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    pages INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS file_of_draft ON file (draft, number, place);
CREATE TABLE IF NOT EXISTS session (hash BLOB PRIMARY KEY, seen REAL NOT NULL);
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL DEFAULT 'certificates',
    name TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    turn INTEGER NOT NULL,
    deaths INTEGER NOT NULL,
    touched REAL NOT NULL
);
"""
# Columns that tables of earlier versions lack.
_ADDED = (("change", "page", ""), ("job", "kind", "certificates"))
_BUSY_SECONDS = 15


class Database:
    """Connections to the file; each is used by one thread for one step."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite gives its two helper files the mode of the first.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        self._file = file
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            for table, column, default in _ADDED:
                known = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
                if column not in known:
                    connection.execute(
                        f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT '{default}'"
                    )

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One view of the data, whatever others write meanwhile."""
        with self._connected() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; on the disk when it is left."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @property
    def bytes(self) -> int:
        """How large the file is, with its log."""
        return sum(one.stat().st_size for one in self._file.parent.glob(f"{self._file.name}*"))

    def forget(self) -> None:
        """Leave nothing of deleted rows in the log beside the file."""
        with self._connected() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
