"""What every test shares."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from formgen.paths import FONTS

# A slow machine is no failure.
settings.register_profile("formgen", deadline=None)
settings.load_profile("formgen")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `last` run last, whatever the random order."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


class Office:
    """LibreOffice with a profile of its own and our fonts; one process turns many files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._turns = folder, 0

    def convert(self, files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
        """Each file (its name without an ending, a DOCX) as `to`: pdf or docx."""
        self._turns += 1
        source, made = (self._folder / f"{self._turns}.{part}" for part in ("in", "out"))
        source.mkdir()
        paths = [source / f"{name}.docx" for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", to, "--outdir", made, *paths],
            check=True,
            capture_output=True,
            timeout=120,
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
            time.sleep(0.05)
        worker = ("distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", *quiet)
        started += [_start(tmp_path, *worker) for _ in range(2)]
        yield Cluster(json.loads(where.read_text(encoding="utf-8"))["address"], started[1:])
    finally:
        for process in started:
            process.kill()
            process.wait()
