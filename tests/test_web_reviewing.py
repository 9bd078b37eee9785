"""The reviewing bodies' work on what came in: checked, compared and scored in the browser."""

import base64
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from browsing import press
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, Page
from reviewing import person, save, unit
from test_web_access import enter
from test_web_accessible import barriers
from visiting import Visitor, file

from formgen.forms.unit_recommendation.items import ITEMS
from formgen.read import read
from formgen.web import admission

SENDER = {"issuer": "○○市政府勞動局", "contacts": "承辦人：方○堃", "signer_title": "局長", "signer": "○○○"}


@pytest.fixture
def reviewer(app: Flask) -> Visitor:
    return enter(Visitor(app.test_client()))


def sent(name: str, data: dict[str, Any]) -> Any:
    return file(name, json.dumps(data, ensure_ascii=False).encode())


def check(visitor: Visitor, *files: Any, **typed: str) -> Any:
    return visitor.send("/review/check", {"files": list(files), **SENDER, **typed})


def letter(page: str) -> dict[str, str]:
    """The answers of the first letter that a page offers, and its name, as its form sends them."""
    found = re.findall(r'name="(letter|name)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found[:2]}


def draft(visitor: Visitor, answer: Any) -> str:
    """The draft that an answer leads to."""
    assert answer.status_code == 303
    visitor.base = answer.headers["Location"].partition("?")[0]
    return visitor.base


# --- what came in


def test_what_is_missing_is_told_and_becomes_a_letter(reviewer: Visitor, tmp_path: Path) -> None:
    """A file that lacks something is told by its labels, and its 補正通知 has the sender and the day that were typed."""
    answer = check(
        reviewer, sent("甲.json", unit(phone=None)), sent("乙.json", unit("乙公司")),
        notified="116/3/20", due="116/3/27",
    )  # fmt: skip
    assert "1 件要補正" in answer.text
    assert "電話：尚未填寫" in answer.text
    assert "至116年3月27日（星期六）止" in answer.text
    made = reviewer.send(
        "/review/check/letter", {**letter(answer.text), "do": "docx"}, hidden=reviewer.hidden_in(answer.text)
    )
    (tmp_path / "1.docx").write_bytes(made.data)
    said = read(tmp_path / "1.docx").answers.given()
    assert said["recipient"]["name"] == "甲公司"
    assert (said["issuer"], said["contacts"]) == (SENDER["issuer"], [{"label": "承辦人", "value": "方○堃"}])
    assert "請於116年3月27日（星期六）前補正" in said["subject"]


def test_a_long_letter_is_taken(reviewer: Visitor) -> None:
    """A letter that names the 42 files of 附表四 is longer than a field: it travels in its own characters, and is taken."""
    page = check(reviewer, sent("甲.json", unit(phone=None))).text
    said = letter(page)
    assert "電話" in said["letter"]
    said["letter"] = said["letter"].ljust(admission.LONGEST + 5_000)
    taken = reviewer.send("/review/check/letter", {**said, "do": "edit"}, hidden=reviewer.hidden_in(page))
    assert taken.status_code == 303


def test_sender_is_remembered(reviewer: Visitor) -> None:
    """Who sends letters is typed once in a browser; what was sent to be checked is kept nowhere."""
    check(reviewer, sent("甲.json", unit()))
    page = reviewer.see("/review/check")
    assert 'value="○○市政府勞動局"' in page
    assert "承辦人：方○堃" in page
    assert "甲公司" not in page


def test_a_letter_can_be_changed_before_it_is_taken(reviewer: Visitor, app: Flask) -> None:
    """A letter becomes a draft of the 函 that only those who have signed in can open."""
    page = check(reviewer, sent("甲.json", unit(phone=None)), notified="116/3/20").text
    answer = reviewer.send(
        "/review/check/letter", {**letter(page), "do": "edit"}, hidden=reviewer.hidden_in(page)
    )
    address = draft(reviewer, answer)
    assert "主旨與說明" in reviewer.see("")
    assert "電話：尚未填寫" in reviewer.see("fill/official_letter/text")
    assert Visitor(app.test_client()).get(address).status_code == 401
    leave = re.search(r'action="/leave"><input type="hidden" name="token" value="([^"]*)"', reviewer.see(""))
    assert leave
    assert reviewer.send("/leave", {"token": leave[1]}, hidden={}).status_code == 303
    assert reviewer.get(address).status_code == 401


def test_wrong_days_and_no_file_are_told_at_once(reviewer: Visitor) -> None:
    """Everything that is wrong with the form is told together, and what was typed stays."""
    answer = check(reviewer, notified="某日", due="116/2/30")
    assert answer.status_code == 422
    assert "有 3 個地方要處理" in answer.text
    assert 'value="某日"' in answer.text
    assert "承辦人：方○堃" in answer.text


# --- two copies


def test_two_copies_are_compared(reviewer: Visitor) -> None:
    """Each field that differs is shown with both answers; other forms are refused with their titles."""
    before, after = sent("甲.json", unit()), sent("甲新.json", unit(phone="02-87654321"))
    page = reviewer.send("/review/compare", {"before": before, "after": after}).text
    assert "共 1 處不同" in page
    assert "02-87654321" in page
    other = {"before": sent("甲.json", unit()), "after": sent("乙.json", person())}
    answer = reviewer.send("/review/compare", other)
    assert answer.status_code == 422
    assert "沒有相同的表單" in answer.text
    assert reviewer.send("/review/compare", {"before": sent("甲.json", unit())}).status_code == 422


# --- scoring


def test_a_unit_is_scored_on_the_screen(reviewer: Visitor, app: Flask, tmp_path: Path) -> None:
    """An applicant's Word file is opened, scored item by item with the total worked out, and taken as Word and PDF."""
    content = save(tmp_path / "甲.docx", unit(review={})).read_bytes()
    draft(reviewer, reviewer.send("/review/score", {"file": file("甲.docx", content)}))
    section = "fill/unit_recommendation/review-points"
    page = reviewer.see(section)
    assert "自評：" in page
    most = {f"review.points.{number}": str(item.most) for number, item in ITEMS.items()}
    assert (
        reviewer.send(section, {**most, "review.points.1-1": "2", "do": "later"}, seen=section).status_code
        == 303
    )
    assert "<dt>初審總計實得分數</dt><dd>99.00</dd>" in reviewer.see(section)
    others = {"review.result": "通過", "review.body": "臺北市政府", "review.assessors:count": "1"}
    others |= {"review.assessors.0.name": "評○○", "do": "later"}
    reviewer.send("fill/unit_recommendation/review", others, seen="fill/unit_recommendation/review")
    for ending in ("docx", "pdf"):
        (tmp_path / f"1.{ending}").write_bytes(reviewer.get(f"files/unit_recommendation.{ending}").data)
        said: Any = read(tmp_path / f"1.{ending}").answers
        assert (said.unit_name, said.review.result) == ("甲公司", "通過")
        assert str(getattr(said.review.points, "1-1")) in {"2", "2.0"}
        assert [one.name for one in said.review.assessors] == ["評○○"]


def test_a_person_is_reviewed_on_the_screen(reviewer: Visitor) -> None:
    """附表二 asks its comments, its result and the award; a wrong score is told at its field."""
    draft(
        reviewer,
        reviewer.send("/review/score", {"file": sent("林.json", {"person_recommendation": person()})}),
    )
    assert "建議獎項" in reviewer.see("fill/person_recommendation/review")
    assert "初審評語" in reviewer.see("fill/person_recommendation/review-comments")


def test_applicants_never_see_the_reviewers_part(reviewer: Visitor) -> None:
    """A draft of an applicant has no page for the reviewers' part."""
    reviewer.begin("unit_selection")
    assert "初審單位填寫" not in reviewer.see("")
    assert reviewer.get("fill/unit_recommendation/review").status_code == 404


def test_papers_without_a_reviewers_part_are_refused(reviewer: Visitor) -> None:
    """A form that asks nothing of reviewers, and a file that is none of ours, are told in a sentence."""
    five_star = sent("五.json", {"five_star_self_assessment": {"year": 116}})
    answer = reviewer.send("/review/score", {"file": five_star})
    assert answer.status_code == 422
    assert "沒有初審單位要填的部分" in answer.text
    assert reviewer.send("/review/score", {"file": file("1.docx", b"PK")}).status_code == 422
    assert reviewer.send("/review/score", {}).status_code == 422


# --- in a real browser


def _barriers(page: Page) -> list[str]:
    """Barriers on the page that stands there, and whether it is wider than the screen."""
    found = barriers(page)
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([f"{page.title()}: too wide"] if is_wide else [])]


