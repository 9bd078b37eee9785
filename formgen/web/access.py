"""Who may open what: anybody, whoever has a draft's link, or whoever has signed in.

One signs in by the password whose hash stands in the settings. Without one, as on a fresh machine, by a link that the
service prints when it starts: its token is new each time, and counts on this machine only. A session is a random name,
signed by the service's key, and known to the database until it ends; another password or token ends them all.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from contextlib import suppress
from typing import Any

from flask import Blueprint, current_app, g, request
from werkzeug.security import check_password_hash, generate_password_hash

from formgen.errors import FormgenError
from formgen.web.database import Database
from formgen.web.security import Rates

COOKIE = "formgen_signed_in"
SHORTEST_PASSWORD = 12
IDLE_SECONDS = 8 * 3600.0
# The pages that need signing in lie below these.
AREAS = ("/staff/", "/review/")
_TOKEN_BYTES, _SESSION_BYTES = 24, 16
_TOUCH_SECONDS = 60.0
# Attempts a minute: of one client, and of all together.
_MOST_OF_ONE, _MOST_OF_ALL = 6, 60


class NotSignedIn(FormgenError):
    """這一頁要先登入。"""


class WrongPassword(FormgenError):
    """密碼不對，請再輸入一次。"""


class WrongLink(FormgenError):
    """這個登入連結不對，或已經失效。請用最近一次啟動服務時印出的連結，並在執行服務的那部電腦上開啟；要從別的電腦登入，請在設定檔 [web] 設定 password_hash。"""


class TooShort(FormgenError):
    """密碼至少要 {least} 個字。"""


def hashed(password: str) -> str:
    """What the settings say instead of the password. Raises TooShort."""
    if len(password) < SHORTEST_PASSWORD:
        raise TooShort(least=SHORTEST_PASSWORD)
    return generate_password_hash(password)


class Access:
    """Who is signed in, and how one gets in."""

    def __init__(self, database: Database, key: bytes, password_hash: str) -> None:
        self._database, self._key, self._password_hash = database, key, password_hash
        self.token = "" if password_hash else secrets.token_urlsafe(_TOKEN_BYTES)
        self._one, self._all = Rates(_MOST_OF_ONE), Rates(_MOST_OF_ALL)

    @property
    def has_password(self) -> bool:
        return bool(self._password_hash)

    def by_password(self, password: str, client: str) -> str:
        """A new session's cookie. Raises TooOften, WrongPassword."""
        self._count(client)
        if not self._password_hash or not check_password_hash(self._password_hash, password):
            raise WrongPassword
        return self._begin()

    def by_link(self, token: str, client: str) -> str:
        """A new session's cookie. Raises TooOften, WrongLink."""
        self._count(client)
        is_right = hmac.compare_digest(token.encode(), self.token.encode())
        if not self.token or not is_right or not _is_this_machine(client):
            raise WrongLink
        return self._begin()

    def session(self, cookie: str) -> str:
        """The session of a cookie, which goes on by being used. Raises NotSignedIn."""
        name, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(name).encode()):
            raise NotSignedIn
        now = time.time()
        with self._database.reading() as connection:
            row = connection.execute("SELECT seen FROM session WHERE hash = ?", (_hash(name),)).fetchone()
        if row is None or now - row["seen"] > IDLE_SECONDS:
            raise NotSignedIn
        if now - row["seen"] > _TOUCH_SECONDS:
            with self._database.writing() as connection:
                connection.execute("UPDATE session SET seen = ? WHERE hash = ?", (now, _hash(name)))
        return name

    def end(self, session: str) -> None:
        with self._database.writing() as connection:
            connection.execute("DELETE FROM session WHERE hash = ?", (_hash(session),))

    def sweep(self) -> None:
        """Forget the sessions that have ended by themselves."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM session WHERE seen < ?", (time.time() - IDLE_SECONDS,))

    def _count(self, client: str) -> None:
        self._one.count(client)
        self._all.count("")

    def _begin(self) -> str:
        name = secrets.token_urlsafe(_SESSION_BYTES)
        with self._database.writing() as connection:
            connection.execute("INSERT INTO session (hash, seen) VALUES (?, ?)", (_hash(name), time.time()))
        return f"{name}.{self._signature(name)}"

    def _signature(self, name: str) -> str:
        said = "\n".join(("session", self._password_hash or self.token, name))
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()


def of_area(name: str, prefix: str) -> Blueprint:
    """Pages that open only for who has signed in; the session is `g.session` in each."""
    made = Blueprint(name, __name__, url_prefix=prefix)

    # Before everything else, also before a form is read.
    @made.url_value_preprocessor
    def _refuse_strangers(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        access: Access = current_app.extensions["formgen"].access
        g.session = access.session(request.cookies.get(COOKIE, ""))

    return made


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def _is_this_machine(client: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(client).is_loopback
    return False
