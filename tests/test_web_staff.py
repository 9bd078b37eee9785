"""The staff's journeys in a real browser, from the link to sign in to opened files; jobs that outlive a kill."""

import csv
import os
import re
import shutil
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import waitress
from browsing import press, until
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from spreadsheets import Sheets, ods, xlsx
from test_web_access import PASSWORD, enter, made
from test_web_accessible import barriers
from visiting import Visitor, file

from formgen import steps
from formgen.web import create_app
from formgen.web.access import hashed
from formgen.web.configuration import Configuration
from formgen.web.steps.runner import AT_ONCE
from formgen.web.steps.store import MOST_DEATHS, Job

ALLIANCE = Path(__file__).parent.parent / "examples/alliance"
DAY = "116/11/21"


def listed(names: list[str], award: str = "推手獎") -> bytes:
    stream = StringIO(newline="")
    csv.writer(stream).writerows([("獎項", "得獎者", "事由"), *((award, name, "") for name in names)])
    return stream.getvalue().encode()


@pytest.fixture(params=[False])
def page(request: pytest.FixtureRequest, chromium: Browser, service: Service) -> Iterator[Page]:
    """A browser that has come in by the link that the service printed; scripts run in it if a test says so."""
    context = chromium.new_context(
        locale="zh-TW", base_url=service.address, java_script_enabled=request.param
    )
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(service.entrance)
    press(page.get_by_role("link", name="製作獎狀"))
    yield page
    context.close()


def send(page: Page, name: str, content: bytes) -> None:
    page.locator("#files").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    press(page.get_by_role("button", name="上傳"))


def wait_for(page: Page, title: str, *, is_by_hand: bool = False) -> None:
    """Until the page has this heading: the script sees to it, or by hand the link to load anew."""

    def is_there() -> bool:
        if is_by_hand and (link := page.get_by_role("link", name="重新整理")).count():
            press(link)
        page.wait_for_load_state()
        heading = page.get_by_role("heading", level=1, name=title, exact=True)
        return heading.count() == 1 and page.locator(".following").count() == 0

    until(is_there)


def take(page: Page, name: str) -> bytes:
    """The file behind the link 下載「name」."""
    with page.expect_download() as download:
        page.get_by_role("link", name=f"下載「{name}").first.click()
    return Path(download.value.path()).read_bytes()


def seen(page: Page, chromium: Browser) -> list[str]:
    """Barriers on the page that stands there, and whether it is too wide for 320 px; in a browser where scripts run."""
    context = chromium.new_context(
        locale="zh-TW", storage_state=page.context.storage_state(), viewport={"width": 320, "height": 700}
    )
    context.route("**/static/web.js", lambda route: route.abort())
    other = context.new_page()
    other.goto(page.url)
    found = barriers(other)
    if other.evaluate("document.documentElement.scrollWidth") > 320:
        found.append(f"{page.url}: wider than 320 px")
    context.close()
    return found


NAMES = ["○○工業同業公會", "第二公會", "第三公會"]


@pytest.mark.slow
def test_rows_to_certificates(page: Page, chromium: Browser, service: Service) -> None:
    """Without scripts a list with a mistake becomes certificates of the others; no page on the way has a barrier."""
    found = seen(page, chromium)
    press(page.get_by_role("button", name="上傳"))
    assert page.get_by_role("alert").inner_text().endswith("請選擇檔案。")
    send(page, "得獎名單.csv", listed(NAMES) + "沒有的獎,第四公會,\r\n".encode())
    found += seen(page, chromium)
    found += _match(page, chromium)
    found += _look(page, chromium)
    page.get_by_label("每張一個 PDF").check()
    press(page.get_by_role("button", name="製作 3 張獎狀"))
    wait_for(page, "製作與下載", is_by_hand=True)
    found += seen(page, chromium)
    texts = [one.extract_text() for one in PdfReader(BytesIO(take(page, "獎狀（全部）"))).pages]
    assert [name for name, text in zip(NAMES, texts, strict=True) if name not in text.replace(" ", "")] == []
    with zipfile.ZipFile(BytesIO(take(page, "獎狀（單張檔案）"))) as archive:
        assert len(archive.namelist()) == 3
    assert "完成" in take(page, "批次紀錄").decode("utf-8-sig")
    assert "第四公會" in take(page, "有問題的列").decode("utf-8-sig")
    _mend(page)
    press(page.get_by_role("link", name="刪除這一批"))
    found += seen(page, chromium)
    press(page.get_by_role("button", name="刪除，無法復原"))
    expect(page.get_by_text("更正.csv")).to_have_count(0)
    press(page.get_by_role("button", name="登出"))
    assert page.goto("/staff/").status == 401  # type: ignore[union-attr]
    assert found + seen(page, chromium) == []
    assert "公會" not in service.log()
    assert service.entrance.rpartition("/")[2] not in service.log()


