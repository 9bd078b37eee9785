"""Drafts: nothing typed is lost, and what is deleted is gone."""

import json
import re
import sqlite3
import stat
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from visiting import LIST, Visitor, full, names, rows

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
