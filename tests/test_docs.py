"""What README.md, CONTRIBUTING.md and docs/ name is there, and what is there is named."""

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from formgen import catalog, cli

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "formgen"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/architecture.md"]
FOLDERS = (
    ROOT,
    PACKAGE,
    PACKAGE / "evidence",
    PACKAGE / "forms" / "unit_recommendation",
    PACKAGE / "render",
    PACKAGE / "render" / "word",
    ROOT / "templates/html",
)
NOT_OURS = re.compile(r"^(out|DIR|\.venv|我的資料夾)/|NAME|^(answers|manifest)\.json$|^4-3-1/")
ENDINGS = re.compile(r"\.(py|toml|json|html|css|md|txt|conf|ttf)$")


def fenced() -> str:
    """The README's fenced blocks."""
    return "\n".join(re.findall(r"^```\w*\n(.*?)^```", README, re.DOTALL | re.MULTILINE))


def commands() -> list[str]:
    """Each command of the README that names what it works on, in a block or in a sentence."""
    lines = [
        *fenced().splitlines(),
        *re.findall(r"`(formgen [^`]+)`", re.sub(r"^\|.*", "", README, flags=re.MULTILINE)),
    ]
    return sorted(
        {
            line.partition("#")[0].partition(">")[0]
            for line in lines
            if re.match(r"formgen [a-z-]+( |$)", line)
        }
    )


def as_typed(command: str) -> list[str]:
    """The words of a command; of a usage, with every option and one file of several.

    >>> as_typed("formgen blank FORM... [--format docx|pdf]")
    ['blank', 'FORM', '--format', 'docx']
    """
    return shlex.split(re.sub(r"\|\w+|\.\.\.|[\[\]]", "", command))[1:]


def usages() -> dict[str, str]:
    """The usage of each command in the README, by the command's name."""
    return {line.split()[1]: line for line in fenced().splitlines() if line.startswith("formgen ")}


def paths(text: str) -> Iterator[str]:
    """What looks like a path: the target of a link, and a quoted name with a slash or a known ending."""
    yield from (link for link in re.findall(r"\]\(([^)\s#]+)\)", text) if "://" not in link)
    for quoted in re.findall(r"`([^`\s]+)`", text):
        looks_like_a_path = re.fullmatch(r"[\w./-]+", quoted) and ("/" in quoted or ENDINGS.search(quoted))
        if looks_like_a_path and not NOT_OURS.search(quoted):
            yield quoted


@pytest.mark.parametrize("command", commands())
def test_commands_parse(command: str) -> None:
    """The command line understands every command of the README."""
    assert cli.parser().parse_args(as_typed(command)).run


def test_every_command_is_documented() -> None:
    """The README gives the usage of the commands there are and of no others, each with all its options."""
    (choices,) = (one.choices for one in cli.parser()._actions if isinstance(one.choices, dict))
    assert isinstance(choices, dict)
    assert sorted(usages()) == sorted(choices)
    for name, command in choices.items():
        options = {option for action in command._actions for option in action.option_strings}
        assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", usages()[name])) == options - {"-h", "--help"}, (
            name
        )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_exist(document: str) -> None:
    """Every `make X` that is named is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    calls = re.findall(
        r"(?:`|^ *)make ([a-z -]+)", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert calls
    assert {target for call in calls for target in call.split()} <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_exist(document: str) -> None:
    """Every path and module that is named exists, and every link leads somewhere."""
    folders = ((ROOT / document).parent, *FOLDERS)
    named = set(paths((ROOT / document).read_text(encoding="utf-8")))
    assert named
    assert [path for path in sorted(named) if not any((folder / path).exists() for folder in folders)] == []


def test_tree_exists() -> None:
    """Every line of the README's tree of the repository is there."""
    lines = [line for line in fenced().splitlines() if re.match(r"[\w/]+/ {2,}", line)]
    assert len(lines) > 4
    assert [line for line in lines if not (ROOT / line.split()[0]).is_dir()] == []


def test_every_module_is_named() -> None:
    """architecture.md names every top-level module and package of formgen."""
    modules = [path.name for path in PACKAGE.glob("*.py") if path.stem != "__init__"]
    packages = [f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")]
    assert [name for name in sorted(modules + packages) if f"`{name}`" not in ARCHITECTURE] == []


def test_readme_lists_every_form() -> None:
    """README.md names each form of the catalogue with its title, and no other."""
    listed = re.findall(r"^\| `(\w+)` \| (?:\S+　)?(\S+) \|$", README, re.MULTILINE)
    assert sorted(listed) == [(entry.name, entry.title) for entry in catalog.entries()]


def test_readme_marks_what_is_not_official() -> None:
    """README.md marks as 非官方 the forms that `formgen list` marks, and no others."""
    marked = re.findall(r"^\| `(\w+)` \| （\S+，非官方）", README, re.MULTILINE)
    assert sorted(marked) == [entry.name for entry in catalog.entries() if not entry.is_official]


def test_forms_page_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/forms.md says what `make forms-page` would write today."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    made = importlib.import_module("make_forms_page").text()
    assert (ROOT / "docs" / "forms.md").read_text(encoding="utf-8") == made, "please run make forms-page"


def test_every_form_has_a_small_picture() -> None:
    """docs/forms holds one picture for each form of the catalogue, none above 40 KB, and none of a form that is gone."""
    pictures = {path.stem: path.stat().st_size for path in (ROOT / "docs" / "forms").glob("*")}
    assert sorted(pictures) == catalog.names()
    assert max(pictures.values()) <= 40 * 1024


@pytest.mark.parametrize("target", ["test", "bench", "picture", "forms-page"])
def test_targets_install_what_they_run(target: str) -> None:
    """A make target that runs poppler or LibreOffice sees first that they are there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (needed,) = re.findall(rf"^{target}: ([^#]*)", makefile, re.MULTILINE)
    assert "system-tests" in needed.split()
