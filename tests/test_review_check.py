"""`formgen review-check` and `formgen compare`: what came in against the checklist, and two copies field by field."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reviewing import opinion, person, save, unit
from test_bundle import page
from test_cli import run

from formgen import programmes
from formgen.bundle import Evidence, make
from formgen.cli import main
from formgen.errors import UnreadableFile
from formgen.programmes import filing
from formgen.review.comparison import Difference, NothingInCommon, compare
from formgen.review.completion import Checked, check_files, time_to_complete
from formgen.review.notice import Times, facts

DAY = date(2027, 3, 30)


def bundle(path: Path, programme: str, answers: dict[str, Any], **evidence: bytes) -> Path:
    """A bundle with a file for each number: ``e_8_1=…``."""
    folder = path.with_suffix("")
    folder.mkdir()
    for number, content in evidence.items():
        (folder / f"{number.removeprefix('e_').replace('_', '-')}.pdf").write_bytes(content)
    make(filing.parse(programmes.get(programme), answers), Evidence(folder), path)
    return path


@pytest.fixture(scope="module")
def coaching(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the coaching programme that lacks the firm's name and all evidence."""
    data = filing.example(programmes.get("coaching"))
    del data["coaching_application"]["unit_name"]
    return bundle(tmp_path_factory.mktemp("coaching") / "1.zip", "coaching", data)


def one(path: Path) -> Checked:
    (checked,) = check_files([path])
    return checked


# --- what came in


def test_bundle_is_held_against_its_checklist(tmp_path: Path) -> None:
    """A bundle's gaps and its missing evidence are told by their labels; what is there is not."""
    answers = {"unit_recommendation": unit(phone=None, review={})}
    bare = one(bundle(tmp_path / "1.zip", "unit_selection", answers))
    assert [problem.label for problem in bare.to_complete] == ["電話", "8-1 職場安全健康週參選證明"]
    whole = one(bundle(tmp_path / "2.zip", "unit_selection", answers, e_8_1=page("參選證明")))
    assert [problem.label for problem in whole.to_complete] == ["電話"]
    assert (whole.who, whole.year) == ("甲公司", 116)


def test_paper_alone_says_what_to_look_for(tmp_path: Path) -> None:
    """A Word file holds no evidence: required evidence is named as to be looked for, and is no gap."""
    checked = one(save(tmp_path / "1.docx", unit(review={})))
    assert not checked.to_complete
    assert any("8-1 職場安全健康週參選證明" in problem.message for problem in checked.problems)


@pytest.mark.parametrize(("data", "who"), [(person(), "林○一"), (opinion(), "甲公司")])
def test_every_form_can_be_checked(tmp_path: Path, data: dict[str, Any], who: str) -> None:
    """Any form of ours is checked, and told with whom it is about."""
    assert one(save(tmp_path / "1.pdf", data)).who == who


def test_unreadable_files_do_not_stop_the_rest(tmp_path: Path) -> None:
    """A file that cannot be read, or has wrong answers, is told; the next one is checked."""
    (tmp_path / "1.docx").write_bytes(b"PK")
    wrong = save(tmp_path / "2.json", unit(headcount__own="很多"))
    good = save(tmp_path / "3.json", unit())
    broken, invalid, fine = check_files([tmp_path / "1.docx", wrong, good])
    assert [problem.label for problem in broken.problems] == ["檔案"]
    assert [problem.label for problem in invalid.to_complete] == ["勞工人數／原事業單位"]
    assert not fine.to_complete


def test_a_file_that_is_not_there_asks_nobody_to_complete(tmp_path: Path) -> None:
    """A name typed wrong is told to who typed it, and makes no 補正通知 to an applicant."""
    out = tmp_path / "out"
    with pytest.raises(UnreadableFile, match="找不到"):
        check_files([save(tmp_path / "甲.json", unit(phone=None)), tmp_path / "打錯.json"])
    assert main(["review-check", str(tmp_path / "打錯.json"), "-o", str(out)]) == 1
    assert not out.exists()


def test_changed_evidence_is_found(tmp_path: Path) -> None:
    """A bundle in which somebody exchanged a piece of evidence is told as changed."""
    answers = {"unit_recommendation": unit(review={})}
    path = bundle(tmp_path / "1.zip", "unit_selection", answers, e_8_1=page("參選證明"))
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, page("別的") if name.endswith("8-1.pdf") else content)
    (problem,) = one(path).problems
    assert "已被改動或損壞" in problem.message


# --- until when


def test_last_day_is_worked_out(coaching: Path) -> None:
    """Where the source names days, a notice has the last day, over the end of a month, and how it was counted."""
    checked = one(coaching)
    told = facts(checked, Times(DAY))
    assert told["last_day"] == "2027-04-02"
    assert told["items"][0]["label"].endswith("廠商名稱")
    said = "".join(told["deadline"])
    assert "3 個日曆天" in said
    assert "116年4月2日（星期五）" in said
    assert "從翌日起算" in said


