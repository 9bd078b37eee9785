"""Rows files: what people keep lists in is read as it stands there, or the file says in one sentence what to do."""

import re
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import spreadsheets
from hypothesis import given
from hypothesis import strategies as st

from formgen.awards import columns, rows
from formgen.errors import UnreadableFile

NAME = "○○區螺絲螺帽暨緊固元件製造工業同業公會"
TEXT = f"獎項,得獎者,統一編號\n推手獎,{NAME},00501503\n"


def saved(folder: Path, content: bytes | str, name: str = "名單.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as error:
        rows.read(path, sheet)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "big5hkscs", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_usual_encoding(encoding: str, delimiter: str, tmp_path: Path) -> None:
    """Encoding, byte order mark and delimiter are found out, and leading zeros stay."""
    content = TEXT.replace(",", delimiter).encode(encoding)
    table = rows.read(saved(tmp_path, content))
    assert table.heads == ("獎項", "得獎者", "統一編號")
    assert [row.cells for row in table.rows] == [{"獎項": "推手獎", "得獎者": NAME, "統一編號": "00501503"}]
    assert (table.warnings, table.problems) == ((), ())


def test_characters_beyond_cp950(tmp_path: Path) -> None:
    """堃 is not in CP950; the Big5 of Hong Kong has it."""
    table = rows.read(saved(tmp_path, "姓名,獎項\n游○堃,達人獎\n".encode("big5hkscs")))
    assert table.rows[0].cells["姓名"] == "游○堃"


def test_simplified_chinese_is_not_taken_for_big5(tmp_path: Path) -> None:
    """GBK bytes that CP950 decodes without an error are refused, since no head makes sense in them."""
    content = "姓名,事由\n王安,好\n".encode("gbk")
    assert content.decode("cp950")
    assert "Big5" in refusal(saved(tmp_path, content))


@pytest.mark.parametrize(
    ("head", "name", "damaged"),
    [
        ("得獎者", "游錫?", ["2.得獎者"]),
        ("得獎者", "游錫\ufffd", ["2.得獎者"]),
        ("得獎者", "游 ? 錫", ["2.得獎者"]),
        ("得獎者", "??", ["2.得獎者"]),
        ("得獎者", "What? Ltd", []),
        ("事由", "為什麼?", []),
        ("事由", "提\ufffd案", ["2.事由"]),
    ],
)
def test_lost_characters(head: str, name: str, damaged: list[str], tmp_path: Path) -> None:
    """A "?" in a name, and a replacement character anywhere, is a problem of that row and column."""
    table = rows.read(saved(tmp_path, f"獎項,{head}\n推手獎,{name}\n"))
    assert [problem.field for problem in table.problems] == damaged
    assert all("第 2 列" in problem.label and name in problem.message for problem in table.problems)


def test_a_question_mark_in_big5_is_lost(tmp_path: Path) -> None:
    """Big5 lacks characters that Latin names have too, so there every "?" in a name is a problem."""
    table = rows.read(saved(tmp_path, "獎項,得獎者\n推手獎,Caf? Ltd\n".encode("cp950")))
    assert [problem.field for problem in table.problems] == ["2.得獎者"]


def test_a_csv_has_no_sheets(tmp_path: Path) -> None:
    """A sheet asked of a CSV is an error, or another list would be taken in silence."""
    assert "CSV 沒有工作表「第二期」；請拿掉 --sheet" in refusal(saved(tmp_path, TEXT), "第二期")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path - is standard input, and errors call it so."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(TEXT.encode("cp950"))))
    assert [row.cells["得獎者"] for row in rows.read(Path("-")).rows] == [NAME]
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"")))
    assert refusal(Path("-")) == "無法讀取「標準輸入」：檔案是空的"


def test_line_numbers(tmp_path: Path) -> None:
    """A row's number is the spreadsheet's own, also below a title, empty lines and cells of two lines."""
    text = '頒獎典禮名單,\n\n獎項,得獎者\n推手獎,"甲\n公會"\n,\n宣傳獎,乙公會\n'
    table = rows.read(saved(tmp_path, text))
    assert [(row.number, row.cells["得獎者"]) for row in table.rows] == [(4, "甲\n公會"), (6, "乙公會")]


def test_totals_are_no_rows(tmp_path: Path) -> None:
    """A line that starts with 合計 is left out, and said to be."""
    table = rows.read(saved(tmp_path, "成員,數量\n甲公會,3\n合 計：,3\n"))
    assert [row.cells["成員"] for row in table.rows] == ["甲公會"]
    assert [(one.label, one.level) for one in table.warnings] == [("第 3 列", "warning")]


def test_cells_without_a_head_are_told(tmp_path: Path) -> None:
    """A comma too many is told, so that no text is lost in silence."""
    table = rows.read(saved(tmp_path, "獎項,事由\n推手獎,一,二\n"))
    assert "「二」" in table.warnings[0].message


