"""What every test shares."""

import os
import subprocess
from collections.abc import Mapping
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
