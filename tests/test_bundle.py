"""The bundle: what an applicant hands in, whole, in order, and the file to go on from."""

import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from formgen import catalog, checking, jsonfile, programmes
from formgen.bundle import Evidence, Made, archive, make
from formgen.errors import CannotWrite, InvalidAnswers, UnreadableFile
from formgen.opening import open_for
from formgen.programmes import filing
from formgen.read import read
from formgen.render import pdf

FORM = "five_star_self_assessment"
TITLE = "職業安全衛生優良單位五星獎自評表"
PAPER = "紙本/職業安全衛生優良單位五星獎評選.pdf"


def answers(**results: str) -> dict[str, Any]:
    """The example, with these checks answered and no others: ``c_4_3_1="V"``."""
    data = jsonfile.load(str(catalog.get(FORM).folder / "example.json"))
    named = {number.removeprefix("c_").replace("_", "-"): one for number, one in results.items()}
    data["checks"] = {
        number: {"result": one, "date": "113/6/1", "person": "林○○"} for number, one in named.items()
    }
    return {FORM: data}


def page(text: str, pages: int = 1) -> bytes:
    """A PDF that says `text` on each of its pages."""
    body = "".join(f'<p style="break-after: page">{text}</p>' for _ in range(pages - 1)) + f"<p>{text}</p>"
    return pdf.write(
        f'<html lang="zh-Hant-TW"><head><title>x</title><link rel="stylesheet" href="paper.css"></head><body>{body}</body></html>'
    )


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A folder with evidence for 1-1-1 (two pages), 4-3-1 (two files) and the cell that 3-1-1 and 3-1-2 share."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "1-1-1.pdf").write_bytes(page("政策", 2))
    (folder / "4-3-1.pdf").write_bytes(page("檢討"))
    (folder / "4-3-1_2.pdf").write_bytes(page("改善"))
    (folder / "3-1-2.pdf").write_bytes(page("變更"))
    return folder


@pytest.fixture
def bundled(tmp_path: Path, evidence: Path) -> Callable[..., Made]:
    """Make a bundle of 1-1-1, 3-1-1, 3-1-2 and 4-3-1, or of other answers."""

    def run(data: Any = None, *, final: bool = False, name: str = "out.zip", **where: Any) -> Made:
        data = data or answers(c_1_1_1="V", c_3_1_1="V", c_3_1_2="V", c_4_3_1="V")
        given = filing.parse(programmes.get("five_star"), data)
        return make(given, Evidence(**({"folder": evidence} | where)), tmp_path / name, final=final)

    return run


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One bundle for all tests that spoil a copy of it."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "1-1-1.pdf").write_bytes(page("政策", 2))
    given = filing.parse(programmes.get("five_star"), answers(c_1_1_1="V"))
    return make(given, Evidence(folder), folder / "out.zip").path


