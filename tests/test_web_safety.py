"""The service against forged requests, strange input and too much work."""

import hashlib
import json
import logging
import os
import re
import sqlite3
import subprocess
import tempfile
import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from visiting import Visitor, file

from formgen import programmes
from formgen.bundle import envelope
from formgen.programmes import filing
from formgen.web import create_app
from formgen.web.configuration import Configuration, WrongSetting, read
from formgen.web.services import Services
from formgen.web.workers import Busy, Failed, TookTooLong, Workers

BASIC = "fill/coaching_application/basic"
DRAFT_PAGES = ["", BASIC, "evidence", "check", "downloads", "delete", "view/coaching_application", "preview/coaching_application"]  # fmt: skip


def test_post_without_token(visitor: Visitor) -> None:
    """A form without the token of its draft, or with another draft's, changes nothing."""
    visitor.begin()
    other = visitor.hidden(BASIC)
    visitor.begin()
    for hidden in ({}, other):
        assert visitor.send(BASIC, {"unit_name": "甲"}, hidden=hidden).status_code == 400
    assert 'value="甲"' not in visitor.see(BASIC)


def test_post_from_elsewhere(visitor: Visitor) -> None:
    """A browser that says that another site made the request is refused, whatever it sends."""
    base = visitor.begin()
    sent = visitor.client.post(
        base + "delete", data=visitor.hidden("delete"), headers={"Origin": "https://example.com"}
    )
    assert sent.status_code == 400
    assert visitor.see("")


def test_begin_without_cookie(app: Flask) -> None:
    """A draft begins only from a page that the same browser has seen."""
    page = app.test_client().get("/programmes/coaching").text
    token = re.findall('name="token" value="([^"]+)"', page)[0]
    assert app.test_client().post("/programmes/coaching", data={"token": token}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/blanks", "/return", "/privacy", "/nowhere", "/static/web.css", *DRAFT_PAGES]
)
def test_headers(visitor: Visitor, path: str) -> None:
    """Every answer forbids scripts and styles from within the page, and sends no address on."""
    visitor.begin()
    response = visitor.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
        policy.split("; ")
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    if not path.startswith("/"):
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/blanks", "/programmes/five_star", *DRAFT_PAGES])
def test_nothing_inline(visitor: Visitor, path: str) -> None:
    """No page holds a script but our one file, a style or an address of another host."""
    visitor.begin()
    page = visitor.see(path).replace('<script type="module" src="/static/web.js"></script>', "", 1)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)
    addresses = re.findall(r'(?:href|src|action)="(?:https?:)?//([^"]*)', page)
    assert addresses == []


def test_no_draft(visitor: Visitor) -> None:
    """A link that leads to no draft is told in one friendly way, whatever follows."""
    texts = set()
    for path in ("/d/x/", "/d/AAAAAAAAAAAAAAAAAAAAAA/check", "/d/%00%ff/evidence"):
        response = visitor.get(path)
        assert response.status_code == 404
        texts.add(response.text)
    assert len(texts) == 1
    assert "找不到這份草稿" in texts.pop()


@pytest.mark.parametrize("path", ["/nowhere", "/programmes/none", "/blanks/none.pdf", "/blanks/coaching_application.exe", "/paper/..%2f..%2fpyproject.css", "fill/none/basic", "fill/coaching_application/review", "files/none.pdf", "files/injury_rates.pdf"])  # fmt: skip
def test_unknown_pages(visitor: Visitor, path: str) -> None:
    """What is not there is a page that says so, also for what only the reviewer fills."""
    visitor.begin()
    response = visitor.get(path)
    assert response.status_code == 404
    assert "<h1>" in response.text


def test_reviewer_is_never_asked(visitor: Visitor) -> None:
    """A field that only the reviewing body fills is neither shown nor taken."""
    visitor.begin("unit_selection")
    tasks = visitor.see("")
    places = re.findall(r"/d/[^/]+/(fill/[^\"]+)", tasks)
    assert places
    assert not any('name="review.' in visitor.see(place) for place in places)
    visitor.send(places[0], {"review.body": "我"})
    assert "review.body" not in str(visitor.get("check").data)


