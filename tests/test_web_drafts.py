"""Drafts: nothing typed is lost, nothing of two people is overwritten in silence, and what is deleted is gone."""

import html
import json
import re
import sqlite3
import stat
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from visiting import Visitor, full

from formgen import catalog
from formgen.render import pdf
from formgen.tw import date as roc_date
from formgen.web.configuration import Configuration
from formgen.web.filling import stored
from formgen.web.services import Services
from formgen.web.wording import TAIPEI

BASIC = "fill/coaching_application/basic"
PDF = pdf.write('<html lang="zh-Hant-TW"><head><title>x</title></head><body>x</body></html>')


def test_what_was_typed_stays(visitor: Visitor) -> None:
    """A page gives back each text as it was typed, valid or not, with what HTML and databases treat specially."""
    visitor.begin()
    typed = {"unit_name": " ○○ <b>'\"&amp; 𠮷 ", "employees": "很多", "email": "x@", "filled_on:month": "13"}
    visitor.send(BASIC, typed)
    page = visitor.see(BASIC)
    assert 'value=" ○○ &lt;b&gt;&#39;&#34;&amp;amp; 𠮷 "' in page
    for text in ("很多", "x@", "13"):
        assert f'value="{text}"' in page


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
    revision = shown.partition('name="revision" value="')[2].partition('"')[0]
    chosen = {"path:0": "unit_name", "mine:0": '"乙公司"', "theirs:0": '"甲公司"', "choice:0": choice}
    sent = colleague.send(
        "choose/coaching_application/basic", chosen, hidden={**theirs, "revision": revision}
    )
    assert sent.status_code == 303
    assert f'value="{kept}"' in visitor.see(BASIC)


def test_same_answer_twice(visitor: Visitor, colleague: Visitor) -> None:
    """Two people who give the same answer are not asked."""
    colleague.base = visitor.begin()
    theirs = colleague.hidden(BASIC)
    visitor.send(BASIC, {"unit_name": "甲"})
    assert colleague.send(BASIC, {"unit_name": "甲"}, hidden=theirs).status_code == 303


def test_list_that_grows(visitor: Visitor) -> None:
    """A row is added and removed by buttons, and what stands in the others stays."""
    visitor.begin()
    place = "fill/chemical_inventory/flammables"
    rows = {"flammables:count": "1", "flammables.0.name": "甲醇"}
    added = visitor.send(place, {**rows, "do": "add:flammables"})
    assert added.headers["Location"].endswith("focus=flammables.1.name#f-flammables.1.name")
    page = visitor.see(place)
    assert 'name="flammables.1.name"' in page
    assert 'value="甲醇"' in page
    rows |= {"flammables:count": "2", "flammables.1.name": "甲苯", "flammables.1.quantity": "許多"}
    visitor.send(place, {**rows, "do": "remove:flammables:0"})
    page = visitor.see(place)
    assert "甲醇" not in page
    assert 'name="flammables.0.name" value="甲苯"' in page
    assert "許多" in page


def test_save_that_fails(visitor: Visitor, configuration: Configuration) -> None:
    """Where the database takes no change the page comes again with all that was typed, and saves it when sent again."""
    visitor.begin()
    typed = {"unit_name": "甲公司", "employees": "很多", "filled_on:year": "113", "do": "next"}
    before = visitor.hidden(BASIC)
    with full(configuration.data):
        page = visitor.send(BASIC, typed, hidden=before)
    assert page.status_code == 503
    assert "還沒有儲存" in page.text
    for value in ("甲公司", "很多", "113"):
        assert f'value="{value}"' in page.text
    assert "甲公司" not in visitor.see(BASIC)
    again = visitor.hidden_in(page.text)
    assert again == before
    assert visitor.send(BASIC, typed, hidden=again).status_code == 303
    assert 'value="甲公司"' in visitor.see(BASIC)


def test_row_of_a_save_that_fails(visitor: Visitor, configuration: Configuration) -> None:
    """Where a list cannot be saved its rows stand on the page that comes."""
    visitor.begin()
    with full(configuration.data):
        page = visitor.send(LIST, rows("甲醇", "甲苯"))
    assert page.status_code == 503
    assert names(page.text) == ["甲醇", "甲苯"]


def test_time_of_the_last_save(visitor: Visitor, configuration: Configuration) -> None:
    """The time that a page tells is that of the last save, also when the page is looked at later, with its day if it is another."""
    visitor.begin()
    place = visitor.send(BASIC, {"unit_name": "甲"}).headers["Location"]
    now = datetime.now(TAIPEI)
    earlier = now - timedelta(days=2)
    for moment, day in ((now, ""), (earlier, roc_date.both(earlier.date()))):
        touched = moment.replace(hour=0, minute=7).timestamp()
        with closing(sqlite3.connect(configuration.data / "drafts.sqlite3")) as database, database:
            database.execute("UPDATE draft SET touched = ?", (touched,))
        assert f"已儲存（{day}上午12:07）" in visitor.see(place)


def test_going_on_with_errors(visitor: Visitor) -> None:
    """A page with an error comes again once, and offers to go on; the error stays in the list of sections."""
    visitor.begin()
    typed = {"employees": "很多", "do": "next"}
    assert 'value="anyway"' not in visitor.see(BASIC)
    place = visitor.send(BASIC, typed).headers["Location"]
    assert BASIC in place
    assert 'value="anyway"' in visitor.see(place)
    after = visitor.send(BASIC, {**typed, "do": "anyway"}).headers["Location"]
    assert "fill/" in after
    assert BASIC not in after
    assert '<strong class="state wrong">' in visitor.see("")


