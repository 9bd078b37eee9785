"""Certificates: from rows to paper, numbers, the ledger, and going on after a kill."""

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Cluster, Office
from pypdf import PdfReader

from formgen import cli, settings
from formgen.awards import alliance, example, layout, wording
from formgen.errors import TemplateError, UnreadableFile
from formgen.filenames import safe
from formgen.render.plate import Plate

HEADS = ["獎項", "得獎者", "所屬單位", "事由", "工程名稱", "日期", "字號"]
DAY = "113/11/21"
LONG_NAME = "台灣區○○○○○○製造工業同業公會暨○○○永續發展推動聯盟"
SOURCES = Path(__file__).parent / "sources" / "certificates.txt"
OURS = wording.all_awards(wording.Office())


def row(name: str, award: str = "推手獎", **cells: str) -> list[str]:
    given = {"獎項": award, "得獎者": name, "日期": DAY, **cells}
    return [given.get(head, "") for head in HEADS]


Run = Callable[..., int]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.VARIABLE, raising=False)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on rows; files go to ``tmp_path/out``."""

    def run(rows: Sequence[Sequence[str]], *options: str, heads: Sequence[str] = HEADS) -> int:
        stream = StringIO(newline="")
        csv.writer(stream).writerows([heads, *rows])
        path = tmp_path / "rows.csv"
        path.write_bytes(stream.getvalue().encode())
        return cli.main(["certificates", str(path), "-o", str(tmp_path / "out"), *options])

    return run


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def entries(out: Path, file: str = "ledger.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((out / file).read_bytes().decode("utf-8-sig"), newline="")))


def texts(path: Path) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(path).pages]


def winners(path: Path) -> list[str]:
    """The recipients in the bookmarks of a PDF."""
    outline: Sequence[Any] = PdfReader(path).outline
    assert len(outline) == len(PdfReader(path).pages)
    return [str(one.title).partition("　")[2] for one in outline]


def sums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_one_file_makes_mixed_certificates(run: Run, out: Path) -> None:
    """Each row's award says how its certificate looks and what it says; all stand in one PDF, in the rows' order."""
    rows = [
        row(LONG_NAME),
        row("○小明", "達人獎", 所屬單位="○○公會"),
        row("○○營造", "金安心工程參與證明", 工程名稱="○○新建工程"),
    ]
    assert run(rows) == 0
    pages = texts(out / "certificates.pdf")
    assert LONG_NAME in pages[0]
    assert "○小明君服務於○○公會，" in pages[1]
    assert "金安心工程參與證明" in pages[2]
    assert "承攬「○○新建工程」" in pages[2]
    assert all("中華民國一一三年十一月二十一日" in page for page in pages)
    sizes = [page.mediabox.width > page.mediabox.height for page in PdfReader(out / "certificates.pdf").pages]
    assert sizes == [False, False, True]


@pytest.mark.parametrize("award", list(OURS))
def test_the_example_prints(award: str, run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example of every award makes its certificate, as PDF and as Word, with nothing to complain of."""
    assert cli.main(["certificates", "--example", "--award", award]) == 0
    text = capsys.readouterr().out.lstrip("\ufeff")
    heads, *rows = csv.reader(StringIO(text, newline=""))
    assert run(rows, "--each", "--docx", heads=heads) == 0
    (entry,) = entries(out)
    assert entry["狀態"] == "完成"
    (page,) = texts(out / entry["單張檔案"])
    reason = OURS[award].reason
    assert reason in page
    with zipfile.ZipFile(out / entry["Word檔案"]) as package:
        document = package.read("word/document.xml").decode()
    assert reason in document
    assert "w:pgBorders" in document


