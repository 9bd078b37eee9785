"""Collections of replies: a form that an office sends out by a link, and what came back.

The link goes out to many, and the office may copy it again, so it is stored as it is. Who replies has a link of their
own to look at the reply and change it; of that only the SHA-256 is stored.
"""

import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from formgen.errors import FormgenError
from formgen.tw import date as roc_date
from formgen.web.database import Database

SECRET_BYTES = 16
# Far above any alliance: what a stranger with the link can fill ends somewhere.
MOST_REPLIES = 2000
# What was begun and never sent.
_UNSENT_SECONDS = 7 * 86400.0
Values = Mapping[str, Any]


class NoReplies(FormgenError):
    """找不到這份回條；連結可能不完整，或已刪除、已過保存期限。請洽給您連結的單位。"""


class TooManyReplies(FormgenError):
    """這份回條已收到 {most:,} 份，不能再收。請洽給您連結的單位。"""


@dataclass(frozen=True)
class Collection:
    """One form sent out; `given` is what the office typed, by path: of the collection, and of its part of the form."""

    link: str
    form: str
    given: Values
    expires: datetime

    @property
    def title(self) -> str:
        return str(self.given["title"])

    @property
    def deadline(self) -> date | None:
        return deadline_in(self.given)

    @property
    def members(self) -> list[str]:
        """The list of those who are to reply; empty without one."""
        return [name for line in str(self.given.get("members", "")).splitlines() if (name := line.strip())]


@dataclass(frozen=True)
class Reply:
    """What somebody typed, by path; `sent` at that moment or not yet. `secret` is known to its own page alone."""

    id: int
    given: Values
    sent: datetime | None
    secret: str = ""


def deadline_in(given: Values) -> date | None:
    with suppress(ValueError):
        return roc_date.parse(str(given.get("deadline", "")))
    return None


class Replies:
    """All collections with their replies; whoever has signed in sees them all."""

    def __init__(self, database: Database, keep: timedelta) -> None:
        self._database, self._keep = database, keep

    def create(self, form: str, given: Values) -> Collection:
        link, now = secrets.token_urlsafe(SECRET_BYTES), time.time()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO collection (link, form, given, made, expires) VALUES (?, ?, ?, ?, ?)",
                (link, form, _json(given), now, self._until(given, now)),
            )
        return self.get(link)

    def change(self, collection: Collection, given: Values) -> None:
        """Say otherwise what the office said; what came in stays."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE collection SET given = ?, expires = max(expires, ?) WHERE link = ?",
                (_json(given), self._until(given, time.time()), collection.link),
            )

    def get(self, link: str) -> Collection:
        """Raises NoReplies."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM collection WHERE link = ? AND expires > ?", (link, time.time())
            ).fetchone()
        if row is None:
            raise NoReplies
        return _collection(row)

    def all(self) -> list[tuple[Collection, int]]:
        """The newest first, each with how many replies were sent."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT collection.*, count(reply.sent) AS count FROM collection "
                "LEFT JOIN reply ON reply.collection = link WHERE expires > ? GROUP BY link ORDER BY made DESC",
                (time.time(),),
            ).fetchall()
        return [(_collection(row), row["count"]) for row in rows]

    def delete(self, collection: Collection) -> None:
        """Remove it with all replies at once."""
        self._remove("DELETE FROM collection WHERE link = ?", collection.link)

    def expire(self) -> None:
        """Remove what is past its time, and what was begun a week ago and never sent."""
        self._remove("DELETE FROM collection WHERE expires <= ?", time.time())
        self._remove("DELETE FROM reply WHERE sent IS NULL AND touched < ?", time.time() - _UNSENT_SECONDS)

    def begin(self, collection: Collection, given: Values) -> Reply:
        """A reply that is not sent yet. Raises TooManyReplies."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        with self._database.writing() as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM reply WHERE collection = ?", (collection.link,)
            ).fetchone()
            if count >= MOST_REPLIES:
                raise TooManyReplies(most=MOST_REPLIES)
            connection.execute(
                "INSERT INTO reply (collection, secret_hash, given, touched) VALUES (?, ?, ?, ?)",
                (collection.link, _hash(secret), _json(given), time.time()),
            )
        return self.open(collection, secret)

    def open(self, collection: Collection, secret: str) -> Reply:
        """The reply behind its own link. Raises NoReplies."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM reply WHERE collection = ? AND secret_hash = ?",
                (collection.link, _hash(secret)),
            ).fetchone()
        if row is None:
            raise NoReplies
        return _reply(row, secret)

    def save(self, reply: Reply, given: Values) -> None:
        """Say something else; a reply that was sent stays sent."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE reply SET given = ?, touched = ? WHERE id = ?", (_json(given), time.time(), reply.id)
            )

    def send(self, reply: Reply) -> None:
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE reply SET sent = ? WHERE id = ? AND sent IS NULL", (time.time(), reply.id)
            )

    def sent(self, collection: Collection) -> list[Reply]:
        """In the order in which they came."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM reply WHERE collection = ? AND sent IS NOT NULL ORDER BY sent",
                (collection.link,),
            ).fetchall()
        return [_reply(row) for row in rows]

    def _until(self, given: Values, now: float) -> float:
        """Kept for so long after the last day, or from now on where that has passed or there is none."""
        last = deadline_in(given)
        begin = datetime(last.year, last.month, last.day, tzinfo=roc_date.TAIPEI).timestamp() if last else now
        return max(begin, now) + self._keep.total_seconds()

    def _remove(self, statement: str, value: Any) -> None:
        with self._database.writing() as connection:
            gone = connection.execute(statement, (value,)).rowcount
        if gone:
            self._database.forget()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _json(given: Values) -> str:
    return json.dumps(given, ensure_ascii=False)


def _collection(row: sqlite3.Row) -> Collection:
    expires = datetime.fromtimestamp(row["expires"], UTC)
    return Collection(row["link"], row["form"], json.loads(row["given"]), expires)


def _reply(row: sqlite3.Row, secret: str = "") -> Reply:
    sent = datetime.fromtimestamp(row["sent"], UTC) if row["sent"] else None
    return Reply(row["id"], json.loads(row["given"]), sent, secret)
