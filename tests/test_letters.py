"""`formgen letters` and `formgen forward`: one letter to many, and a letter that forwards another."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from test_cli import run
from test_official_letter import EXAMPLE, LETTERS

from formgen import steps
from formgen.errors import InvalidAnswers
from formgen.letters import batch, bulk
from formgen.letters.forwarding import forward
from formgen.read import read
from formgen.renditions import FORMATS

SOURCE = Path(__file__).parent / "sources" / "official_letter.txt"
MINISTRY = json.loads((LETTERS / "selection.json").read_text(encoding="utf-8"))


def letter(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps(EXAMPLE | changes, ensure_ascii=False), encoding="utf-8")
    return path


# --- one letter to many


def test_one_letter_for_all(tmp_path: Path) -> None:
    """Without --each there is one letter, to 「如正副本收受者」 where there is 副本, else 「如正本收受者」."""
    (both,), _ = bulk.letters(EXAMPLE, is_each=False)
    assert both.answers["recipient"] == {"name": "如正副本收受者"}
    (one,), _ = bulk.letters(EXAMPLE | {"copies": None}, is_each=False)
    assert one.answers["recipient"] == {"name": "如正本收受者"}
    done = run("letters", letter(tmp_path / "1.json"), "-o", "out", at=tmp_path)
    assert (done.code, done.out.split()) == (0, ["out/函.docx", "out/函.pdf"])


def test_one_letter_each(tmp_path: Path) -> None:
    """With --each every name in 正本 and 副本 has a letter of its own, in Word and PDF; the lists stay whole."""
    path = letter(tmp_path / "1.json", originals="甲工會、乙工會", copies="丙局")
    done = run("letters", path, "-o", "out", "--each", at=tmp_path)
    assert done.code == 0
    names = ["1-甲工會", "2-乙工會", "3-丙局"]
    assert done.out.split() == [f"out/{name}.{each}" for name in names for each in ("docx", "pdf")]
    said = read(tmp_path / "out/2-乙工會.pdf").answers.given()
    assert said["recipient"] == {"name": "乙工會"}
    assert said["originals"] == "甲工會、乙工會"


def test_many_letters_are_the_same_in_processes(tmp_path: Path) -> None:
    """Letters made in processes are byte for byte those made here, and a run that is done again changes nothing."""
    made, _ = bulk.letters(
        EXAMPLE | {"originals": "、".join(f"第{n}工會" for n in range(bulk.INSTANT))}, is_each=True
    )
    told: list[tuple[int, int]] = []
    paths = bulk.write(tmp_path, made, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(paths), len(paths))
    here = bulk.drawn(made[-1:])
    assert {path.name: path.read_bytes() for path in paths[-2:]} == here


def test_errors_come_before_any_file(tmp_path: Path) -> None:
    """A name that cannot be printed, and a letter to nobody, are told by the label, and nothing is written."""
    done = run("letters", letter(tmp_path / "1.json", originals="甲🙂會"), "-o", "out", "--each", at=tmp_path)
    assert done.code == 1
    assert "正本" in done.err
    assert not (tmp_path / "out").exists()
    with pytest.raises(InvalidAnswers) as found:
        bulk.letters(EXAMPLE | {"originals": None, "copies": None}, is_each=True)
    assert [one.label for one in found.value.problems] == ["正本"]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """What cannot be read, what cannot be printed and what is missing come together, and nothing twice."""
    path = letter(tmp_path / "1.json", date="明天", originals="甲🙂會", number=None)
    with pytest.raises(InvalidAnswers) as found:
        bulk.of_file(str(path), is_each=True)
    told = [(one.level, one.label) for one in found.value.problems]
    assert sorted(told) == [("error", "正本"), ("error", "發文日期"), ("gap", "發文字號")]


def test_job_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is begun again draws only what is not there yet; its ZIP has Word and PDF of every letter."""
    letter(tmp_path / "source", originals="甲工會、乙工會", copies="丙局", number=None)
    steps.save(tmp_path, steps.CHOICE, {"each": True})
    batch.make(tmp_path)
    (tmp_path / "out/letters/2-乙工會.pdf").unlink()
    drawn: list[str] = []
    draw = bulk.drawn

    def counted(chunk: Any) -> dict[str, bytes]:
        drawn.extend(one.name for one in chunk)
        return draw(chunk)

    monkeypatch.setattr(bulk, "drawn", counted)
    batch.make(tmp_path)
    assert drawn == ["2-乙工會"]
    with zipfile.ZipFile(tmp_path / "out" / batch.ARCHIVE) as made:
        names = [f"{name}.{kind}" for name in ("1-甲工會", "2-乙工會", "3-丙局") for kind in FORMATS]
        assert made.namelist() == names
    assert steps.load(tmp_path, "make.json") == {"letters": 3, "gap": ["發文字號：尚未填寫"], "warning": []}


# --- 轉知


def test_forwarding_says_what_the_ministry_said() -> None:
    """勞動部's letter, forwarded, has the 主旨 of 衛生福利部's real letter, and 勞動部函 first among its 附件."""
    said = forward(MINISTRY, {"issuer": "衛生福利部"})
    words = SOURCE.read_text(encoding="utf-8").replace("\n", "")
    assert f"主旨：{said['subject']}" in words
    assert said["attachments"] == "勞動部函"
    assert said["explanation"]["text"] == "檢附勞動部113年1月19日勞職授字第1130202337號函。"


def test_forwarding_again_says_what_the_association_said() -> None:
    """A letter that itself forwards is 檢轉, in the words of the association that forwarded 衛生福利部's."""
    first = forward(MINISTRY, {"issuer": "衛生福利部"}) | {
        "date": "113/1/29",
        "number": "衛部口字第1132060119號",
        "attachments": "勞動部函、選拔作業要點、初審意見表、推(自)薦表填寫補充說明 (A1_Attach1.PDF、 A2_Attach2.pdf)",
    }
    said = forward(first, {})
    assert said["subject"] == (
        "檢轉衛生福利部轉知勞動部「113年推行職業安全衛生優良單位及人員」選拔活動，詳如說明，請查照。"
    )
    assert said["explanation"]["text"] == "檢附衛生福利部113年1月29日衛部口字第1132060119號函。"
    assert said["attachments"] == "衛生福利部函、勞動部函、選拔作業要點、初審意見表、推(自)薦表填寫補充說明"


def test_forward_command(tmp_path: Path) -> None:
    """From a PDF of ours the command makes the new letter's answers, which `formgen letters` takes when 正本 is filled in, and tells what is open."""
    run("letters", letter(tmp_path / "1.json"), "-o", "out", at=tmp_path)
    done = run("forward", "out/函.pdf", at=tmp_path)
    assert done.code == 0
    said = json.loads(done.out)
    assert said["attachments"] == f"{EXAMPLE['issuer']}函、{EXAMPLE['attachments']}"
    # What is to be filled in has an empty place; who gets each letter is not asked.
    assert said["originals"] == said["number"] == said["date"] == ""
    assert "正本" in done.err
    assert "受文者" not in done.err
    (tmp_path / "2.json").write_text(json.dumps(said | {"originals": "甲工會"}), encoding="utf-8")
    assert run("letters", "2.json", "-o", "forwarded", at=tmp_path).code == 0
    wrong = run("forward", "-", at=tmp_path, stdin=b'{"unit_recommendation": {"year": 116}}')
    assert wrong.code == 1
    assert "不是函" in wrong.err
