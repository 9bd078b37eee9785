"""The reviewing bodies' area in the browser: blank papers, papers for the visits, the order."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browsing import press, until
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from reviewing import BODY, save, unit
from test_web_access import enter, made
from test_web_staff import seen, take
from visiting import Visitor, file
from werkzeug.exceptions import RequestEntityTooLarge

from formgen.read import read
from formgen.review.received import Received
from formgen.web import create_app
from formgen.web.admission import FORM_BYTES, Admission
from formgen.web.steps.kinds import CERTIFICATES, RANKING

TOLD = {"programme": "unit_selection", "body": "○○市政府勞動局", "year": "116", "deadline": "116/3/20"}


@pytest.fixture
def reviewer(app: Flask) -> Visitor:
    return enter(Visitor(app.test_client()))


def query(told: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in told.items())


def test_blank_papers(reviewer: Visitor, tmp_path: Path) -> None:
    """The ZIP of a programme has each form with the body and the year in it, and the last day on the 交件須知."""
    answer = reviewer.get(f"/review/blanks/all.zip?{query(TOLD)}")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    filled: Any = read(next(tmp_path.glob("*自薦*.docx"))).answers
    assert (filled.year, filled.review.body, filled.unit_name) == (116, "○○市政府勞動局", None)
    told = PdfReader(tmp_path / "交件須知.pdf").pages[0].extract_text()
    assert "116年3月20日" in told
    assert "○○市政府勞動局" in told


def test_wrong_blanks_are_told_at_once(reviewer: Visitor) -> None:
    """All that is wrong with what should stand in blank papers is told together, and nothing is lost."""
    wrong = reviewer.get(
        f"/review/blanks?{query(TOLD | {'body': '甲🙂局', 'year': '明年', 'deadline': '116/2/30'})}"
    )
    assert wrong.status_code == 422
    assert "有 3 個地方要處理" in wrong.text
    assert 'value="甲🙂局"' in wrong.text
    assert reviewer.get("/review/blanks/all.zip?programme=unit_selection&year=x").status_code == 404


def test_jobs_open_in_their_own_area(reviewer: Visitor, app: Flask) -> None:
    """A job's address leads nowhere in the area of another kind of job."""
    jobs = made(app).jobs
    job = jobs.create(jobs.new_folder(), "名單.csv", CERTIFICATES, "read").id
    for area in ("visits", "ranking"):
        assert reviewer.get(f"/review/{area}/jobs/{job}/").status_code == 404


def test_order_after_a_restart(reviewer: Visitor, app: Flask, tmp_path: Path) -> None:
    """Files that were sent before the service ended are ranked by the next one, and told as too many where they are."""
    made(app).runner.close()
    papers = [save(tmp_path / f"{name}.json", unit(f"{name}公司")) for name in "甲乙"]
    sent = {"body": BODY, "files": [file(path.name, path.read_bytes()) for path in papers]}
    answer = reviewer.send("/review/ranking/", sent, seen="/review/ranking/")
    (job,) = made(app).jobs.of_kind(RANKING)
    assert (answer.status_code, job.state) == (303, "waiting")
    again = create_app(replace(made(app).configuration, most_files=2))
    made(again).runner.wake()
    try:
        until(lambda: made(again).jobs.get(job.id).state == "done")
        visitor = enter(Visitor(again.test_client()))
        page = f"/review/ranking/jobs/{job.id}/"
        assert "收到 2 個檔案，讀到 2 份表單" in visitor.see(page)
        more = visitor.send(f"{page}files", {"files": [file("丙.json", b"{}")]}, seen=page)
        assert more.status_code == 422
        assert "最多 2 個檔案" in more.text
        assert len(Received.of(job.folder).names) == 2
    finally:
        made(again).runner.close()


def test_large_files_come_in(app: Flask) -> None:
    """Where files are sent more bytes may come in than with a page."""
    door: Admission = app.extensions["admission"]
    jobs = made(app).jobs
    job = jobs.create(jobs.new_folder(), BODY, RANKING, "rank").id
    for path in ("/review/ranking/", f"/review/ranking/jobs/{job}/files", "/review/visits/"):
        door.check("POST", path, 10 * FORM_BYTES)
    with pytest.raises(RequestEntityTooLarge):
        door.check("POST", f"/review/ranking/jobs/{job}/decide", 10 * FORM_BYTES)


