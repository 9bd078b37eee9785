"""Replies: a form sent out by a link, answered without signing in, and taken as one table."""

import csv
import re
import time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from browsing import press
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from test_web_access import enter, made
from test_web_staff import seen
from visiting import Visitor

from formgen import catalog
from formgen.read import read
from formgen.web import asked, replies
from formgen.web.replies import NoReplies

MEMBERS = "○○區表面處理工業同業公會\n台中市工業會\n○○ 市工業會"
EVENT = {
    "title": "成果發表會", "deadline:year": "199", "deadline:month": "8", "deadline:day": "16",
    "event.place": "○○會議廳", "members": MEMBERS,
}  # fmt: skip
REPLY = {
    "unit_name": "臺中市 工業會", "intention": "出席", "attendees.0.title": "理事長", "attendees.0.name": "王○○",
    "contact.contact": "陳○○", "contact.phone": "0912345678", "whole": "1",
}  # fmt: skip


@pytest.fixture
def staff(visitor: Visitor) -> Visitor:
    return enter(visitor)


def send_out(staff: Visitor, form: str = "attendance_reply", **changes: str) -> str:
    """The address of a new collection below ``/staff/replies/``."""
    # A last day that has not passed, within the years that are taken.
    year = str(time.gmtime().tm_year - 1911 + 1)
    page = f"/staff/replies/new/{form}"
    sent = staff.send(page, {**EVENT, "deadline:year": year, **changes}, seen=page)
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"].partition("?")[0]


def public(collection: str) -> str:
    return collection.replace("/staff/replies/", "/reply/")


def reply(member: Visitor, address: str, **changes: str) -> str:
    """Fill in and send; the address of the reply's own page."""
    begun = member.send(address, {**REPLY, **changes}, seen=address)
    assert begun.status_code == 303, begun.text
    own = begun.headers["Location"]
    assert member.send(own, {}, seen=own).status_code == 303
    return own


def cells(staff: Visitor, collection: str) -> list[list[Any]]:
    content = staff.get(f"{collection}replies.xlsx").data
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    lines: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return lines


def test_replies_come_as_one_table(staff: Visitor, colleague: Visitor) -> None:
    """Each reply is a line, under its questions' labels; text stays text, also a number that begins with 0."""
    collection = send_out(staff)
    reply(colleague, public(collection))
    reply(colleague, public(collection), unit_name="=1+1", **{"contact.phone": "-5"})
    heads, first, second = cells(staff, collection)
    assert heads[1:3] == ["單位名稱", "出席意願"]
    line = dict(zip(heads, first, strict=True))
    assert (line["出席人員／第1位／姓名"], line["聯絡方式／電話"]) == ("王○○", "0912345678")
    assert second[1] == "=1+1"
    text = staff.get(f"{collection}replies.csv").data.decode("utf-8-sig")
    assert [row[1] for row in csv.reader(StringIO(text))] == ["單位名稱", "臺中市 工業會", "'=1+1"]


def test_who_has_not_answered(staff: Visitor, colleague: Visitor) -> None:
    """A member counts as answered however its name is written; one who is not on the list is shown apart."""
    collection = send_out(staff)
    reply(colleague, public(collection))
    reply(colleague, public(collection), unit_name="別的公會")
    page = staff.see(collection)
    listed = re.findall("<li>(.*?)</li>", page.partition("還沒有回的成員（2／3）")[2])
    assert listed == ["○○區表面處理工業同業公會", "○○ 市工業會", "別的公會"]
    assert "台中市工業會" not in colleague.see(public(collection))


def test_nothing_counts_before_it_is_sent(staff: Visitor, colleague: Visitor) -> None:
    """A reply that was looked at and not sent is in no table; sent twice it is there once, and a change changes it."""
    address = public(collection := send_out(staff))
    own = colleague.send(address, REPLY, seen=address).headers["Location"]
    assert "還沒有送出" in colleague.see(own)
    assert len(cells(staff, collection)) == 1
    for _ in range(2):
        colleague.send(own, {}, seen=address)
    assert "已收到您的回條" in colleague.see(own)
    colleague.send(f"{own}change", {**REPLY, "attendees.0.name": "林○○"}, seen=f"{own}change")
    lines = cells(staff, collection)
    assert len(lines) == 2
    assert "林○○" in lines[1]


