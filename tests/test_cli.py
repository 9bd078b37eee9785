"""The command line, run as people run it: what is printed where, and the exit codes 0, 1 and 2."""

import errno
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import UserDict
from collections.abc import ItemsView
from pathlib import Path
from typing import Any

import pytest
from filling import NAME, example, form, put

from formgen import __version__, catalog, checking
from formgen.cli import faults, in_chinese, parser
from formgen.errors import CannotWrite, why
from formgen.renditions import write_all

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "", "PYTHONUNBUFFERED": ""}


class Ran:
    """What a command said: exit code, results (stdout) and all else (stderr)."""

    def __init__(self, done: "subprocess.CompletedProcess[bytes]") -> None:
        self.code, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in self.err, self.err


def run(*arguments: object, at: Path, stdin: bytes = b"", **environment: str) -> Ran:
    command = [sys.executable, "-m", "formgen.cli", *map(str, arguments)]
    return Ran(
        subprocess.run(  # noqa: PLW1510
            command, cwd=at, input=stdin, capture_output=True, env=ENVIRONMENT | environment, timeout=60
        )
    )


def saved(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(example(changes), ensure_ascii=False), encoding="utf-8")
    return path


def commands() -> list[str]:
    (choices,) = (one.choices for one in parser()._actions if one.choices)
    return list(choices)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_list(tmp_path: Path) -> None:
    """`list` prints each form's name, title, edition and programme, one a line."""
    ran = run("list", at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == catalog.names()
    assert f"{NAME}\t{form().title}\t{form().edition}\t" in ran.out


def test_list_as_json(tmp_path: Path) -> None:
    """`list --json` prints the same as objects."""
    found = json.loads(run("list", "--json", at=tmp_path).out)
    assert [one["name"] for one in found] == catalog.names()
    assert set(found[0]) == {"name", "title", "edition", "programme", "is_official"}


def test_list_marks_our_own_sheets(tmp_path: Path) -> None:
    """`list` says of a sheet of ours, and of no other form, that it is not official."""
    marked = [
        line.split("\t")[0]
        for line in run("list", at=tmp_path).out.splitlines()
        if "（非官方表單）\t" in line
    ]
    assert marked == [entry.name for entry in catalog.entries() if not entry.is_official]


def test_list_is_light(tmp_path: Path) -> None:
    """`list` loads none of the heavy libraries, so that it answers at once."""
    script = "import sys; from formgen.cli import main; main(['list']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True
    )
    loaded = set(done.stderr.decode().split())
    assert "formgen.catalog" in loaded
    heavy = {"pydantic", "weasyprint", "docx", "lxml", "jinja2", "pypdf", "flask", "uharfbuzz"}
    assert heavy & loaded == set()


def test_example_can_be_checked(tmp_path: Path) -> None:
    """`example` prints answers that `check -` reads from standard input and finds no fault in."""
    printed = run("example", NAME, at=tmp_path)
    assert (printed.code, printed.err) == (0, "")
    ran = run("check", NAME, "-", at=tmp_path, stdin=printed.out.encode())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("沒有發現問題。\n")
    assert "【自評分數】" in ran.out


def test_schema(tmp_path: Path) -> None:
    """`schema` prints a JSON Schema whose properties are the questions, with their labels."""
    ran = run("schema", NAME, at=tmp_path)
    schema = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert schema["properties"]["unit_name"]["title"] == "單位名稱"
    assert schema["additionalProperties"] is False


def test_check_lists_every_problem(tmp_path: Path) -> None:
    """`check` lists all problems by label on stdout, and ends with 1 if one is more than a warning."""
    changes = {"unit_name": None, "uniform_number": "12345678", "items.2-3.points": "9"}
    ran = run("check", NAME, saved(tmp_path, changes), at=tmp_path)
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.split("\n\n")[0].splitlines()
    assert [line[:2] for line in lines] == ["待補", "提醒", "錯誤"]
    assert lines[0] == "待補　單位名稱：尚未填寫"
    assert run("check", NAME, saved(tmp_path, {"uniform_number": "12345678"}), at=tmp_path).code == 0


