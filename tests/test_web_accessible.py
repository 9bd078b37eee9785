"""Every page and state of the service against WCAG 2.2 AA, as far as axe-core can tell."""

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import waitress
from browsing import press
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from formgen import programmes
from formgen.render import pdf
from formgen.web import create_app
from formgen.web.configuration import Configuration
from formgen.web.services import Services
from formgen.web.workers import Workers

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]}))
    .violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.html}`))"""
FRAMES_ARE_THERE = """() => [...document.querySelectorAll("iframe[src]")].every(({contentDocument: page}) =>
    page.URL != "about:blank" && page.readyState == "complete")"""
BASIC = "fill/coaching_application/basic"
PAPER = pdf.write('<html lang="zh-Hant-TW"><head><title>x</title></head><body>x</body></html>')


@pytest.fixture
def page(chromium: Browser, service: Service) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-TW", base_url=service.address)
    # The pages as they come; with the script they are looked at below.
    context.route("**/static/web.js", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(chromium: Browser, service: Service) -> Iterator[Page]:
    """A page whose script runs, on a screen that has room for the official page."""
    wide: ViewportSize = {"width": 1280, "height": 900}
    context = chromium.new_context(locale="zh-TW", base_url=service.address, viewport=wide)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def begin(page: Page, programme: str) -> str:
    """A draft's address."""
    page.goto(f"/programmes/{programme}")
    press(page.get_by_role("button", name="開始填寫"))
    return page.get_by_role("textbox", name="專屬連結").input_value()


def barriers(page: Page, title: str = "") -> list[str]:
    """What axe finds on the page that stands there, and in its frames; the page must bear the title."""
    page.wait_for_load_state()
    assert title in page.title()
    # Evaluated, not added to the page: our policy lets no page run a script of another.
    for frame in page.frames:
        frame.evaluate(AXE)
    return [f"{page.title()}: {one}" for one in page.evaluate(RUN)]


def barriers_at(page: Page, address: str) -> list[str]:
    page.goto(address)
    return barriers(page)


def test_axe_sees_barriers(page: Page) -> None:
    """The instrument itself: a picture without words and pale text are found."""
    page.goto("/")
    page.evaluate(
        "document.querySelector('h1').style.color = '#ddd'; document.querySelector('p').innerHTML = '<img>'"
    )
    assert {one.split(": ")[1] for one in barriers(page)} == {"color-contrast", "image-alt"}


def test_pages_without_a_draft(page: Page) -> None:
    """No barrier on the pages that need no draft, and on one that is not there."""
    addresses = ["/", "/blanks", "/return", "/privacy", "/deleted", "/nowhere"]
    addresses += [f"/programmes/{name}" for name in programmes.names()]
    assert [one for address in addresses for one in barriers_at(page, address)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", programmes.names())
def test_every_section(page: Page, name: str) -> None:
    """No barrier on the pages of a draft: empty with all its gaps told, and filled. Of pages that differ in their number alone, the first."""
    draft, programme = begin(page, name), programmes.get(name)
    found = barriers(page)
    places = [
        f"fill/{form.name}/{one.key}"
        for form in programme.all_forms
        for one in form.sections
        if not re.search("-[2-9]$", one.key)
    ]
    for place in (*(f"{one}?check=1" for one in places), "evidence", "check", "downloads", "delete"):
        found += barriers_at(page, draft + place)
    page.goto(draft)
    press(page.get_by_role("button", name="填入範例"))
    found += barriers(page)
    views = [f"view/{form}" for form in programme.forms]
    for place in (*places, *views, "check", "downloads"):
        found += barriers_at(page, draft + place)
    assert found == []


def test_refused_answers(page: Page) -> None:
    """No barrier where a section, the check page or the downloads tell of answers that cannot be read."""
    draft = begin(page, "coaching")
    page.goto(draft + BASIC)
    page.locator('[name="employees"]').fill("很多")
    page.locator('[name="filled_on:year"]').fill("1")
    press(page.get_by_role("button", name="儲存並繼續"))
    found = barriers(page, "錯誤：")
    for place in ("", "check", "downloads"):
        found += barriers_at(page, draft + place)
    page.goto(draft + "fill/chemical_inventory/flammables")
    page.locator('[name="flammables.0.quantity"]').fill("許多")
    press(page.locator('button[value="add:flammables"]'))
    found += barriers(page)
    press(page.get_by_role("button", name="儲存並繼續"))
    assert found + barriers(page, "錯誤：") == []


def test_two_answers(page: Page) -> None:
    """No barrier where one must be chosen of two people's answers."""
    draft = begin(page, "coaching")
    page.goto(draft + BASIC)
    colleague = page.context.new_page()
    colleague.goto(draft + BASIC)
    for one, name in ((colleague, "甲"), (page, "乙")):
        one.locator('[name="unit_name"]').fill(name)
        press(one.get_by_role("button", name="儲存並繼續"))
    expect(page.get_by_role("radio")).to_have_count(2)
    assert barriers(page) == []


def leave(page: Page, button: str) -> None:
    """Press a button that leads to a page: the script may first wait for the answer of a save, so the click is not the way there."""
    with page.expect_navigation():
        press(page.get_by_role("button", name=button))


def at_rest(page: Page) -> list[str]:
    """The barriers of a page whose frame is there: the script loads it after the page, and one that still loads forgets the instrument."""
    page.wait_for_function(FRAMES_ARE_THERE)
    return barriers(page)


def test_section_with_script(scripted: Page) -> None:
    """With the script on, no barrier on a section beside its official page: saved by itself, not saved, wrong, and asked about."""
    page, draft = scripted, begin(scripted, "coaching")
    page.goto(draft + BASIC)
    colleague = page.context.new_page()
    colleague.goto(draft + BASIC)
    for one, name in ((page, "甲"), (colleague, "乙")):
        one.locator('[name="unit_name"]').fill(name)
        expect(one.locator(".saving")).not_to_be_empty()
    found = at_rest(page) + at_rest(colleague)
    page.locator('[name="employees"]').fill("很多")
    leave(page, "儲存並繼續")
    assert page.title().startswith("錯誤：")
    found += at_rest(page)
    leave(colleague, "看兩個答案")
    assert found + at_rest(colleague) == []


def test_phone_with_script(scripted: Page) -> None:
    """With the script on, no barrier on a phone: a page asked once for all its checks, closed questions, the official page large and small."""
    page, draft = scripted, begin(scripted, "five_star")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(draft + "fill/five_star_self_assessment/checks-1")
    found = at_rest(page)
    page.locator(".preview summary").click()
    found += at_rest(page)
    page.get_by_label("放大").check()
    found += at_rest(page)
    page.goto(draft + "evidence")
    page.locator("#files").set_input_files([paper("1-1-1.pdf", PAPER)])
    assert found + at_rest(page) == []


def paper(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_evidence(page: Page) -> None:
    """No barrier on the evidence page and a file's own: with files, with one that cannot be used; nor where a file that comes back is refused, or taken in part."""
    draft = begin(page, "coaching")
    page.goto(draft + "evidence")
    good = [paper("5-1_1.pdf", PAPER), paper("5-1_2.pdf", PAPER + b"%")]
    bad = paper("5-2.pdf", b"no")
    page.locator("#files").set_input_files(good)
    press(page.get_by_role("button", name="上傳"))
    found = barriers(page)
    page.locator("#files").set_input_files(bad)
    press(page.get_by_role("button", name="上傳"))
    found += barriers(page, "錯誤：")
    press(page.get_by_role("link", name="改編號或移除「5-1_1.pdf」"))
    found += barriers(page)
    page.goto("/return")
    page.locator("#file").set_input_files(bad)
    press(page.locator("main button"))
    found += barriers(page, "錯誤：")
    given = json.dumps({"coaching_application": {"unit_name": "甲", "employees": "很多"}})
    page.locator("#file").set_input_files(paper("填答.json", given.encode()))
    press(page.locator("main button"))
    expect(page.get_by_text("「很多」不是整數")).to_have_count(1)
    assert found + barriers(page) == []


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """A service that allows little, and its address."""
    app = create_app(Configuration(tmp_path / "data", most_total_mb=1, heavy_per_minute=2))
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run)
    running.start()
    yield app, f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.trigger.close()
    running.join(5)


def test_refusals(chromium: Browser, small: tuple[Flask, str]) -> None:
    """No barrier where a request is refused as too large (413), too many (429), or because all are busy (503)."""
    app, address = small
    page = chromium.new_page(base_url=address)
    draft = begin(page, "coaching")
    page.goto(draft + "evidence")
    page.locator("#files").set_input_files(paper("5-1.pdf", bytes(3 * 10**6)))
    with page.expect_response(lambda one: one.request.method == "POST") as sent:
        page.get_by_role("button", name="上傳").click()
    assert sent.value.status == 413
    page.wait_for_load_state()
    found = barriers(page)
    made: Services = app.extensions["formgen"]
    made.workers = Workers(1, 0, 30)
    holding = threading.Thread(target=made.workers.run, args=(time.sleep, 1.5))
    holding.start()
    time.sleep(0.3)
    statuses = []
    for _ in range(2):
        answer = page.goto("/blanks/personal_data_consent.docx")
        assert answer
        statuses.append(answer.status)
        found += barriers(page)
    holding.join()
    page.close()
    assert statuses == [503, 429]
    assert found == []