def test_from_upload_to_letter_in_a_browser(chromium: Browser, service: Service, tmp_path: Path) -> None:
    """On a phone without our script: sign in, upload, see what is missing, change the letter, read it back; then score."""
    paper = save(tmp_path / "甲公司.docx", unit(phone=None, review={}))
    context = chromium.new_context(
        locale="zh-TW", base_url=service.address, viewport={"width": 320, "height": 700}
    )
    context.route("**/static/web.js", lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(service.entrance)
    page.goto("/review/")
    press(page.get_by_role("link", name="核對收件"))
    press(page.get_by_role("button", name="核對"))
    found = _barriers(page)
    assert "請選擇至少一個檔案" in page.get_by_role("alert").inner_text()
    page.get_by_label("收到的檔案").set_input_files(paper)
    page.get_by_label("通知日期").fill("116/3/20")
    page.get_by_label("補正的最後一日").fill("116/3/29")
    page.get_by_label("發文機關全銜").fill("○○市政府勞動局")
    press(page.get_by_role("button", name="核對"))
    page.get_by_text("電話：尚未填寫").wait_for()
    found += _barriers(page)
    press(page.get_by_role("button", name="先修改再下載"))
    found += _barriers(page)
    press(page.get_by_role("link", name="受文者、日期與字號"))
    page.get_by_label("發文字號").fill("○字第1號")
    press(page.get_by_role("button", name="儲存，回到清單"))
    press(page.get_by_role("link", name="下載檔案"))
    found += _barriers(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="的 Word").click()
    said = read(Path(download.value.path())).answers.given()
    assert (said["issuer"], said["number"]) == ("○○市政府勞動局", "○字第1號")
    assert "請於116年3月29日（星期一）前補正" in said["subject"]
    page.goto("/review/score")
    page.get_by_label("參選者的檔案").set_input_files(paper)
    press(page.get_by_role("button", name="開始評分"))
    found += _barriers(page)
    press(page.get_by_role("link", name="初審評分"))
    assert found + _barriers(page) == []
    context.close()
    assert "甲公司" not in service.log()


@pytest.mark.parametrize("name", [f"甲.json{'x' * 300}", "甲.js\0on", f"{'甲' * 300}.json"])
def test_a_name_that_no_disk_takes_is_no_fault(reviewer: Visitor, name: str) -> None:
    """A file is told by whatever name it came with; what no disk could be asked to hold is left out."""
    assert check(reviewer, sent(name, unit())).status_code == 200
    listed = {"files": sent(name, unit()), "body": "臺北市"}
    assert reviewer.send("/review/ranking/", listed).status_code == 303


@pytest.mark.parametrize("said", ["!", base64.urlsafe_b64encode(b"[" * 2500).decode()])
def test_a_broken_cookie_is_no_fault(reviewer: Visitor, said: str) -> None:
    """What a browser remembers may be anything; the page opens without it."""
    reviewer.client.set_cookie("formgen_sender", said, path="/review/")
    assert reviewer.get("/review/check").status_code == 200