def _match(page: Page, chromium: Browser) -> list[str]:
    """The columns: one that is needed is missed first."""
    wait_for(page, "對應欄位", is_by_hand=True)
    page.get_by_label("得獎者（必填）").select_option("")
    press(page.get_by_role("button", name="試作"))
    told = page.get_by_role("alert").inner_text()
    assert "請選得獎者在哪一欄" in told
    assert "請寫全部共用的日期" in told
    page.get_by_label("得獎者（必填）").select_option("得獎者")
    page.get_by_label("日期（名單沒有日期的列用這一天）").fill(DAY)
    found = seen(page, chromium)
    press(page.get_by_role("button", name="試作"))
    return found


def _look(page: Page, chromium: Browser) -> list[str]:
    """The dry run, and one certificate out of it."""
    wait_for(page, "逐列試作", is_by_hand=True)
    found = seen(page, chromium)
    assert page.locator(".rows li").first.inner_text().startswith("第 5 列")
    page.get_by_label("找一列").fill("第二")
    press(page.get_by_role("button", name="找", exact=True))
    expect(page.locator(".rows li")).to_have_count(1)
    press(page.get_by_role("link", name="看獎狀：第 3 列「第二公會」"))
    found += seen(page, chromium)
    picture = page.request.get(page.locator("img").get_attribute("src") or "")
    assert picture.body().startswith(b"\x89PNG")
    one = page.request.get(page.get_by_role("link", name="開啟這一張的 PDF").get_attribute("href") or "")
    assert "第二公會" in re.sub(r"\s", "", PdfReader(BytesIO(one.body())).pages[0].extract_text())
    press(page.get_by_role("link", name="回到逐列試作"))
    return found


def _mend(page: Page) -> None:
    """The mended list goes into the same job: the three keep their numbers, only the fourth is new."""
    send(page, "更正.csv", listed([*NAMES, "第四公會"]))
    wait_for(page, "對應欄位", is_by_hand=True)
    press(page.get_by_role("button", name="試作"))
    wait_for(page, "逐列試作", is_by_hand=True)
    press(page.get_by_role("button", name="製作 4 張獎狀"))
    wait_for(page, "製作與下載", is_by_hand=True)
    assert "這次只要印「獎狀（這次新做的）」（1 張）" in page.inner_text("main")
    assert len(PdfReader(BytesIO(take(page, "獎狀（這次新做的）"))).pages) == 1


@pytest.mark.parametrize("page", [True], indirect=True)
def test_workbook_to_certificates(page: Page) -> None:
    """An alliance's sheets become its papers, and its winners' certificates."""
    page.locator("#files").set_input_files(sorted(ALLIANCE.glob("*.csv")))
    press(page.get_by_role("button", name="上傳"))
    wait_for(page, "對應欄位")
    for name in ("頒獎名冊", "獎狀簽收單", "積分統計表"):
        assert len(PdfReader(BytesIO(take(page, name))).pages) >= 1
    page.get_by_label("日期（名單沒有日期的列用這一天）").fill(DAY)
    press(page.get_by_role("button", name="試作"))
    wait_for(page, "逐列試作")
    press(page.get_by_role("button", name="製作 63 張獎狀"))
    wait_for(page, "製作與下載")
    assert len(PdfReader(BytesIO(take(page, "獎狀（全部）"))).pages) == 63


def test_kills_in_mid_job(own_service: Service, chromium: Browser) -> None:
    """The process of a job is killed, then the service: the job goes on by itself, and every certificate is there once."""
    context = chromium.new_context(locale="zh-TW", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(own_service.entrance)
    page.goto(own_service.address + "staff/")
    send(page, "名單.csv", listed([f"第{number:03}公會" for number in range(300)]))
    wait_for(page, "對應欄位")
    page.get_by_label("日期（名單沒有日期的列用這一天）").fill(DAY)
    press(page.get_by_role("button", name="試作"))
    wait_for(page, "逐列試作")
    page.get_by_label("每張一個 PDF").check()
    press(page.get_by_role("button", name="製作 300 張獎狀"))
    page.get_by_role("heading", name="製作與下載").wait_for()
    page.close()

    def so_far() -> int:
        return len(list(own_service.data.glob("staff/*/out/pdf/*.pdf")))

    until(lambda: so_far() >= 40)
    (child,) = own_service.at_work("formgen.awards.batch")
    os.kill(child, signal.SIGKILL)
    until(lambda: own_service.at_work("formgen.awards.batch") not in ([], [child]))
    until(lambda: so_far() >= 90)
    own_service.kill()
    before = so_far()
    assert before < 300
    own_service.start()
    # Nobody has signed in: it goes on by itself.
    until(lambda: list(own_service.data.glob("staff/*/make.json")))
    page = context.new_page()
    page.goto(own_service.address + "staff/")
    assert page.get_by_role("heading", level=1).inner_text() == "登入"
    page.goto(own_service.entrance)
    page.goto(own_service.address + "staff/")
    press(page.get_by_role("link", name="名單.csv"))
    wait_for(page, "製作與下載")
    assert len(PdfReader(BytesIO(take(page, "獎狀（全部）"))).pages) == 300
    with zipfile.ZipFile(BytesIO(take(page, "獎狀（單張檔案）"))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(set(names)) == len(names) == 300
    text = take(page, "批次紀錄").decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text, newline="")))
    assert sorted(int(line["流水號"]) for line in lines) == list(range(1, 301))
    context.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """A service with a password, and its address."""
    app = create_app(Configuration(tmp_path / "data", password_hash=hashed(PASSWORD)))
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run)
    running.start()
    yield app, f"http://127.0.0.1:{server.effective_port}"
    made(app).runner.close()
    server.close()
    server.trigger.close()
    running.join(5)


