"""`formgen review-papers`: from a list of units to the papers that assessors take along; and their sheet to score on."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import spreadsheets
from reviewing import BODY, save, unit
from test_cli import run

from formgen import catalog, checking, jsonfile
from formgen.errors import InvalidRows, UnreadableFile, UnreadableYear
from formgen.forms.unit_recommendation.items import ITEMS, NOT_APPLICABLE
from formgen.read import Reading, read
from formgen.review import papers
from formgen.review.assessment import make
from formgen.review.bodies import UnknownBody
from formgen.review.outcome import rank

HEADS = ("單位名稱", "統一編號", "地址", "負責人", "電話", "勞工人數", "保險證字號", "行業別", "評鑑人員")
FIRST = ("甲公司", "04595257", "○○市○○路1號", "王○○", "02-12345678", "120", "12345678A", "建築工程業(410)")


def listed(folder: Path, *lines: Sequence[str], heads: Sequence[str] = HEADS) -> Path:
    path = folder / "candidates.xlsx"
    rows = [heads, *([*line, *[""] * (len(heads) - len(line))] for line in lines)]
    path.write_bytes(spreadsheets.xlsx({"名單": rows}))
    return path


def read_all(content: bytes, folder: Path) -> dict[str, Reading]:
    """Every paper of the ZIP, read back."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(folder)
    return {
        path.relative_to(folder).as_posix(): read(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_papers_for_each_unit(tmp_path: Path) -> None:
    """Each unit has a folder with 初審意見表, 附表一 and a sheet for each assessor, as Word and PDF, all filled in alike."""
    made = make(listed(tmp_path, (*FIRST, "評○一、評○二")), BODY, "116")
    found = read_all(made.content, tmp_path / "out")
    folder = "01-甲公司/"
    names = ["初審意見表", "現場評鑑評分表-評○一", "現場評鑑評分表-評○二", "附表一-初審用"]
    assert list(found) == sorted(f"{folder}{name}.{ending}" for name in names for ending in ("docx", "pdf"))
    for name in names:
        word, pdf = (found[f"{folder}{name}.{ending}"].answers for ending in ("docx", "pdf"))
        assert word == pdf
        assert (word.year, word.unit_name) == (116, "甲公司")  # type: ignore[attr-defined]
    assert (made.units, made.sheets) == (1, 2)


def test_review_copy_has_the_head_and_an_open_box(tmp_path: Path) -> None:
    """The copy of 附表一 knows the head and who assesses; no point and no result is given."""
    made = make(listed(tmp_path, (*FIRST, "評○一；評○二")), BODY, "116")
    answers: Any = read_all(made.content, tmp_path / "out")["01-甲公司/附表一-初審用.docx"].answers
    assert (answers.uniform_number, answers.headcount.own) == ("04595257", 120)
    assert [one.name for one in answers.review.assessors] == ["評○一", "評○二"]
    assert answers.review.body == BODY
    assert answers.review.points.is_empty
    assert answers.review.result is None


def test_name_alone_is_enough(tmp_path: Path) -> None:
    """A unit of which only the name is known has all papers, with one blank sheet; the names keep the list's order."""
    made = make(listed(tmp_path, ("乙公司",), ("甲公司",), heads=("受評單位",)), BODY, "116")
    with zipfile.ZipFile(BytesIO(made.content)) as archive:
        names = archive.namelist()
    assert [name.partition("/")[0] for name in names] == ["01-乙公司"] * 6 + ["02-甲公司"] * 6
    assert "01-乙公司/現場評鑑評分表.docx" in names


def test_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    """The same list gives the same ZIP, byte for byte."""
    path = listed(tmp_path, (*FIRST, "評○一"))
    assert make(path, BODY, "116").content == make(path, BODY, "116").content


def test_wrong_lines_are_told_at_once(tmp_path: Path) -> None:
    """All that is wrong is told by line and column, once each, and no ZIP is made."""
    lines = (
        ("", "04595257"),
        ("甲公司",),
        ("甲公司",),
        ("乙\U0002ceaf公司",),
        ("丙公司", "", "", "", "", "很多"),
    )
    with pytest.raises(InvalidRows) as error:
        make(listed(tmp_path, *lines), BODY, "116")
    told = [(one.label, one.message) for one in error.value.problems]
    assert len(told) == len(set(told))
    assert [
        line
        for line in ("第 2 列", "第 4 列", "第 5 列", "第 6 列")
        if not any(line in label for label, _ in told)
    ] == []
    assert not any("第 3 列" in label for label, _ in told)


def test_list_is_no_longer_than_candidates_are(tmp_path: Path) -> None:
    """A list of more units than any body has is told with how many it has, before anything is drawn."""
    with pytest.raises(UnreadableFile, match="501 列；一次最多 500"):
        make(listed(tmp_path, *((f"第{number}公司",) for number in range(501))), BODY, "116")


def test_list_without_names_is_told(tmp_path: Path) -> None:
    """A list without a column of names is told which heads would do."""
    with pytest.raises(InvalidRows) as error:
        make(listed(tmp_path, ("04595257",), heads=("統一編號",)), BODY, "116")
    assert "受評單位" in error.value.problems[0].message


def test_wrong_body_and_year_are_told(tmp_path: Path) -> None:
    """A body that 附表三 does not name, and a year that is none, are told before anything is made."""
    path = listed(tmp_path, FIRST)
    with pytest.raises(UnknownBody):
        make(path, "台北", "116")
    with pytest.raises(UnreadableYear):
        make(path, BODY, "某年")


def test_roster_is_a_list_of_candidates(tmp_path: Path) -> None:
    """The 參選清冊 of `formgen rank` can be given as the list."""
    save(tmp_path / "in" / "1.json", unit("甲公司"))
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(papers.files(rank(BODY, tmp_path / "in"), {})["參選清冊.xlsx"])
    made = make(roster, BODY, "116")
    answers: Any = read_all(made.content, tmp_path / "out")["01-甲公司/附表一-初審用.docx"].answers
    assert (answers.uniform_number, answers.headcount.own) == ("04595257", 120)


def test_command(tmp_path: Path) -> None:
    """The command writes the ZIP and prints its path; a name that is no ZIP is wrong usage."""
    listed(tmp_path, FIRST)
    given = ("review-papers", "candidates.xlsx", "--body", BODY, "--year", "116", "-o")
    done = run(*given, "out.zip", at=tmp_path)
    assert (done.code, done.out) == (0, "out.zip\n")
    assert "1 個單位" in done.err
    assert zipfile.is_zipfile(tmp_path / "out.zip")
    assert run(*given, "out", at=tmp_path).code == 2


# --- the sheet


def sheet(changes: dict[str, Any]) -> list[str]:
    form = catalog.get("onsite_scoring")
    data = jsonfile.load(str(form.folder / "example.json"))
    data["items"] |= changes
    return [f"{one.level} {one.message}" for one in checking.check(form, checking.parse(form, data))]


def test_sheet_has_the_items_of_the_form() -> None:
    """The sheet asks for the 34 items of 附表一, each with its grades and 不適用."""
    form = catalog.get("onsite_scoring")
    for number, item in ITEMS.items():
        choices = form.question(f"items.{number}.grade").choices
        assert choices == (*(grade.name for grade in item.grades), NOT_APPLICABLE)
    assert len(form.answers.model_fields["items"].annotation.model_fields) == len(ITEMS)  # type: ignore[union-attr]


def test_points_stay_within_the_item() -> None:
    """More points than an item has are an error; points beside 不適用 are a warning."""
    assert sheet({}) == []
    assert sheet({"1-1": {"points": "3.1"}}) == ["error 應為 0 到 3.0 分"]
    assert sheet({"1-1": {"grade": "不適用", "points": "1"}}) == ["warning 勾選了不適用，不計分；請擇一改正"]
