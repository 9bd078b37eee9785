"""附件2: twelve notices in their order, and a date of signing that may wait for the pen."""

import re
from pathlib import Path

import pytest

from formgen import catalog, checking, read
from formgen.answers import Answers
from formgen.render import page
from formgen.renditions import rendition

FORM = catalog.get("personal_data_consent")


def answers(**given: str) -> Answers:
    return checking.parse(FORM, given)


def text(filled: Answers) -> str:
    """What the page says, without blanks and underlines."""
    return re.sub(r"<[^>]*>|\s", "", page.of(FORM, filled).partition("<body>")[2])


def test_twelve_notices_in_order() -> None:
    """The notices are numbered 一 to 十二, and so they print."""
    numbers = [notice.text.partition("、")[0] for notice in FORM.official.notices]
    assert numbers == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    shown = text(answers())
    places = [shown.index(notice.text) for notice in FORM.official.notices]
    assert places == sorted(places)


def test_nested_numbers_in_order() -> None:
    """六 has five rights （一） to （五）, 七 three exceptions 一、 to 三、."""
    rights, exceptions = FORM.official.notices[5].items, FORM.official.notices[6].items
    assert [right[:3] for right in rights] == ["（一）", "（二）", "（三）", "（四）", "（五）"]
    assert [exception[:2] for exception in exceptions] == ["一、", "二、", "三、"]


def test_hotlines_are_printed() -> None:
    """The telephone numbers of the notice are official words and stay."""
    assert {"02-27541255", "07-5503115"} <= set(re.findall(r"聯絡管道：([-0-9]+)", text(answers())))


def test_date_is_split_while_open() -> None:
    """年, 月 and 日 stand apart to be written on, until a date takes their place."""
    assert "中華民國年月日" in text(answers())
    assert "中華民國113年4月1日" in text(answers(signed_on="113/4/1"))


def test_signer_is_needed() -> None:
    """A final print names who consents; the date may wait."""
    found = [(problem.field, problem.level) for problem in checking.check(FORM, answers())]
    assert found == [("unit_name", "gap")]


@pytest.mark.parametrize("given", [{}, {"unit_name": "○○化工廠", "signed_on": "113-04-01"}])
def test_word_reads_back(given: dict[str, str], tmp_path: Path) -> None:
    """An open date in Word is no answer, a chosen one is."""
    file = tmp_path / "consent.docx"
    file.write_bytes(rendition(FORM, answers(**given), "docx"))
    assert read.read(file).answers == answers(**given)
