"""Who may open what: every address is for anybody, behind a draft's link, or behind signing in."""

import getpass
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from visiting import Visitor
from werkzeug.test import TestResponse

from formgen import cli
from formgen.web import create_app, security
from formgen.web.access import COOKIE, IDLE_SECONDS, hashed
from formgen.web.configuration import Configuration, WrongSetting, read
from formgen.web.services import Services
from formgen.web.steps.kinds import CERTIFICATES, LETTERS, RANKING, VISITS

DOCUMENT = (Path(__file__).resolve().parent.parent / "docs/web.md").read_text(encoding="utf-8")
GROUPS = ("For anybody", "With a draft's link", "Signed in")
PASSWORD = "correct horse battery"  # the one of the well-known picture


def made(app: Flask) -> Services:
    found: Services = app.extensions["formgen"]
    return found


def told() -> dict[tuple[str, str], str]:
    """The group of each address in docs/web.md."""
    parts = re.split(r"^##+ (.+)$", DOCUMENT, flags=re.MULTILINE)
    found = {}
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        for method, rule in re.findall(r"^\| (GET|POST) \| `([^`]+)` \|", text, re.MULTILINE):
            found[method, rule] = title
    return found


def enter(visitor: Visitor) -> Visitor:
    """Sign in by the link of this start."""
    app = visitor.client.application
    assert visitor.get(f"/enter/{made(app).access.token}").status_code == 303
    return visitor


@pytest.fixture(scope="module")
def hash_of_it() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def with_password(tmp_path: Path, hash_of_it: str) -> Flask:
    app = create_app(Configuration(tmp_path / "data", heavy_per_minute=1000, password_hash=hash_of_it))
    app.testing = True
    return app


KINDS = {
    "/staff/letters/": (LETTERS, "make"),
    "/staff/": (CERTIFICATES, "read"),
    "/review/visits/": (VISITS, "prepare"),
    "/review/ranking/": (RANKING, "rank"),
}


def a_job(app: Flask, area: str = "/staff/") -> str:
    """A job with something to find in it, that nobody runs."""
    jobs = made(app).jobs
    folder = jobs.new_folder()
    (folder / "out").mkdir()
    (folder / "out/ledger.csv").write_text("機密", encoding="utf-8")
    return jobs.create(folder, "機密名單.csv", *KINDS[area]).id


def a_job_of_each(app: Flask) -> dict[str, str]:
    """A job of each kind, by the area where its pages are."""
    return {area: a_job(app, area) for area in KINDS}


