"""附表四: 42 checks as its source has them, what is printed of them, and what 要點八 asks."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tinyhtml5 import parse as parse_html

from formgen import catalog, checking, jsonfile
from formgen.agreement import disagreements
from formgen.errors import InvalidAnswers, Problem
from formgen.forms.five_star_self_assessment import rules
from formgen.forms.five_star_self_assessment.checks import CATEGORIES, CHECKS, FILES, OFFICIAL
from formgen.read import read
from formgen.render import page
from formgen.render.word import template
from formgen.renditions import rendition
from formgen.values import printed

ROOT = Path(__file__).resolve().parent.parent
RECORD = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
EXCERPT = (ROOT / "tests/sources/five_star_self_assessment.txt").read_text(encoding="utf-8")
RULES = (ROOT / "tests/sources/five_star_self_assessment_instructions.txt").read_text(encoding="utf-8")
FORM = catalog.get("five_star_self_assessment")
EXAMPLE = jsonfile.load(str(FORM.folder / "example.json"))
WORDS = [words for section in OFFICIAL.sections for name in CATEGORIES for words in getattr(section, name)]


def answers(**changes: Any) -> Any:
    """The example with other answers at its top level."""
    return checking.parse(FORM, {**EXAMPLE, **changes})


def with_check(number: str, **changes: str | None) -> Any:
    """The example with other answers to one check."""
    checks = {**EXAMPLE["checks"], number: {**EXAMPLE["checks"][number], **changes}}
    return answers(checks=checks)


def problems(given: Any, field: str) -> list[Problem]:
    return [one for one in checking.check(FORM, given) if one.field == field]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def page_text(html: str) -> str:
    return squeeze("".join(parse_html(html, namespace_html_elements=False).find("body").itertext()))


def strings(words: Any) -> Iterator[str]:
    """Every official string of a table but its source."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, tuple):
        for one in words:
            yield from strings(one)
    else:
        for key, value in vars(words).items():
            if key != "source":
                yield from strings(value)


def test_nine_sections_of_three_categories_and_42_checks() -> None:
    """The form has 9 大項, each with all three 類別, and 42 checks."""
    assert len(OFFICIAL.sections) == 9
    assert all(getattr(section, name) for section in OFFICIAL.sections for name in CATEGORIES)
    assert len(CHECKS) == len(WORDS) == 42


def test_numbers_say_where_a_check_stands() -> None:
    """A check's number is 大項-類別-項目, and its printed words begin with the last of the three."""
    for place, section in enumerate(OFFICIAL.sections, 1):
        assert section.heading[0] == f"{'一二三四五六七八九'[place - 1]}、"
        for category, name in enumerate(CATEGORIES, 1):
            for item, words in enumerate(getattr(section, name), 1):
                assert words.number == f"{place}-{category}-{item}"
                assert words.standard.startswith(f"{item}.")


def test_the_instructions_example_is_number_4_3_1() -> None:
    """The check that the instructions number 4-3-1 is ours of that number."""
    number, words = "-".join(OFFICIAL.numbering.number_row[1:]), OFFICIAL.numbering
    found = CHECKS[number]
    row = f"{words.item_row[0]}{found.section}{found.category}{words.item_row[1]}"
    assert row in page_text(page.of(FORM, FORM.answers()))
    assert words.result.endswith(found.number)


def test_five_cells_serve_two_checks_each() -> None:
    """Where two checks share a cell of 檢核資料, both name the file of the first; all others their own."""
    shared = {file: numbers for file, numbers in FILES.items() if len(numbers) > 1}
    assert shared == {
        first: (first, first[:-1] + "2") for first in ("3-1-1", "3-2-1", "4-2-1", "5-1-1", "5-2-1")
    }
    assert CHECKS["5-2-2"].evidence == CHECKS["5-2-1"].evidence != ()


@pytest.mark.parametrize("words", WORDS, ids=[words.number for words in WORDS])
def test_each_check_stands_where_its_source_says(words: Any) -> None:
    """The lines that a check names as its source hold its words."""
    lines = EXCERPT.splitlines()
    numbers = re.findall(r"\d+", words.source)
    text = squeeze("".join(lines[int(number) - 1] for number in numbers)).replace(",", "，")
    cut_by_a_page = {"5-1-2": words.standard[:-4], "7-3-1": words.standard}
    assert cut_by_a_page.get(words.number, words.standard) in text
    assert all(line in text for line in words.evidence if words.number != "7-3-1")