def test_check_as_json(tmp_path: Path) -> None:
    """`check --json` prints problems, figures and advice as one object, for invalid answers too."""
    ran = run("check", NAME, saved(tmp_path, {"unit_name": None}), "--json", at=tmp_path)
    found = json.loads(ran.out)
    assert (ran.code, set(found)) == (1, {"problems", "figures", "advice"})
    assert found["problems"] == [
        {"field": "unit_name", "label": "單位名稱", "message": "尚未填寫", "level": "gap", "rule": ""}
    ]
    ran = run("check", NAME, "-", "--json", at=tmp_path, stdin=b'{"year": "\\ud800", "x\\u001b": 1}')
    assert ran.code == 1
    assert [one["field"] for one in json.loads(ran.out)["problems"] if one["level"] == "error"] == ["x\x1b"]


def test_blank(tmp_path: Path) -> None:
    """`blank` writes Word and PDF into a folder that it makes, and prints the two paths alone."""
    ran = run("blank", NAME, NAME, "-o", "a/b", at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"a/b/{NAME}.docx", f"a/b/{NAME}.pdf"]
    assert files(tmp_path / "a" / "b") == [f"{NAME}.docx", f"{NAME}.pdf"]


@pytest.mark.parametrize(("file_format", "magic"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_format(file_format: str, magic: bytes, tmp_path: Path) -> None:
    """`--format` makes that format only."""
    assert run("blank", NAME, "--format", file_format, at=tmp_path).out == f"{NAME}.{file_format}\n"
    assert files(tmp_path) == [f"{NAME}.{file_format}"]
    assert (tmp_path / f"{NAME}.{file_format}").read_bytes().startswith(magic)


def test_year(tmp_path: Path) -> None:
    """`--year` is the activity's year, for a blank and in place of the answers' own."""
    run("blank", NAME, "--format", "docx", "--year", "116", at=tmp_path)
    assert json.loads(run("read", f"{NAME}.docx", at=tmp_path).out) == {"year": 116}
    run("fill", NAME, saved(tmp_path), "--format", "docx", "--year", "2027", at=tmp_path)
    assert json.loads(run("read", f"{NAME}.docx", at=tmp_path).out)["year"] == 116
    ran = run(
        "check", NAME, saved(tmp_path, {"eligibility.major_accident": "是"}), "--year", "116", at=tmp_path
    )
    assert "113年至116年" in ran.out
    ran = run("blank", NAME, "--year", "明年", at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "年度：「明年」看不出是哪一年" in ran.err


COACHING = ["coaching_application", "personal_data_consent", "chemical_inventory"]


def of_programme(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    """The example of a programme as a file, with answers put in by form and path."""
    path, data = folder / "coaching.json", json.loads(run("example", "coaching", at=folder).out)
    for where, value in (changes or {}).items():
        put(data, where, value)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_check_a_programme(tmp_path: Path) -> None:
    """`check` takes a programme: every form's problems, and each form's report under its title."""
    ran = run("check", "coaching", of_programme(tmp_path), at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("沒有發現問題。\n\n附件3　工廠內運作化學物質清單與運作量\n\n【運作量】\n")
    path = of_programme(
        tmp_path, {"coaching_application.contact": None, "chemical_inventory.workplace": None}
    )
    ran = run("check", "coaching", path, "--json", at=tmp_path)
    found = json.loads(ran.out)
    assert (ran.code, ran.err, list(found["forms"])) == (1, "", COACHING)
    assert set(found["forms"]["chemical_inventory"]) == {"figures", "advice"}
    assert [one["label"] for one in found["problems"]] == [
        "產業災防安全技術輔導申請表／聯絡人",
        "工廠內運作化學物質清單與運作量／工作場所類別",
    ]


def test_year_for_a_programme(tmp_path: Path) -> None:
    """`check PROGRAMME --year` puts the year into every form that asks for it."""
    path = tmp_path / "unit.json"
    path.write_text(run("example", "unit_selection", at=tmp_path).out, encoding="utf-8")
    ran = run("check", "unit_selection", path, "--year", "200", at=tmp_path)
    assert "依 --year 改為 200" in ran.err


def test_one_form_of_a_programme(tmp_path: Path) -> None:
    """`check` and `fill` take a form's section out of a programme's answers, with the facts that others tell."""
    path = of_programme(tmp_path)
    assert "unit_name" not in json.loads(path.read_text(encoding="utf-8"))["chemical_inventory"]
    for source in (path, bundled(path)):
        ran = run("check", "chemical_inventory", source, at=tmp_path)
        assert (ran.code, ran.out.startswith("沒有發現問題。\n\n【運作量】")) == (0, True)
        ran = run("fill", "chemical_inventory", source, "--final", "--format", "docx", at=tmp_path)
        assert (ran.code, ran.out) == (0, "chemical_inventory.docx\n")
    told = json.loads(run("read", "chemical_inventory.docx", at=tmp_path).out)
    assert told["unit_name"] == "○○化工股份有限公司○○廠"
    ran = run(
        "check",
        "chemical_inventory",
        of_programme(tmp_path, {"coaching_application.capital": "x"}),
        at=tmp_path,
    )
    assert (ran.code, ran.out.splitlines()[0]) == (0, "沒有發現問題。")


def bundled(path: Path) -> Path:
    """The same answers as a bundle keeps them."""
    told = json.loads(path.read_text(encoding="utf-8"))
    forms = [
        {"form": name, "edition": catalog.get(name).edition, "answers": answers}
        for name, answers in told.items()
    ]
    kept = path.with_name("answers.json")
    kept.write_text(json.dumps({"programme": "coaching", "forms": forms}), encoding="utf-8")
    return kept


def test_answers_of_another_form(tmp_path: Path) -> None:
    """Answers that hold other forms only are told so, with the forms that they hold."""
    run("fill", "chemical_inventory", of_programme(tmp_path), "--format", "docx", at=tmp_path)
    for name, file in ((NAME, "coaching.json"), ("coaching_application", "chemical_inventory.docx")):
        ran = run("check", name, file, at=tmp_path)
        assert (ran.code, ran.out) == (1, "")
        assert f"「{file}」裡沒有 {name} 的填答，只有 " in ran.err
        assert "chemical_inventory 的" in ran.err


def test_renew_tells_what_two_forms_say_differently(tmp_path: Path) -> None:
    """`renew` tells facts that two forms tell differently, as `bundle` does."""
    path = of_programme(tmp_path, {"chemical_inventory.unit_name": "○○塑膠公司"})
    ran = run("renew", "coaching", path, at=tmp_path)
    assert ran.code == 0
    assert (
        "提醒　廠商名稱：產業災防安全技術輔導申請表寫「○○化工股份有限公司○○廠」，工廠內運作化學物質清單與運作量寫「○○塑膠公司」；請確認後改成一樣"
        in ran.err
    )


def test_programme_where_a_form_is_meant(tmp_path: Path) -> None:
    """`fill` and `schema` work on one form; a programme's name is told what to type instead."""
    for command, instead in (("fill", "formgen bundle coaching"), ("schema", "formgen schema ")):
        ran = run(command, "coaching", *(["-"] if command == "fill" else []), at=tmp_path, stdin=b"{}")
        assert (ran.code, ran.out) == (1, "")
        assert "「coaching」是計畫，不是一張表單" in ran.err
        assert instead in ran.err
        assert "、".join(COACHING) in ran.err


def test_blank_forms_of_a_programme(tmp_path: Path) -> None:
    """`blank PROGRAMME` makes every form of the programme, each once."""
    ran = run("blank", "coaching", "coaching_application", "--format", "docx", at=tmp_path)
    assert (ran.code, ran.out.splitlines()) == (0, [f"{name}.docx" for name in COACHING])
    ran = run("blank", "unit_selection", "--format", "docx", at=tmp_path)
    assert ran.out.splitlines() == [f"{NAME}.docx", "injury_rates.docx"]


def test_fill_tells_everything_at_once(tmp_path: Path) -> None:
    """`fill` tells wrong types, broken rules and warnings in one go."""
    changes = {"headcount.own": "五十", "items.2-3.points": "9", "uniform_number": "12345678"}
    ran = run("fill", NAME, saved(tmp_path, changes), at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert [line[:2] for line in ran.err.splitlines()[:-1]] == ["提醒", "錯誤", "錯誤"]
    assert ran.err.endswith("有 2 個問題。請改正後再試一次。\n")


def test_fill_and_read_back(tmp_path: Path) -> None:
    """`fill` prints the two paths, and `read` gets the very answers out of either file."""
    ran = run("fill", NAME, saved(tmp_path), "-o", "out", "--final", at=tmp_path)
    assert (ran.code, ran.out.splitlines()) == (0, [f"out/{NAME}.docx", f"out/{NAME}.pdf"])
    for path in ran.out.splitlines():
        back = run("read", path, at=tmp_path)
        assert back.code == 0
        assert back.err.startswith(f"{NAME}　")
        assert checking.parse(form(), json.loads(back.out)) == checking.parse(form(), example())


def test_draft_may_have_gaps(tmp_path: Path) -> None:
    """A draft with gaps is made, and stderr tells how many there are."""
    ran = run("fill", NAME, "-", "--format", "docx", at=tmp_path, stdin=b'{"year": 116}')
    assert (ran.code, ran.out) == (0, f"{NAME}.docx\n")
    assert re.search(r"草稿：還有 \d+ 個欄位未填", ran.err)


def test_final_refuses_gaps(tmp_path: Path) -> None:
    """`--final` lists every gap by its label, and writes nothing."""
    path = saved(tmp_path, {"unit_name": None, "rates.0.unit.severity": None})
    ran = run("fill", NAME, path, "-o", "out", "--final", at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "待補　單位名稱：尚未填寫" in ran.err
    assert "嚴重率／110年／原事業單位" in ran.err
    assert "有 2 個問題。" in ran.err
    assert files(tmp_path) == ["answers.json"]


def test_errors_write_nothing(tmp_path: Path) -> None:
    """Answers with errors make no file, leave no temporary one, and keep what was there."""
    old = tmp_path / f"{NAME}.docx"
    old.write_bytes(b"old")
    before = files(tmp_path)
    for changes in ({"headcount.own": "五十"}, {"items.2-3.points": "9"}, {"nobody": "1"}):
        ran = run("fill", NAME, "-", at=tmp_path, stdin=json.dumps(example(changes)).encode())
        assert (ran.code, ran.out) == (1, "")
        assert "請改正後再試一次" in ran.err
    assert files(tmp_path) == before
    assert old.read_bytes() == b"old"


def test_undrawable_character(tmp_path: Path) -> None:
    """An emoji stops the PDF with label, character and code point; for Word alone it is a warning."""
    path = saved(tmp_path, {"person_in_charge": "王🙂"})
    both = run("fill", NAME, path, "-o", "out", at=tmp_path)
    assert (both.code, both.out) == (1, "")
    assert "錯誤　負責人：字型沒有 「🙂」(U+1F642)" in both.err
    assert not (tmp_path / "out").exists()
    word = run("fill", NAME, path, "-o", "out", "--format", "docx", at=tmp_path)
    assert (word.code, word.out) == (0, f"out/{NAME}.docx\n")
    assert "提醒　負責人：字型沒有 「🙂」(U+1F642)" in word.err


BAD_FILES = [
    (b"", "檔案是空的"),
    (b" \n", "檔案是空的"),
    (b"{", "第 1 行第 2 字"),
    (b"{'year': 113}", "不是正確的 JSON"),
    (b'{"year": NaN}', "NaN 不是數字"),
    (b'{"year": 1, "year": 2}', '同一個欄位寫了兩次："year"'),
    ('{"unit_name": "公司"}'.encode("big5"), "不是 UTF-8"),
    (b"[" * 100_000, "層次太深"),
    (b'{"year": 1' + b"0" * 5000 + b"}", "數字太長"),
    (b"%PDF-1.7", "不是正確的 JSON"),
    (b"[]", "應為一組欄位"),
    (b"null", "應為一組欄位"),
    (b'"x"', "應為一組欄位"),
]


@pytest.mark.parametrize(
    ("content", "words"), BAD_FILES, ids=[repr(content[:12]) for content, _ in BAD_FILES]
)
def test_bad_file(content: bytes, words: str, tmp_path: Path) -> None:
    """A file that is no JSON answers ends with 1 and one sentence that says why."""
    ran = run("fill", NAME, "-", at=tmp_path, stdin=content)
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err
    assert len(ran.err) < 300


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark(encoding: str, tmp_path: Path) -> None:
    """A byte order mark, as Notepad and PowerShell write it, does no harm."""
    content = json.dumps(example(), ensure_ascii=False).encode(encoding)
    assert run("check", NAME, "-", at=tmp_path, stdin=content).code == 0


def test_no_such_file(tmp_path: Path) -> None:
    """A missing file, a folder and an unknown form are told in Chinese."""
    for arguments, words in (
        (("check", NAME, "none.json"), "無法讀取「none.json」：找不到檔案"),
        (("fill", NAME, "."), "這是資料夾"),
        (("read", "none.docx"), "找不到檔案"),
        (("read", "."), "資料夾"),
        (("example", "unit_recommendatoin"), f"是不是「{NAME}」？"),
        (("blank", NAME, "xyzzy"), "沒有名為「xyzzy」的計畫或表單"),
        (("check", "cochin", "none.json"), "是不是「coaching」？"),
    ):
        ran = run(*arguments, at=tmp_path)
        assert (ran.code, ran.out) == (1, ""), arguments
        assert words in ran.err
        assert files(tmp_path) == []


def test_file_that_is_no_form_of_ours(tmp_path: Path) -> None:
    """`read` refuses what is no Word file and no PDF of ours."""
    (tmp_path / "a.docx").write_text("x")
    ran = run("read", "a.docx", at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "不是 Word 檔" in ran.err


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """An output folder that is a file, or where a folder stands in the way, is told, and nothing is left."""
    (tmp_path / "out").write_text("a file")
    for folder in ("out", "out/in"):
        ran = run("blank", NAME, "--format", "docx", "-o", folder, at=tmp_path)
        assert (ran.code, ran.out) == (1, "")
        assert "無法寫入" in ran.err
        assert not re.search("[A-Z][a-z]+ [a-z]+", ran.err)
    (tmp_path / f"{NAME}.docx").mkdir()
    ran = run("blank", NAME, "--format", "docx", at=tmp_path)
    assert (ran.code, "資料夾" in ran.err) == (1, True)
    assert files(tmp_path) == ["out", f"{NAME}.docx"]


def test_all_files_or_none(tmp_path: Path) -> None:
    """When the last of several files cannot be written, the first is not either, and the old one stays."""
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(CannotWrite, match="資料夾"):
        write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert files(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"old"


class MeanwhileFolder(UserDict[str, bytes]):
    """Files to write; while their content is read, somebody makes a folder under the name of the last one."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        super().__init__(files)
        self._folder = folder

    def items(self) -> ItemsView[str, bytes]:
        (self._folder / list(self)[-1]).mkdir()
        return super().items()


def test_failed_rename_brings_the_old_files_back(tmp_path: Path) -> None:
    """Where the last file cannot be put in place, the earlier ones are as they were: old, or not there."""
    old = tmp_path / "old"
    old.write_bytes(b"old")
    with pytest.raises(CannotWrite, match="資料夾"):
        write_all(tmp_path, MeanwhileFolder(tmp_path, {"old": b"new", "not there": b"new", "last": b"new"}))
    assert old.read_bytes() == b"old"
    assert files(tmp_path) == ["last", "old"]
    assert (tmp_path / "last").is_dir()


def test_old_files_are_replaced(tmp_path: Path) -> None:
    """A file that is there gets the new content, and nothing else is left in the folder."""
    (tmp_path / "a").write_bytes(b"old")
    assert write_all(tmp_path, {"a": b"new", "b": b"new"}) == [tmp_path / "a", tmp_path / "b"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"new"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    """A read-only folder is told as such."""
    tmp_path.chmod(0o555)
    try:
        ran = run("blank", NAME, "--format", "docx", at=tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert (ran.code, ran.out) == (1, "")
    assert "沒有權限" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "缺少 COMMAND"),
        (("fil",), "沒有「fil」這個指令，是不是「fill」？"),
        (("xyzzy",), "沒有「xyzzy」這個指令，請從 list、blank"),
        (("blank",), "缺少 FORM"),
        (("fill", NAME), "缺少 ANSWERS"),
        (("fill", NAME, "-", "--format", "doc"), "--format 不能是「doc」，請從 docx、pdf、odt 選一個"),
        (("blank", NAME, "-o", ""), "-o 後面是空的"),
        (("fill", NAME, "-", "-o", " "), "-o 後面是空的"),
        (("bundle", "coaching", "-", "-o", ""), "-o 後面是空的"),
        (("bundle", "coaching", "-", "-o", "out"), "-o 不能是「out」；套件的檔名要以 .zip 結尾"),
        (("blank", NAME, "-o"), "-o 後面要有值"),
        (("list", "--json=1"), "--json 後面不能有值「1」"),
        (("list", "more"), "多了「more」"),
        (("fill", "--f", "pdf"), "「--f」不夠清楚"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Wrong usage ends with 2, and says in Chinese what is wrong."""
    ran = run(*arguments, at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert f"用法不對：{words}" in ran.err
    assert "--help" in ran.err


def test_unknown_sentence_of_argparse() -> None:
    """A sentence of argparse that we do not know is shown as it is."""
    assert in_chinese("something new") == "something new"


@pytest.mark.parametrize("command", commands())
def test_help(command: str, tmp_path: Path) -> None:
    """Every command has a help that begins with what it does."""
    ran = run(command, "--help", at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert re.search("[\u4e00-\u9fff]{4}", ran.out)
    assert re.findall("[a-z]{2,} [a-z]{2,} [a-z]{2,}|usage|options|arguments", ran.out) == []


def test_help_is_chinese(tmp_path: Path) -> None:
    """Heads and options of the help are Chinese."""
    ran = run("fill", "--help", at=tmp_path)
    assert ran.out.startswith("用法：formgen fill [-h] ")
    assert "\n參數:\n" in ran.out
    assert "\n選項:\n  -h, --help " in ran.out
    assert "印出這個說明" in ran.out
    assert "印出版本" in run("--help", at=tmp_path).out


def test_version(tmp_path: Path) -> None:
    """`--version` tells the version."""
    assert run("--version", at=tmp_path).out == f"formgen {__version__}\n"


def test_check_forms(tmp_path: Path) -> None:
    """`check-forms` tells each form on stdout, and nothing on stderr while all agree."""
    ran = run("check-forms", at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"{name}\t一致" for name in catalog.names()]


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["schema", NAME], ["check", NAME, "-"]])
def test_nobody_reads(arguments: list[str], tmp_path: Path) -> None:
    """When the reader of a pipe has gone, a command ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "formgen.cli", *arguments]
    try:
        done = subprocess.run(  # noqa: PLW1510
            command, cwd=tmp_path, env=ENVIRONMENT, input=b"{}", stdout=writing, stderr=subprocess.PIPE
        )
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_full_disk(tmp_path: Path) -> None:
    """When the results cannot be written, the command says why and ends with 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: PLW1510
            [sys.executable, "-m", "formgen.cli", "list"],
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (done.returncode, done.stderr.decode()) == (1, "無法寫入「標準輸出」：磁碟已滿\n")


def small_files() -> None:
    """No file may grow past a few bytes: a disk that is full, for the files of this process alone."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))


def test_full_temporary_folder(tmp_path: Path) -> None:
    """Where the temporary folder is full, it is told; standard output is not to blame."""
    path, passing = of_programme(tmp_path), tmp_path / "passing"
    passing.mkdir()
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, "-m", "formgen.cli", "bundle", "coaching", path, "-o", "a.zip"],
        cwd=tmp_path,
        env=ENVIRONMENT | {"TMPDIR": str(passing), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        preexec_fn=small_files,
    )
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert said.splitlines()[-1].startswith(f"暫存資料夾「{passing}」無法使用：檔案太大")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, ""), "暫存資料夾「.+」無法使用：磁碟已滿。請清出空間"),
        (OSError(errno.ENOSPC, "", f"{tempfile.gettempdir()}/a/b"), "暫存資料夾「.+」無法使用"),
        (OSError(errno.EMFILE, ""), "無法完成：同時開啟的檔案太多"),
    ],
)
def test_fault_of_the_system(error: OSError, words: str) -> None:
    """What the system refuses without a file's name is the temporary folder's, or nobody's in particular."""
    assert re.match(words, str(faults.told(error)))


def test_fault_of_ours() -> None:
    """A file that only we can mend is no matter for the person; it is raised."""
    assert faults.told(FileNotFoundError(errno.ENOENT, "", "/nowhere/fonts.conf")) is None


@pytest.mark.parametrize(
    "number",
    [
        errno.EAGAIN, errno.EBUSY, errno.EDQUOT, errno.EFBIG, errno.EILSEQ, errno.EINVAL, errno.EIO, errno.EMFILE,
        errno.ENFILE, errno.ENODEV, errno.ENOLINK, errno.ENOMEM, errno.ENOTCONN, errno.ENOTSUP, errno.ENXIO,
        errno.ESTALE, errno.ETIMEDOUT, errno.ETXTBSY, errno.EXDEV,
    ],
    ids=errno.errorcode.__getitem__,
)  # fmt: skip
def test_usual_refusals_are_told_in_chinese(number: int) -> None:
    """What a disk, a network folder or another program refuses is told in Chinese, without the system's own words."""
    assert re.fullmatch("[^A-Za-z]{4,}", why(OSError(number, os.strerror(number))))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no /proc here")
def test_unreadable_device(tmp_path: Path) -> None:
    """A file that the system fails to read is told as a fault of the place."""
    ran = run("read", "/proc/self/mem", at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "讀寫失敗" in ran.err


@pytest.mark.parametrize("encoding", ["big5", "ascii"])
def test_output_is_utf8(encoding: str, tmp_path: Path) -> None:
    """Results are UTF-8 in whatever encoding the system is: what `example` prints, `fill` can read."""
    ran = run("example", NAME, at=tmp_path, PYTHONIOENCODING=encoding)
    assert json.loads(ran.out) == example()


def test_readme_documents_every_command() -> None:
    """README.md shows each command of the parser as `formgen NAME`, and no command that is not there."""
    text = README.read_text(encoding="utf-8")
    assert [name for name in commands() if not re.search(rf"formgen {name}(?![\w-])", text)] == []
    shown = re.findall(r"^\s*\$?\s*(?:\S*/)?formgen ([a-z][a-z-]*)", text, re.MULTILINE)
    assert set(shown) <= set(commands())