def test_what_is_wrong_is_told_at_once(staff: Visitor, colleague: Visitor) -> None:
    """A reply with a gap is not taken; every place is named, and what was typed stands there still."""
    address = public(send_out(staff))
    answer = colleague.send(address, {"unit_name": "甲公會", "whole": "1"}, seen=address)
    assert answer.status_code == 422
    for label in ("出席意願", "聯絡人", "電話"):
        assert f"{label}：尚未填寫" in answer.text
    assert 'value="甲公會"' in answer.text
    cut = {"token": colleague.hidden(address)["token"], "unit_name": "甲公會"}
    assert colleague.send(address, {}, hidden=cut).status_code == 400


def test_rare_character_and_passed_day_stop_nobody(staff: Visitor, colleague: Visitor) -> None:
    """A name that our fonts cannot draw, and a last day that has passed, are told; the reply comes in."""
    collection = send_out(staff, **{"deadline:year": "112"})
    address = public(collection)
    assert "填復期限 112年8月16日 已過" in colleague.see(address)
    own = reply(colleague, address, **{"contact.contact": "王\U000323af"})
    assert "已過" in colleague.see(own)
    assert len(cells(staff, collection)) == 2


def test_paper_of_a_reply(staff: Visitor, colleague: Visitor, tmp_path: Path) -> None:
    """The Word file of a reply holds what the office and the member said."""
    own = reply(colleague, public(send_out(staff)))
    path = tmp_path / "reply.docx"
    path.write_bytes(colleague.get(f"{own}file.docx").data)
    given = read(path).answers.given()
    assert (given["event"]["name"], given["event"]["place"]) == ("成果發表會", "○○會議廳")
    assert given["unit_name"] == "臺中市 工業會"


def test_any_flat_form(staff: Visitor, colleague: Visitor) -> None:
    """A form that was never made for replies is sent out too; one with a list that grows is not."""
    collection = send_out(staff, "personal_data_consent")
    address = public(collection)
    answer = colleague.send(address, {"unit_name": "甲廠", "whole": "1"}, seen=address)
    own = answer.headers["Location"]
    colleague.send(own, {}, seen=own)
    assert cells(staff, collection)[1][1:] == ["甲廠", ""]
    assert staff.get("/staff/replies/new/official_letter").status_code == 404
    names = {form.name for form in asked.sendable()}
    assert {"attendance_reply", "sharing_survey", "coaching_application"} <= names
    assert not names & {"official_letter", "meeting_notice", "recommendation_quota"}


def test_what_the_office_says(staff: Visitor, colleague: Visitor) -> None:
    """Without a title, with a day that is none or far off, no link is made; a change keeps what came in."""
    page = "/staff/replies/new/attendance_reply"
    for wrong in (
        {"title": ""},
        {"title": "會\U000323af"},
        {"deadline:month": "13"},
        {"deadline:year": "199"},
    ):
        assert staff.send(page, {**EVENT, "deadline:year": "116", **wrong}, seen=page).status_code == 422
    assert "還沒有。" in staff.see("/staff/replies/")
    collection = send_out(staff)
    reply(colleague, public(collection))
    changed = staff.send(f"{collection}change", {**EVENT, "title": "改期", "deadline:year": "113"}, seen=f"{collection}change")  # fmt: skip
    assert changed.status_code == 303
    assert "改期" in colleague.see(public(collection))
    assert len(cells(staff, collection)) == 2


def test_strangers(app: Flask, staff: Visitor, colleague: Visitor) -> None:
    """A link opens its form and no reply but one's own; a forged request changes nothing; the staff's pages stay shut."""
    collection = send_out(staff)
    other = send_out(staff)
    own = reply(colleague, public(collection))
    for wrong in ("/reply/x/", public(collection) + "x/", own.replace(public(collection), public(other))):
        assert colleague.get(wrong).status_code == 404
    assert colleague.get(collection).status_code == 401
    forged = {**REPLY, "unit_name": "偽造"}
    assert colleague.send(f"{own}change", forged, hidden={}).status_code == 400
    headers = {"Origin": "https://example.com"}
    hidden = colleague.hidden(f"{own}change")
    sent = colleague.client.post(f"{own}change", data={**hidden, **forged}, headers=headers)
    assert sent.status_code == 400
    assert "偽造" not in str(cells(staff, collection))
    made(app).rates._most = 1
    statuses = [colleague.send(public(other), REPLY, seen=public(other)).status_code for _ in range(3)]
    assert statuses[-1] == 429