def test_no_half_width_punctuation_between_han() -> None:
    """No half-width comma, colon or semicolon and no blank stands in the wording."""
    for text in strings(OFFICIAL):
        assert not re.search(r"(?<=[^\x00-\x7f])[,:;]|[,;](?=[^\x00-\x7f])|\s", text), text


def test_suspected_misprints_are_printed_as_they_are() -> None:
    """What the record calls doubtful still stands once on the page, unchanged."""
    chapter = RECORD.partition(f"## 附表四　{FORM.title}\n")[2].partition("\n## ")[0]
    table = chapter.partition("### 疑誤而照印\n")[2]
    doubtful = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    text = page_text(page.of(FORM, FORM.answers()))
    assert len(doubtful) == 21
    assert [one for one in doubtful if text.count(one) != 1] == []


def test_hints_are_the_rule() -> None:
    """The hints are the paragraphs of 要點八, word for word."""
    paragraphs = [line.removeprefix("八、") for line in RULES.splitlines() if line]
    assert list(strings(OFFICIAL.hints)) == paragraphs


def test_form_agrees_with_itself() -> None:
    """Answers, page, Word file, official words and example agree."""
    assert disagreements(FORM) == []


def test_example_has_nothing_left_to_do() -> None:
    """The example may be printed as final, with every check answered and 8-2-2 as 不適用."""
    given = answers()
    assert [one for one in checking.check(FORM, given) if one.level != "warning"] == []
    assert [number for number in CHECKS if getattr(given.checks, number).result == "-"] == ["8-2-2"]


@pytest.mark.parametrize("result", ["v", "○", "不適用", "是"])
def test_a_result_is_v_or_a_dash(result: str) -> None:
    """Another mark than V or - is refused."""
    with pytest.raises(InvalidAnswers):
        with_check("1-1-1", result=result)


def test_an_open_check_is_a_gap() -> None:
    """A check without a result is listed, and blocks a final print only."""
    (gap,) = problems(with_check("4-3-1", result=None), "checks.4-3-1.result")
    assert gap.level == "gap"
    assert "4-3-1 四、採購管理(三)檢討與改進" in gap.label


@pytest.mark.parametrize("name", ["date", "person"])
def test_an_answered_check_needs_its_day_and_person(name: str) -> None:
    """A check that was answered says when and by whom; an open one need not."""
    (gap,) = problems(with_check("1-1-1", **{name: None}), f"checks.1-1-1.{name}")
    assert gap.level == "gap"
    assert problems(with_check("1-1-1", result=None, **{name: None}), f"checks.1-1-1.{name}") == []


def test_a_day_to_come_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check made after today gets a warning with both calendars; today itself none."""
    monkeypatch.setattr(rules, "_today", lambda: date(2024, 5, 6))
    (warning,) = problems(with_check("1-1-1", date="113/5/7"), "checks.1-1-1.date")
    assert (warning.level, "113年5月7日（2024-05-07）" in warning.message) == ("warning", True)
    assert problems(with_check("1-1-1", date="113/5/6"), "checks.1-1-1.date") == []


def test_not_applicable_asks_for_its_evidence() -> None:
    """A dash at 8-2-2 is answered with the form's own words; elsewhere the form foresees none."""
    (foreseen,) = problems(answers(), "checks.8-2-2.result")
    assert foreseen.message.startswith(OFFICIAL.sections[7].doing[1].evidence[1].strip("()"))
    (doubtful,) = problems(with_check("3-2-2", result="-"), "checks.3-2-2.result")
    assert "表上沒有說此項可填「-」" in doubtful.message
    assert doubtful.message.endswith("3-2-1")
    assert {foreseen.level, doubtful.level} == {"warning"}


@pytest.mark.parametrize(("years", "missing"), [([112], "111"), ([110, 111], "112"), ([], "111、112")])
def test_only_the_third_year_running_may_enter(years: list[int], missing: str) -> None:
    """Each of the two years before without 優良獎 is named."""
    (warning,) = problems(answers(honours={"excellent_years": years}), "honours.excellent_years")
    assert warning.level == "warning"
    assert warning.message.endswith(f"未填 {missing} 年")


def test_third_year_running_is_no_problem() -> None:
    """With both years before there is no warning, and without a year only the year is asked for."""
    assert problems(answers(), "honours.excellent_years") == []
    assert [one.level for one in problems(answers(year=None), "year")] == ["warning"]