@pytest.fixture
def quiet(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application whose runner runs nothing."""
    monkeypatch.setattr(made(app).runner, "wake", lambda: None)
    return app


def address(rule: str, secret: str, job: str) -> str:
    values = {"secret": secret, "job": job, "int:row": "2", "int:upload": "1", "file_format": "pdf"}
    values |= {"name": "ledger.csv", "path:filename": "web.css", "token": "x"}
    return re.sub("<([^>]+)>", lambda found: values.get(found[1], "x"), rule)


def test_every_address_is_in_its_group(quiet: Flask, visitor: Visitor) -> None:
    """A stranger with a browser and a draft of their own: each address does what its table in docs/web.md says of it."""
    visitor.begin()
    job, groups, wrong = a_job(quiet), told(), []
    for (method, rule), group in groups.items():
        path, strange = address(rule, "AAAAAAAAAAAAAAAAAAAAAA", job), "AAAAAAAAAAAAAAAAAAAAAA"
        bound = strange if "<secret>" in rule else visitor.client.get_cookie(security.COOKIE).value  # type: ignore[union-attr]
        token = security.token(made(quiet).key, bound)
        answer = (
            visitor.get(path)
            if method == "GET"
            else visitor.client.post(path, data={"token": token}, buffered=True)
        )
        if answer.status_code == 401:
            found = GROUPS[2]
        elif answer.status_code == 404 and "找不到這份草稿" in answer.text:
            found = GROUPS[1]
        else:
            found = GROUPS[0]
        wrong += [(method, rule, found)] if found != group else []
    assert wrong == []
    assert set(groups.values()) == set(GROUPS)
    real = {
        (method, rule.rule)
        for rule in quiet.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert real == set(groups)


def staff_addresses(jobs: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (method, address(rule, "x", next((job for area, job in jobs.items() if rule.startswith(area)), "")))
        for (method, rule), group in told().items()
        if group == GROUPS[2]
    ]


def ask(visitor: Visitor, method: str, path: str, token: str) -> TestResponse:
    if method == "GET":
        return visitor.get(path)
    return visitor.client.post(path, data={"token": token}, buffered=True)


def strangers(app: Flask, data: Path) -> Iterator[tuple[str, str]]:
    """Cookies that open nothing, each with what it is."""
    access = made(app).access
    good = access.by_link(access.token, "127.0.0.1")
    name, _, signature = good.partition(".")
    yield "none", ""
    yield "a changed signature", f"{name}.{'0' if signature[0] != '0' else '1'}{signature[1:]}"
    yield "a changed name", f"x{name}.{signature}"
    yield "a name alone", name
    yield "strange letters", "ü.ü"
    draft = made(app).drafts.create("coaching").secret
    yield "a foreign draft's secret", draft
    yield "a draft's secret with its form token", f"{draft}.{security.token(made(app).key, draft)}"
    other = create_app(Configuration(data / "other"))
    yield "of another service", made(other).access.by_link(made(other).access.token, "127.0.0.1")
    again = create_app(made(app).configuration)
    yield "of another start", made(again).access.by_link(made(again).access.token, "127.0.0.1")
    access.end(access.session(good))
    yield "signed out", good
    old = access.by_link(access.token, "127.0.0.1")
    with access._database.writing() as connection:
        connection.execute("UPDATE session SET seen = ?", (time.time() - IDLE_SECONDS - 1,))
    yield "idle for too long", old


def test_nothing_opens_to_a_stranger(quiet: Flask, tmp_path: Path) -> None:
    """No page, file or act of the staff's opens to a cookie that is none: only the page to sign in comes."""
    jobs = a_job_of_each(quiet)
    for what, cookie in strangers(quiet, tmp_path):
        visitor = Visitor(quiet.test_client())
        visitor.client.set_cookie(COOKIE, cookie)
        for method, path in staff_addresses(jobs):
            answer = ask(visitor, method, path, security.token(made(quiet).key, cookie.partition(".")[0]))
            assert answer.status_code == 401, (what, method, path)
            assert "機密" not in answer.text
    assert {made(quiet).jobs.get(job).state for job in jobs.values()} == {"waiting"}


def test_forged_requests(quiet: Flask, visitor: Visitor) -> None:
    """Who has signed in is made to do nothing by another site, nor with a token of another session, draft or browser."""
    jobs = a_job_of_each(quiet)
    job = jobs["/staff/"]
    enter(visitor)
    other = enter(Visitor(quiet.test_client()))
    page = f"/staff/jobs/{job}/delete"
    draft = Visitor(quiet.test_client())
    draft.begin()
    for hidden in ({}, other.hidden(page), draft.hidden("delete"), draft.hidden("/return")):
        for method, path in staff_addresses(jobs):
            if method == "POST":
                assert visitor.send(path, {}, hidden=hidden).status_code == 400
    own = visitor.hidden(page)
    headers = {"Origin": "https://example.com"}
    assert visitor.client.post(page, data=own, headers=headers).status_code == 400
    assert {one.id for one in made(quiet).jobs.all()} == set(jobs.values())
    assert visitor.send(page, {}, hidden=own).status_code == 303
    assert job not in {one.id for one in made(quiet).jobs.all()}


def test_link(quiet: Flask, visitor: Visitor) -> None:
    """The link of this start lets in on this machine; a wrong one, and the right one from elsewhere, do not."""
    token = made(quiet).access.token
    assert len(token) >= 22
    assert token != made(create_app(made(quiet).configuration)).access.token
    far = {"REMOTE_ADDR": "192.0.2.1"}
    for path, environment in ((f"/enter/{token}", far), (f"/enter/{token[:-1]}", {}), ("/enter/", {})):
        assert visitor.client.get(path, environ_overrides=environment).status_code in {403, 404}
        assert visitor.get("/staff/").status_code == 401
    entered = visitor.get(f"/enter/{token}")
    assert entered.headers["Location"] == "/inside"
    cookie = next(one for one in entered.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert visitor.get("/staff/").status_code == 200


def test_signing_out(quiet: Flask, visitor: Visitor) -> None:
    """After 登出 the browser is out, and so is a copy of its cookie."""
    enter(visitor)
    copy = visitor.client.get_cookie(COOKIE)
    assert copy
    assert visitor.send("/leave", {}, seen="/staff/").headers["Location"] == "/enter?left=1"
    assert visitor.get("/staff/").status_code == 401
    visitor.client.set_cookie(COOKIE, copy.value)
    assert visitor.get("/staff/").status_code == 401


def test_password(with_password: Flask) -> None:
    """A wrong password is told; the right one leads on to the page that was asked for, and never to another site."""
    visitor = Visitor(with_password.test_client())
    asked = visitor.get("/staff/?x=1")
    assert asked.status_code == 401
    assert 'name="next" value="/staff/"' in asked.text
    wrong = visitor.send("/enter", {"password": "no", "next": "/staff/"}, seen="/enter")
    assert wrong.status_code == 422
    assert "密碼不對" in wrong.text
    assert 'value="no"' not in wrong.text
    there = {"/staff/": "/staff/", "/review/blanks": "/review/blanks", "/d/x/": "/d/x/"}
    elsewhere = ("https://example.com/", "//example.com", "/\\example.com")
    for where, to in (there | dict.fromkeys(elsewhere, "/inside")).items():
        stranger = Visitor(with_password.test_client())
        entered = stranger.send("/enter", {"password": PASSWORD, "next": where}, seen="/enter")
        assert entered.headers["Location"] == to
        assert stranger.get("/staff/").status_code == 200
        made(with_password).access._one._times.clear()
    # The token of a service without a password lets nobody in.
    assert made(with_password).access.token == ""
    assert visitor.get("/enter/x").status_code == 403


def test_https(with_password: Flask) -> None:
    """With HTTPS the cookie is sent back with HTTPS only."""
    visitor = Visitor(with_password.test_client())
    visitor.client.set_cookie(security.COOKIE, "browser")
    token = security.token(made(with_password).key, "browser")
    sent = visitor.client.post(
        "/enter", data={"token": token, "password": PASSWORD}, base_url="https://localhost"
    )
    assert "Secure" in next(one for one in sent.headers.getlist("Set-Cookie") if one.startswith(COOKIE))


def test_another_password_ends_sessions(with_password: Flask, tmp_path: Path) -> None:
    """Who signed in with the old password is out when the settings have a new one; a mere restart ends nothing."""
    visitor = Visitor(with_password.test_client())
    visitor.send("/enter", {"password": PASSWORD}, seen="/enter")
    cookie = visitor.client.get_cookie(COOKIE)
    assert cookie
    before = made(with_password).configuration
    for password_hash, status in ((before.password_hash, 200), (hashed("another long password"), 401)):
        again = Visitor(create_app(Configuration(before.data, password_hash=password_hash)).test_client())
        again.client.set_cookie(COOKIE, cookie.value)
        assert again.get("/staff/").status_code == status


def test_guessing(with_password: Flask) -> None:
    """After 6 attempts in a minute even the right password waits, for this client; after 60 for all."""
    visitor = Visitor(with_password.test_client())
    hidden = visitor.hidden("/enter")

    def attempt(password: str, client: str) -> int:
        answer = visitor.client.post(
            "/enter", data={**hidden, "password": password}, environ_overrides={"REMOTE_ADDR": client}
        )
        return answer.status_code

    assert [attempt("no", "192.0.2.1") for _ in range(6)] == [422] * 6
    assert attempt(PASSWORD, "192.0.2.1") == 429
    assert attempt(PASSWORD, "192.0.2.2") == 303
    made(with_password).access._all._most = 10
    assert [attempt("no", f"192.0.2.{number}") for number in range(3, 6)] == [422] * 3
    assert attempt(PASSWORD, "192.0.2.9") == 429


def test_hash_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`formgen serve --hash` asks twice and prints the line that the settings take; a slip or a short one is told."""
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "other", "short"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    assert cli.main(["serve", "--hash"]) == 0
    name, _, value = capsys.readouterr().out.strip().partition(" = ")
    assert name == "password_hash"
    configuration = read({"web": {name: value.strip('"'), "data": str(tmp_path)}})
    access = made(create_app(configuration)).access
    assert access.session(access.by_password(PASSWORD, "192.0.2.1"))
    assert cli.main(["serve", "--hash"]) == 1
    assert "兩次" in capsys.readouterr().err
    assert cli.main(["serve", "--hash"]) == 1
    assert "12" in capsys.readouterr().err


def test_password_in_the_settings() -> None:
    """The password itself in place of its hash is refused, and not repeated."""
    with pytest.raises(WrongSetting, match="serve --hash") as refused:
        read({"web": {"password_hash": PASSWORD}})
    assert PASSWORD not in str(refused.value)
