"""The 修正對照表: a real table built again with its own underlines, and what its clauses are in Word and on the page."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from paper import Paper
from strategies import example
from test_wording import SOURCES, edits

from formgen import catalog, checking
from formgen.read import read
from formgen.render import page, shaping
from formgen.render.word import collect
from formgen.render.word.xml import name, w
from formgen.renditions import rendition
from formgen.tw import clauses

FORM = catalog.get("amendment_comparison")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
RUN, TEXT, UNDERLINE = (name(one) for one in ("w:r", "w:t", "w:u"))


def letters(cell: str) -> str:
    """A cell's letters and underlines; marks that touch are one line under the text."""
    return re.sub(r"\s|</?(?:p|ol|li)\b[^>]*>", "", cell).replace("</u><u>", "")


def source_rows() -> list[list[str]]:
    """The cells of the source, those that a page break cut in two joined as docs/sources.md lists them."""
    source = (SOURCES / "amendment_comparison_example.txt").read_text(encoding="utf-8")
    rests = [row[0] for row in edits("部分條文修正對照表的範例")]
    rows: list[list[str]] = []
    for row in re.findall(r"([^\t]*)\t([^\t]*)\t([^\n]*(?:<ol[^>]*>(?:\n[^\n]*)*?</ol>[^\n]*)?)\n", source):
        cells = [letters(cell) for cell in row]
        if clauses.plain(cells[0]).startswith(tuple(rests)):
            rests.remove(next(one for one in rests if clauses.plain(cells[0]).startswith(one)))
            rows[-1] = [letters(here + rest) for here, rest in zip(rows[-1], cells, strict=True)]
        elif not re.fullmatch("--+", cells[0]):
            rows.append(cells)
    assert rests == []
    return rows


def test_the_example_is_the_source() -> None:
    """Every cell of the real table stands in the example, letter by letter and underline by underline."""
    built = [
        [letters(row[key]) for key in ("amended", "original", "explanation")] for row in EXAMPLE["articles"]
    ]
    assert built == source_rows()


def with_row(**cells: str | None) -> Any:
    row = {"amended": "一、目的", "original": "一、宗旨", "explanation": "文字修正。"} | cells
    return checking.parse(FORM, {"regulation": "○○計畫", "year": 116, "articles": [row]})


def underlined(root: Any) -> list[str]:
    return [
        "".join(one.text for one in run.iter(TEXT))
        for run in root.iter(RUN)
        if run.find(f".//{UNDERLINE}") is not None
    ]


def test_underlines_are_drawn() -> None:
    """What is marked is underlined in Word and on the page, and nothing else."""
    marked = [
        piece for row in EXAMPLE["articles"] for piece in re.findall("<u>(.*?)</u>", "".join(row.values()))
    ]
    assert underlined(Paper(rendition(FORM, example(FORM), "docx")).root) == marked
    assert re.findall("<u>(.*?)</u>", page.of(FORM, example(FORM))) == marked


def test_the_first_line_keeps_its_underlines(tmp_path: Path) -> None:
    """LibreOffice drops styles in the first paragraph of a control: underlined words there have one of their own.

    It has no tag, and it is no reason to take the field for something else when Word has dropped its placeholder.
    """
    answers = with_row(amended="一、<u>目的</u>\n<u>甲</u>")
    paper = Paper(rendition(FORM, answers, "docx"))
    control = paper.control("articles.0.amended")
    drawn = [run for run in control.iter(RUN) if run.find(f".//{UNDERLINE}") is not None]
    assert [run.getparent().tag == name("w:sdtContent") for run in drawn] == [True, False]
    placeholder = control.find(f"{name('w:sdtPr')}/{name('w:placeholder')}")
    placeholder.getparent().remove(placeholder)
    (tmp_path / "file.docx").write_bytes(paper.saved())
    assert read(tmp_path / "file.docx").answers == answers


def test_underlines_made_in_word_are_read(tmp_path: Path) -> None:
    """A line that is drawn under text in Word is a mark in the answers, and one that is taken away is none."""
    paper = Paper(rendition(FORM, with_row(amended="一、目的\n(一)<u>甲</u>乙", original="一、甲"), "docx"))
    first, *_, last = paper.control("articles.0.amended").iter(RUN)
    first.find(name("w:rPr")).append(w("u", val="single"))
    (old,) = (
        run for run in paper.root.iter(RUN) if run.find(f".//{UNDERLINE}") is not None and run is not first
    )
    old.find(f".//{UNDERLINE}").set(name("w:val"), "none")
    last.addnext(deepcopy(first))
    (tmp_path / "改過.docx").write_bytes(paper.saved())
    assert read(tmp_path / "改過.docx").answers == with_row(
        amended="<u>一、目的</u>\n(一)甲乙<u>一、目的</u>", original="一、甲"
    )


