"""The fonts, the file that tells fontconfig of them, and a page drawn with them."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz
from pypdf import PdfReader

from formgen import glyphs
from formgen.paths import FONTS

README = (FONTS / "README.md").read_text("utf-8")
FILES = sorted(path.name for path in FONTS.glob("*.ttf"))
Ask = Callable[..., list[str]]
RARE = "堃煊\ufa0c\ufa0d兀㐁𡍼𤧛𠅤"
# A space after a rare character, every other space, and what is hidden: soft hyphen, joiners,
# directions, a variation selector for a symbol and one for an ideograph.
UNSEEN = [" ", "\xa0", "\u2003", "\u2009", "\u202f", "\u3000"]
HIDDEN = [
    "\xad",
    "\u034f",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u2060",
    "\ufe0f",
    "\ufeff",
    "\U000e0100",
]
PAGE = """
import json, logging, sys
from weasyprint import HTML
page = json.load(sys.stdin)
style = f"@page {{ size: A4; margin: 1cm }} p {{ font-family: {page['families']} }}"
lines = "".join(f"<p>{line}</p>" for line in page["lines"])
html = f"<html lang=zh-TW><title>字型</title><style>{style}</style>{lines}</html>"
sys.stdout.buffer.write(HTML(string=html).write_pdf())
"""


def environment(folder: Path, cache: Path) -> dict[str, str]:
    """A cache of its own: fontconfig's may still know an older file of the same name."""
    return os.environ | {
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "XDG_CACHE_HOME": str(cache),
    }


def draw(lines: list[str], cache: Path) -> tuple[PdfReader, list[str]]:
    """A page of these lines, and what WeasyPrint and fontconfig had to say about it."""
    families = ", ".join(f"'{family}'" for family in glyphs.FAMILIES)
    result = subprocess.run(
        [sys.executable, "-c", PAGE],
        input=json.dumps({"families": families, "lines": lines}).encode(),
        capture_output=True,
        check=True,
        env=environment(FONTS, cache),
    )
    # The advice to install a library is about the machine, not about the fonts.
    said = [line for line in result.stderr.decode().splitlines() if "HarfBuzz-Subset" not in line]
    return PdfReader(io.BytesIO(result.stdout)), said


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it would stand in another place."""
    folder = tmp_path_factory.mktemp("別處") / "my fonts"
    folder.mkdir()
    shutil.copy(FONTS / "fonts.conf", folder)
    for name in FILES:
        (folder / name).symlink_to(FONTS / name)
    return folder


@pytest.fixture(scope="module")
def ask(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    cache = tmp_path_factory.mktemp("cache")

    def answer(*command: str) -> list[str]:
        result = subprocess.run(
            command,
            capture_output=True,
            check=True,
            encoding="utf-8",
            env=environment(elsewhere, cache),
        )
        assert result.stderr == ""
        return result.stdout.splitlines()

    return answer


def unicodes(family: str) -> set[int]:
    path = FONTS / glyphs.FONT_FILES[family]
    return set(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)).unicodes)


def test_files() -> None:
    """The folder holds the fonts of the families and no others."""
    assert sorted(glyphs.FONT_FILES.values()) == FILES


@pytest.mark.parametrize("family", glyphs.FAMILIES)
def test_family_names(family: str) -> None:
    """A file is named inside as its family, and never by a reserved name of its source."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FONTS / glyphs.FONT_FILES[family]))
    names = {entry.name_id: face.get_name(entry.name_id, entry.language) for entry in face.list_names()}
    assert names[1] == names[4] == family
    assert names[0]
    assert names[13]
    assert not re.search("Liberation|Arimo|Tinos|Cousine", " ".join(filter(None, names.values())))


def test_readme_hashes() -> None:
    """The README's list of hashes names every font and fits its bytes."""
    listed = dict(
        reversed(line.split("  ")) for line in re.findall(r"^[0-9a-f]{64}  \S+$", README, re.MULTILINE)
    )
    assert listed == {name: hashlib.sha256((FONTS / name).read_bytes()).hexdigest() for name in FILES}


