"""附件1: the ranking, what may be chosen, and what stands in the boxes."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from formgen import catalog, checking, read
from formgen.answers import Answers
from formgen.errors import InvalidAnswers
from formgen.forms.coaching_application.answers import INDUSTRIES
from formgen.render import page, pdf
from formgen.renditions import rendition
from formgen.values import printed

FORM = catalog.get("coaching_application")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
INSTRUCTIONS = Path(__file__).parent / "sources" / "coaching_application_instructions.txt"


def answers(**changes: Any) -> Answers:
    return checking.parse(FORM, {**deepcopy(EXAMPLE), **changes})


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.level) for problem in checking.check(FORM, answers(**changes))]


def text(filled: Answers) -> str:
    """What the page says, without blanks."""
    return re.sub(r"<[^>]*>|\s", "", page.of(FORM, filled).partition("<body>")[2])


def test_example_is_without_problems() -> None:
    """Nothing is wrong with the example, not even a warning."""
    assert problems() == []


def test_hints_are_the_instructions() -> None:
    """Every hint is a passage of 貳、申請規定, word for word."""
    source = re.sub(r"\s", "", INSTRUCTIONS.read_text(encoding="utf-8"))
    hints = [hint for key, hint in vars(FORM.official.hints).items() if key != "source"]
    assert [hint for hint in hints if source.count(re.sub(r"\s", "", hint)) != 1] == []


def test_three_industries() -> None:
    """Only the groups 17, 18 and 19 may apply."""
    assert [one[:2] for one in INDUSTRIES] == ["17", "18", "19"]
    with pytest.raises(InvalidAnswers):
        answers(industry_group="20 藥品及醫用化學製品製造業")


@pytest.mark.parametrize("typed", ["18", "１８", INDUSTRIES[1]])
def test_industry_by_its_code(typed: str) -> None:
    """The two digits of a group are enough."""
    assert printed(FORM, answers(industry_group=typed))["industry_group"] == INDUSTRIES[1]


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ({"integrity": "1"}, []),
        ({"fmeca": 1, "bow_tie": "２"}, []),
        ({"integrity": "1", "bow_tie": "1"}, [("ranking.bow_tie", "error")]),
        ({"integrity": "1", "bow_tie": "3"}, [("ranking", "gap")]),
        ({"integrity": "2"}, [("ranking", "gap")]),
        ({}, [("ranking", "gap")]),
    ],
)
def test_ranking(ranking: dict[str, str], expected: list[tuple[str, str]]) -> None:
    """Some items may be ranked; no rank stands twice, none is left out."""
    assert problems(ranking=ranking) == expected


@pytest.mark.parametrize("rank", ["0", "6", "一", True, 1.0])
def test_no_other_rank(rank: Any) -> None:
    """There are five ranks."""
    with pytest.raises(InvalidAnswers):
        answers(ranking={"integrity": rank})


def test_rank_takes_the_place_of_its_box() -> None:
    """A ranked item shows its rank, the others keep their □."""
    shown = text(answers())
    assert "2設備完整性1安全關鍵性設備□領結分析3風險基準檢查□失效模式" in shown


def test_rules_of_blanks_stand_at_one_height() -> None:
    """The rule under a blank that is filled stands no more than 0.3 mm below that of the empty one beside it."""
    (laid_out,) = pdf.document(page.of(FORM, answers())).render().pages
    feet = {
        box.element.get("data-field"): box.border_box_y() + box.border_height()
        for box in laid_out._page_box.descendants()
        if box.element is not None and "line" in box.element.get("class", "").split()
    }
    filled, empty = (feet[f"sources.{name}_name"] for name in ("government", "factory_association"))
    assert abs(filled - empty) < 0.3 * 96 / 25.4


def test_capital_is_printed_with_separators() -> None:
    """資本額 stands in 萬元, thousands set apart."""
    assert "52,000萬元" in text(answers(capital="52000"))
    assert "1,234.5萬元" in text(answers(capital="1234.5"))


@pytest.mark.parametrize(("code", "shown"), [(None, "□□□□-□□□"), ("80012", "80012")])
def test_postal_boxes(code: str | None, shown: str) -> None:
    """The boxes stand as printed until a postal code takes their place."""
    assert f"工廠地址{shown}○○市" in text(answers(postal_code=code))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"park_name": None}, ("park_name", "warning")),
        ({"park": "否"}, ("park", "warning")),
        ({"sources": {"other": True}}, ("sources.other_name", "warning")),
        ({"sources": {"government_name": "○○縣政府"}}, ("sources.government", "warning")),
        ({"coached": {"answer": "是", "body": "○○協會"}}, ("coached.item", "warning")),
        ({"attended": {"answer": "否", "activity": "○○研討會"}}, ("attended.answer", "warning")),
        ({"attended": {}}, ("attended.answer", "gap")),
    ],
)
def test_boxes_go_with_their_blanks(changes: Any, expected: tuple[str, str]) -> None:
    """A box without what belongs behind it, or the other way round, is said."""
    assert expected in problems(**changes)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("postal_code", "83", "郵遞區號是 3、5 或 6 個數字"),
        ("factory_number", "X1", "工廠登記編號是 8 碼"),
        ("email", "mei.lee", "不像電子郵件地址"),
        ("email", "mei@lee", "不像電子郵件地址"),
        ("filled_on", "900/1/1", "900年1月1日還沒有到"),
    ],
)
def test_obvious_mistakes_are_warned_about(field: str, value: str, words: str) -> None:
    """What looks wrong at a glance is a warning and is kept."""
    (told,) = checking.check(FORM, answers(**{field: value}))
    assert (told.field, told.level) == (field, "warning")
    assert words in told.message


def test_several_addresses_are_as_usual() -> None:
    """Two e-mail addresses in one line are none too many."""
    assert problems(email="a@example.com、b@mail.example.com") == []


def test_message_names_the_blank() -> None:
    """Each blank that is to be filled is named, so that no message stands twice."""
    told = [str(one) for one in checking.check(FORM, answers(coached={"answer": "是"}))]
    assert told == [
        "提醒　一、曾接受輔導／輔導單位：選了「是」，請填輔導單位",
        "提醒　一、曾接受輔導／輔導項目：選了「是」，請填輔導項目",
    ]


@pytest.mark.parametrize("given", [{}, EXAMPLE], ids=["blank", "example"])
def test_word_reads_back(given: dict[str, Any], tmp_path: Path) -> None:
    """Boxes that still stand in Word are no answers; ranks, dates and amounts are."""
    file = tmp_path / "application.docx"
    filled = checking.parse(FORM, given)
    file.write_bytes(rendition(FORM, filled, "docx"))
    assert read.read(file).answers == filled


def test_no_name_of_a_real_person() -> None:
    """The one who receives the letter is not named."""
    assert "協會○○○工程師」收" in text(answers())
