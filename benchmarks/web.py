"""The web service while 20 people fill 附表一 at once: pages a second and the time of a page, alone and while one makes a bundle.

The service runs as it does for people, in a process of its own; each person is a thread that opens a page, saves it, and
is led to the next.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from formgen import catalog

FORM, PROGRAMME = "unit_recommendation", "unit_selection"
PEOPLE = 20
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Person:
    """A browser's part, over one connection that stays open; `times` are the seconds of its pages."""

    def __init__(self, host: str) -> None:
        self._connection, self._cookie = HTTPConnection(host, timeout=120), ""
        self.times: list[float] = []
        self.draft = urlsplit(self.send(f"/programmes/{PROGRAMME}", {})).path

    def see(self, path: str) -> str:
        return self._ask("GET", path)[0]

    def send(self, path: str, said: dict[str, str], seen: str = "") -> str:
        """Open the page, answer, and send it; where it leads."""
        fields = dict(_HIDDEN.findall(self.see(seen or path)))
        return self._ask("POST", path, urlencode({**fields, **said}))[1]

    def fill(self) -> None:
        """Every section of the form once, with one text in the first."""
        for section in catalog.get(FORM).sections:
            said = {"unit_name": "○○○○股份有限公司"} if section.key == "basic" else {}
            self.send(f"{self.draft}fill/{FORM}/{section.key}", {**said, "do": "later"})

    def take_bundle(self) -> None:
        self.see(f"{self.draft}bundle.zip")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        start = perf_counter()
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, headers)
        answer: HTTPResponse = self._connection.getresponse()
        text = answer.read().decode(errors="replace")
        self.times.append(perf_counter() - start)
        if answer.status >= 400:
            raise RuntimeError(f"{method} {re.sub('/d/[^/]+', '/d/…', path)}: {answer.status}")
        self._cookie = answer.headers.get("Set-Cookie", self._cookie).partition(";")[0]
        return text, answer.headers.get("Location", "")


@contextmanager
def service() -> Iterator[str]:
    """The host and port of a service with a data folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        settings = Path(name) / "settings.toml"
        settings.write_text(f'[web]\ndata = "{name}/data"\nheavy_per_minute = 10000\n', encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "formgen.cli", "serve", "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=os.environ | {"FORMGEN_SETTINGS": str(settings)},
        )  # fmt: skip
        try:
            assert process.stdout
            yield urlsplit(process.stdout.readline().strip()).netloc
        finally:
            process.terminate()
            process.communicate()


def crowd(host: str) -> tuple[float, float]:
    """Pages a second of all, and the time that 95 of 100 pages keep to, in seconds."""
    people = [Person(host) for _ in range(PEOPLE)]
    for one in people:
        one.times.clear()
    start = perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(Person.fill, people))
    taken = perf_counter() - start
    times = sorted(time for one in people for time in one.times)
    return len(times) / taken, times[len(times) * 95 // 100]


@contextmanager
def bundles(host: str) -> Iterator[None]:
    """One more person makes one bundle after another."""
    person, is_over = Person(host), threading.Event()
    person.send(f"{person.draft}example", {}, seen=person.draft)
    person.take_bundle()

    def work() -> None:
        while not is_over.is_set():
            person.take_bundle()

    making = threading.Thread(target=work)
    making.start()
    try:
        yield
    finally:
        is_over.set()
        making.join()


def lines() -> Iterator[tuple[str, str, float | None, str]]:
    """What was measured, the figure, a ratio, and to what."""
    with service() as host:
        Person(host).fill()  # not counted: everything is loaded afterwards
        alone, alone_time = crowd(host)
        with bundles(host):
            beside, beside_time = crowd(host)
    what, other = f"web, {PEOPLE} people fill 附表一", "without bundles"
    yield f"{what}: pages a second", f"{alone:.0f}", None, ""
    yield f"{what}: 95 of 100 pages within", f"{alone_time * 1000:.0f} ms", None, ""
    yield f"{what} while one makes bundles: pages a second", f"{beside:.0f}", beside / alone, other
    yield (
        f"{what} while one makes bundles: 95 of 100 pages within",
        f"{beside_time * 1000:.0f} ms",
        beside_time / alone_time,
        other,
    )
