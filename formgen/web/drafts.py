"""Drafts: what people typed, behind a secret link, as an append-only log of changes.

A field's value is its last change. A person saves a page that was made at some revision; a field that somebody
else has changed since then to something else is never overwritten, but given back as a `Conflict`. Of a list, which is one
value, that is only so where both have changed the same answer of the same row. A page that saves more than once has a
name, so that its own changes are not taken for somebody else's.
"""

import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from formgen.errors import FormgenError
from formgen.web import merging
from formgen.web.database import Database

SECRET_BYTES = 16
# Before the programme of a draft that only reviewers may open, who have signed in.
REVIEWERS = "review:"
Values = dict[str, Any]


class NoDraft(FormgenError):
    """找不到這份草稿；連結可能不完整，或草稿已刪除、已過保存期限。"""


@dataclass(frozen=True)
class Draft:
    """One applicant's work on a programme, last `saved` then; `secret` is in the link and nowhere else."""

    id: int
    secret: str
    programme: str
    saved: datetime
    expires: datetime
    is_example: bool

    @property
    def is_reviewers(self) -> bool:
        return self.programme.startswith(REVIEWERS)


@dataclass(frozen=True)
class Conflict:
    """A field that two people filled differently: what this person typed, and what was saved meanwhile.

    Of a list: all rows of both, with the one's answers or with the other's.
    """

    path: str
    mine: Any
    theirs: Any


class Drafts:
    """All drafts. Whoever has a secret has its draft."""

    def __init__(self, database: Database, keep: timedelta) -> None:
        self._database, self._keep = database, keep.total_seconds()

    def create(self, programme: str) -> Draft:
        secret, now = secrets.token_urlsafe(SECRET_BYTES), time.time()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO draft (secret_hash, programme, created, touched, expires) VALUES (?, ?, ?, ?, ?)",
                (_hash(secret), programme, now, now, now + self._keep),
            )
        return self.open(secret)

    def open(self, secret: str) -> Draft:
        """The draft behind a link. Raises NoDraft."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM draft WHERE secret_hash = ? AND expires > ?", (_hash(secret), time.time())
            ).fetchone()
        if row is None:
            raise NoDraft
        saved, expires = (datetime.fromtimestamp(row[name], UTC) for name in ("touched", "expires"))
        return Draft(row["id"], secret, row["programme"], saved, expires, bool(row["is_example"]))

    def revision(self, draft: Draft) -> int:
        """The number of the last change."""
        with self._database.reading() as connection:
            return _revision(connection, draft)

    def values(self, draft: Draft, at: int | None = None, page: str = "") -> Values:
        """Every field's value by its path, now or `at` an earlier revision, with what `page` has changed since."""
        with self._database.reading() as connection:
            return {path: value for path, (value, *_) in _current(connection, draft, at, page).items()}

    def save(
        self, draft: Draft, base: int, shown: Mapping[str, Any], typed: Mapping[str, Any], page: str = ""
    ) -> list[Conflict]:
        """Save what differs from what the page of revision `base` has `shown`; what could not be saved is returned.

        `page` is the name of the page, if it has one: what it saved before is no conflict.
        """
        conflicts = []
        with self._database.writing() as connection:
            current = _current(connection, draft)
            for path, value in typed.items():
                there, revision, by = current.get(path, (None, 0, ""))
                if value == shown.get(path) or value == there:
                    continue
                if revision <= base or (page and by == page):
                    _append(connection, draft, path, value, page)
                    continue
                both = _together(shown.get(path), value, there)
                if both is None or both[0] != both[1]:
                    conflicts.append(Conflict(path, *(both or (value, there))))
                    continue
                # First what the page says, which is what its next save has changed; then what both say, which is nobody's.
                _append(connection, draft, path, value, page)
                _append(connection, draft, path, both[0])
            self._touch(connection, draft.id)
        return conflicts

    def fill(self, draft: Draft, values: Mapping[str, Any], *, is_example: bool = False) -> None:
        """Make the draft say `values` and nothing else."""
        with self._database.writing() as connection:
            current = _current(connection, draft)
            for path in {**current, **values}:
                if current.get(path, (None,))[0] != values.get(path):
                    _append(connection, draft, path, values.get(path))
            connection.execute("UPDATE draft SET is_example = ? WHERE id = ?", (is_example, draft.id))
            self._touch(connection, draft.id)

    def delete(self, draft: Draft) -> list[str]:
        """Remove everything at once; returns the stored names of its files, which are to go too."""
        return self._remove("id = ?", draft.id)

    def expire(self) -> list[str]:
        """Remove what is past its time; returns the stored names of files as `delete` does."""
        return self._remove("expires <= ?", time.time())

    def _remove(self, which: str, value: float) -> list[str]:
        with self._database.writing() as connection:
            rows = connection.execute(
                f"SELECT stored FROM file WHERE draft IN (SELECT id FROM draft WHERE {which})",  # noqa: S608 - our own words
                (value,),
            ).fetchall()
            gone = connection.execute(f"DELETE FROM draft WHERE {which}", (value,)).rowcount  # noqa: S608
        if gone:
            self._database.forget()
        return [row["stored"] for row in rows]

    def _touch(self, connection: sqlite3.Connection, draft: int) -> None:
        now = time.time()
        connection.execute(
            "UPDATE draft SET touched = ?, expires = ? WHERE id = ?", (now, now + self._keep, draft)
        )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _together(base: Any, mine: Any, theirs: Any) -> tuple[Any, Any] | None:
    """Two people's changes to one list in one; None for what is no list."""
    if not isinstance(mine, list):
        return None
    base, theirs = (rows if isinstance(rows, list) else [] for rows in (base, theirs))
    return merging.merge(base, mine, theirs)


def _revision(connection: sqlite3.Connection, draft: Draft) -> int:
    row = connection.execute("SELECT max(revision) FROM change WHERE draft = ?", (draft.id,)).fetchone()
    return row[0] or 0


def _current(
    connection: sqlite3.Connection, draft: Draft, at: int | None = None, page: str = ""
) -> dict[str, tuple[Any, ...]]:
    """The value of each field that was ever changed, the revision that made it, and the page that it came from."""
    rows = connection.execute(
        "SELECT path, value, page, max(revision) AS revision FROM change "
        "WHERE draft = ? AND (revision <= ? OR page = ? AND page <> '') GROUP BY path",
        (draft.id, 2**62 if at is None else at, page),
    )
    return {row["path"]: (json.loads(row["value"]), row["revision"], row["page"]) for row in rows}


def _append(connection: sqlite3.Connection, draft: Draft, path: str, value: Any, page: str = "") -> None:
    connection.execute(
        "INSERT INTO change (draft, path, value, made, page) VALUES (?, ?, ?, ?, ?)",
        (draft.id, path, json.dumps(value, ensure_ascii=False), time.time(), page),
    )