def test_too_large_a_request(tmp_path: Path) -> None:
    """A request above the limit is answered with 413 in words."""
    app = create_app(Configuration(tmp_path / "data", most_total_mb=1))
    visitor = Visitor(app.test_client())
    visitor.begin()
    kind = "multipart/form-data; boundary=x"
    response = visitor.client.post(f"{visitor.base}evidence", data=bytes(3 * 10**6), content_type=kind)
    assert response.status_code == 413
    assert "太大" in response.text


def test_too_often(tmp_path: Path) -> None:
    """Heavy work is counted: above the limit 429 in words, while pages go on."""
    visitor = Visitor(create_app(Configuration(tmp_path / "data", heavy_per_minute=1)).test_client())
    page = "/blanks/personal_data_consent.docx"
    assert visitor.get(page).status_code == 200
    refused = visitor.get(page)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "請等一分鐘" in refused.text
    assert visitor.get("/").status_code == 200


def test_busy(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the queue is full a heavy page says so with 503, and other pages are served."""
    made: Services = app.extensions["formgen"]
    made.workers = Workers(1, 0, 30)
    holding = threading.Thread(target=made.workers.run, args=(time.sleep, 3))
    holding.start()
    time.sleep(0.5)
    refused = visitor.get("/blanks/personal_data_consent.docx")
    assert refused.status_code == 503
    assert "使用的人很多" in refused.text
    assert visitor.get("/").status_code == 200
    holding.join()


@pytest.fixture(scope="module")
def workers() -> Workers:
    return Workers(1, 1, 4)


def test_worker_time_limit(workers: Workers) -> None:
    """A job that takes too long is killed, and the next one runs."""
    began = time.monotonic()
    with pytest.raises(TookTooLong):
        workers.run(time.sleep, 60)
    assert time.monotonic() - began < 15
    assert workers.run(sum, [1, 2]) == 3


def test_worker_that_dies(workers: Workers) -> None:
    """A job whose process dies is an error in words, and the next one runs."""
    with pytest.raises(Failed):
        workers.run(os._exit, 1)
    assert workers.run(len, "ab") == 2


def _hold(begun: Path, go: Path) -> None:
    """A job that says that it has begun, and ends when it is told."""
    begun.touch()
    while not go.exists():
        time.sleep(0.02)


def test_full_queue(tmp_path: Path) -> None:
    """With one job running and one waiting, a third is refused at once."""
    workers, begun, go = Workers(1, 1, 30), tmp_path / "begun", tmp_path / "go"
    threads = [threading.Thread(target=workers.run, args=(_hold, begun, go)) for _ in range(2)]
    for thread in threads:
        thread.start()
    limit = time.monotonic() + 30
    while not begun.exists():
        assert time.monotonic() < limit
        time.sleep(0.02)
    with pytest.raises(Busy):
        workers.run(len, "")
    go.touch()
    for thread in threads:
        thread.join()


def test_log_names_nobody(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    """The log tells method, route and status of each request, and neither the secret nor what was typed."""
    with caplog.at_level(logging.INFO):
        secret = visitor.begin().split("/")[2]
        visitor.send(BASIC, {"unit_name": "甲公司"})
    assert "POST /d/<secret>/fill/<form>/<section> 303" in caplog.text
    assert secret not in caplog.text
    assert "甲公司" not in caplog.text


@pytest.mark.parametrize(("settings", "words"), [({"web": {"retention": 1}}, "retention"), ({"web": {"retention_days": "90"}}, "整數"), ({"web": {"workers": 0}}, "整數"), ({"operator": {"name": 1}}, "文字")])  # fmt: skip
def test_wrong_settings(settings: dict[str, dict[str, object]], words: str) -> None:
    """A setting that nobody would read, or of the wrong kind, is told when the service starts."""
    with pytest.raises(WrongSetting, match=words):
        read(settings)


def test_notice_comes_first(tmp_path: Path) -> None:
    """Before the first question stands the notice of 個資法第8條, with the operator of the settings."""
    about = read(
        {
            "web": {"data": str(tmp_path / "data"), "retention_days": 30},
            "operator": {"name": "○○局", "contact": "○○科"},
        }
    )
    page = create_app(about).test_client().get("/programmes/coaching").text
    for words in (
        "機關名稱",
        "○○局",
        "蒐集目的",
        "個人資料類別",
        "利用期間",
        "30 天",
        "利用地區",
        "利用對象",
        "利用方式",
        "第 3 條",
        "○○科",
        "不提供的影響",
    ):
        assert words in page


@pytest.mark.parametrize(
    "value", ["5", '["x"]', '{"a": 1}', "[1]", "NaN", '"\\ud800"', "[" * 5000, '[{"name": [1]}]']
)
def test_choice_that_nobody_offered(visitor: Visitor, value: str) -> None:
    """A choice between two answers takes no shape that a page of ours never sends; the draft stays whole."""
    visitor.begin()
    chosen = {"path:0": "flammables", "choice:0": "mine", "mine:0": value, "theirs:0": "null"}
    hidden = visitor.hidden("fill/chemical_inventory/flammables")
    sent = visitor.send("choose/chemical_inventory/flammables", chosen, hidden=hidden)
    assert sent.status_code == 400
    assert visitor.get("check").status_code == 200


def test_clearing_the_example_keeps_what_was_typed(visitor: Visitor) -> None:
    """Who puts an answer in place of the example's keeps it when the example goes."""
    visitor.begin()
    visitor.send("example", {}, seen="")
    visitor.send("fill/coaching_application/basic", {"unit_name": "我的真公司"})
    visitor.send("clear", {}, seen="")
    assert 'value="我的真公司"' in visitor.see("fill/coaching_application/basic")


def test_forged_bundle_leaves_nothing(visitor: Visitor, configuration: Configuration, tmp_path: Path) -> None:
    """A bundle whose evidence is called by a path is refused, writes nowhere, and leaves no draft behind."""
    given = filing.parse(programmes.get("coaching"), filing.example(programmes.get("coaching")))
    answers = json.dumps(envelope(given))
    told = {"name": "e.pdf", "number": str(tmp_path / "victim"), "sha256": hashlib.sha256(b"x").hexdigest()}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("e.pdf", b"x")
        bundle.writestr("answers.json", answers)
        bundle.writestr("manifest.json", json.dumps({"files": [told]}))
    sent = visitor.send("/return", {"file": file("b.zip", packed.getvalue()), "how": "continue"})
    assert sent.status_code == 422
    assert list(tmp_path.glob("victim*")) == []
    drafts = sqlite3.connect(configuration.data / "drafts.sqlite3")
    assert drafts.execute("SELECT count(*) FROM draft").fetchone()[0] == 0
    drafts.close()


def test_host_that_is_none(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """A host that cannot be one is answered in a sentence, and the secret in the address reaches no log."""
    app.testing = False
    visitor = Visitor(app.test_client())
    secret = visitor.begin().split("/")[2]
    answer = app.test_client().get(f"/d/{secret}/", headers={"Host": "x" * 300})
    assert answer.status_code in (400, 500)
    assert "Traceback" not in answer.text
    assert secret not in caplog.text


def _grandchild(mark: str) -> None:
    """A job that starts a process in a session of its own, as the office suite is started, and waits too long."""
    with Path(tempfile.mkdtemp(), "papers").open("w") as papers:
        papers.write("x")
    subprocess.run(["sh", "-c", f"exec sleep 60 # {mark}"], start_new_session=True, check=False)


def test_job_that_took_too_long_leaves_nothing(tmp_path: Path) -> None:
    """What a job started is gone with it, also in another session, and so are its papers."""
    mark = tmp_path.name
    with pytest.raises(TookTooLong):
        Workers(1, 0, 3, tmp_path).run(_grandchild, mark)
    assert list(tmp_path.iterdir()) == []
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and "sleep 60" in _running():
        time.sleep(0.1)
    assert "sleep 60" not in _running()


def _running() -> str:
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


def test_cut_off_request_empties_nothing(visitor: Visitor) -> None:
    """A save whose end did not arrive is refused: a field that is missing was not emptied."""
    visitor.begin()
    visitor.send(BASIC, {"unit_name": "甲公司"})
    hidden = {key: one for key, one in visitor.hidden(BASIC).items() if key != "whole"}
    assert visitor.send(BASIC, {}, hidden=hidden).status_code == 400
    assert 'value="甲公司"' in visitor.see(BASIC)