def test_so_many_and_no_more(staff: Visitor, colleague: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection takes so many replies; the one too many is told, and those that came in stay."""
    monkeypatch.setattr(replies, "MOST_REPLIES", 1)
    collection = send_out(staff)
    own = reply(colleague, public(collection))
    refused = colleague.send(public(collection), REPLY, seen=public(collection))
    assert (refused.status_code, "不能再收" in refused.text) == (400, True)
    assert colleague.get(own).status_code == 200


def test_end_of_a_collection(app: Flask, staff: Visitor, colleague: Visitor) -> None:
    """The button deletes a collection with its replies at once; time does so too, and drops what was never sent."""
    first, second = send_out(staff), send_out(staff)
    reply(colleague, public(first))
    begun = colleague.send(public(second), REPLY, seen=public(second)).headers["Location"]
    assert staff.send(f"{first}delete", {}, seen=f"{first}delete").headers["Location"].endswith("deleted=1")
    assert colleague.get(public(first)).status_code == 404
    store = made(app).replies
    with store._database.writing() as connection:
        assert connection.execute("SELECT count(*) FROM reply").fetchone()[0] == 1
        connection.execute("UPDATE reply SET touched = 0")
    store.expire()
    assert colleague.get(begun).status_code == 404
    with store._database.writing() as connection:
        connection.execute("UPDATE collection SET expires = ?", (time.time() - 1,))
    with pytest.raises(NoReplies):
        store.get(second.split("/")[-2])
    store.expire()
    assert store.all() == []


def test_kept_after_the_last_day(app: Flask, staff: Visitor) -> None:
    """The retention time counts from the last day where that is still to come."""
    send_out(staff)
    ((collection, _),) = made(app).replies.all()
    assert collection.deadline
    assert (collection.expires.date() - collection.deadline).days in {89, 90}
    assert catalog.get(collection.form).title == "出席表單"


def test_journey(chromium: Browser, service: Service) -> None:
    """Without scripts an office sends out 出席表單, with them a member answers; no page has a barrier or saves by itself."""
    contexts = [
        chromium.new_context(locale="zh-TW", base_url=service.address, java_script_enabled=is_on)
        for is_on in (False, True)
    ]
    for one in contexts:
        one.set_default_timeout(90_000)
    office, member = (one.new_page() for one in contexts)
    posted: list[str] = []
    member.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    office.goto(service.entrance)
    press(office.get_by_role("link", name="回條", exact=True))
    found = seen(office, chromium)
    press(office.get_by_role("link", name="出席表單"))
    press(office.get_by_role("button", name="建立連結"))
    assert office.get_by_role("alert").inner_text().endswith("活動名稱：尚未填寫")
    office.get_by_label("活動名稱").fill("成果發表會")
    office.get_by_label("應填復的成員").fill("○○市工業會\n第二公會")
    found += seen(office, chromium)
    press(office.get_by_role("button", name="建立連結"))
    member.goto(office.get_by_role("textbox", name="給成員的連結").input_value())
    found += seen(member, chromium)
    press(member.get_by_role("button", name="下一步"))
    assert "聯絡人：尚未填寫" in member.get_by_role("alert").inner_text()
    for label, text in {
        "單位名稱": "○○市工業會",
        "第1位　姓名": "王○○",
        "聯絡人": "陳○○",
        "電話": "02-00000000",
    }.items():
        member.get_by_label(label).fill(text)
    member.get_by_label("出席", exact=True).check()
    press(member.get_by_role("button", name="下一步"))
    found += seen(member, chromium)
    with member.expect_download() as download:
        member.get_by_role("link", name="PDF").click()
    paper = PdfReader(download.value.path()).pages[0].extract_text().replace(" ", "")
    assert "成果發表會" in paper
    assert "王○○" in paper
    press(member.get_by_role("button", name="送出", exact=True))
    expect(member.get_by_text("已收到您的回條")).to_have_count(1)
    assert len(posted) == 3  # what was wrong, what was right, and sending it
    office.reload()
    assert office.get_by_role("heading", name="還沒有回的成員（1／2）").count() == 1
    found += seen(office, chromium)
    with office.expect_download() as download:
        office.get_by_role("link", name="下載 XLSX").click()
    book = python_calamine.CalamineWorkbook.from_path(download.value.path())
    assert "02-00000000" in book.get_sheet_by_index(0).to_python()[1]
    press(office.get_by_role("link", name="刪除這份回條"))
    press(office.get_by_role("button", name="刪除，無法復原"))
    expect(office.get_by_text("已刪除。")).to_have_count(1)
    assert member.reload().status == 404  # type: ignore[union-attr]
    assert found == []
    for one in contexts:
        one.close()
