"""附表二: its rules, its paper, and long answers."""

import json
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from formgen import catalog, checking, read
from formgen.answers import Answers
from formgen.errors import Problem
from formgen.render.word import collect, template
from formgen.render.word.xml import name
from formgen.renditions import rendition

FORM = catalog.get("person_recommendation")
SOURCES = Path(__file__).parent / "sources"
EXAMPLE: dict[str, Any] = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
LONG = "".join(f"第{number}項改善已完成，成效具體可量化。" for number in range(1, 400))[:4000]


def answers(**changes: Any) -> Answers:
    """The example, with `changes` in place of its own answers."""
    return checking.parse(FORM, {**EXAMPLE, **changes})


def problems(**changes: Any) -> list[Problem]:
    return checking.check(FORM, answers(**changes))


def told(**changes: Any) -> list[tuple[str, str]]:
    """Where and how bad each problem is."""
    return [(one.field, one.level) for one in problems(**changes)]


def squeeze(text: str) -> str:
    return re.sub(r"[\s_□]", "", text)


def test_example_has_no_problem() -> None:
    """The example breaks no rule and earns no warning."""
    assert problems() == []


@pytest.mark.parametrize("consent", [None, "否"])
def test_self_nomination_needs_consent(consent: str | None) -> None:
    """自薦 without the employer's consent cannot be final, and says that the employer seals it."""
    (problem,) = problems(employer_consents=consent)
    assert (problem.field, problem.level, problem.rule) == ("employer_consents", "gap", "要點六(二)2")
    assert "用印" in problem.message


def test_recommendation_needs_no_consent() -> None:
    """推薦 is the recommending body's own seal: nobody's consent is asked."""
    assert problems(kind="推薦", employer_consents=None) == []


def test_at_least_one_deed() -> None:
    """With none of the seven conditions of 要點五 filled, the paper cannot be final."""
    (problem,) = problems(deeds={})
    assert (problem.field, problem.level, problem.rule) == ("deeds", "gap", "要點五")


@pytest.mark.parametrize("number", "1234567")
def test_any_deed_will_do(number: str) -> None:
    """Each one of the seven conditions is enough."""
    assert problems(deeds={number: "具體事蹟"}) == []


@pytest.mark.parametrize(("age", "is_odd"), [(14, True), (15, False), (99, False), (100, True), (1975, True)])
def test_age_is_no_year_of_birth(age: int, is_odd: bool) -> None:
    """An age that nobody at work has earns a warning."""
    assert told(age=age) == [("age", "warning")] * is_odd


@pytest.mark.parametrize(
    ("honours", "field"),
    [
        ({"commended": True, "merit": True}, "honours.merit_years"),
        ({"commended": True, "technology": True}, "honours.technology_years"),
        ({"commended": True, "merit": True, "merit_years": [110], "technology_years": [111]}, "honours.technology"),
        ({"merit": True, "merit_years": [110]}, "honours.commended"),
        ({"commended": True}, "honours.commended"),
        ({"never": True, "commended": True, "merit": True, "merit_years": [110]}, "honours.never"),
    ],
)  # fmt: skip
def test_ticks_of_the_remarks_agree(honours: dict[str, Any], field: str) -> None:
    """A tick of 備註 wants its year and a year its tick; 曾獲 and 未曾獲 exclude each other."""
    assert told(honours=honours) == [(field, "warning")]


def test_never_commended_is_enough() -> None:
    """「未曾獲」 alone says all."""
    assert problems(honours={"never": True}) == []


def test_each_deed_wants_a_comment() -> None:
    """Once the reviewer has begun, a deed without a comment earns a warning, and an empty row none."""
    review = {"result": "不通過", "comments": {"1": "優良", "5": "佳"}}
    assert told(review=review) == [("review.comments.3", "warning")]


@pytest.mark.parametrize(
    ("review", "is_odd"),
    [
        ({"result": "通過"}, True),
        ({"result": "通過", "award": "技術獎"}, False),
        ({"result": "不通過", "award": "功績獎"}, True),
        ({"award": "功績獎"}, True),
        ({"result": "不通過"}, False),
    ],
)
def test_award_goes_with_passing(review: dict[str, Any], is_odd: bool) -> None:
    """Who passes is put up for one of two awards, and nobody else is."""
    comments = dict.fromkeys("135", "佳")
    assert told(review={**review, "comments": comments}) == [("review.award", "warning")] * is_odd


def test_conditions_are_those_of_the_rule() -> None:
    """The seven rows are 要點五(一) to (七), word for word but for the last full stop."""
    rules = (SOURCES / "person_recommendation_instructions.txt").read_text(encoding="utf-8")
    conditions = re.findall(r"^- \([一二三四五六七]\) (.*)$", rules, re.MULTILINE)
    assert [f"{deed.text.removesuffix('。')}。" for deed in FORM.official.deeds] == conditions


def test_hints_are_the_rules() -> None:
    """Every hint is a passage of the 要點, word for word."""
    rules = squeeze((SOURCES / "person_recommendation_instructions.txt").read_text(encoding="utf-8"))
    hints = {key: text for key, text in vars(FORM.official.hints).items() if key != "source"}
    assert [key for key, text in hints.items() if rules.count(text) != 1] == []


def test_doubtful_words_stand_as_they_are() -> None:
    """What the record calls doubtful is printed unchanged."""
    record = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    _, _, after = record.partition("\n### 附表二的疑誤而照印\n")
    lines = [line for line in after.split("\n#")[0].splitlines() if line.startswith("|")][2:]
    paper = squeeze(collect.words(template.path_of(FORM)))
    assert lines
    assert [line for line in lines if line.split("|")[1].strip() not in paper] == []


@pytest.mark.parametrize("number", "17")
def test_long_answer_is_not_lost(number: str, tmp_path: Path) -> None:
    """4,000 characters in one row stand in the PDF and in the Word file, and come back from both."""
    given = answers(deeds={number: LONG})
    pdf, word = (rendition(FORM, given, kind) for kind in ("pdf", "docx"))
    pages = [squeeze(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]
    assert sum("優良事蹟初審評語" in page for page in pages) >= 4
    assert not Counter(LONG) - Counter("".join(pages))
    assert collect.open_file(word).controls.texts[f"deeds.{number}"] == [LONG]
    for kind, content in (("pdf", pdf), ("docx", word)):
        file = tmp_path / f"long.{kind}"
        file.write_bytes(content)
        assert read.read(file).answers == given


def test_rows_of_deeds_may_go_over_the_page() -> None:
    """In Word the rows of the deeds may split, and all others stay whole, as on the page."""
    body = collect.body(template.path_of(FORM))
    for row in body.iter(name("w:tr")):
        is_deed = any((tag.get(name("w:val")) or "").startswith("deeds.") for tag in row.iter(name("w:tag")))
        assert (row.find(f"{name('w:trPr')}/{name('w:cantSplit')}") is None) == is_deed, etree.tostring(row)


def test_open_choice_shows_both_words() -> None:
    """A blank title offers 推薦/自薦 to strike out; a filled one has the word chosen."""
    for kind, words in ((None, "推薦/自薦表"), ("推薦", "人員推薦表"), ("自薦", "人員自薦表")):
        content = rendition(FORM, answers(kind=kind), "pdf")
        text = squeeze(PdfReader(BytesIO(content)).pages[0].extract_text())
        assert words in text