@pytest.mark.slow
def test_from_visits_to_the_package(
    inside: Page, chromium: Browser, service: Service, tmp_path: Path
) -> None:
    """Without scripts a list becomes papers for the visits, and files a package in the decided order; no page has a barrier."""
    found = seen(inside, chromium)
    press(inside.get_by_role("link", name="初審單位", exact=True))
    found += seen(inside, chromium)
    found += _visits(inside, chromium)
    press(inside.get_by_role("link", name="初審", exact=True))
    press(inside.get_by_role("link", name="排順序與送件"))
    inside.get_by_label("機關名稱").select_option(BODY)
    press(inside.get_by_role("button", name="上傳"))
    assert "請選擇檔案" in inside.get_by_role("alert").inner_text()
    assert inside.get_by_label("機關名稱").input_value() == BODY
    found += seen(inside, chromium)
    inside.locator("#files").set_input_files(_papers(tmp_path))
    press(inside.get_by_role("button", name="上傳"))
    _done(inside)
    text = inside.inner_text("main")
    assert "壞.docx：這不是 Word 檔" in text
    assert "未滿100人" in text
    assert "建議不予推薦（初審意見表備註1）" in text
    expect(inside.get_by_role("link", name="下載「推薦順序」，Word")).to_have_count(1)
    found += seen(inside, chromium) + _decide(inside, chromium)
    with zipfile.ZipFile(BytesIO(take(inside, "送職安署的全部資料"))) as archive:
        handed_in = [name for name in archive.namelist() if name.startswith("2-")]
    assert handed_in == [f"2-推薦表/優良單位/{one}.docx" for one in ("01-乙公司", "02-甲公司")]
    with zipfile.ZipFile(BytesIO(take(inside, "參選清冊"))) as archive:
        assert archive.testzip() is None
    press(inside.get_by_role("button", name="移除「壞.docx」"))
    _done(inside)
    expect(inside.get_by_text("壞.docx")).to_have_count(0)
    press(inside.get_by_role("link", name="刪除這一份"))
    found += seen(inside, chromium)
    press(inside.get_by_role("button", name="刪除，無法復原"))
    expect(inside.get_by_text("已刪除。")).to_have_count(1)
    assert found == []
    assert "公司" not in service.log()


def _visits(page: Page, chromium: Browser) -> list[str]:
    """A list with two mistakes, then the mended one for the same body and year."""
    press(page.get_by_role("link", name="現場評鑑用的表"))
    found = seen(page, chromium)
    page.get_by_label("機關名稱").select_option(BODY)
    page.get_by_label("年度").fill("116")
    _send(page, "參選.csv", "單位名稱,勞工人數,評鑑人員\n甲公司,很多,評○一、評○二\n,50,\n")
    told = page.locator(".notice.bad li").all_inner_texts()
    assert [one.partition("：")[0] for one in told] == ["第 2 列「勞工人數」", "第 3 列「單位名稱」"]
    found += seen(page, chromium)
    _send(page, "更正.csv", "單位名稱,勞工人數,評鑑人員\n甲公司,120,評○一、評○二\n")
    assert f"{BODY}　116年" in page.inner_text("main")
    with zipfile.ZipFile(BytesIO(take(page, "現場評鑑用的表"))) as archive:
        names = {name for name in archive.namelist() if name.endswith(".docx")}
    sheets = ("初審意見表", "附表一-初審用", "現場評鑑評分表-評○一", "現場評鑑評分表-評○二")
    assert names == {f"01-甲公司/{one}.docx" for one in sheets}
    return found + seen(page, chromium)


def _papers(folder: Path) -> list[Path]:
    broken = folder / "壞.docx"
    broken.write_bytes(b"PK")
    return [
        save(folder / "甲.docx", unit("甲公司", image__other_facts="外籍移工母語訓練")),
        save(folder / "乙.docx", unit("乙公司", "22099131", headcount__own=60)),
        save(folder / "丙.json", unit("丙公司", "00000074", {"7-4": "0"})),
        broken,
    ]


def _decide(page: Page, chromium: Browser) -> list[str]:
    """One of the two equal units alone cannot have a place."""
    assert page.get_by_text("外籍移工母語訓練").count() == 1
    page.get_by_label("「乙公司」的決定順序").fill("1")
    press(page.get_by_role("button", name="照這樣決定"))
    assert "甲公司：同分的 2 個單位" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("「乙公司」的決定順序").input_value() == "1"
    found = seen(page, chromium)
    page.get_by_label("「甲公司」的決定順序").fill("2")
    page.get_by_label("「乙公司」的決定理由").fill("企業形象")
    press(page.get_by_role("button", name="照這樣決定"))
    _done(page)
    assert page.locator(".rows").first.inner_text().startswith("順序 1　乙公司")
    return found + seen(page, chromium)


def _send(page: Page, name: str, content: str) -> None:
    page.locator("#files").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    press(page.get_by_role("button", name="上傳"))
    _done(page)


def _done(page: Page) -> None:
    """By hand, as one does without scripts."""

    def is_done() -> bool:
        link = page.get_by_role("link", name="重新整理")
        if is_busy := link.count() > 0:
            press(link)
        return not is_busy

    until(is_done)