def texts(path: Path, folder: Path) -> list[str]:
    """The text of each page of the paper."""
    with zipfile.ZipFile(path) as archive_file:
        (folder / "paper.pdf").write_bytes(archive_file.read(PAPER))
    done = subprocess.run(
        ["pdftotext", "-layout", folder / "paper.pdf", "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def test_shape(bundled: Callable[..., Made]) -> None:
    """The disc holds the form as Word and each evidence by its number and nothing else (填表說明3)."""
    made = bundled()
    with zipfile.ZipFile(made.path) as file:
        assert file.namelist() == [
            "交件須知.pdf", f"光碟/{TITLE}.docx", "光碟/1-1-1.pdf", "光碟/3-1-1.pdf", "光碟/4-3-1.pdf", PAPER,
            "answers.json", "manifest.json",
        ]  # fmt: skip
        assert all(info.flag_bits & 0x800 for info in file.infolist() if not info.filename.isascii())


def test_single_file_is_handed_on_as_it_is(bundled: Callable[..., Made], evidence: Path) -> None:
    """On the disc, evidence that is one file is that file, byte for byte."""
    with zipfile.ZipFile(bundled().path) as file:
        assert file.read("光碟/1-1-1.pdf") == (evidence / "1-1-1.pdf").read_bytes()
        assert file.read("光碟/3-1-1.pdf") == (evidence / "3-1-2.pdf").read_bytes()


def test_paper_is_in_order(bundled: Callable[..., Made], tmp_path: Path) -> None:
    """The form comes first, then the table of contents, then the evidence by number, each page with its number."""
    made = bundled()
    pages = texts(made.path, tmp_path)
    contents = next(place for place, text in enumerate(pages) if text.lstrip().startswith("本頁為輔助目錄"))
    after = pages[contents + 1 :]
    assert TITLE in "".join(pages[:contents]).replace("\n", "").replace(" ", "")
    words = ["政策", "政策", "變更", "檢討", "改善"]
    numbers = ["1-1-1", "1-1-1", "3-1-1", "4-3-1", "4-3-1"]
    assert [word in text for word, text in zip(words, after, strict=True)] == [True] * 5
    assert [number in text for number, text in zip(numbers, after, strict=True)] == [True] * 5


def test_contents_tell_the_truth(bundled: Callable[..., Made], tmp_path: Path) -> None:
    """Each line of the table of contents names the page on which the document starts, and how many it has."""
    pages = texts(bundled().path, tmp_path)
    contents = next(place for place, text in enumerate(pages) if text.lstrip().startswith("本頁為輔助目錄"))
    assert f"共 {len(pages)} 頁" in pages[contents]
    told = [
        (int(count), int(start))
        for count, start in re.findall(r" (\d+) +(\d+)$", pages[contents], re.MULTILINE)
    ]
    first = contents + 2
    assert told == [(contents, 1), (1, contents + 1), (2, first), (1, first + 2), (2, first + 3)]
    with pikepdf.open(tmp_path / "paper.pdf") as paper, paper.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert titles[0] == f"附表四 {TITLE}"
    assert titles[1] == "目錄"
    assert [title.split()[0] for title in titles[2:]] == ["1-1-1", "3-1-1", "4-3-1"]


def test_same_input_same_bytes(bundled: Callable[..., Made]) -> None:
    """Two runs write the same file."""
    first, second = bundled(name="a.zip"), bundled(name="b.zip")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_manifest(bundled: Callable[..., Made]) -> None:
    """The manifest names every other file with its size and sha256, and form, edition and year."""
    made = bundled()
    with zipfile.ZipFile(made.path) as file:
        manifest = json.loads(file.read("manifest.json"))
        assert [one["name"] for one in manifest["files"]] == file.namelist()[:-2]
        for one in manifest["files"]:
            content = file.read(one["name"])
            assert (one["bytes"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert manifest["forms"] == [{"form": FORM, "title": TITLE, "edition": catalog.get(FORM).edition}]
    assert manifest["year"] == 113


def test_go_on_from_the_bundle(bundled: Callable[..., Made], tmp_path: Path) -> None:
    """The ZIP alone makes the same ZIP again; a file in the folder comes before the one in the ZIP."""
    first = bundled()
    opened = open_for(programmes.get("five_star"), str(first.path))
    again = bundled(opened.answers, name="again.zip", folder=None, earlier=first.path)
    with zipfile.ZipFile(first.path) as old, zipfile.ZipFile(again.path) as new:
        assert {name: old.read(name) for name in old.namelist()} == {
            name: new.read(name) for name in new.namelist()
        }
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "1-1-1.pdf").write_bytes(page("新的政策"))
    mended = bundled(opened.answers, name="mended.zip", folder=newer, earlier=first.path)
    with zipfile.ZipFile(mended.path) as file:
        assert file.read("光碟/1-1-1.pdf") == (newer / "1-1-1.pdf").read_bytes()
        assert "光碟/4-3-1.pdf" in file.namelist()


def test_files_listed_in_the_answers(bundled: Callable[..., Made], evidence: Path, tmp_path: Path) -> None:
    """Answers may list their files, in order, whatever these are called."""
    (evidence / "政策.pdf").write_bytes(page("公告"))
    source = tmp_path / "answers.json"
    listed = [{"number": "1-1-1", "file": "政策.pdf"}, {"number": "1-1-1", "file": "1-1-1.pdf"}]
    source.write_text(json.dumps(answers(c_1_1_1="V") | {"evidence": listed}), encoding="utf-8")
    opened = open_for(programmes.get("five_star"), str(source))
    made = bundled(opened.answers, listed=opened.evidence)
    pages = texts(made.path, tmp_path)
    assert [word in text for word, text in zip(["公告", "政策", "政策"], pages[-3 - 3 :], strict=False)] == [
        True
    ] * 3


def test_missing_evidence(bundled: Callable[..., Made]) -> None:
    """A check marked done or 「-」 without evidence is named; a draft is written, a final bundle is not."""
    data = answers(c_1_1_1="V", c_8_2_2="-", c_9_1_1="V", c_3_1_2="V", c_4_3_1="V")
    gaps = [one.field for one in bundled(data).problems if "沒有佐證資料" in one.message]
    assert gaps == ["8-2-2", "9-1-1"]
    with pytest.raises(InvalidAnswers) as raised:
        bundled(data, final=True, name="final.zip")
    assert {"8-2-2", "9-1-1"} <= {one.field for one in raised.value.problems}


def test_wrong_evidence_writes_nothing(bundled: Callable[..., Made], evidence: Path, tmp_path: Path) -> None:
    """Damaged evidence, an ending that lies and an empty file are all said at once."""
    (evidence / "4-3-1.pdf").write_bytes(b"%PDF-1.7 damaged")
    (evidence / "4-3-1.docx").write_bytes(page("x"))
    (evidence / "1-1-1_2.jpg").write_bytes(b"")
    with pytest.raises(InvalidAnswers) as raised:
        bundled()
    labels = " ".join(f"{one.label}{one.message}" for one in raised.value.problems)
    assert all(name in labels for name in ("4-3-1.pdf", "4-3-1.docx", "1-1-1_2.jpg"))
    assert not (tmp_path / "out.zip").exists()


def test_file_for_no_check_stops_a_final_bundle(bundled: Callable[..., Made], evidence: Path) -> None:
    """A number that is not on the form, and a name without one, are left out of a draft and named."""
    (evidence / "4-9-9.pdf").write_bytes(page("x"))
    (evidence / "備忘.txt").write_text("x")
    left_out = [one.label for one in bundled().problems if "沒有放入" in one.message]
    assert left_out == ["4-9-9.pdf", "備忘.txt"]
    with pytest.raises(InvalidAnswers):
        bundled(final=True, name="final.zip")


def test_evidence_for_an_open_check_warns(bundled: Callable[..., Made]) -> None:
    """Evidence of a check that is left open is kept, and said."""
    made = bundled(answers(c_1_1_1="V", c_3_1_1="V"))
    assert [one.field for one in made.problems if "附了佐證資料" in one.message] == ["4-3-1"]
    with zipfile.ZipFile(made.path) as file:
        assert "光碟/4-3-1.pdf" in file.namelist()


def test_other_paper_is_told(tmp_path: Path) -> None:
    """Where everything has to be A4, evidence on other paper is named with its page; elsewhere nobody minds."""
    (tmp_path / "4-1.pdf").write_bytes(page("x"))
    with pikepdf.open(tmp_path / "4-1.pdf", allow_overwriting_input=True) as wide:
        wide.pages[0].mediabox = pikepdf.Array([0, 0, 1190.55, 841.89])
        wide.save(tmp_path / "4-1.pdf")
    given = filing.parse(programmes.get("coaching"), filing.example(programmes.get("coaching")))
    told = [
        one.message
        for one in make(given, Evidence(tmp_path), tmp_path / "out.zip").problems
        if "A4" in one.message
    ]
    assert len(told) == 1
    assert "第 1 頁是 A3" in told[0]


def test_cannot_write(bundled: Callable[..., Made], tmp_path: Path) -> None:
    """A place that is none is said in a sentence, and nothing half-written is left."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        bundled(name="file/out.zip")
    (tmp_path / "out.zip").mkdir()
    os.mkfifo(tmp_path / "pipe.zip")
    for name in ("out.zip", "pipe.zip"):
        with pytest.raises(CannotWrite):
            bundled(name=name)
    assert (tmp_path / "pipe.zip").is_fifo()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {**files, "manifest.json": b"[]"},
        lambda files: {**files, "answers.json": b"{}"},
        lambda files: {**files, "answers.json": b"x"},
        lambda files: {**files, "answers.json": b'{"forms": []}'},
        lambda files: {name: content for name, content in files.items() if name != "光碟/1-1-1.pdf"},
        lambda files: {**files, "光碟/1-1-1.pdf": b"%PDF-1.7 other"},
        lambda files: {**files, "answers.json": files["answers.json"].replace(b"112-01-19", b"111-01-19")},
    ],
    ids=["manifest", "no forms", "no JSON", "empty", "file gone", "file changed", "edition"],
)
def test_spoilt_bundle(
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
    finished: Path,
    bundled: Callable[..., Made],
    tmp_path: Path,
) -> None:
    """A bundle that somebody changed is refused with words, never half used."""
    with zipfile.ZipFile(finished) as file:
        files = change({name: file.read(name) for name in file.namelist()})
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(spoilt, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)

    def go_on() -> None:
        opened = open_for(programmes.get("five_star"), str(spoilt))
        bundled(opened.answers, name="new.zip", folder=None, earlier=spoilt)

    with pytest.raises(UnreadableFile):
        go_on()


def test_cut_off_bundle(finished: Path, tmp_path: Path) -> None:
    """Half a bundle is refused, though a whole Word file may lie in it."""
    whole = finished.read_bytes()
    cut = tmp_path / "cut.zip"
    word = whole.index(b"customXml") if b"customXml" in whole else 0
    for end in range(word, len(whole), max(1, (len(whole) - word) // 40)):
        cut.write_bytes(whole[:end])
        with pytest.raises(UnreadableFile):
            open_for(programmes.get("five_star"), str(cut))


@pytest.mark.parametrize("place", range(0, 4000, 97))
def test_flipped_bytes_are_told(place: int, finished: Path, tmp_path: Path) -> None:
    """A byte that was changed near the answers is a sentence or leaves them as they were, never a traceback."""
    content = bytearray(finished.read_bytes())
    content[-1 - place] ^= 0xFF
    spoilt = tmp_path / "spoilt.zip"
    spoilt.write_bytes(content)
    with contextlib.suppress(UnreadableFile, InvalidAnswers):
        open_for(programmes.get("five_star"), str(spoilt))


def test_listed_files_need_a_folder(bundled: Callable[..., Made]) -> None:
    """Files that the answers list and nobody can find stop the bundle; they are never just left out."""
    with pytest.raises(InvalidAnswers) as raised:
        bundled(folder=None, listed=[("1-1-1", "政策.pdf")])
    assert "--evidence" in str(raised.value.problems[-1].message) + str(raised.value.problems[0].message)


def test_one_forms_answers_for_a_programme(tmp_path: Path) -> None:
    """Bare answers of one form are answered with one sentence that shows the shape."""
    (tmp_path / "bare.json").write_text('{"unit_name": "○○", "phone": "1"}', encoding="utf-8")
    with pytest.raises(InvalidAnswers) as raised:
        open_for(programmes.get("coaching"), str(tmp_path / "bare.json"))
    (problem,) = raised.value.problems
    assert "coaching_application" in problem.message


def test_names_in_a_bundle_never_become_paths(bundled: Callable[..., Made], tmp_path: Path) -> None:
    """A file called ``../x`` in a bundle is unpacked under a name of ours, inside the working folder."""
    content = page("x")
    told = {"name": "../../escaped.pdf", "number": "1-1-1", "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as file:
        file.writestr(told["name"], content)
        file.writestr("manifest.json", json.dumps({"files": [told]}))
        file.writestr("answers.json", "{}")
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert archive.unpack_evidence(tmp_path / "evil.zip", inside) == [("1-1-1", "0.pdf")]
    assert not (tmp_path / "escaped.pdf").exists()


@pytest.mark.parametrize(
    "number", ["/tmp/x", "../x", "..", "a", "1/2", "1\0", "<b>", "1" * 50, "\ud800", "１"]
)
def test_numbers_in_a_bundle_are_numbers(number: str, tmp_path: Path) -> None:
    """A number of a bundle becomes the name of a file: anything but 4-3-1 and the like is refused."""
    content = page("x")
    told = {"name": "e.pdf", "number": number, "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as file:
        file.writestr("e.pdf", content)
        file.writestr("manifest.json", json.dumps({"files": [told]}))
        file.writestr("answers.json", "{}")
    with pytest.raises(UnreadableFile, match="編號"):
        archive.unpack_evidence(tmp_path / "evil.zip", tmp_path)


def test_bundle_that_swells_is_refused(tmp_path: Path) -> None:
    """One small entry that the manifest names a thousand times fills no disk."""
    content = page("x")
    told = {"name": "e.pdf", "number": "1-1-1", "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as file:
        file.writestr("e.pdf", content)
        file.writestr("manifest.json", json.dumps({"files": [told] * 1000}))
        file.writestr("answers.json", "{}")
    with pytest.raises(UnreadableFile, match="超過"):
        archive.unpack_evidence(tmp_path / "evil.zip", tmp_path, most=5 * len(content))


def run(*arguments: object, at: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "formgen.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_coaching_from_the_command_line(tmp_path: Path) -> None:
    """Example, bundle, read, renew: a whole programme by commands, shared facts carried into every form."""
    given = json.loads(run("example", "coaching", at=tmp_path).stdout)
    assert "unit_name" not in given["chemical_inventory"]
    (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")
    (tmp_path / "e").mkdir()
    for number in ("4-1", "4-2", "5-1", "5-2", "5-3"):
        (tmp_path / "e" / f"{number}.pdf").write_bytes(page(number))
    done = run(
        "bundle", "coaching", "answers.json", "--evidence", "e", "-o", "out.zip", "--final", at=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "out.zip\n"
    assert "電子檔" in done.stderr
    back = json.loads(run("read", "out.zip", at=tmp_path).stdout)
    name = given["coaching_application"]["unit_name"]
    assert [one.get("unit_name") for one in back.values()] == [name, None, None]
    with zipfile.ZipFile(tmp_path / "out.zip") as file:
        words = [name for name in file.namelist() if name.endswith(".docx")]
        file.extract(words[1], tmp_path)
    assert read(tmp_path / words[1]).answers.unit_name == name  # type: ignore[attr-defined]
    renewed = json.loads(run("renew", "coaching", "out.zip", at=tmp_path).stdout)
    assert "filled_on" not in renewed["coaching_application"]
    filing.parse(programmes.get("coaching"), renewed)


def test_stopped_bundle_leaves_no_papers(tmp_path: Path, evidence: Path) -> None:
    """A bundle that is stopped from outside leaves no working folder behind, and a whole ZIP or none."""
    (tmp_path / "answers.json").write_text(json.dumps(answers(c_1_1_1="V")[FORM]), encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    command = [
        sys.executable,
        "-m",
        "formgen.cli",
        "bundle",
        FORM,
        "answers.json",
        "--evidence",
        str(evidence),
        "-o",
        "out.zip",
    ]
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(work)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # Work has begun; between the making of a folder and its first file Python may not know yet that it is there.
    while not list(work.glob("formgen-*/*")) and running.poll() is None:
        time.sleep(0.01)
    running.terminate()
    _, told = running.communicate(timeout=60)
    # Inside a callback of a C library Python cannot leave: the work is finished, or the library gives up.
    assert running.returncode in (143, 0, -signal.SIGABRT), told.decode()
    if running.returncode != -signal.SIGABRT:
        assert [one.name for one in work.iterdir() if one.name.startswith("formgen")] == []
    assert (tmp_path / "out.zip").exists() is (running.returncode == 0)


def test_form_alone_from_the_command_line(tmp_path: Path) -> None:
    """A form's plain answers are bundled by the form's name, and problems are said with exit code 1."""
    given = answers(c_1_1_1="V")[FORM]
    (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")
    done = run("bundle", FORM, "answers.json", "-o", "out.zip", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1-1-1" in done.stderr
    stopped = run("bundle", FORM, "answers.json", "-o", "final.zip", "--final", at=tmp_path)
    assert stopped.returncode == 1
    assert not (tmp_path / "final.zip").exists()
    wrong = run("bundle", FORM, "answers.json", "--evidence", "nowhere", "-o", "out.zip", at=tmp_path)
    assert wrong.returncode == 1
    assert "nowhere" in wrong.stderr
    back = checking.parse(catalog.get(FORM), json.loads(run("read", "out.zip", at=tmp_path).stdout))
    assert back == checking.parse(catalog.get(FORM), given)