@pytest.mark.parametrize("family", glyphs.FAMILIES)
def test_readme_table(family: str) -> None:
    """The README tells how many characters a font draws and how large it is."""
    path = FONTS / glyphs.FONT_FILES[family]
    characters = len(unicodes(family))
    (row,) = (line for line in README.splitlines() if line.startswith(f"| `{path.name}` "))
    assert f"| {family} |" in row
    assert f"| {characters:,} | {path.stat().st_size:,} |" in row


@pytest.mark.parametrize(
    "name", ["標楷體", "DFKai-SB", "BiauKai", "新細明體", "PMingLiU", "Formgen Kai", "沒有這種字型"]
)
def test_chinese_names(ask: Ask, name: str) -> None:
    """A name that offices use, or an unknown one, gives our Chinese font and then what it lacks."""
    kai, rest, ext_b, serif = "Formgen Kai", "Formgen Kai Rest", "Formgen Kai ExtB", "Formgen Serif"
    assert ask("fc-match", "--sort", "--format=%{family}\n", name) == [kai, rest, ext_b, serif]


def test_latin_names(ask: Ask) -> None:
    """Times New Roman gives our Latin font, and Chinese follows it."""
    families = ask("fc-match", "--sort", "--format=%{family}\n", "Times New Roman")
    assert families == list(glyphs.FAMILIES)


def test_no_other_fonts(ask: Ask, elsewhere: Path) -> None:
    """The machine's own fonts are not seen."""
    assert sorted(ask("fc-list", "--format=%{file}\n")) == [str(elsewhere / name) for name in FILES]


def test_page(tmp_path: Path) -> None:
    """A page of rare characters is drawn without a word, and its text extracts as typed."""
    lines = [RARE, "中華民國113年8月1日", "○“測試”—…□☑ˉ∼", "Nguyễn Văn José"]
    document, said = draw(lines, tmp_path)
    assert said == []
    text = document.pages[0].extract_text()
    assert "".join(text.split()) == "".join("".join(lines).split())


def test_unseen_characters(tmp_path: Path) -> None:
    """What counts as needing no glyph prints no box in any of the fonts."""
    unseen = [*UNSEEN, *HIDDEN]
    assert glyphs.missing("".join(unseen)) == []
    lines = [
        f"{before}{character}{after}" for character in unseen for before, after in ("a人", "㐁㐁", "𡍼𡍼")
    ]
    _, said = draw(lines, tmp_path)
    assert said == []


@pytest.mark.parametrize("family", glyphs.FAMILIES[1:])
def test_no_dashed_boxes(family: str) -> None:
    """The Chinese fonts lack the invisible characters, which their sources draw as dashed boxes."""
    assert unicodes(family).isdisjoint(map(ord, {*UNSEEN, *HIDDEN} - {" ", "\xa0", "\u3000"}))
    assert 0x20 in unicodes(family)


def test_faces_of_a_page(tmp_path: Path) -> None:
    """Digits come from the Latin font and ○ “ ” — … from the Chinese one."""
    document, _ = draw(["113年○“測試”—…"], tmp_path)
    faces: dict[str, str] = {}

    def visit(text: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: float) -> None:
        if font is not None:
            faces.update(dict.fromkeys(text.strip(), font["/BaseFont"].partition("+")[2]))

    document.pages[0].extract_text(visitor_text=visit)
    assert {faces[character] for character in "13"} == {"Formgen-Serif"}
    assert {faces[character] for character in "年○“測試”—…"} == {"Formgen-Kai"}


@pytest.mark.parametrize("home", [{"HOME": "/proc/nonexistent"}, {}], ids=["not writable", "none"])
def test_no_place_for_the_cache(home: dict[str, str], tmp_path: Path) -> None:
    """Where nobody may write into the home, as in a container, fontconfig has nothing to say, and nothing is left."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    ours = {"PYTHONPATH": str(FONTS.parent), "PYTHONWARNINGS": "", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "formgen.cli", "blank", "recommendation_quota", "--format", "pdf"]
    done = subprocess.run(command, cwd=tmp_path, env=kept | ours | home, capture_output=True, check=True)
    assert done.stderr == b""
    assert [path.name for path in tmp_path.iterdir() if path != temporary] == ["recommendation_quota.pdf"]
    assert list(temporary.iterdir()) == []
