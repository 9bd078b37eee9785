"""五星獎佐證資料準備清單: it asks for what 附表四 asks for, in the words of 附表四."""

import re
from collections import Counter
from typing import Any

from filling import form as selection
from tinyhtml5 import parse as parse_html

from formgen import agreement, catalog, checking
from formgen.forms.five_star_self_assessment.checks import CHECKS, FILES
from formgen.render import page

FORM = catalog.get("evidence_checklist")
ASSESSMENT = catalog.get("five_star_self_assessment")


def tree() -> Any:
    return parse_html(page.blank(FORM, FORM.answers()), namespace_html_elements=False)


def rows() -> list[list[Any]]:
    """The cells of each check's row: those whose first cell is a number."""
    found = [list(row) for row in tree().iter("tr")]
    return [cells for cells in found if re.fullmatch(r"\d-\d-\d", words(cells[0]))]


def words(node: Any) -> str:
    return re.sub(r"\s", "", "".join(node.itertext()))


def test_every_check_stands_on_the_list() -> None:
    """The 42 checks stand in order, each with its 評核標準 as in 附表四."""
    assert [(words(cells[0]), words(cells[1])) for cells in rows()] == [
        (check.number, re.sub(r"\s", "", check.standard)) for check in CHECKS.values()
    ]


def test_every_file_stands_once() -> None:
    """Each of the 37 cells of 檢核資料 stands once, with its person and its box; five of them span two checks."""
    cells = {words(row[0]): row[2:] for row in rows() if len(row) > 2}
    assert list(cells) == list(FILES)
    for number, (evidence, person, ready) in cells.items():
        assert words(evidence).startswith("".join(CHECKS[number].evidence).replace(" ", ""))
        spans = {int(cell.get("rowspan")) for cell in (evidence, person, ready)}
        assert spans == {len(FILES[number])}
        is_shared = len(FILES[number]) > 1
        assert words(evidence).endswith(f"檔名編號：{number}") is is_shared
        assert person[0].get("data-field") == f"files.{number}.person"
        assert ready[0].get("data-mark") == f"files.{number}.ready"
    assert Counter(map(len, FILES.values())) == {1: 32, 2: 5}


def test_labels_are_those_of_the_assessment() -> None:
    """A file is called as its first check is called in 附表四."""
    for number in FILES:
        assert FORM.question(f"files.{number}.ready").labels[1] == CHECKS[number].label


def test_quoted_words_are_the_other_form_s() -> None:
    """The words come from 附表四 itself; a form that quotes none has none."""
    assert FORM.official.quoted == ASSESSMENT.official
    assert not hasattr(selection().official, "quoted")


def test_quoted_words_may_be_printed_and_need_not() -> None:
    """The proof of agreement asks for our own words only, and lets no others be printed than ours and the quoted."""
    blank = page.blank(FORM, FORM.answers())
    note, quoted = FORM.official.notes.paper, FORM.official.quoted.instructions.heading
    assert told(blank) == []
    assert told(blank.replace(note, quoted)) == [f"版面 {FORM.name}.html 沒有印出官方文字：「{note}」"]
    assert told(blank.replace(note, f"{note}請填寫")) != []
    assert told(blank.replace(CHECKS["9-3-1"].standard, "")) == []


def told(html: str) -> list[str]:
    return list(agreement._words(FORM, parse_html(html, namespace_html_elements=False)))


def test_what_is_left_to_do() -> None:
    """`check` names the files that are not ready and those that nobody prepares, and warns only."""
    ready = {number: {"person": "王○○", "ready": True} for number in FILES}
    assert checking.check(FORM, checking.parse(FORM, {"files": ready})) == []
    ready["1-1-1"] = {"ready": True}
    ready["4-3-1"] = {"person": "王○○", "ready": False}
    ready["8-2-2"] = {}
    found = checking.check(FORM, checking.parse(FORM, {"files": ready}))
    assert [(one.field, one.message, one.level) for one in found] == [
        ("files.4-3-1.ready", "尚未備妥 2 份：4-3-1、8-2-2", "warning"),
        ("files.8-2-2.person", "尚未決定由誰準備 1 份：8-2-2", "warning"),
    ]
