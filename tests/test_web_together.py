"""Several people on one draft: nothing of one is overwritten in silence by another, and nothing is lost."""

import re

import pytest
from visiting import LIST, Visitor, full, names, rows

from formgen.web.configuration import Configuration

BASIC = "fill/coaching_application/basic"


def test_two_people_on_two_fields(visitor: Visitor, colleague: Visitor) -> None:
    """Two people who fill different fields of a page that both have open: both stay."""
    colleague.base = visitor.begin()
    mine, theirs = visitor.hidden(BASIC), colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲"}, hidden=mine)
    assert colleague.send(BASIC, {"contact": "乙"}, hidden=theirs).status_code == 303
    assert 'value="甲"' in visitor.see(BASIC)
    assert 'value="乙"' in visitor.see(BASIC)


def test_two_people_on_one_field(visitor: Visitor, colleague: Visitor) -> None:
    """The later of two different answers is not saved but shown beside the earlier one; the rest of the page is saved."""
    colleague.base = visitor.begin()
    mine, theirs = visitor.hidden(BASIC), colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲公司"}, hidden=mine)
    sent = colleague.send(BASIC, {"unit_name": "乙公司", "contact": "丙"}, hidden=theirs)
    assert sent.status_code == 409
    assert "甲公司" in sent.text
    assert "乙公司" in sent.text
    assert 'value="甲公司"' in visitor.see(BASIC)
    assert 'value="丙"' in visitor.see(BASIC)


@pytest.mark.parametrize(("choice", "kept"), [("mine", "乙公司"), ("theirs", "甲公司")])
def test_choosing(visitor: Visitor, colleague: Visitor, choice: str, kept: str) -> None:
    """Who was shown two answers decides; the one that was chosen stands."""
    colleague.base = visitor.begin()
    theirs = colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲公司"})
    shown = colleague.send(BASIC, {"unit_name": "乙公司"}, hidden=theirs).text
    assert colleague.choose(shown, choice).status_code == 303
    assert f'value="{kept}"' in visitor.see(BASIC)


def test_same_answer_twice(visitor: Visitor, colleague: Visitor) -> None:
    """Two people who give the same answer are not asked."""
    colleague.base = visitor.begin()
    theirs = colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲"})
    assert colleague.send(BASIC, {"unit_name": "甲"}, hidden=theirs).status_code == 303


def test_choice_that_fails(visitor: Visitor, colleague: Visitor, configuration: Configuration) -> None:
    """Where a choice between two answers cannot be saved, both stand there to be chosen from again."""
    colleague.base = visitor.begin()
    theirs = colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲公司"})
    asked = colleague.send(BASIC, {"unit_name": "乙公司"}, hidden=theirs).text
    with full(configuration.data):
        again = colleague.choose(asked, "mine")
    assert again.status_code == 503
    assert "還沒有儲存" in again.text
    assert colleague.choose(again.text, "mine").status_code == 303
    assert 'value="乙公司"' in visitor.see(BASIC)


def with_new_row(visitor: Visitor, *before: str) -> dict[str, str]:
    """Add a row to the list; what the page that then stands there sends along."""
    visitor.send(LIST, rows(*before, do="add:flammables"))
    return visitor.hidden(LIST)


def test_two_people_add_a_row(visitor: Visitor, colleague: Visitor) -> None:
    """Of two people who write rows on the same empty list, and then on the same list, all rows stay, and nobody is asked."""
    colleague.base = visitor.begin()
    for before, first, second in (([], "甲醇", "甲苯"), (["甲醇", "甲苯液"], "丙酮", "乙醚")):
        mine, theirs = with_new_row(visitor, *before), with_new_row(colleague, *before)
        assert visitor.send(LIST, rows(*before, first), hidden=mine).status_code == 303
        assert colleague.send(LIST, rows(*before, second), hidden=theirs).status_code == 303
        assert names(visitor.see(LIST)) == [*before, first, second]
        # The same page, which does not show the other's row, says more; it takes nothing away.
        assert colleague.send(LIST, rows(*before, f"{second}液"), hidden=theirs).status_code == 303
        assert names(visitor.see(LIST)) == [*before, first, f"{second}液"]


def test_two_people_change_rows(visitor: Visitor, colleague: Visitor) -> None:
    """One removes a row, the other changes the next one and an answer beside it: both is done."""
    colleague.base = visitor.begin()
    visitor.send(LIST, rows("甲醇", "甲苯", "丙酮"))
    mine, theirs = visitor.hidden(LIST), colleague.hidden(LIST)
    visitor.send(LIST, rows("甲醇", "甲苯", "丙酮", do="remove:flammables:0"), hidden=mine)
    assert colleague.send(LIST, rows("甲醇", "二甲苯", "丙酮"), hidden=theirs).status_code == 303
    page = visitor.see(LIST)
    assert names(page) == ["二甲苯", "丙酮"]
    mine, theirs = visitor.hidden(LIST), colleague.hidden(LIST)
    visitor.send(LIST, rows("二甲苯", "丙酮", **{"flammables.0.quantity": "5"}), hidden=mine)
    assert colleague.send(LIST, rows("對二甲苯", "丙酮"), hidden=theirs).status_code == 303
    page = visitor.see(LIST)
    assert names(page) == ["對二甲苯", "丙酮"]
    assert 'name="flammables.0.quantity" value="5"' in page


@pytest.mark.parametrize(("choice", "kept"), [("mine", "乙醇"), ("theirs", "甲醇")])
def test_two_people_on_one_row(visitor: Visitor, colleague: Visitor, choice: str, kept: str) -> None:
    """Only the answer that two people gave differently is asked about; whichever is chosen, the rows of both stay."""
    colleague.base = visitor.begin()
    visitor.send(LIST, rows("醇"))
    mine, theirs = with_new_row(visitor, "醇"), with_new_row(colleague, "醇")
    visitor.send(LIST, rows("甲醇", "甲苯"), hidden=mine)
    asked = colleague.send(LIST, rows("乙醇", "丙酮"), hidden=theirs)
    assert asked.status_code == 409
    assert re.findall('class="typed">([^<]*)<', asked.text) == ["乙醇", "甲醇"]
    assert colleague.choose(asked.text, choice).status_code == 303
    assert names(visitor.see(LIST)) == [kept, "甲苯", "丙酮"]