LIST = "fill/chemical_inventory/flammables"


def rows(*names: str, **more: str) -> dict[str, str]:
    """What a browser sends of a list whose rows have these names."""
    told = {f"flammables.{number}.name": name for number, name in enumerate(names)}
    return {"flammables:count": str(len(names)), **told, **more}


def names(page: str) -> list[str]:
    return re.findall(r'name="flammables\.\d+\.name" value="([^"]*)"', page)


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
    sent = dict(re.findall(r'name="(token|revision|[a-z]+:\d)" value="([^"]*)"', asked.text))
    sent = {name: html.unescape(value) for name, value in sent.items()}
    answer = colleague.send("choose/chemical_inventory/flammables", {**sent, "choice:0": choice}, hidden={})
    assert answer.status_code == 303
    assert names(visitor.see(LIST)) == [kept, "甲苯", "丙酮"]


def test_shared_facts_are_carried(visitor: Visitor) -> None:
    """What the first form was told stands in the next one, and following the first form it changes with it."""
    visitor.begin()
    second = "fill/chemical_inventory/basic"
    visitor.send(BASIC, {"unit_name": "甲公司"})
    assert 'value="甲公司"' in visitor.see(second)
    visitor.send(second, {"unit_name": "甲公司"})
    visitor.send(BASIC, {"unit_name": "乙公司"})
    assert 'value="乙公司"' in visitor.see(second)


def test_carried_fact_tells_where_it_comes_from(visitor: Visitor) -> None:
    """A fact from another form cannot be emptied here; its field says so, and leads to the question where it can."""
    visitor.begin()
    second = "fill/chemical_inventory/basic"
    assert "帶入" not in visitor.see(second)
    visitor.send(BASIC, {"unit_name": "甲公司"})
    visitor.send(second, {"unit_name": ""})
    page = visitor.see(second)
    assert 'value="甲公司"' in page
    assert "清空會再帶入" in page
    (address,) = re.findall('<a href="([^"]*)">到「產業災防安全技術輔導申請表」修改', page)
    assert address == f"{visitor.base}{BASIC}#f-unit_name"
    assert 'id="f-unit_name"' in visitor.see(address.partition("#")[0])
    visitor.send(BASIC, {"unit_name": ""})
    assert "甲公司" not in visitor.see(second)


def test_carried_figures_tell_where_they_come_from(visitor: Visitor, app: Flask) -> None:
    """Above a table with figures that another form has worked out stands once which form that is."""
    sheet, drafts = catalog.get("injury_rates"), app.extensions["formgen"].drafts
    given = json.loads((sheet.folder / "example.json").read_text("utf-8"))
    draft = drafts.open(visitor.begin("unit_selection").split("/")[2])
    drafts.fill(draft, stored([sheet], {sheet.name: given}))
    table = visitor.see("fill/unit_recommendation/rates").partition('<table class="sheet">')[0]
    assert table.count("清空會再帶入") == 1
    assert f'fill/injury_rates/basic">到「{sheet.title}」修改' in table


def test_secret_is_not_stored(visitor: Visitor, app: Flask, configuration: Configuration) -> None:
    """The secret of a link is in no file of the data folder, and these files are the service's alone."""
    secret = visitor.begin().split("/")[2]
    visitor.send(BASIC, {"unit_name": "甲"})
    visitor.upload({"5-1.pdf": PDF})
    files = [path for path in configuration.data.rglob("*") if path.is_file()]
    assert {"key", "drafts.sqlite3"} <= {path.name for path in files}
    for path in files:
        assert secret.encode() not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_delete(visitor: Visitor, configuration: Configuration) -> None:
    """The delete button removes answers and evidence from the disk at once, and the link leads nowhere."""
    base = visitor.begin()
    visitor.send(BASIC, {"unit_name": "要刪的公司"})
    visitor.upload({"5-1.pdf": PDF})
    assert "要刪的公司".encode() in contents(configuration.data)
    assert visitor.send("delete", {}).headers["Location"] == "/deleted"
    assert visitor.get(base).status_code == 404
    left = contents(configuration.data)
    assert "要刪的公司".encode() not in left
    assert b"%PDF" not in left


def test_expiry(visitor: Visitor, app: Flask, configuration: Configuration) -> None:
    """A draft past its time is not found, and the next sweep removes it with its files."""
    base = visitor.begin()
    visitor.upload({"5-1.pdf": PDF})
    with sqlite3.connect(configuration.data / "drafts.sqlite3") as database:
        database.execute("UPDATE draft SET expires = ?", (time.time() - 1,))
    database.close()
    assert visitor.get(base).status_code == 404
    made: Services = app.extensions["formgen"]
    made.uploads.erase(made.drafts.expire())
    assert list((configuration.data / "evidence").iterdir()) == []


def test_example_never_replaces(visitor: Visitor) -> None:
    """The example fills a draft that says nothing, is marked, and can be taken out; it replaces nothing typed."""
    visitor.begin()
    visitor.send("example", {}, seen="")
    assert "這份草稿是虛構的範例" in visitor.see("")
    visitor.send("clear", {}, seen="")
    assert "這份草稿是虛構的範例" not in visitor.see("")
    visitor.send(BASIC, {"unit_name": "甲"})
    visitor.send("example", {}, seen="")
    assert 'value="甲"' in visitor.see(BASIC)
    visitor.send("clear", {}, seen="")
    assert 'value="甲"' in visitor.see(BASIC)
