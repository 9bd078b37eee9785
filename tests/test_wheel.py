"""What is handed out works: built, installed into a clean environment, and run from another folder."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from filling import NAME, example, form

from formgen import catalog, checking

ROOT = Path(__file__).resolve().parent.parent
# The index cannot be reached: a fact of the machine, not of the wheel.
OFFLINE = (
    "No matching distribution",
    "Could not find a version",
    "Connection",
    "Max retries",
    "Temporary failure",
)

pytestmark = pytest.mark.slow


def run(*command: object, at: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(one) for one in command], cwd=at, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built out of that archive."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, at=folder)
    return folder


def wheel_of(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


def test_archives_hold_what_is_needed(built: Path) -> None:
    """The wheel holds package, templates and fonts and nothing else; the source archive the tests too."""
    with zipfile.ZipFile(wheel_of(built)) as archive:
        names = archive.namelist()
    needed = (
        f"formgen/templates/html/{NAME}.html", "formgen/templates/html/_paper.html", f"formgen/templates/docx/{NAME}.docx", "formgen/fonts/fonts.conf",
        f"formgen/forms/{NAME}/official.toml", f"formgen/forms/{NAME}/example.json", "formgen/py.typed",
        "formgen/web/words.toml", "formgen/web/templates/base.html", "formgen/web/static/web.css",
        "formgen/web/static/web.js",
        "formgen/fonts/FormgenKai.ttf", "formgen/fonts/LICENSE-OGDL-TW-1.0.txt",
    )  # fmt: skip
    assert [name for name in needed if name not in names] == []
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"formgen"}
    assert [name for name in names if name.endswith(".pyc") or "/tests/" in name] == []
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive_of_source:
        assert any(name.endswith("/tests/test_wheel.py") for name in archive_of_source.getnames())


def test_installed_wheel_runs(built: Path, tmp_path: Path) -> None:
    """From a clean environment and another folder, the wheel lists, fills the example and reads it back."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, str(wheel_of(built))], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if done.returncode and any(words in done.stderr for words in OFFLINE):
        pytest.skip("the package index cannot be reached, so the dependencies cannot be installed")
    assert done.returncode == 0, done.stderr[-2000:]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    formgen = programs / "formgen"
    listed = run(formgen, "list", at=elsewhere).splitlines()
    assert [line.split("\t")[0] for line in listed] == catalog.names()
    (elsewhere / "example.json").write_text(run(formgen, "example", NAME, at=elsewhere), encoding="utf-8")
    made = run(formgen, "fill", NAME, "example.json", "--final", at=elsewhere).splitlines()
    assert made == [f"{NAME}.docx", f"{NAME}.pdf"]
    expected = checking.parse(form(), example())
    for file in made:
        back = json.loads(run(formgen, "read", file, at=elsewhere))
        assert checking.parse(form(), back) == expected
    agreed = run(formgen, "check-forms", at=elsewhere).splitlines()
    assert agreed == [f"{name}\t一致" for name in catalog.names()]
