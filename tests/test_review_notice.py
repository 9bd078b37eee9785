"""The 補正通知: what `formgen review-check` found, as a 函 with the day worked out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reviewing import person, save, unit
from test_cli import run

from formgen.errors import Problem
from formgen.programmes import get
from formgen.read import read
from formgen.review import notice
from formgen.review.completion import Checked, check_files
from formgen.review.notice import Times, answers

DAY = date(2027, 3, 30)
GAP = Problem("phone", "電話", "尚未填寫", "gap")
OFFICE = """[letter]
issuer = "○○市政府勞動局"
contacts = [{ label = "承辦人", value = "方○堃" }]
signature = { title = "局長", name = "○○○" }
"""


def lacking(*problems: Problem, programme: str = "coaching") -> Checked:
    return Checked("1.zip", problems or (GAP,), get(programme), who="甲公司", address="○○路1號", year=116)


def texts(said: dict[str, Any]) -> list[str]:
    return [one["text"] for one in said["explanation"]["items"]]


def test_letter_names_the_rule_what_is_missing_and_the_day() -> None:
    """The letter goes to the applicant, quotes the rule, numbers what is missing and names the last day twice."""
    said = answers(lacking(GAP, Problem("5-2", "5-2 公司登記", "沒有佐證資料", "gap")), Times(DAY), {})
    assert said["recipient"] == {"name": "甲公司", "address": "○○路1號"}
    assert (said["originals"], said["date"]) == ("甲公司", "2027-03-30")
    assert "「116年產業災防安全技術輔導」" in said["subject"]
    assert "請於116年4月2日（星期五）前補正" in said["subject"]
    assert texts(said) == [
        "依產業災防安全技術輔導申請簡章貳、二(四)：經執行單位通知補件後，須於 3 個日曆天內補正資料，如逾期視同放棄資格。",
        "應補正之項目如下：",
        "電話：尚未填寫。",
        "5-2 公司登記：沒有佐證資料。",
        "補正期限自通知之翌日起算，至116年4月2日（星期五）止。",
    ]
    assert [one.get("level") for one in said["explanation"]["items"]] == [None, None, "(一)", "(一)", None]


def test_a_single_gap_is_not_numbered() -> None:
    """One thing alone stands in the line of its item, and a programme without a rule quotes none."""
    said = answers(lacking(programme="unit_selection"), Times(DAY), {})
    assert texts(said)[0] == "應補正之項目：電話：尚未填寫。"


def test_no_day_is_invented_in_the_letter() -> None:
    """Where no rule names days the day stays open, and is told as open, until the office sets it."""
    checked = lacking(programme="five_star")
    assert "請於○年○月○日前補正" in answers(checked, Times(DAY), {})["subject"]
    assert "補正期限" in notice.still_open(notice.letters([checked], Times(DAY), {}))
    times = Times(DAY, due=date(2027, 4, 9))
    assert "請於116年4月9日（星期五）前補正" in answers(checked, times, {})["subject"]
    assert "補正期限" not in notice.still_open(notice.letters([checked], times, {}))


def test_wrong_answers_do_not_hide_the_applicant(tmp_path: Path) -> None:
    """A paper with a number that is none is still told by its applicant, with all else that it lacks."""
    (checked,) = check_files([save(tmp_path / "1.json", unit(headcount__own="很多", phone=None))])
    assert checked.who == "甲公司"
    assert [one.label for one in checked.to_complete] == ["勞工人數／原事業單位", "電話"]


def test_a_rare_character_is_nobodys_fault(tmp_path: Path) -> None:
    """A name that no font of ours draws is not asked to be mended, and the letter to its bearer has it in Word."""
    (checked,) = check_files([save(tmp_path / "1.json", person(name="林𪚥一", phone=None))])
    assert [one.label for one in checked.to_complete] == ["電話"]


def test_letters_are_written_and_read_back(tmp_path: Path) -> None:
    """The command writes a letter for each file that lacks something, with the office's settings and the command's file."""
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "letter.json").write_text('{"number": "○字第1號", "issuer": "○○處"}', encoding="utf-8")
    save(tmp_path / "1.json", unit(phone=None))
    save(tmp_path / "2.json", unit("乙公司"))
    done = run(
        "review-check", "1.json", "2.json", "-o", "out", "--notified", "116/3/30", "--due", "116/4/9",
        "--letter", "letter.json", at=tmp_path, FORMGEN_SETTINGS=str(tmp_path / "office.toml"),
    )  # fmt: skip
    assert done.code == 1
    assert done.out.split() == ["out/補正通知-甲公司.docx", "out/補正通知-甲公司.pdf"]
    assert "電話：尚未填寫" in done.err
    said = read(tmp_path / "out/補正通知-甲公司.docx").answers.given()
    assert (said["issuer"], said["number"]) == ("○○處", "○字第1號")
    assert said["signature"] == {"title": "局長", "name": "○○○"}
    assert read(tmp_path / "out/補正通知-甲公司.pdf").answers.given() == said


@pytest.mark.parametrize(
    ("wrong", "said"), [('issuers = "局"', "沒有「issuers」"), ('date = "某日"', "發文日期")]
)
def test_wrong_settings_are_told(tmp_path: Path, wrong: str, said: str) -> None:
    """A setting of [letter] that nobody would read is told with the file's name and the label."""
    (tmp_path / "office.toml").write_text(f"[letter]\n{wrong}\n", encoding="utf-8")
    save(tmp_path / "1.json", unit())
    done = run("review-check", "1.json", at=tmp_path, FORMGEN_SETTINGS=str(tmp_path / "office.toml"))
    assert done.code == 1
    assert "office.toml" in done.err
    assert said in done.err