def test_password_and_refusals(chromium: Browser, served: tuple[Flask, str]) -> None:
    """With a password one gets to the page that was asked for; no barrier there, nor where a list is refused or stopped."""
    app, address = served
    context = chromium.new_context(locale="zh-TW", base_url=address)
    context.route("**/static/web.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/staff/")
    page.get_by_label("密碼").fill("no")
    press(page.get_by_role("button", name="登入"))
    found = barriers(page, "錯誤：登入")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto("/staff/")
    page.get_by_label("密碼").fill(PASSWORD)
    press(page.get_by_role("button", name="登入"))
    assert page.get_by_role("heading", level=1).inner_text() == "製作獎狀"
    send(page, "名單.csv", "甲,乙\n".encode("cp950"))
    until(lambda: made(app).jobs.all()[0].state == "failed")
    page.reload()
    found += barriers(page, "讀取名單")
    press(page.get_by_role("link", name="所有名單"))
    send(page, "名單.csv", listed(NAMES))
    press(page.get_by_role("button", name="停止"))
    expect(page.get_by_text("做好的都保留，可以再接著做")).to_have_count(1)
    found += barriers(page, "讀取名單")
    context.close()
    assert found == []


@pytest.fixture
def staff(app: Flask) -> Iterator[Visitor]:
    """Who has signed in to the application; its runner ends with the test."""
    yield enter(Visitor(app.test_client()))
    made(app).runner.close()


def upload(staff: Visitor, name: str, content: bytes) -> Job:
    sent = staff.send("/staff/", {"files": [file(name, content)]}, seen="/staff/")
    return made(staff.client.application).jobs.get(sent.headers["Location"].split("/")[3])


def state(staff: Visitor, job: Job) -> tuple[str, str]:
    now = made(staff.client.application).jobs.get(job.id)
    return now.step, now.state


def test_dies_each_time(staff: Visitor, tmp_path: Path) -> None:
    """A step whose process dies again and again is given up after the third time, in words, and can be begun again."""
    runner = made(staff.client.application).runner
    job = upload(staff, "名單.csv", listed(["甲公會"]))
    killed: set[int] = set()
    while state(staff, job)[1] in {"waiting", "running"} and len(killed) < MOST_DEATHS + 1:
        if (running := runner._running.get(job.id)) and running.process.pid not in killed:
            killed.add(running.process.pid)
            os.killpg(running.process.pid, signal.SIGKILL)
        time.sleep(0.01)
    assert state(staff, job) == ("read", "failed")
    assert len(killed) == MOST_DEATHS
    page = f"/staff/jobs/{job.id}/"
    assert f"一再中斷（{MOST_DEATHS} 次）" in staff.see(page)
    staff.send(f"{page}again", {}, seen=page)
    until(lambda: state(staff, job)[1] == "done")


def test_what_cannot_be_read(staff: Visitor) -> None:
    """A list that is none is told by the name that the person gave it, and another one can be sent for it."""
    job = upload(staff, "我的名單.csv", "甲,乙\n".encode("cp950"))
    until(lambda: state(staff, job)[1] == "failed")
    page = f"/staff/jobs/{job.id}/"
    text = staff.see(page)
    assert "無法讀取「我的名單.csv」" in text
    assert "source" not in re.sub("<[^>]*>", "", text)
    staff.send(f"{page}list", {"files": [file("好的.csv", listed(["甲公會"]))]}, seen=page)
    until(lambda: state(staff, job) == ("read", "done"))
    assert staff.get(page).headers["Location"].endswith("/columns")


