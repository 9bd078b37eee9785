"""The steps of a bulk job in its folder: a list is read, tried and made, in any order of kills."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from spreadsheets import xlsx

from formgen import settings, steps
from formgen.awards import batch, columns, rows, trial
from formgen.errors import UnreadableFile

ASKED = (
    "時間戳記", "電子郵件地址", "1. 請填寫得獎者姓名或單位全銜（與獎狀相同）", "2. 服務單位（個人才要填）",
    "3. 優良事蹟，一百字以內", "4. 還有什麼想告訴我們？",
)  # fmt: skip
ANSWERED = (date(2026, 11, 2), "someone@example.com", "○小明", "○○公司", "推動職業安全衛生", "單位")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.VARIABLE, raising=False)


def listed(folder: Path, names: Sequence[str], **choice: Any) -> Path:
    """A job's folder with a list of 推手獎 for these names."""
    folder.mkdir()
    stream = StringIO(newline="")
    csv.writer(stream).writerows([("獎項", "得獎者"), *(("推手獎", name) for name in names)])
    (folder / "source.csv").write_text(stream.getvalue(), encoding="utf-8")
    steps.save(
        folder,
        steps.CHOICE,
        {"heads": {"award": "獎項", "name": "得獎者"}, "date": "116/11/21", **choice},
    )
    return folder


def said(folder: Path, step: str) -> dict[str, Any]:
    found = steps.load(folder, f"{step}.json")
    assert found is not None
    return found


def test_questionnaire(tmp_path: Path) -> None:
    """A spreadsheet of a web questionnaire is read: its questions are the heads, its time stamp is no date of ours."""
    (tmp_path / "source.xlsx").write_bytes(xlsx({"表單回應 1": [ASKED, ANSWERED]}))
    batch.read(tmp_path)
    found = said(tmp_path, "read")
    assert tuple(found["heads"]) == ASKED
    assert found["guess"] == {"name": ASKED[2], "unit": ASKED[3], "reason": ASKED[4]}
    choice = {"heads": found["guess"], "award": "達人獎", "date": "116/11/21"}
    steps.save(tmp_path, steps.CHOICE, choice)
    batch.try_out(tmp_path)
    (line,) = trial.page(tmp_path, 1, 50)
    assert (line.row, line.award, line.name, line.unit) == (2, "達人獎", "○小明", "○○公司")
    assert "推動職業安全衛生" in line.slots["body"]


def test_questionnaire_as_csv(tmp_path: Path) -> None:
    """As a CSV in UTF-8 too; an unknown head in another encoding stays a doubt, since it may not be Big5."""
    text = "時間戳記,您的稱呼是？\r\n2026/11/2 上午 9:00:00,○小明\r\n"
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    assert [row.cells["您的稱呼是？"] for row in rows.read(path, is_matched=True).rows] == ["○小明"]
    with pytest.raises(UnreadableFile):
        rows.read(path)
    path.write_text(text, encoding="cp950")
    with pytest.raises(UnreadableFile):
        rows.read(path, is_matched=True)


def test_guess_prefers_exact_heads() -> None:
    """A head that is a field's name is never given away for one that only holds it."""
    heads = ("得獎者備註", "得獎者", "頒發日期（民國）")
    assert columns.guess(heads, columns.CERTIFICATE) == {"name": "得獎者", "date": "頒發日期（民國）"}


def test_problems_stand_first(tmp_path: Path) -> None:
    """The dry run lists what is wrong before all else, each page by itself, and finds by row, name and number."""
    folder = listed(tmp_path / "job", [*(f"第{n:03}公會" for n in range(120)), "", "第100%公會"])
    batch.try_out(folder)
    assert said(folder, "try")["counts"] == {"new": 121, "again": 0, "same": 0, "wrong": 1}
    first, last = trial.page(folder, 1, 50), trial.page(folder, 101, 50)
    assert [line.row for line in first[:3]] == [122, 2, 3]
    assert "得獎者" in first[0].problem
    assert len(last) == 22
    assert [line.row for line in trial.find(folder, "第007", 50)] == [9]
    assert [line.row for line in trial.find(folder, "100%", 50)] == [123]
    assert trial.find(folder, "9", 50)[0].row == 9
    line = trial.line_of(folder, 2)
    assert line
    assert trial.neighbours(folder, line) == (0, 3)


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    """A list that cannot be read ends with code 1 and a sentence for the page; nothing of it goes to the log."""
    (tmp_path / "source.csv").write_text("甲,乙\n", encoding="cp950")
    done = _run(tmp_path, "read")
    assert done.returncode == 1
    assert (
        "找不到認得的欄名" in json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["sentences"][0]
    )
    assert done.stderr == b""


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of more rows than are made at once is refused with both figures."""
    monkeypatch.setattr(batch, "MOST_ROWS", 2)
    batch.read(listed(tmp_path / "two", ["甲", "乙"]))
    with pytest.raises(UnreadableFile, match="有 3 列；一次最多 2 列"):
        batch.read(listed(tmp_path / "three", ["甲", "乙", "丙"]))


def _start(folder: Path, step: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "formgen.awards.batch", folder, step],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _run(folder: Path, step: str) -> subprocess.CompletedProcess[bytes]:
    process = _start(folder, step)
    assert process.stderr
    assert process.stdin
    error = process.stderr.read()
    process.wait(120)
    process.stderr.close()
    process.stdin.close()
    return subprocess.CompletedProcess((), process.returncode, b"", error)


def _until(is_so: Any) -> None:
    limit = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_it_ends_with_who_started_it(tmp_path: Path) -> None:
    """When the other end of its standard input closes a step ends, and what it left is gone on with: each once."""
    names = [f"第{number:03}公會" for number in range(120)]
    folder = listed(tmp_path / "job", names, kinds=["each"])
    process = _start(folder, "make")
    _until(lambda: len(list(folder.glob("out/pdf/*.pdf"))) >= 50)
    assert process.stdin
    assert process.stderr
    process.stdin.close()
    assert process.wait(10) == 3
    process.stderr.close()
    with pytest.raises(ProcessLookupError):
        _until(lambda: os.killpg(process.pid, signal.SIG_DFL))
    assert not (folder / "make.json").exists()
    assert _run(folder, "make").returncode == 0
    assert len(PdfReader(folder / "out/certificates.pdf").pages) == 120
    with zipfile.ZipFile(folder / "out/certificates.zip") as archive:
        assert len({*archive.namelist()}) == len(archive.namelist()) == 120
        assert archive.testzip() is None
    text = (folder / "out/ledger.csv").read_bytes().decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text, newline="")))
    assert sorted(int(line["流水號"]) for line in lines) == list(range(1, 121))
    assert {line["得獎者"] for line in lines} == set(names)
