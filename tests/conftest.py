"""What every test shares."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import drawn
import pytest
from flask import Flask
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from visiting import Visitor

from formgen.paths import FONTS
from formgen.web import create_app
from formgen.web.configuration import Configuration

# A slow machine is no failure.
settings.register_profile("formgen", deadline=None)
settings.load_profile("formgen")
expect.set_options(timeout=30_000)


def pytest_configure() -> None:
    """What one process has drawn the others read; the first of them makes the folder, and takes it away."""
    if drawn.FOLDER not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="formgen-drawn-")
        atexit.register(folder.cleanup)
        os.environ[drawn.FOLDER] = folder.name


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `slow` run first, whatever the random order, so that none is left to one worker at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


class Office:
    """LibreOffice with a profile of its own and our fonts; one process turns many files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._turns = folder, 0

    def convert(self, files: Mapping[str, bytes], to: str, ending: str = "docx") -> dict[str, bytes]:
        """Each file (its name without an ending, a DOCX or an ODT) as `to`: pdf, docx or odt."""
        self._turns += 1
        source, made = (self._folder / f"{self._turns}.{part}" for part in ("in", "out"))
        source.mkdir()
        paths = [source / f"{name}.{ending}" for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", to, "--outdir", made, *paths],
            check=True,
            capture_output=True,
            timeout=300,
            env=os.environ | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")},
        )
        return {name: (made / f"{name}.{to}").read_bytes() for name in files}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster on this machine: the scheduler's address, and the workers' processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def _start(folder: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """A program of Dask's, quiet, that can import this file."""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=folder, env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers without nannies on loopback."""
    where = tmp_path / "scheduler.json"
    quiet = ("--no-dashboard", "--scheduler-file", where)
    scheduler = "distributed.cli.dask_scheduler"
    started = [_start(tmp_path, scheduler, "--host", "127.0.0.1", "--port", "0", "--no-show", *quiet)]
    try:
        while not where.exists():
            assert started[0].poll() is None, "Dask's scheduler did not start"
            time.sleep(0.05)
        worker = ("distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", *quiet)
        started += [_start(tmp_path, *worker) for _ in range(2)]
        yield Cluster(json.loads(where.read_text(encoding="utf-8"))["address"], started[1:])
    finally:
        for process in started:
            process.kill()
            process.wait()


class Service:
    """The web service as it runs for people, on a free port, with a data folder of its own."""

    def __init__(self, data: Path, *more: str) -> None:
        self.data, self.address, self.entrance = data, "", ""
        self._settings = data.with_suffix(".toml")
        web = "\n".join(["[web]", f'data = "{data}"', "heavy_per_minute = 1000", *more])
        self._settings.write_text(f'{web}\n[operator]\nname = "○○局"\ncontact = "○○科"\n', encoding="utf-8")
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with self.data.with_suffix(".log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "formgen.cli", "serve", "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=os.environ | {"FORMGEN_SETTINGS": str(self._settings)},
            )
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()
        self.entrance = self._process.stdout.readline().strip().partition("：")[2]

    def log(self) -> str:
        return self.data.with_suffix(".log").read_text(encoding="utf-8")

    def at_work(self, program: str) -> list[int]:
        """The processes of a program that work on the service's data."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (process / "cmdline").read_text(encoding="utf-8", errors="replace")
                if program in command and str(self.data) in command:
                    found.append(int(process.name))
        return found

    def kill(self) -> None:
        """As the machine does when its power goes: no time to tidy up."""
        if self._process:
            self._process.kill()
            self._process.wait()
            # Not read to its end: what the service has started may hold the other end a little longer.
            assert self._process.stdout
            self._process.stdout.close()
            self._process = None


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Service]:
    """A service that may be killed."""
    made = Service(tmp_path / "data")
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("web") / "data")
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        assert program, "please install chromium: scripts/system_packages.sh test"
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def without_script(chromium: Browser, service: Service) -> Iterator[Page]:
    """A page of a browser that runs no script, at the service's address."""
    context = chromium.new_context(locale="zh-TW", java_script_enabled=False, base_url=service.address)
    yield context.new_page()
    context.close()


@pytest.fixture
def inside(chromium: Browser, service: Service) -> Iterator[Page]:
    """A page of a browser without scripts, which has come in by the link that the service printed."""
    context = chromium.new_context(locale="zh-TW", base_url=service.address, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(service.entrance)
    yield page
    context.close()


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return Configuration(tmp_path / "data", heavy_per_minute=1000)


@pytest.fixture
def app(configuration: Configuration) -> Flask:
    made = create_app(configuration)
    made.testing = True
    return made


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def colleague(app: Flask) -> Visitor:
    return Visitor(app.test_client())