@pytest.mark.parametrize("write", [xlsx, ods])
def test_another_sheet(staff: Visitor, write: Callable[[Sheets], bytes]) -> None:
    """Of a spreadsheet another sheet can be chosen: its columns are shown, and its rows are tried."""
    first, second = [["獎項", "得獎者"], ["推手獎", "甲公會"]], [["得獎單位"], ["乙公會"], ["丙公會"]]
    job = upload(staff, "名單.xlsx", write({"第一批": first, "第二批": second}))
    page = f"/staff/jobs/{job.id}/columns"
    until(lambda: state(staff, job) == ("read", "done"))
    staff.send(page, {"sheet": "第二批"}, seen=page)
    until(lambda: state(staff, job) == ("read", "done"))
    assert "名單有 2 列" in staff.see(page)
    chosen = {"sheet": "第二批", "head.name": "得獎單位", "award": "推手獎", "date": DAY}
    staff.send(page, chosen, seen=page)
    until(lambda: state(staff, job) == ("try", "done"))
    text = staff.see(f"/staff/jobs/{job.id}/rows")
    assert "要製作 2 張" in text
    assert "丙公會" in text
    assert "甲公會" not in text


def test_stop_and_delete(staff: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that waits or runs can be stopped and begun again; a deleted job leaves no process, row or file."""
    job = upload(staff, "名單.csv", listed(["甲公會"]))
    page = f"/staff/jobs/{job.id}/"
    staff.send(f"{page}stop", {}, seen=page)
    assert state(staff, job) == ("read", "stopped")
    assert made(app).runner._running == {}
    staff.send(f"{page}again", {}, seen=page)
    until(lambda: made(app).runner._running or state(staff, job)[1] == "done")
    staff.send(f"{page}delete", {}, seen=f"{page}delete")
    assert staff.get(page).status_code == 404
    assert made(app).runner._running == {}
    assert not job.folder.exists()


def test_old_jobs_go(staff: Visitor, app: Flask) -> None:
    """A job goes when its time is over; a folder that no job knows goes too."""
    jobs = made(app).jobs
    kept, old = upload(staff, "a.csv", listed(["甲公會"])), upload(staff, "b.csv", listed(["乙公會"]))
    until(lambda: not any(job.is_busy for job in jobs.all()))
    stray = jobs.new_folder()
    os.utime(stray, (0, 0))
    with jobs._database.writing() as connection:
        connection.execute("UPDATE job SET touched = 1 WHERE id = ?", (old.id,))
    jobs.expire()
    assert [job.id for job in jobs.all()] == [kept.id]
    assert [path.name for path in jobs.folder.iterdir() if path.is_dir()] == [kept.id]


def test_files_of_other_names(staff: Visitor, app: Flask) -> None:
    """Several files are an alliance's sheets by their names; others are refused, and nothing of them is kept."""
    two = [file("成員.csv", b"x"), file("../../秘密.csv", b"x")]
    refused = staff.send("/staff/", {"files": two}, seen="/staff/")
    assert refused.status_code == 422
    assert "「秘密.csv」不是活頁簿的工作表" in refused.text
    assert [path for path in made(app).jobs.folder.iterdir() if path.is_dir()] == []
    job = upload(staff, "..\\..\\x/名單.csv", listed(["甲公會"]))
    assert job.name == "名單.csv"
    assert [path.name for path in job.folder.glob(f"{steps.SOURCE}*")] == ["source.csv"]
    shutil.rmtree(job.folder)
    for name in ("../source.csv", "read.json", "nothing.pdf"):
        assert staff.get(f"/staff/jobs/{job.id}/files/{name}").status_code == 404


def test_two_services_on_one_folder(staff: Visitor, app: Flask) -> None:
    """Where two services share a data folder, one of them runs everything, two steps at a time."""
    second = enter(Visitor(create_app(made(app).configuration).test_client()))
    at_once = set()
    try:
        jobs = [upload(one, "名單.csv", listed(["甲公會"])) for one in (staff, second, staff, second)]

        def are_done() -> bool:
            at_once.add(sum(state(staff, job)[1] == "running" for job in jobs))
            return all(state(staff, job) == ("read", "done") for job in jobs)

        until(are_done)
        assert max(at_once) <= AT_ONCE
        assert made(second.client.application).runner._running == {}
    finally:
        made(second.client.application).runner.close()


def test_no_address_names_anybody(app: Flask) -> None:
    """No address of the staff's pages takes a name: a job or a link is random letters, a certificate its row."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]
    takes = {found for rule in rules for found in re.findall("<([^>]+)>", rule)}
    assert takes == {"form", "job", "link", "int:row", "file_format", "name"}
    assert len(made(app).jobs.new_folder().name) >= 20