def test_short_uniform_numbers_are_padded(tmp_path: Path) -> None:
    """A 統一編號 that a spreadsheet took for a number gets its zeros back, with a warning."""
    path = saved(
        tmp_path,
        spreadsheets.xlsx({"表": [["單位", "統一編號"], ["甲", 501503.0], ["乙", "00501503"]]}),
        "a.xlsx",
    )
    table = rows.read(path)
    assert [row.cells["統一編號"] for row in table.rows] == ["00501503", "00501503"]
    assert [one.label for one in table.warnings] == ["第 2 列「統一編號」"]


BOOK: spreadsheets.Sheets = {
    "說明": [["這裡沒有名單"]],
    "名單": [
        ["第2期頒獎名單"],
        [],
        ["獎 項", "得獎者", "日期", "數量"],
        ["推手獎", "007", date(2023, 3, 5), 7.0],
        [None, None, None, None],
        ["宣傳獎", " 甲&乙公會 ", "112/3/5", 1.5],
    ],
}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_workbooks(ending: str, tmp_path: Path) -> None:
    """XLSX and ODS say the same: text as typed, whole numbers without a point, dates of the republic."""
    content = spreadsheets.xlsx(BOOK, ["A1:D1"]) if ending == "xlsx" else spreadsheets.ods(BOOK)
    path = saved(tmp_path, content, f"名單.{ending}")
    assert rows.sheets(path) == ["說明", "名單"]
    table = rows.read(path, "名單")
    assert table.heads == ("獎 項", "得獎者", "日期", "數量")
    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (4, "推手獎", "007", "112年3月5日", "7"),
        (6, "宣傳獎", "甲&乙公會", "112/3/5", "1.5"),
    ]


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    """What a file is does not depend on its ending."""
    path = saved(tmp_path, spreadsheets.ods({"表": [["姓名"], ["甲"]]}), "名單.csv")
    assert rows.read(path).rows[0].cells == {"姓名": "甲"}


def test_year_112_of_the_common_era(tmp_path: Path) -> None:
    """Who types 112/3/5 into LibreOffice gets a day of the year 112; the 112th of the republic is meant."""
    path = saved(tmp_path, spreadsheets.ods({"表": [["日期"], [date(112, 3, 5)]]}), "a.ods")
    assert rows.read(path).rows[0].cells["日期"] == "112年3月5日"


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b" \n", "空的"),
    "no heads": ("甲,乙\n1,2\n".encode(), "欄名"),
    "only commas": (b",,,\n,,\n", "欄名"),
    "two heads of one name": ("獎項,姓名,姓 名\n".encode(), "欄名相同：姓名、姓 名"),
    "no encoding": (b"\xff\xff\x80\x80", "編碼"),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xff", "編碼"),
    "a broken zip": (b"PK\x03\x04" + b"x" * 100, "重新存檔"),
    "an empty sheet": (spreadsheets.xlsx({"表": []}), "沒有任何內容"),
    "ODS with a password": (spreadsheets.ods_with_password(), "密碼"),
    "XLSX with a password": (spreadsheets.xlsx_with_password(), "密碼"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read(kind: str, tmp_path: Path) -> None:
    """Each file that cannot be read is named, with one sentence about why."""
    content, words = REFUSED[kind]
    told = refusal(saved(tmp_path, content))
    assert "名單.csv" in told
    assert words in told


def test_no_such_sheet(tmp_path: Path) -> None:
    """A sheet that is not there is told with those that are."""
    path = saved(tmp_path, spreadsheets.xlsx(BOOK), "a.xlsx")
    assert re.search("沒有名為「成員」.*說明、名單", refusal(path, "成員"))


def test_no_such_file(tmp_path: Path) -> None:
    """A missing file and a folder are told in Chinese."""
    assert "找不到" in refusal(tmp_path / "沒有.csv")
    assert "資料夾" in refusal(tmp_path)


@given(content=st.binary(max_size=200))
def test_junk(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the bytes are, there is a table or a sentence, and nothing else."""
    path = saved(tmp_path_factory.getbasetemp(), content, "雜.csv")
    for prefix in (b"", "獎項,姓名\n".encode()):
        path.write_bytes(prefix + content)
        try:
            rows.read(path)
        except UnreadableFile:
            continue


def test_heads_are_matched_however_they_are_written() -> None:
    """Blanks, width and case do not matter in a head, and Chinese and English serve alike."""
    heads = ("Ａward", "姓　名", "所屬\n單位", "REASON", "No.", "生日")
    assert columns.match(heads, columns.CERTIFICATE) == {
        "award": "Ａward", "name": "姓　名", "unit": "所屬\n單位", "reason": "REASON", "number": "No.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (("獎項", "得獎者"), []),
        (("獎項", "事由"), ["name"]),
        (("獎項", "姓名", "單位"), []),
        (("獎項", "姓名", "受獎人"), ["name"]),
        (("獎項", "得獎者", "受獎人"), []),
        (("事由",), ["award", "name"]),
    ],
)
def test_missing_and_doubled_heads(heads: tuple[str, ...], fields: list[str]) -> None:
    """A required field without a head, and one with two that are equally good, are problems."""
    told = columns.problems(heads, columns.CERTIFICATE, ["award", "name"])
    assert [problem.field for problem in told] == fields
