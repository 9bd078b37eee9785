"""Which files of a folder are the evidence of which number."""

from collections.abc import Sequence
from pathlib import Path

import papers
import pytest

from formgen.evidence.folder import Found, find
from formgen.exhibits import Exhibit

EXHIBITS = (
    Exhibit("3-1-1", "機械管理", also=("3-1-2",)),
    Exhibit("4-3-1", "採購管理"),
    Exhibit("4-3-10", "十"),
    Exhibit("附件1", "申請書"),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.page(tmp_path_factory.mktemp("sample") / "one.pdf", "甲").read_bytes()


def laid_out(folder: Path, content: bytes, *names: str) -> Path:
    """A folder of PDF files with these names; one that ends with / is an empty folder."""
    picture = papers.encoded(papers.photo(), "PNG")
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir()
        else:
            path.write_bytes(picture if path.suffix.lower() == ".png" else content)
    return folder


def found_names(found: Found, folder: Path) -> dict[str, list[str]]:
    return {
        number: [path.relative_to(folder).as_posix() for path in paths]
        for number, paths in found.files.items()
    }


def said(found: Found) -> str:
    return "\n".join(map(str, found.problems))


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["4-3-1_10.pdf", "4-3-1_2.pdf", "4-3-1.pdf"], ["4-3-1.pdf", "4-3-1_2.pdf", "4-3-1_10.pdf"]),
        (["4-3-1 採購紀錄.pdf", "4-3-1(2).pdf"], ["4-3-1 採購紀錄.pdf", "4-3-1(2).pdf"]),
        (["4-3-1/10.pdf", "4-3-1/2.pdf", "4-3-1/附/1.pdf"], ["4-3-1/2.pdf", "4-3-1/10.pdf", "4-3-1/附/1.pdf"]),
        (["4-3-1.pdf", "4-3-1/1.pdf", "4-3-1_2.pdf"], ["4-3-1.pdf", "4-3-1/1.pdf", "4-3-1_2.pdf"]),
        (["４－３－１.pdf", "4–3—1_2.PDF"], ["４－３－１.pdf", "4–3—1_2.PDF"]),
        (["4-3-1（一）.pdf", "4-3-1採購.png"], ["4-3-1採購.png", "4-3-1（一）.pdf"]),
    ],
)  # fmt: skip
def test_files_of_a_number_stand_in_order(
    tmp_path: Path, sample: bytes, names: Sequence[str], order: Sequence[str]
) -> None:
    """The bare name first, then as a person counts; full-width digits and any hyphen count too."""
    folder = laid_out(tmp_path, sample, *names)
    found = find(folder, EXHIBITS)
    assert not found.problems, said(found)
    assert set(found_names(found, folder)) == {"4-3-1"}
    assert set(found_names(found, folder)["4-3-1"]) == set(order)
    if "採購" not in "".join(order):
        assert found_names(found, folder)["4-3-1"] == order


def test_a_longer_number_is_another_number(tmp_path: Path, sample: bytes) -> None:
    """4-3-10 is not 4-3-1, and a number may begin with words."""
    folder = laid_out(tmp_path, sample, "4-3-10.pdf", "附件1 申請書.pdf")
    found = find(folder, EXHIBITS)
    assert found_names(found, folder) == {"4-3-10": ["4-3-10.pdf"], "附件1": ["附件1 申請書.pdf"]}
    assert not found.problems


def test_shared_places_take_the_files_of_both_numbers(tmp_path: Path, sample: bytes) -> None:
    """What stands under the second number of a shared place comes after the first."""
    folder = laid_out(tmp_path, sample, "3-1-2.pdf", "3-1-1_9.pdf")
    assert found_names(find(folder, EXHIBITS), folder) == {"3-1-1": ["3-1-1_9.pdf", "3-1-2.pdf"]}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("4-3-2.pdf", "沒有編號「4-3-2」，沒有放入；是不是 4-3-1？"),
        ("04-03-01.pdf", "是不是 4-3-1？"),
        ("4.3.1.pdf", "是不是 4-3-1？"),
        ("4-3-1-2.pdf", "沒有編號「4-3-1-2」"),
        ("採購紀錄.pdf", "檔名沒有編號，沒有放入；請以編號開頭命名，例如「3-1-1.pdf」"),
        ("佐證/4-3-1.pdf", "檔名沒有編號"),
        ("4-3-1/", "資料夾是空的"),
    ],
)
def test_a_name_that_says_nothing_is_a_problem(tmp_path: Path, sample: bytes, name: str, words: str) -> None:
    """Each name that leads nowhere is told with what to do, and the others are found still."""
    folder = laid_out(tmp_path, sample, name, "3-1-1.pdf")
    found = find(folder, EXHIBITS)
    assert words in said(found)
    assert len(found.problems) == 1
    assert found.problems[0].label.rstrip("/") == name.split("/", maxsplit=1)[0]
    assert list(found.files) == ["3-1-1"]