@pytest.mark.parametrize(
    ("today", "is_late"), [(date(2024, 6, 30), False), (date(2024, 7, 1), True)], ids=["last day", "after"]
)
def test_ten_days_from_the_day_after_the_notice(
    monkeypatch: pytest.MonkeyPatch, today: date, is_late: bool
) -> None:
    """A notice of 20 June is answered by 30 June, said in both calendars; a passed day warns only."""
    monkeypatch.setattr(rules, "_today", lambda: today)
    (warning,) = problems(answers(notice={"received": "113/6/20"}), "notice.received")
    assert warning.level == "warning"
    assert "最後一日是 113年6月30日（2024-06-30）" in warning.message
    assert warning.message.endswith("已過") is is_late


def test_notice_day_is_asked_for() -> None:
    """Without the day of the notice the last day cannot be said, and a warning asks for it."""
    assert [one.level for one in problems(answers(notice={}), "notice.received")] == ["warning"]


def test_a_blank_shows_no_file_number() -> None:
    """File numbers are ours, so the blank has none but the one of the instructions."""
    assert set(re.findall(r"\d-\d-\d", page_text(page.blank(FORM, FORM.answers())))) == {"4-3-1"}


def test_answered_checks_show_their_file_number() -> None:
    """The number stands under 檢核資料 when the check is V or -, and in a shared cell if either one is."""
    given = checking.parse(FORM, {"checks": {"3-1-2": {"result": "V"}, "8-2-2": {"result": "-"}}})
    shown = printed(FORM, given)
    assert {path for path, text in shown.items() if path.startswith("=") and text} == {
        "=file.3-1-1",
        "=file.8-2-2",
    }


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"own": 120}, "120人"),
        ({"own": 120, "contractor": 85}, "原事業單位：120人\n承攬人：85人"),
        ({"own": 120, "contractor": 0}, "原事業單位：120人\n承攬人：0人"),
        ({"text": "約120人", "own": 118}, "約120人"),
    ],
    ids=["own", "both", "no contractors", "typed"],
)
def test_headcount_is_typed_or_put_together(given: dict[str, Any], text: str) -> None:
    """勞工人數 prints what was typed, or else the two counts of 附表一."""
    assert printed(FORM, answers(headcount=given))["headcount.text"] == text


def test_headcount_is_missing_without_a_count() -> None:
    """Nothing to print as 勞工人數 is a gap, also where only contractors were counted."""
    for given in ({}, {"contractor": 85}):
        assert [one.level for one in problems(answers(headcount=given), "headcount.text")] == ["gap"]


def test_word_offers_v_and_dash_to_click() -> None:
    """Each 檢核結果 is a drop-down of V and -, each 檢核日期 a date of the Republic."""
    with zipfile.ZipFile(template.path_of(FORM)) as package:
        body = package.read("word/document.xml").decode()
    controls = {
        tag: properties
        for properties in re.findall(r"<w:sdtPr>.*?</w:sdtPr>", body, re.DOTALL)
        for tag in re.findall(r'<w:tag w:val="(.*?)"', properties)
    }
    for number in CHECKS:
        items = re.findall(r'<w:listItem [^>]*w:value="(.*?)"', controls[f"checks.{number}.result"])
        assert items == ["V", "-"]
        assert '<w:calendar w:val="taiwan"/>' in controls[f"checks.{number}.date"]


@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_a_filled_file_reads_back(tmp_path: Path, file_format: Any) -> None:
    """What was filled in, printed or not, is read back the same."""
    file = tmp_path / f"filled.{file_format}"
    file.write_bytes(rendition(FORM, answers(), file_format))
    reading = read(file)
    assert (reading.answers, reading.warnings) == (answers(), ())


@pytest.mark.parametrize("is_blank", [True, False], ids=["blank", "filled"])
def test_paper_has_six_pages_and_ends_with_the_instructions(is_blank: bool) -> None:
    """Each 大項 stays on one page under a repeated head, and the instructions have the last page."""
    given = FORM.answers() if is_blank else answers()
    pages = [
        squeeze(one.extract_text())
        for one in PdfReader(BytesIO(rendition(FORM, given, "pdf", is_blank=is_blank))).pages
    ]
    assert len(pages) == 6
    assert pages[-1].startswith(OFFICIAL.instructions.heading)
    assert all(OFFICIAL.columns.standard in text for text in pages[:-1])
    for section in OFFICIAL.sections:
        last = squeeze(section.improving[-1].standard[:12])
        first = squeeze(section.planning[0].standard[:12])
        assert [first in text for text in pages] == [last in text for text in pages]
