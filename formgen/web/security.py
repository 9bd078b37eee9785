"""What keeps a draft its owner's: the key, tokens against forged requests, headers, and a measure for heavy work."""

import hashlib
import hmac
import os
import secrets
import threading
import time
from base64 import b64encode
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flask import Request, Response

from formgen.errors import FormgenError

COOKIE = "formgen"
FIELD = "token"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'"
)
# For what people have uploaded: it is shown as it is, and can fetch and start nothing.
FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_MINUTE = 60.0
_MOST_CLIENTS = 10_000


class Forged(FormgenError):
    """這一頁開得太久，或不是從本站送出的；請回上一頁重新整理，再送出一次。"""


class StrangeHost(FormgenError):
    """「{host}」不是本服務的網址，請用架設單位給您的網址。（架設單位：請把這個名稱寫進設定檔 [web] 的 hosts。）"""


class TooOften(FormgenError):
    """一分鐘內的次數太多，請等一分鐘再試一次；您填的資料都已保存。"""


def policy(inline_styles: Iterable[str]) -> str:
    """The policy of a page that may have these values of ``style`` and no others."""
    sums = {hashlib.sha256(one.encode()).digest() for one in inline_styles}
    if not sums:
        return POLICY
    allowed = " ".join(f"'sha256-{b64encode(one).decode()}'" for one in sorted(sums))
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'unsafe-hashes' {allowed}")


def key_in(folder: Path) -> bytes:
    """The service's key, made once, readable by the service alone."""
    path = folder / "key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(32)
        file.write(key)
        file.flush()
        os.fsync(descriptor)
    return key


def token(key: bytes, of: str) -> str:
    """What a page of the draft with secret `of`, or of the browser with cookie `of`, sends back."""
    return hmac.new(key, of.encode(), hashlib.sha256).hexdigest()


def refuse_forged(request: Request, key: bytes, of: str) -> None:
    """Raises Forged for a request that no page of ours has made."""
    origin = request.headers.get("Origin", "")
    is_elsewhere = origin not in {"", "null"} and urlsplit(origin).netloc != request.host
    sent = request.form.get(FIELD, "")
    if is_elsewhere or not of or not hmac.compare_digest(sent.encode(), token(key, of).encode()):
        raise Forged


def refuse_strange_host(host: str, known: Collection[str]) -> None:
    """Raises StrangeHost for a name that is not ours: links are made from it, and so would another site reach us.

    Unless names are `known`, it is this machine's: "localhost", or a number, which nobody else can give a name to.

    >>> refuse_strange_host("[::1]:8000", ()), refuse_strange_host("Forms.example.tw", ("forms.example.tw",))
    (None, None)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = ""
    if name not in known and not (not known and (name == "localhost" or _is_number(name))):
        raise StrangeHost(host=host[:100])


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def protect(response: Response, *, is_private: bool) -> Response:
    """The headers of every answer."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if is_private:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


class Rates:
    """So many times a minute for each client."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def count(self, client: str) -> None:
        """Raises TooOften."""
        now = time.monotonic()
        with self._lock:
            if len(self._times) > _MOST_CLIENTS:
                self._times.clear()
            times = self._times[client]
            while times and now - times[0] > _MINUTE:
                times.popleft()
            if len(times) >= self._most:
                raise TooOften
            times.append(now)