def test_lines_hang_alike() -> None:
    """A line hangs under its number by the same width on the page and in Word, and a lower level stands further in."""
    answers = with_row(amended="五、選拔\n(一)甲\n1. 乙\n以上皆符合")
    wanted = [
        (0, shaping.hang("五、")), (1, shaping.hang("(一)")), (2, shaping.hang("1. ")), (2, 0.0),
    ]  # fmt: skip
    on_page = re.findall(r'padding-left:([\d.]+)em;text-indent:-?([\d.]+)em">', page.of(FORM, answers))[:4]
    assert on_page == [(f"{depth + hang:.3f}", f"{hang:.3f}") for depth, hang in wanted]
    in_word = Paper(rendition(FORM, answers, "docx")).control("articles.0.amended").iter(name("w:ind"))
    assert [(one.get(name("w:left")), one.get(name("w:hanging"))) for one in in_word] == [
        (str(depth * 220 + round(hang * 220)), str(round(hang * 220))) for depth, hang in wanted
    ]


PASSAGES = st.lists(
    st.tuples(
        st.sampled_from(["甲", "一、", "(1) ", "①", "\n", " ", "\t", "\u3000", "\u200b", "<b>&", "-"]),
        st.booleans(),
    ),
    max_size=12,
).map(clauses.joined)


@settings(max_examples=25)
@given(amended=PASSAGES)
def test_any_passages_come_back(amended: str) -> None:
    """Whatever is underlined, what stands in Word is what was typed."""
    answers = with_row(amended=amended)
    controls = collect.open_file(rendition(FORM, answers, "docx")).controls
    (said,) = controls.marked["articles.0.amended"]
    assert clauses.clean(said) == answers.articles[0].amended


@pytest.mark.parametrize(
    ("cells", "field", "level", "words"),
    [
        ({"amended": "一、<u>目的</u>", "explanation": None}, "explanation", "gap", "尚未填寫"),
        ({"original": None}, "original", "gap", "沒有這一條就寫「-」"),
        ({"amended": "一、\n宗旨"}, "amended", "warning", "與原條文相同"),
        ({}, "amended", "warning", "沒有畫底線"),
    ],
)
def test_what_a_row_owes(cells: dict[str, str | None], field: str, level: str, words: str) -> None:
    """A row has both sides and a reason, differs, and shows by underlines where."""
    (problem,) = checking.check(FORM, with_row(**cells))
    assert (problem.field, problem.level) == (f"articles.0.{field}", level)
    assert words in problem.message


@pytest.mark.parametrize(
    "cells", [{"amended": "-"}, {"amended": "一、"}, {"amended": "二、宗旨"}, {"amended": "一、<u>目的</u>"}]
)
def test_what_needs_no_underline(cells: dict[str, str]) -> None:
    """An article that is gone, only lost words or only has another number has nothing to underline."""
    assert checking.check(FORM, with_row(**cells)) == []


@pytest.mark.parametrize("typed", ["<u>甲", "甲</u>", "<u><u>甲</u></u>"])
def test_marks_come_in_pairs(typed: str) -> None:
    """A mark without its partner is told by the label, with what to type."""
    _, (problem,) = checking.look(FORM, {"regulation": "甲", "year": 116, "articles": [
        {"amended": typed, "original": "-", "explanation": "新增本點。"}]})  # fmt: skip
    assert problem.label == "對照表／第1列／修正條文"
    assert "前面寫「<u>」，後面寫「</u>」" in problem.message


def test_the_files_hold_valid_xml_for_any_mark() -> None:
    """Markup that is no mark of ours stays text, in underlined passages too."""
    answers = with_row(amended="<u><b>&amp;</b>\t甲</u>")
    paper = Paper(rendition(FORM, answers, "docx"))
    assert "<b>&amp;</b>甲" in "".join(underlined(paper.root))
    assert "<u>&lt;b&gt;&amp;amp;&lt;/b&gt;\t甲</u>" in page.of(FORM, answers)
    assert etree.tostring(paper.root)