def test_no_day_without_notice(coaching: Path) -> None:
    """Without the day of the notice the rule is told, and no day."""
    told = facts(one(coaching), Times())
    assert told["last_day"] is None
    assert told["deadline"] == [
        "經執行單位通知補件後，須於 3 個日曆天內補正資料，如逾期視同放棄資格。（簡章貳、二(四)）"
    ]


def test_no_day_is_invented(tmp_path: Path) -> None:
    """Where the source names no days, or says nothing at all, no day is worked out, and that is said."""
    unit_file = one(save(tmp_path / "1.json", unit()))
    assert time_to_complete(unit_file, DAY) == ["原文沒有補正期限的規定，期限請由初審單位定。"]
    five_star = programmes.get("five_star").completion
    assert five_star is not None
    assert five_star.last_day(DAY) is None
    assert "原文沒有寫天數" in five_star.sentences(DAY)[1]


def test_command(coaching: Path, tmp_path: Path) -> None:
    """The command lists each file's problems by label, and ends with 1 where something is to be completed."""
    done = run("review-check", coaching, "--notified", "116/3/30", at=tmp_path)
    assert done.code == 1
    assert "待補" in done.out
    assert "最後一日是116年4月2日" in done.out
    told = json.loads(run("review-check", coaching, "--notified", "116/3/30", "--json", at=tmp_path).out)
    assert told[0]["last_day"] == "2027-04-02"
    save(tmp_path / "2.docx", unit())
    assert run("review-check", "2.docx", at=tmp_path).code == 0
    wrong = run("review-check", "2.docx", "--notified", "某日", at=tmp_path)
    assert wrong.code == 2
    assert "看不出是哪一天" in wrong.err


# --- two copies


def test_differences_are_told_by_label(tmp_path: Path) -> None:
    """Each field that differs is told once, by its label, as it is printed: before and after, over file formats."""
    first = save(tmp_path / "1.docx", unit(image__other=True))
    second = save(tmp_path / "2.pdf", unit(phone="02-87654321", points={"1-1": "2.5"}, image__other=False))
    found = {one.label: (one.before, one.after) for one in compare(first, second)}
    assert found == {
        "電話": ("02-○○○○○○○○", "02-87654321"),
        "企業形象／其他": ("勾選", ""),
        "初審單位填寫／初審評分／1-1 1.安全衛生政策及各級主管之權責劃分。": ("3.0", "2.5"),
    }


def test_rows_that_were_added_are_differences(tmp_path: Path) -> None:
    """A row that only one copy has is told field by field; equal copies have no difference."""
    first = save(tmp_path / "1.json", opinion(suggestions=[{"text": "標示應有中文。"}]))
    second = save(
        tmp_path / "2.json", opinion(suggestions=[{"text": "標示應有中文。"}, {"text": "增設沖淋設備。"}])
    )
    assert compare(first, second) == [
        Difference("suggestions.1.text", "建議／第2點／內容", "", "● 增設沖淋設備。")
    ]
    assert compare(first, first) == []


def test_evidence_is_compared(tmp_path: Path) -> None:
    """Between two bundles, evidence that came or was exchanged is told by its number."""
    answers = {"unit_recommendation": unit(review={})}
    first = bundle(tmp_path / "1.zip", "unit_selection", answers, e_8_1=page("舊"))
    second = bundle(tmp_path / "2.zip", "unit_selection", answers, e_8_1=page("新"), e_1_1=page("政策"))
    found = [(one.label, one.before, one.after) for one in compare(first, second)]
    assert found == [("佐證資料 1-1", "", "有"), ("佐證資料 8-1", "有", "有（內容已換）")]


def test_other_forms_cannot_be_compared(tmp_path: Path) -> None:
    """Two files of different forms are refused with the titles of both."""
    with pytest.raises(NothingInCommon, match=r"優良單位.*優良人員"):
        compare(save(tmp_path / "1.json", unit()), save(tmp_path / "2.json", person()))


def test_compare_command(tmp_path: Path) -> None:
    """The command prints label, before and after, and says so where nothing differs."""
    save(tmp_path / "1.json", unit())
    save(tmp_path / "2.json", unit(phone=None))
    done = run("compare", "1.json", "2.json", at=tmp_path)
    assert (done.code, done.out.splitlines()) == (
        0,
        ["電話", "　原：02-○○○○○○○○", "　新：（空白）", "共 1 處不同。"],
    )
    assert run("compare", "1.json", "1.json", at=tmp_path).out == "沒有不同。\n"
    assert json.loads(run("compare", "1.json", "2.json", "--json", at=tmp_path).out)[0]["field"] == "phone"