BAD = {
    "no award": (row("○○公會", ""), "沒有「獎項」"),
    "unknown award": (row("○○公會", "推守獎"), "沒有「推守獎」這個獎項。是不是「推手獎」？"),
    "no name": (row(""), "沒有「得獎者」"),
    "no unit": (row("○小明", "達人獎"), "沒有「所屬單位」，「達人獎」的正文要用"),
    "no work": (row("○○營造", "金安心工程參與證明"), "沒有「工程名稱」"),
    "no date": (row("○○公會", 日期=""), "沒有日期"),
    "no such day": (row("○○公會", 日期="113/2/30"), "2 月沒有 30 日"),
    "no such character": (row("○○🙂公會"), "得獎者「○○🙂公會」裡的「🙂」(U+1F642)沒有字型能印"),
    "no such characters": (
        row("○🙂🚀🙃公會"),
        "裡的「🙂」(U+1F642)、「🚀」(U+1F680)、「🙃」(U+1F643)沒有字型能印；請換一個字",
    ),
    "a twin": (row("○\uf9d1公會"), "請改用「六」"),
    "lost characters": (row("○?公會"), "遺失的字"),
    "name too long": (row("○○" * 60), "放不下：縮到 22 點、排 2 行"),
    "reason too long": (row("○○公會", 事由="推動職業安全衛生" * 40), "正文「"),
    "twice": (row("甲公會"), "與第 2 列重複"),
    "number twice": (row("○○公會", 字號="7"), "字號「○○字第0000007號」已給「推手獎　乙公會」"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_row_is_told_and_stops_no_other(
    what: str, run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of bad row has its sentence in the dry run, on stderr and in the ledger, and lies alone in failed.csv."""
    bad, sentence = BAD[what]
    rows = [row("甲公會"), row("乙公會", 字號="7"), bad, row("丙公會")]
    assert run(rows, "--dry-run") == 1
    assert not out.exists()
    assert sentence in capsys.readouterr().err
    assert run(rows) == 1
    assert sentence in capsys.readouterr().err
    lines = entries(out)
    assert [line["狀態"] for line in lines] == ["完成", "完成", "失敗", "完成"]
    assert sentence in lines[2]["問題"]
    assert len(texts(out / "certificates.pdf")) == 3
    failed = entries(out, "failed.csv")
    assert [list(line.values()) for line in failed] == [bad]


def test_mended_rows_can_be_handed_in_alone(run: Run, out: Path) -> None:
    """The failed rows, mended, run by themselves: a PDF of their own, the next numbers, and nothing of before is lost."""
    run([row("甲公會"), row("")])
    assert run([row("乙公會")]) == 0
    assert winners(out / "certificates.pdf") == ["乙公會", "甲公會"]
    assert winners(out / "certificates-new.pdf") == ["乙公會"]
    assert {line["得獎者"]: line["字號"][-3:] for line in entries(out)} == {
        "甲公會": "01號",
        "乙公會": "02號",
    }
    assert not (out / "failed.csv").exists()


def test_the_same_rows_give_the_same_bytes(run: Run, out: Path) -> None:
    """A second run in another folder writes the very same files."""
    rows = [row(f"第{number}公會") for number in range(5)]
    run(rows, "--each", "--docx")
    first = sums(out)
    out.rename(out.with_name("first"))
    run(rows, "--each", "--docx")
    assert sums(out) == first


def test_what_is_done_is_kept(run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With more rows, the files that are there stay as they are, and so do the numbers."""
    run([row("甲公會")], "--each")
    (path,) = (out / "pdf").iterdir()
    first = path.stat().st_mtime_ns
    run([row("乙公會"), row("甲公會")], "--each")
    assert path.stat().st_mtime_ns == first
    assert [(line["得獎者"], line["流水號"], line["狀態"]) for line in entries(out)] == [
        ("乙公會", "2", "完成"),
        ("甲公會", "1", "完成"),
    ]
    assert "新製作 1 張，沒有變動 1 張" in capsys.readouterr().err


def test_a_damaged_file_is_made_again(run: Run, out: Path) -> None:
    """A file that is not as the ledger says is written again."""
    run([row("甲公會")], "--each")
    (path,) = (out / "pdf").iterdir()
    good = path.read_bytes()
    path.write_bytes(good[:100])
    run([row("甲公會")], "--each")
    assert path.read_bytes() == good


def test_a_corrected_row_keeps_its_number(run: Run, out: Path) -> None:
    """A row with another reason is issued again under its number."""
    run([row("甲公會"), row("乙公會")], "--each")
    run([row("甲公會"), row("乙公會", 事由="熱心")], "--each")
    assert [(line["流水號"], line["狀態"]) for line in entries(out)] == [("1", "完成"), ("2", "重發")]
    assert "熱心" in texts(out / entries(out)[1]["單張檔案"])[0]


def test_a_corrected_name_keeps_its_number(run: Run, out: Path) -> None:
    """A misspelt name in its row takes its number along, the ledger says so, and the old file goes."""
    rows = [row("甲公會"), row("王小名", "達人獎", 所屬單位="甲公會"), row("乙公會")]
    run(rows, "--each")
    rows[1] = row("王小明", "達人獎", 所屬單位="甲公會")
    run(rows, "--each")
    line = entries(out)[1]
    assert (line["流水號"], line["狀態"], line["問題"]) == ("2", "重發", "原為「王小名」，沿用字號")
    assert len(list((out / "pdf").iterdir())) == 3
    run(rows, "--each")
    assert entries(out)[1] == line


def test_another_list_takes_no_number(run: Run, out: Path) -> None:
    """A list of other recipients, even of like names in the same rows, gets new numbers."""
    run([row("台灣區甲工業同業公會"), row("台灣區乙工業同業公會")])
    run([row("台灣區丙工業同業公會")])
    assert {line["得獎者"][3]: line["流水號"] for line in entries(out)} == {"甲": "1", "乙": "2", "丙": "3"}


def test_a_number_of_its_own_names_the_corrected_recipient(run: Run, out: Path) -> None:
    """A corrected name in another row takes its number along where the row gives it."""
    run([row("甲公會"), row("王小名"), row("乙公會")])
    run([row("王小明", 字號="○○字第0000002號"), row("甲公會"), row("乙公會")])
    assert [(line["得獎者"], line["流水號"]) for line in entries(out)] == [
        ("王小明", "2"), ("甲公會", "1"), ("乙公會", "3"),
    ]  # fmt: skip


def test_a_number_given_twice_is_no_correction(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two rows with one number: the second fails, alone in failed.csv too, and the first keeps all that it has."""
    first, second = row("大安區公會", 字號="7"), row("大雄區公會", 字號="7")
    assert run([first, second], "--each") == 1
    before = sums(out)
    assert run([second], "--each") == 1
    assert "字號「○○字第0000007號」已給「推手獎　大安區公會」" in capsys.readouterr().err
    assert winners(out / "certificates.pdf") == ["大安區公會"]
    assert all(sums(out)[file] == content for file, content in before.items() if file.startswith("pdf/"))
    assert [(line["得獎者"], line["狀態"]) for line in entries(out)] == [
        ("大雄區公會", "失敗"), ("大安區公會", "完成"),
    ]  # fmt: skip


def test_another_recipient_takes_no_number(run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another organisation in the same row gets its own number; who was there before is told of and kept."""
    rows = [row("甲公會"), row("乙公會"), row("白沙灣市工業會")]
    run(rows, "--each")
    rows[2] = row("觀瀾市工業會")
    run(rows, "--each")
    assert "這份名單沒有先前做過的 白沙灣市工業會；獎狀與字號都保留" in capsys.readouterr().err
    assert {line["得獎者"]: line["流水號"] for line in entries(out)} == {
        "甲公會": "1", "乙公會": "2", "白沙灣市工業會": "3", "觀瀾市工業會": "4",
    }  # fmt: skip
    assert len(list((out / "pdf").iterdir())) == 4
    assert winners(out / "certificates.pdf") == ["甲公會", "乙公會", "觀瀾市工業會", "白沙灣市工業會"]


def test_who_takes_over_a_number_and_fails_takes_nothing(run: Run, out: Path) -> None:
    """A corrected name whose row has another's number fails, and the one of before keeps number and file."""
    run([row("甲公會"), row("王小名"), row("乙公會")], "--each")
    assert run([row("甲公會"), row("王小明", 字號="1"), row("乙公會")], "--each") == 1
    assert {line["得獎者"]: line["流水號"] for line in entries(out)} == {
        "甲公會": "1", "王小明": "", "乙公會": "3", "王小名": "2",
    }  # fmt: skip
    assert len(list((out / "pdf").iterdir())) == 3


def test_one_file_has_all_and_one_the_new(run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """certificates.pdf is always everybody; certificates-new.pdf the part that the run made, gone where there is none."""

    def made(rows: Sequence[Sequence[str]], *options: str) -> tuple[list[str], list[str], str]:
        capsys.readouterr()
        run(rows, *options)
        new = out / "certificates-new.pdf"
        assert {path.name for path in out.glob("*.pdf")} <= {"certificates.pdf", new.name}
        said = capsys.readouterr().err.splitlines()[-1]
        return winners(out / "certificates.pdf"), winners(new) if new.exists() else [], said

    first, second, third = row("甲公會"), row("乙公會"), row("丙公會")
    assert made([first, row("", 事由="熱心"), third]) == (
        ["甲公會", "丙公會"], [], "請列印 certificates.pdf（全部 2 張）。"
    )  # fmt: skip
    everybody = ["甲公會", "乙公會", "丙公會"]
    assert made([first, second, third]) == (
        everybody, ["乙公會"], "請列印 certificates-new.pdf（這次的 1 張）；certificates.pdf（全部 3 張，含這幾張）。"
    )  # fmt: skip
    assert made([first, second, third]) == (
        everybody, [], "這次沒有要印的；certificates.pdf（全部 3 張）沒有變動。"
    )  # fmt: skip
    assert made([first, second, third], "--only", "3")[:2] == (everybody, ["乙公會"])
    assert made([first, second, row("丙公會", 事由="熱心")])[:2] == (everybody, ["丙公會"])


def test_both_prints_are_kept(run: Run, out: Path) -> None:
    """--only after --preprinted leaves both PDFs of all as they are: each print has its own columns in the ledger."""
    rows = [row(f"第{number}公會") for number in range(4)]
    run(rows)
    run(rows, "--preprinted")
    before = sums(out)
    run(rows, "--only", "3")
    assert winners(out / "certificates.pdf") == [f"第{number}公會" for number in range(4)]
    assert winners(out / "certificates-new.pdf") == ["第1公會"]
    assert all(sums(out)[file] == before[file] for file in ("certificates.pdf", "preprinted.pdf"))
    run(rows, "--preprinted", "--only", "4")
    assert winners(out / "preprinted-new.pdf") == ["第2公會"]
    assert len(winners(out / "preprinted.pdf")) == 4


def test_without_a_usable_row_there_is_no_pdf(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A job whose rows all fail writes no PDF, and says what is wrong with all of them once."""
    assert run([row(f"第{number}公會", 日期="") for number in range(63)]) == 1
    assert sorted(path.name for path in out.iterdir()) == [".formgen.lock", "failed.csv", "ledger.csv"]
    lines = [line for line in capsys.readouterr().err.splitlines() if "沒有日期" in line]
    assert len(lines) == 1
    assert lines[0].startswith("錯誤　第 2-64 列（共 63 列）：")


def test_a_wrong_date_of_the_command_is_told_once(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A --date that is no day stops the job before anything is written."""
    assert run([row("甲公會", 日期=""), row("乙公會", 日期="")], "--date", "116/13/1") == 1
    assert capsys.readouterr().err.splitlines() == ["--date：沒有 13 月；請填 1 到 12 月。"]
    assert not out.exists()


def test_rows_may_give_numbers(run: Run, out: Path) -> None:
    """A given number is used as it is; ours go around it, and zeros are kept."""
    run([row("甲公會"), row("乙公會", 字號="002"), row("丙公會", 字號="特字第007號"), row("丁公會")])
    assert [line["字號"] for line in entries(out)] == [
        "○○字第0000001號", "○○字第0000002號", "特字第007號", "○○字第0000003號",
    ]  # fmt: skip


def test_only_prints_the_chosen_rows(run: Run, out: Path) -> None:
    """--only reprints rows by number, range and name, under their numbers, and leaves the PDF of all alone."""
    rows = [row(f"第{number}公會") for number in range(2, 9)]
    run(rows)
    before = sums(out)["certificates.pdf"]
    assert run(rows, "--only", "3,5-6,第8公會") == 0
    assert winners(out / "certificates-new.pdf") == ["第3公會", "第5公會", "第6公會", "第8公會"]
    assert sums(out)["certificates.pdf"] == before
    assert [line["狀態"] for line in entries(out)] == ["完成", "重發", "完成", "重發", "重發", "完成", "重發"]
    assert run(rows, "--only", "99") == 1


def test_only_minds_the_chosen_rows_alone(run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--only tells of no other row, leaves failed.csv alone, forgives a comma too many, and refuses to be empty."""
    rows = [row("甲公會"), row("", 事由="熱心"), row("乙公會"), row("", 事由="認真")]
    run(rows)
    failed = sums(out)["failed.csv"]
    capsys.readouterr()
    assert run(rows, "--only", "2,,4") == 0
    assert "沒有「得獎者」" not in capsys.readouterr().err
    assert run(rows, "--only", "3") == 1
    assert "錯誤　第 3 列：沒有「得獎者」；請補上" in capsys.readouterr().err
    assert sums(out)["failed.csv"] == failed
    assert [line["狀態"] for line in entries(out)] == ["重發", "失敗", "重發", "失敗"]
    for empty in ("", " ,"):
        assert run(rows, "--only", empty) == 1
        assert "--only 後面是空的" in capsys.readouterr().err
    assert run(rows, "--only", "99") == 1
    assert "「99」沒有選到任何一列" in capsys.readouterr().err


def test_preprinted_prints_the_variable_text_alone(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On paper that is printed already only number, name, body and date are printed, shifted by the settings' mm."""

    def place(path: Path) -> tuple[str, tuple[float, float]]:
        found = []
        page = PdfReader(path).pages[0]
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_: (
                found.append((cm[4] + tm[4], cm[5] + tm[5])) if "甲" in text else None
            )
        )
        return re.sub(r"\s", "", page.extract_text()), found[0]

    run([row("甲公會")])
    run([row("甲公會")], "--preprinted")
    text, before = place(out / "preprinted.pdf")
    assert "甲公會" in text
    assert "獎狀" not in text
    assert "特頒此狀" not in text
    _settings(monkeypatch, tmp_path, "shift = [10, 5]")
    run([row("甲公會")], "--preprinted")
    _, after = place(out / "preprinted.pdf")
    moved = after[0] - before[0], after[1] - before[1]
    assert moved == pytest.approx((10 * 72 / 25.4, -5 * 72 / 25.4), abs=0.1)


def test_preprinted_paper_has_its_number(run: Run, out: Path) -> None:
    """What was printed on pre-printed paper keeps its number when the list grows, and stands in the ledger."""
    run([row("甲公會")], "--preprinted")
    run([row("乙公會"), row("甲公會")], "--preprinted")
    assert [(line["得獎者"], line["流水號"], line["套印檔案"]) for line in entries(out)] == [
        ("乙公會", "2", "preprinted.pdf"), ("甲公會", "1", "preprinted.pdf"),
    ]  # fmt: skip


def _settings(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    path = folder / "settings.toml"
    path.write_text(f"[certificates]\n{text}\n", encoding="utf-8")
    monkeypatch.setenv(settings.VARIABLE, str(path))


def test_an_office_changes_the_words(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signer, date, number and wording of the settings stand on the certificate; a new award needs a body alone."""
    _settings(
        monkeypatch,
        tmp_path,
        """
        organisation = "測試市政府"
        signer_title = "市長"
        signer = "林測試"
        date = "113/8/1"
        date_style = "legal"
        number = "測字第{year}-{number:03}號"
        first = 20
        [certificates.awards."推手獎"]
        title = "感謝狀"
        body = "{reason}，特致謝忱。"
        [certificates.awards."安心獎"]
        template = "landscape"
        body = "{name}很安心。"
        """,
    )
    assert run([row("甲公會", 日期="", 事由="協助推動。"), row("乙公會", "安心獎", 日期="")]) == 0
    first, second = texts(out / "certificates.pdf")
    for words in (
        "測試市政府",
        "市長",
        "林測試",
        "中華民國一百十三年八月一日",
        "測字第113-020號",
        "感謝狀",
        "協助推動，特致謝忱。",
    ):
        assert words in first
    assert "乙公會很安心。" in second
    assert "測字第113-021號" in second


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('signr = "林"', "[certificates.signr] 沒有這個設定"),
        ('number = "第{nmber}號"', "大括號裡只能是 {number}、{year}"),
        ('number = "第號"', "要有 {number}"),
        ('number = "{number.__class__}"', "大括號裡只能是"),
        ('date = "113/2/30"', "2 月沒有 30 日"),
        ('date_style = "roman"', "只能是 positional"),
        ("shift = [99, 0]", "[certificates.shift.0]"),
        ('[certificates.awards."推手獎"]\nbody = "{nam}"', "[certificates.awards.推手獎.body] 大括號裡只能是"),
        ('[certificates.awards."新獎"]\ntitle = "獎狀"', "請寫 body"),
        ('first = "一"', "[certificates.first] 要是整數，不加引號"),
        ("year = 0", "[certificates.year] 不能小於 1"),
        ("shift = [1, 2, 3]", "[certificates.shift] 最多 2 個值"),
        ("awards = 3", "[certificates.awards] 要是一組設定"),
    ],
    ids=[
        "unknown key", "unknown place", "no place", "attribute", "no day", "no style", "too far", "award", "no body",
        "no number", "too small", "too many", "no table",
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_told(
    text: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake in the settings is a sentence that names the key."""
    _settings(monkeypatch, tmp_path, text)
    with pytest.raises(UnreadableFile, match=re.escape(sentence)):
        wording.all_awards(wording.office())


def test_a_table_that_nobody_reads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt table of the settings is an error that offers the right one, in whatever command."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv(settings.VARIABLE, str(path))
    for text, sentence in (
        ('[certificate]\nsigner = "林"', "沒有 [certificate] 這一組設定；是不是「certificates」？"),
        ('[award.period]\nfirst = "113/1/1"', "沒有 [award] 這一組設定；是不是「awards」？"),
        (
            'signer = "林"',
            "「signer」不在任何一組設定裡；請寫在 [programmes]、[letter]、[awards]、[certificates]",
        ),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFile, match=re.escape(f"無法讀取「{path}」：{sentence}")):
            settings.load()


def test_mistakes_of_the_alliance_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong in [awards] is told with the settings file and in Chinese."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv(settings.VARIABLE, str(path))
    path.write_text('[awards.awards."宣傳獎"]\nkinds = ["一"]', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=re.escape(f"無法讀取「{path}」：[awards.")) as error:
        alliance.load()
    assert str(error.value).endswith("要是整數，不加引號")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{{ page.closing }}", "{{ page.clsing }}", "沒有「clsing」可以用"),
        ("{{ page.closing }}", "{% if page.closing %}", "大括號、百分號寫法不對"),
        ("{{ page.closing }}", "🙂", "「🙂」(U+1F642)沒有字型能印"),
        ("{{ page.closing }}", "{% include 'no.html' %}", "它要用的「no.html」找不到"),
        ("{{ page.closing }}", "{{ page.closing + 1 }}", "寫法不能用"),
        ('page.slot("date"', 'page.slot("day"', "沒有「day」這個欄框"),
        ("{% block rows %}", "", "少了 endif、endfor、endblock"),
        ("{% block rows %}", "{% block row %}", "寫法不能用"),
    ],
)
def test_a_broken_template_is_told_in_chinese(
    old: str, new: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong with an office's own template is a sentence without a word of Jinja's."""
    page = (layout.FOLDER / "portrait.html").read_text(encoding="utf-8")
    (tmp_path / "ours.html").write_text(page.replace(old, new), encoding="utf-8")
    _settings(monkeypatch, tmp_path, 'templates = "."\n[certificates.awards."推手獎"]\ntemplate = "ours"')
    said = wording.office()
    with pytest.raises(TemplateError, match=re.escape(sentence)):
        layout.render(wording.all_awards(said)["推手獎"], layout.folders(said))


def test_a_character_of_the_settings_without_a_font_is_told(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A signer's character that no font draws is told with file, setting and code before anything is drawn."""
    _settings(monkeypatch, tmp_path, 'signer = "林🙂"')
    assert run([row("甲公會")]) == 1
    assert "「推手獎」的 signer 裡的「🙂」(U+1F642)沒有字型能印" in capsys.readouterr().err


def test_a_template_is_added_by_copying_a_page(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page in the office's own folder is a template; one without a slot, or with an unknown name, is an error."""
    own = tmp_path / "own"
    own.mkdir()
    page = (layout.FOLDER / "portrait.html").read_text(encoding="utf-8")
    (own / "ours.html").write_text(page.replace("{{ page.closing }}", "此致"), encoding="utf-8")
    _settings(monkeypatch, tmp_path, 'templates = "own"\n[certificates.awards."推手獎"]\ntemplate = "ours"')
    assert run([row("甲公會")]) == 0
    assert "此致" in texts(out / "certificates.pdf")[0]
    for wrong in (
        page.replace("page.closing", "page.clsing"),
        page.replace('{{ page.slot("date"', '{{ ("date"'),
    ):
        (own / "ours.html").write_text(wrong, encoding="utf-8")
        said = wording.office()
        with pytest.raises(TemplateError, match=r"ours\.html"):
            layout.render(wording.all_awards(said)["推手獎"], layout.folders(said))


def test_pictures_of_the_settings_are_printed(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logo and a signature stand on the page; a signature replaces the signer's printed name."""
    pillow = pytest.importorskip("PIL.Image")
    pillow.new("RGB", (60, 20), "navy").save(tmp_path / "logo.png")
    pillow.new("RGB", (90, 30), "black").save(tmp_path / "sign.jpg")
    _settings(monkeypatch, tmp_path, 'logo = "logo.png"\nsignature = "sign.jpg"\nsigner = "林測試"')
    assert run([row("甲公會")]) == 0
    content = (out / "certificates.pdf").read_bytes()
    assert content.count(b"/Subtype /Image") + content.count(b"/Subtype/Image") >= 2
    assert "林測試" not in texts(out / "certificates.pdf")[0]


@pytest.mark.parametrize(
    "name", ['a/b\\c:d*e?f"g<h>i|j', "CON", "com1.x", "末尾. ", "\u202e甲\n", "字" * 300, "..", ""]
)
def test_file_names_are_safe_on_windows(name: str) -> None:
    """No forbidden or unseen character, no reserved name, no dot or blank at the end, not too long, never empty."""
    made = safe(name)
    assert made
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202e]', made)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", made)
    assert made == made.rstrip(". ")
    assert len(made.encode()) <= 200


def test_awards_are_the_alliances_and_the_selections() -> None:
    """There are twelve awards, on a portrait and a landscape template, each with its source."""
    assert len(OURS) == 12
    assert {award.template for award in OURS.values()} == {"portrait", "landscape"}
    assert all(award.source and award.wording != "office" for award in OURS.values())


@pytest.mark.parametrize("award", list(OURS))
def test_quotes_are_the_sources(award: str) -> None:
    """What awards.toml says it quotes stands in the source and in the wording; a quoted reason is all the source's."""
    passages, one = SOURCES.read_text(encoding="utf-8"), OURS[award]
    for quote in one.quotes:
        assert quote in passages
        assert quote in f"{one.title}{one.body}{one.reason}"
    if one.wording == "quoted":
        assert one.reason in one.quotes
    assert bool(one.quotes) == (one.wording != "ours")


@pytest.mark.parametrize("name", [look.name for look in layout.looks([layout.FOLDER])])
def test_templates_fit_long_names(name: str) -> None:
    """On every template a name of 30 and a body of 90 characters fit, and the page is one."""
    award = OURS["推手獎"].model_copy(update={"template": name})
    plate = Plate.of(layout.render(award, [layout.FOLDER]))
    values = {
        "number": "○○字第0000001號",
        "name": "名" * 30,
        "body": "字" * 90,
        "date": "中華民國一百十一年十二月三十一日",
    }
    assert plate.misfits(values) == []


@pytest.mark.parametrize("template", ["portrait", "landscape"])
@pytest.mark.parametrize("key", ["title", "headline", "closing", "organisation", "signer_title"])
def test_fixed_texts_never_move_the_date(
    template: str, key: str, run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long text of the settings is printed smaller and moves nothing; one that is far too long is told by its name."""

    def slots(text: str) -> dict[str, tuple[float, float]]:
        award = OURS["推手獎"].model_copy(update={"template": template, key: text})
        plate = Plate.of(layout.render(award, [layout.FOLDER]))
        return {slot.name: (slot.left, slot.top) for slot in plate.slots.values()}

    assert slots("字" * 12) == slots("字")
    _settings(
        monkeypatch,
        tmp_path,
        f'[certificates.awards."推手獎"]\ntemplate = "{template}"\n{key} = "{"字" * 60}"',
    )
    assert run([row("甲公會")]) == 1
    assert not list(out.glob("*.pdf"))
    with pytest.raises(UnreadableFile, match=f"「推手獎」的.*{key}.*太長"):
        slots("字" * 60)


def test_the_award_and_the_alliance_stand_on_the_certificate(run: Run, out: Path) -> None:
    """The award's name stands on a line of its own, large, and the body names the alliance with its period, once."""
    run([row("甲公會"), row("○○營造", "金安心工程參與證明", 工程名稱="○○新建工程")])
    first, second = texts(out / "certificates.pdf")
    assert "獎狀推手獎" in first
    assert "甲公會加入第2期產業本質安全推動聯盟，" in first
    assert first.count("推動聯盟") == 1
    assert second.count("金安心工程參與證明") == 1


def test_the_year_is_written_as_in_the_date(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The body's year is in the letters of the date, in either style."""
    for style, letters in (("positional", "一一三年"), ("legal", "一百十三年")):
        _settings(monkeypatch, tmp_path, f'date_style = "{style}"')
        run([row("甲公會", "優良獎")])
        (page,) = texts(out / "certificates.pdf")
        assert page.count(letters) == 2
        assert "113年" not in page


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("王小明", "王小明君"),
        ("王小明 先生", "王小明先生"),
        ("○美女士", "○美女士"),
        ("○○ 理事長", "○○理事長"),
        ("○君", "○君君"),
    ],
)
def test_nobody_is_addressed_twice(name: str, printed: str, run: Run, out: Path) -> None:
    """A name with 先生 or another title of address gets no 君 after it; a name that ends with 君 does."""
    run([row(name, "功績獎", 事由="推動")])
    assert f"號{printed}推動" in texts(out / "certificates.pdf")[0]


def test_word_divides_a_name_as_the_pdf_does(run: Run, out: Path) -> None:
    """A name of two lines ends its first line at the same place in Word; the hidden answers keep it whole."""
    run([row(LONG_NAME)], "--docx")
    with zipfile.ZipFile(out / entries(out)[0]["Word檔案"]) as package:
        document = package.read("word/document.xml").decode()
        hidden = b"".join(package.read(part) for part in package.namelist() if "customXml/item" in part)
    first, _, second = LONG_NAME.partition("暨")
    assert re.search(f"{first}暨</w:t><w:br/><w:t[^>]*>{second}<", document)
    assert json.dumps(LONG_NAME)[1:-1] in hidden.decode()
    assert '<w:jc w:val="distribute"/>' in document


@pytest.mark.slow
def test_a_killed_job_goes_on(run: Run, out: Path, tmp_path: Path) -> None:
    """Killed in mid-job, nothing is half-written; run again, what was done is kept and all is as if never killed."""
    rows = [row(f"第{number:04}公會") for number in range(600)]
    run(rows[:1], "--dry-run")
    stream = StringIO(newline="")
    csv.writer(stream).writerows([HEADS, *rows])
    (tmp_path / "all.csv").write_text(stream.getvalue(), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "formgen.cli",
        "certificates",
        str(tmp_path / "all.csv"),
        "-o",
        str(out),
        "--each",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    while process.poll() is None and len(list(out.glob("pdf/*.pdf"))) < 60:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = {path.name: path.stat().st_mtime_ns for path in out.glob("pdf/*.pdf")}
    assert 60 <= len(done) < 600
    assert all(PdfReader(out / "pdf" / name).pages for name in list(done)[:20])
    with (out / "ledger.csv").open("ab") as ledger:
        ledger.write("3,2,半".encode()[:-1])
    assert run(rows, "--each") == 0
    after = {path.name: path.stat().st_mtime_ns for path in out.glob("pdf/*.pdf")}
    assert len(after) == 600
    kept = [name for name, moment in done.items() if after[name] == moment]
    assert len(kept) >= len(done) - 50
    assert not list(out.rglob(".formgen.*[!k]"))
    lines = entries(out)
    assert [line["流水號"] for line in lines] == [str(number) for number in range(1, 601)]
    assert all(line["狀態"] == "完成" for line in lines)
    assert all(
        hashlib.sha256((out / line["單張檔案"]).read_bytes()).hexdigest() == line["單張sha256"]
        for line in lines
    )


@pytest.mark.slow
def test_a_cluster_makes_the_same_files(run: Run, out: Path, cluster: Cluster) -> None:
    """On a Dask cluster, one of its two workers killed in mid-job, the same files come as from processes here."""
    rows = [row(f"第{number:04}公會") for number in range(800)]
    run(rows, "--docx")
    first = sums(out)
    out.rename(out.with_name("first"))
    killer = threading.Thread(
        target=_kill_when, args=(cluster, lambda: any(out.glob("docx/*.docx"))), daemon=True
    )
    killer.start()
    assert run(rows, "--docx", "--dask", cluster.address) == 0
    killer.join()
    assert [worker.poll() is None for worker in cluster.workers] == [False, True]
    assert sums(out) == first


def _kill_when(cluster: Cluster, is_time: Callable[[], bool]) -> None:
    while not is_time():
        time.sleep(0.005)
    cluster.workers[0].kill()
    cluster.workers[0].wait()


def test_two_jobs_do_not_share_a_folder(run: Run, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While one job has the folder, another one is told to wait."""
    from formgen import files

    with files.locked(out):
        assert run([row("甲公會")]) == 1
    assert "正由另一個 formgen 製作中" in capsys.readouterr().err


def test_a_ledger_that_was_changed_by_hand_is_told(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ledger whose columns are not ours stops the job before anything is written."""
    out.mkdir()
    (out / "ledger.csv").write_text("甲,乙\r\n1,2\r\n", encoding="utf-8")
    assert run([row("甲公會")]) == 1
    assert "欄名不是本程式的" in capsys.readouterr().err
    assert not (out / "certificates.pdf").exists()


def test_the_test_sheet_shows_every_slot(out: Path) -> None:
    """The test sheet has the certificate's size, rulers and the name of each slot."""
    assert cli.main(["certificates", "--test-sheet", "--award", "優良獎", "-o", str(out)]) == 0
    (page,) = PdfReader(out / "test-sheet-landscape.pdf").pages
    assert page.mediabox.width == pytest.approx(297 * 72 / 25.4, abs=0.5)
    text = page.extract_text()
    assert all(label in text for label in ("字號", "得獎者", "正文", "日期", "280", "190"))
    assert "橫式獎狀" in text
    assert "往右 0、往下 0 公釐" in text


@pytest.mark.parametrize(
    "options", [[], ["rows.csv"], ["rows.csv", "-o", "out", "--preprinted", "--each"], ["--test-sheet"]]
)
def test_wrong_usage_is_told(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be done together, or lacks a folder or rows, is wrong usage (2)."""
    with pytest.raises(SystemExit) as error:
        cli.main(["certificates", *options])
    assert error.value.code == 2
    assert "用法不對" in capsys.readouterr().err


def test_word_files_are_drawn_on_one_page(run: Run, out: Path, office: Office) -> None:
    """LibreOffice draws the Word file of a long name on one page, portrait and landscape, with the words of the PDF."""
    rows = [
        row(LONG_NAME, 事由="推動職業安全衛生" * 12),
        row(LONG_NAME, "優良獎", 事由="推動職業安全衛生" * 10),
    ]
    assert run(rows, "--docx", "--each") == 0
    lines = entries(out)
    drawn = office.convert(
        {str(place): (out / line["Word檔案"]).read_bytes() for place, line in enumerate(lines)}, "pdf"
    )
    for place, line in enumerate(lines):
        pages = PdfReader(BytesIO(drawn[str(place)])).pages
        assert len(pages) == 1
        ours = sorted(texts(out / line["單張檔案"])[0])
        assert sorted(re.sub(r"\s", "", pages[0].extract_text())) == ours


def test_example_has_every_award() -> None:
    """The rows file to start from has a row for each award."""
    lines = list(
        csv.DictReader(StringIO(example.rows_file(list(OURS.values())).lstrip("\ufeff"), newline=""))
    )
    assert [line["獎項"] for line in lines] == list(OURS)
