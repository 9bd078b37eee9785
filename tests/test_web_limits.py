"""What the service takes in, and how much: on the disk, in a field, in memory, and from which address."""

import http.client
import os
import re
import shutil
import socket
import sqlite3
import time
from pathlib import Path

import pytest
from conftest import Service
from flask import Flask
from papers import noise
from visiting import Visitor
from werkzeug.test import TestResponse

from formgen import catalog
from formgen.web import create_app
from formgen.web.configuration import Configuration, WrongSetting, read
from formgen.web.workers import TooDemanding, Workers

BASIC = "fill/coaching_application/basic"


def stored(folder: Path) -> list[Path]:
    return list((folder / "data" / "evidence").iterdir())


def test_disk_that_fills_up(tmp_path: Path) -> None:
    """Where less is free than is to stay free, no upload is kept and no draft begun; what is typed is still saved."""
    visitor = Visitor(create_app(Configuration(tmp_path / "data")).test_client())
    visitor.begin()
    free = shutil.disk_usage(tmp_path).free
    short = create_app(Configuration(tmp_path / "data", least_free_mb=3 * free // 10**6))
    visitor.client = short.test_client()
    sent = visitor.upload({"5-1.png": noise(10)})
    assert sent.status_code == 507
    assert "空間不足，這次送出的沒有收下" in sent.text
    assert stored(tmp_path) == []
    assert visitor.send(BASIC, {"unit_name": "甲"}).status_code == 303
    assert visitor.send("/programmes/coaching", {}, seen="/programmes/coaching").status_code == 507


def test_full_disk(tmp_path: Path) -> None:
    """On a disk that is all but full nothing is saved, and deleting still works."""
    visitor = Visitor(create_app(Configuration(tmp_path / "data")).test_client())
    visitor.begin()
    free = shutil.disk_usage(tmp_path).free
    visitor.client = create_app(
        Configuration(tmp_path / "data", least_free_mb=30 * free // 10**6)
    ).test_client()
    refused = visitor.send(BASIC, {"unit_name": "甲"})
    assert refused.status_code == 507
    assert refused.headers["Retry-After"]
    assert visitor.send("delete", {}).status_code == 303


def test_all_drafts_together(tmp_path: Path) -> None:
    """All drafts together take so much; who comes then keeps what is stored, and the rest is refused whole."""
    app = create_app(Configuration(tmp_path / "data", most_data_mb=3))
    first, second = Visitor(app.test_client()), Visitor(app.test_client())
    first.begin()
    assert first.upload({"5-1.png": noise(1600)}).status_code == 303
    second.begin()
    assert second.upload({"5-1.png": noise(1600)}).status_code == 507
    assert "5-1.png" in first.see("evidence")
    assert len(stored(tmp_path)) == 1


def test_long_field(visitor: Visitor) -> None:
    """A text that is no answer is refused at once, by the label, and nothing of the page is saved."""
    visitor.begin()
    began = time.monotonic()
    sent = visitor.send(BASIC, {"unit_name": "甲" * 300_000, "contact": "乙"})
    assert time.monotonic() - began < 5
    assert sent.status_code == 413
    label = catalog.get("coaching_application").question("unit_name").label
    assert f"「{label}」有 300,000 個字" in sent.text
    assert 'value="乙"' not in visitor.see(BASIC)
    assert visitor.send(BASIC, {"unit_name": "甲" * 20_000}).status_code == 303


def test_large_form(visitor: Visitor) -> None:
    """A form of many megabytes is not read at all; the page that says so leads back to the draft."""
    visitor.begin()
    body = b"unit_name=" + b"a" * 6 * 10**6
    kind = "application/x-www-form-urlencoded"
    sent = visitor.client.post(visitor.base + BASIC, data=body, content_type=kind)
    assert sent.status_code == 413
    assert f'<a href="{visitor.base}">' in sent.text


def address(service: Service) -> tuple[str, int]:
    found = re.fullmatch(r"http://([^:]+):(\d+)/", service.address)
    assert found
    return found[1], int(found[2])


def put_aside(service: Service) -> int:
    """How many bytes the server holds in files without a name."""
    assert service._process
    total = 0
    for link in Path(f"/proc/{service._process.pid}/fd").iterdir():
        try:
            if " (deleted)" in str(link.readlink()) and str(service.data) in str(link.readlink()):
                total += link.stat().st_size
        except FileNotFoundError:
            continue
    return total


def sent_half(service: Service, path: str, length: int) -> tuple[socket.socket, int]:
    """A connection that has sent half of a body, and what the server then holds of it."""
    connection = socket.create_connection(address(service), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    connection.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
    connection.sendall(bytes(length // 2))
    time.sleep(0.5)
    return connection, put_aside(service)


def answer(connection: socket.socket, rest: int) -> str:
    connection.sendall(bytes(rest))
    response = http.client.HTTPResponse(connection)
    response.begin()
    text = f"{response.status} {response.read().decode()}"
    connection.close()
    return text


@pytest.mark.parametrize("path", ["/nowhere", "/d/AAAAAAAAAAAAAAAAAAAAAA/evidence", "/programmes/coaching"])
def test_body_that_nobody_wants(service: Service, path: str) -> None:
    """The body of a request to no address, to no draft, or to a page without files is kept nowhere, and told as a page."""
    connection, held = sent_half(service, path, 20_000_000)
    assert held == 0
    told = answer(connection, 10_000_000)
    assert told.startswith(("404", "413"))
    assert "<h1>" in told


def test_body_that_is_wanted(service: Service) -> None:
    """The body of an upload lies in the data folder until it has come whole, and no longer."""
    connection, held = sent_half(service, "/return", 20_000_000)
    assert held > 9_000_000
    answer(connection, 10_000_000)
    deadline = time.monotonic() + 5
    while put_aside(service) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert put_aside(service) == 0


def test_body_without_a_length(service: Service) -> None:
    """A body in pieces, which no browser sends, is kept nowhere either."""
    connection = socket.create_connection(address(service), timeout=20)
    connection.sendall(b"POST /return HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10):
        connection.sendall(b"80000\r\n" + bytes(0x80000) + b"\r\n")
    time.sleep(0.5)
    assert put_aside(service) == 0
    connection.sendall(b"0\r\n\r\n")
    assert connection.recv(12) == b"HTTP/1.1 400"
    connection.close()


def from_host(app: Flask, host: str) -> TestResponse:
    return app.test_client().get("/", headers={"Host": host})


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.0.2.7"])
def test_host_of_this_machine(app: Flask, host: str) -> None:
    """Without settings the service answers to localhost and to numbers."""
    assert from_host(app, host).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "forms.example.tw"])
def test_strange_host(app: Flask, host: str) -> None:
    """A name that is not ours is refused in words: another site could else reach a service on this machine."""
    refused = from_host(app, host)
    assert refused.status_code == 400
    assert f"「{host}」不是本服務的網址" in refused.text


def test_host_of_the_settings(tmp_path: Path) -> None:
    """With names in the settings these are ours, and no others."""
    about = read({"web": {"data": str(tmp_path / "data"), "hosts": ["Forms.example.tw"]}})
    app = create_app(about)
    assert from_host(app, "forms.example.tw:443").status_code == 200
    assert from_host(app, "localhost").status_code == 400
    with pytest.raises(WrongSetting, match="hosts"):
        read({"web": {"hosts": "forms.example.tw"}})


def test_behind_a_proxy(tmp_path: Path) -> None:
    """The proxy of the settings is believed: links and cookies are those of the address that people have."""
    own = Service(tmp_path / "data", 'hosts = ["forms.example.tw"]', 'proxy = "127.0.0.1"')
    own.start()
    try:
        forwarded = {
            "X-Forwarded-Host": "forms.example.tw",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
        }
        connection = http.client.HTTPConnection(*address(own), timeout=30)
        connection.request("GET", "/programmes/coaching", headers=forwarded)
        page = connection.getresponse()
        token = re.findall('name="token" value="([^"]+)"', page.read().decode())[0]
        cookie = page.headers["Set-Cookie"]
        assert "Secure" in cookie
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://forms.example.tw"}
        sent = forwarded | kind | {"Cookie": cookie.partition(";")[0]}
        connection.request("POST", "/programmes/coaching", f"token={token}", sent)
        begun = connection.getresponse()
        begun.read()
        assert begun.status == 303
        connection.request("GET", begun.headers["Location"], headers=forwarded)
        assert 'value="https://forms.example.tw/d/' in connection.getresponse().read().decode()
        connection.close()
    finally:
        own.kill()


def test_stranger_is_no_proxy(service: Service) -> None:
    """Without a proxy in the settings nobody is believed what address people have."""
    connection = http.client.HTTPConnection(*address(service), timeout=30)
    connection.request("GET", "/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    page = connection.getresponse()
    page.read()
    assert page.status == 200
    assert "Secure" not in page.headers["Set-Cookie"]
    connection.close()


def take_memory(megabytes: int) -> int:
    return len(bytes(megabytes * 10**6))


def test_memory_limit() -> None:
    """A job that asks for more memory than it may have ends with a sentence on what to do, and the next one runs."""
    workers = Workers(1, 0, 20, memory=2 * 10**9)
    with pytest.raises(TooDemanding, match="記憶體太多"):
        workers.run(take_memory, 3000)
    assert workers.run(len, "ab") == 2


def test_killed_job() -> None:
    """A job that the system kills, as it does when memory runs out, is told as one that asked for too much."""
    with pytest.raises(TooDemanding):
        Workers(1, 0, 20).run(os.abort)


def test_sum_is_that_of_the_database(tmp_path: Path) -> None:
    """The database counts too: a service whose answers fill its share takes no more uploads."""
    app = create_app(Configuration(tmp_path / "data", most_data_mb=1))
    visitor = Visitor(app.test_client())
    visitor.begin()
    with sqlite3.connect(tmp_path / "data" / "drafts.sqlite3") as database:
        database.execute("CREATE TABLE filler AS SELECT zeroblob(1200000)")
    database.close()
    assert visitor.upload({"5-1.png": noise(10)}).status_code == 507
