"""What the service has confirmed outlives its sudden death."""

import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.cookiejar import CookieJar

from conftest import Service
from visiting import file
from werkzeug.test import encode_multipart

from formgen.render import pdf

BASIC = "fill/coaching_application/basic"


class Wire:
    """A visitor over a real connection."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        token = self.tokens(f"{service.address}programmes/coaching")
        self.path = urllib.parse.urlsplit(self.post(f"{service.address}programmes/coaching", token)).path

    @property
    def base(self) -> str:
        """The draft's address, also after the service came back on another port."""
        return self.service.address.rstrip("/") + self.path

    def see(self, address: str) -> str:
        with self._opener.open(address, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def tokens(self, address: str) -> dict[str, str]:
        """What the page's form sends along by itself."""
        return dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', self.see(address)))

    def post(self, address: str, data: Mapping[str, object]) -> str:
        """Send a form; the address that it led to."""
        boundary, body = encode_multipart(data)
        request = urllib.request.Request(
            address, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        with self._opener.open(request, timeout=30) as answer:
            led: str = answer.geturl()
        return led


def _until(is_so: Callable[[], bool], working: threading.Thread | None = None) -> None:
    """Wait until it is so, a minute at most, and no longer than somebody works on it."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        assert working is None or working.is_alive(), "the visitor gave up"
        time.sleep(0.05)


def test_kill_in_mid_save(own_service: Service) -> None:
    """Killed while many pages are being saved, the service still has each one that it confirmed."""
    wire, confirmed = Wire(own_service), []

    def save() -> None:
        for count in range(1000):
            try:
                fields = wire.tokens(wire.base + BASIC)
                wire.post(wire.base + BASIC, {**fields, "contact": f"第{count}人"})
            except (OSError, urllib.error.URLError):
                return
            confirmed.append(count)

    saving = threading.Thread(target=save)
    saving.start()
    _until(lambda: len(confirmed) >= 10, saving)
    own_service.kill()
    saving.join()
    own_service.start()
    try:
        page = wire.see(wire.base + BASIC)
        (kept,) = re.findall('value="第([0-9]+)人"', page)
        # The one that was on its way may be there too: it was saved and not yet confirmed.
        assert int(kept) in {confirmed[-1], confirmed[-1] + 1}
    finally:
        own_service.kill()


def test_kill_in_mid_upload(own_service: Service) -> None:
    """Killed while files are being uploaded, the service shows each file that it confirmed whole, and no half one."""
    wire, confirmed = Wire(own_service), []
    document = pdf.write('<html lang="zh-Hant-TW"><head><title>x</title></head><body>x</body></html>')

    def upload() -> None:
        for count in range(1000):
            try:
                fields = wire.tokens(wire.base + "evidence")
                sent = {**fields, "number": "5-1", "files": file(f"第{count}份.pdf", document + b"%" * count)}
                wire.post(wire.base + "evidence", sent)
            except (OSError, urllib.error.URLError):
                return
            confirmed.append(f"第{count}份.pdf")

    uploading = threading.Thread(target=upload)
    uploading.start()
    _until(lambda: len(confirmed) >= 4, uploading)
    own_service.kill()
    uploading.join()
    own_service.start()
    try:
        shown = re.findall('<span class="typed">([^<]+)</span>', wire.see(wire.base + "evidence"))
        assert set(confirmed) <= set(shown)
        assert len(shown) <= len(confirmed) + 1
        stored = [path for path in (own_service.data / "evidence").iterdir() if path.name[0] != "."]
        assert all(path.read_bytes().rstrip(b"%") == document for path in stored)
        assert len(stored) >= len(shown)
    finally:
        own_service.kill()


def test_office_suite_ends_with_the_service(own_service: Service) -> None:
    """Killed while a Word file is being looked into, the service leaves no office suite, and none of its papers."""
    wire = Wire(own_service)
    fields = wire.tokens(wire.base + "evidence")
    sent = {**fields, "number": "5-1", "files": file("證明.rtf", b"{\\rtf1 " + b"x\\par " * 200_000 + b"}")}

    def upload() -> None:
        with suppress(OSError):
            wire.post(wire.base + "evidence", sent)

    uploading = threading.Thread(target=upload)
    uploading.start()
    _until(lambda: bool(own_service.at_work("soffice")))
    own_service.kill()
    uploading.join(30)
    _until(lambda: not own_service.at_work("soffice"))
    assert list((own_service.data / "passing").iterdir()) == []