@pytest.mark.parametrize(
    "names",
    [
        ("4-3-1.pdf", "4-3-1.PDF"),
        ("4-3-1.pdf", "4-3-1.png"),
        ("4-3-1.pdf", "４-3-1.pdf"),
        ("4-3-1_1.pdf", "4-3-1_01.pdf"),
        ("4-3-1/a.pdf", "4-3-1/A.png"),
    ],
)
def test_two_files_for_one_place_are_a_problem(tmp_path: Path, sample: bytes, names: tuple[str, str]) -> None:
    """Nobody can know which comes first: both are named, with names to give them."""
    found = find(laid_out(tmp_path, sample, *names), EXHIBITS)
    (problem,) = found.problems
    assert problem.field == "4-3-1"
    assert {problem.label} | set(names) == set(names)
    assert "請改名為 4-3-1_1、4-3-1_2" in problem.message


def test_what_systems_leave_behind_is_no_evidence(tmp_path: Path, sample: bytes) -> None:
    """Thumbs.db and its like, hidden files and lock files are passed over in silence."""
    names = (".DS_Store", "Thumbs.db", "desktop.ini", "~$4-3-1.docx", "._4-3-1.pdf", "__MACOSX/4-3-1.pdf")
    found = find(laid_out(tmp_path, sample, *names), EXHIBITS)
    assert found == Found({}, [])


def test_shortcuts_lead_nowhere_else(tmp_path: Path, sample: bytes) -> None:
    """A symbolic link out of the folder, to a folder, or to nothing is a problem; one inside it is a file."""
    (tmp_path / "secret.pdf").write_bytes(sample)
    folder = laid_out(tmp_path / "in", sample, "4-3-1.pdf", "3-1-1/1.pdf")
    (folder / "4-3-10.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "4-3-10_2.pdf").symlink_to(folder / "gone.pdf")
    (folder / "4-3-1_2.pdf").symlink_to(folder / "4-3-1.pdf")
    (folder / "3-1-1" / "loop").symlink_to(folder)
    found = find(folder, EXHIBITS)
    assert found_names(found, folder)["4-3-1"] == ["4-3-1.pdf", "4-3-1_2.pdf"]
    assert "4-3-10" not in found.files
    assert [one.label for one in found.problems] == ["3-1-1/loop", "4-3-10.pdf", "4-3-10_2.pdf"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "4-3-1.pdf", "檔案是空的"),
        (b"PK\x03\x04junk", "4-3-1.docx", "檔案損壞"),
        (b"GIF89a", "4-3-1.gif", "不是可以收的檔案種類"),
        (b"GIF89a", "4-3-1.pdf", "副檔名是 .pdf，內容卻不是PDF"),
        (papers.encoded(papers.photo(), "PNG"), "4-3-1.jpg", "副檔名是 .jpg，內容卻是PNG 圖檔"),
    ],
)
def test_a_file_of_another_kind_is_a_problem(tmp_path: Path, content: bytes, name: str, words: str) -> None:
    """Kinds are told by content; an ending that lies is told with both."""
    (tmp_path / name).write_bytes(content)
    found = find(tmp_path, EXHIBITS)
    assert words in said(found)
    assert found.files == {}


def test_a_list_decides_files_and_order(tmp_path: Path, sample: bytes) -> None:
    """What the answers list is taken in that order; a file that they pass over is told."""
    folder = laid_out(tmp_path, sample, "掃描/b.pdf", "掃描/a.pdf", "4-3-1.pdf", "3-1-1.pdf")
    found = find(folder, EXHIBITS, [("4-3-1", "掃描/b.pdf"), ("4-3-1", "掃描\\a.pdf")])
    assert found_names(found, folder) == {"3-1-1": ["3-1-1.pdf"], "4-3-1": ["掃描/b.pdf", "掃描/a.pdf"]}
    (problem,) = found.problems
    assert (problem.label, problem.level) == ("4-3-1.pdf", "warning")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../secret.pdf", "不能指到資料夾外面"),
        ("/etc/passwd", "不能指到資料夾外面"),
        ("..\\secret.pdf", "不能指到資料夾外面"),
        ("C:\\secret.pdf", "不能指到資料夾外面"),
        ("out.pdf", "捷徑指到佐證資料夾外面"),
        (".", "不能指到資料夾外面"),
        ("a/../../secret.pdf", "不能指到資料夾外面"),
        ("4-3-l.pdf", "佐證資料夾裡沒有這個檔案，是不是「4-3-1.pdf」？"),
    ],
)
def test_a_list_stays_inside_the_folder(tmp_path: Path, sample: bytes, name: str, words: str) -> None:
    """No path of a list leads out of the folder, in whatever way it is written."""
    (tmp_path / "secret.pdf").write_bytes(sample)
    folder = laid_out(tmp_path / "in", sample, "4-3-1.pdf")
    (folder / "out.pdf").symlink_to(tmp_path / "secret.pdf")
    found = find(folder, EXHIBITS, [("4-3-10", name)])
    assert words in said(found)
    assert "4-3-10" not in found.files


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """No traceback, a sentence."""
    assert "找不到佐證資料夾" in said(find(tmp_path / "gone", EXHIBITS))
