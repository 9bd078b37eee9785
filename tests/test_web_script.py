"""What the script adds in a real browser; whatever its console tells as an error is a failure."""

import re
from collections.abc import Iterator

import pytest
from browsing import until
from conftest import Service
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Page, Route, expect
from visiting import LIST, full, names

from formgen import programmes
from formgen.render import pdf

BASIC = "fill/coaching_application/basic"


@pytest.fixture
def browsing(chromium: Browser, service: Service) -> Iterator[BrowserContext]:
    """A browser at the service's address, which fails on what the policy has refused and on faults of the script."""
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A conflict and a failure that a test makes are answers, not faults.
        if message.type == "error" and "Failed to load resource" not in message.text:
            told.append(message.text)

    context = chromium.new_context(
        locale="zh-TW", base_url=service.address, viewport={"width": 1280, "height": 800}
    )
    context.on("console", hear)
    context.on("weberror", lambda error: told.append(str(error.error)))
    context.set_default_timeout(60_000)
    yield context
    context.close()
    assert told == []


def begin(context: BrowserContext, programme: str = "coaching") -> tuple[Page, str]:
    """A new draft's page and its address."""
    page = context.new_page()
    page.goto(f"/programmes/{programme}")
    page.get_by_role("button", name="開始填寫").click()
    return page, page.url.partition("?")[0]


def saved(page: Page) -> None:
    expect(page.locator(".saving")).to_have_text(re.compile(r"^已儲存 \d\d:\d\d$"), timeout=15_000)


def test_saves_by_itself(browsing: BrowserContext) -> None:
    """A second after the last letter the text is stored, the focus stays, and the next save of the page is no conflict."""
    page, base = begin(browsing)
    page.goto(base + BASIC)
    field = page.locator('[name="unit_name"]')
    revision = page.locator('[name="revision"]').input_value()
    field.press_sequentially("甲公司")
    saved(page)
    expect(field).to_be_focused()
    assert page.locator('[name="revision"]').input_value() != revision
    field.press_sequentially("乙廠")
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        field.blur()
    assert answer.value.status == 200
    page.reload()
    expect(field).to_have_value("甲公司乙廠")
    field.fill("丙")
    page.get_by_role("button", name="儲存，回到清單").click()
    expect(page.get_by_text("要填的內容")).to_be_visible()


def test_leaving_saves(browsing: BrowserContext) -> None:
    """What was typed just before a page is left is stored too."""
    page, base = begin(browsing)
    page.goto(base + BASIC)
    page.locator('[name="unit_name"]').fill("甲公司")
    page.goto(base)

    def is_stored() -> bool:
        # The page does not wait for what it sends when it is left.
        page.goto(base + BASIC)
        return page.locator('[name="unit_name"]').input_value() == "甲公司"

    until(is_stored)


def test_failed_save_keeps_the_text(browsing: BrowserContext) -> None:
    """Where saving fails the page says so, keeps the text, and saves it by itself when it can."""
    page, base = begin(browsing)
    page.goto(base + BASIC)

    def fail(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/fill/**", fail)
    page.locator('[name="unit_name"]').fill("甲公司")
    expect(page.locator(".saving")).to_have_text("還沒有儲存，會自動再試；請先不要關閉這一頁。")
    page.unroute("**/fill/**")
    saved(page)
    page.reload()
    expect(page.locator('[name="unit_name"]')).to_have_value("甲公司")


def test_page_that_could_not_be_saved(browsing: BrowserContext, service: Service) -> None:
    """A page that comes back unsaved is saved by itself as soon as the database takes it, and says so no longer."""
    page, base = begin(browsing)
    page.goto(base + BASIC)
    with full(service.data):
        page.locator('[name="unit_name"]').fill("甲公司")
        with page.expect_navigation():
            page.get_by_role("button", name="儲存並繼續").click()
        expect(page.get_by_text("還沒有儲存：")).to_be_visible()
        expect(page.locator('[name="unit_name"]')).to_have_value("甲公司")
    saved(page)
    expect(page.get_by_text("還沒有儲存：")).to_have_count(0)
    page.goto(base + BASIC)
    expect(page.locator('[name="unit_name"]')).to_have_value("甲公司")


def test_two_pages_of_a_section(browsing: BrowserContext) -> None:
    """Two pages of a section: other fields are both stored, the same field leads to both values, and no text is lost."""
    mine, base = begin(browsing)
    theirs = browsing.new_page()
    for page in (mine, theirs):
        page.goto(base + BASIC)
    mine.locator('[name="unit_name"]').fill("甲公司")
    saved(mine)
    theirs.locator('[name="contact"]').fill("丙")
    saved(theirs)
    # The other page still shows the empty name; a second save must not put that back.
    theirs.locator('[name="contact"]').fill("丙丁")
    theirs.get_by_role("button", name="儲存，回到清單").click()
    expect(theirs.get_by_text("要填的內容")).to_be_visible()
    theirs.goto(base + BASIC)
    expect(theirs.locator('[name="unit_name"]')).to_have_value("甲公司")
    mine.locator('[name="contact"]').fill("戊")
    expect(mine.locator(".saving")).to_contain_text("有人同時改了同一欄")
    expect(mine.locator('[name="contact"]')).to_have_value("戊")
    mine.get_by_role("button", name="看兩個答案").click()
    expect(mine.get_by_text("您填的：戊")).to_be_visible()
    expect(mine.get_by_text("剛才別人存的：丙丁")).to_be_visible()


def test_two_pages_of_a_list(browsing: BrowserContext) -> None:
    """Two pages that save one list by themselves, each again and again: the rows of both stay as they were typed last."""
    mine, base = begin(browsing)
    theirs = browsing.new_page()
    for page in (mine, theirs):
        page.goto(base + LIST)
    for page, name in ((mine, "甲醇"), (theirs, "甲苯"), (mine, "乙醇"), (theirs, "二甲苯")):
        page.locator('[name="flammables.0.name"]').fill(name)
        with page.expect_response(lambda one: one.request.method == "POST") as answer:
            page.locator('[name="flammables.0.name"]').blur()
        assert answer.value.status == 200
    mine.locator('button[value="add:flammables"]').click()
    expect(mine.locator('[name="flammables.2.name"]')).to_be_focused()
    assert names(mine.content()) == ["乙醇", "二甲苯", ""]


def test_question_opens(browsing: BrowserContext) -> None:
    """A question that hangs on another is hidden until that is chosen, and stays in sight while it has an answer."""
    page, base = begin(browsing)
    page.goto(base)
    for link in page.locator(".tasks a").all():
        address = link.get_attribute("href") or ""
        other = browsing.new_page()
        other.goto(address)
        if other.locator('[name$="park_name"]').count():
            break
        other.close()
    name = other.locator('[name$="park_name"]')
    expect(name).to_be_hidden()
    yes = other.locator('[name$="park"][value="是"]')
    assert name.evaluate("one => one.closest('[data-when]').id") in (yes.get_attribute("aria-controls") or "")
    yes.check()
    expect(name).to_be_visible()
    expect(yes).to_be_focused()
    name.fill("○○園區")
    other.locator('[name$="park"][value="否"]').check()
    expect(name).to_be_visible()
    name.fill("")
    expect(name).to_be_visible()
    name.blur()
    expect(name).to_be_hidden()


def test_preview_follows(browsing: BrowserContext) -> None:
    """On a wide screen the official page stands beside the form and shows what was saved, without moving."""
    page, base = begin(browsing)
    page.goto(base + BASIC)
    sight = page.frame_locator(".preview iframe")
    expect(sight.locator("body")).to_contain_text("申請")
    page.frames[1].evaluate("scrollTo(0, 100)")
    where = page.locator('[name="unit_name"]').bounding_box()
    page.locator('[name="unit_name"]').fill("甲乙丙股份有限公司")
    expect(sight.locator("body")).to_contain_text("甲乙丙股份有限公司")
    assert page.frames[1].evaluate("scrollY") == 100
    assert page.locator('[name="unit_name"]').bounding_box() == where


def test_preview_hangs_its_items(browsing: BrowserContext) -> None:
    """The items of a letter hang under their numbers in the preview as they do on paper."""
    page = browsing.new_page()
    page.goto("/programmes/official_letter")
    page.get_by_role("button", name="開始填寫").click()
    page.get_by_role("button", name="填入範例").click()
    page.goto(page.url.partition("?")[0] + "preview/official_letter")
    items = page.locator("[style*=text-indent]")
    assert items.count() > 3
    # What the policy refuses is in the attribute and not in the style.
    assert all(one.evaluate("one => parseFloat(one.style.textIndent) < 0") for one in items.all())


def test_preview_is_closed_on_a_phone(browsing: BrowserContext) -> None:
    """On a narrow screen the official page is neither open nor loaded."""
    page, base = begin(browsing)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base + BASIC)
    expect(page.locator(".preview summary")).to_be_visible()
    assert page.locator(".preview iframe").get_attribute("src") is None
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("name", programmes.names())
def test_paper_on_a_phone(browsing: BrowserContext, name: str) -> None:
    """At 320 px every official page is as wide as its box; made as large as it is, it moves within the box and the page does not."""
    page, base = begin(browsing, name)
    page.set_viewport_size({"width": 320, "height": 640})
    for form in programmes.get(name).forms:
        page.goto(f"{base}view/{form}")
        frame = page.frames[1]
        widths = "[document.documentElement.scrollWidth, innerWidth]"
        shown, room = frame.evaluate(widths)
        assert shown <= room
        sight = page.locator(".sight").bounding_box()
        paper = page.locator(".sight iframe").bounding_box()
        assert sight
        assert paper
        assert paper["width"] == pytest.approx(sight["width"], abs=3)
        page.get_by_label("放大").check()
        shown, room = frame.evaluate(widths)
        assert room == pytest.approx(sight["width"], abs=3)
        assert shown > 2 * room
        frame.evaluate("scrollTo(200, 200)")
        assert frame.evaluate("[scrollX, scrollY]") == [200, 200]
        assert page.evaluate("[document.documentElement.scrollWidth, scrollX]") == [320, 0]


def test_upload(browsing: BrowserContext) -> None:
    """Chosen and dropped files are counted, sent with their progress, and those that are refused are told."""
    page, base = begin(browsing)
    page.goto(base)
    page.get_by_role("button", name="填入範例").click()
    page.goto(base + "evidence")
    one = pdf.write('<html lang="zh-Hant-TW"><head><title>x</title></head><body>x</body></html>')
    sent: FilePayload = {"name": "4-1 甲.pdf", "mimeType": "application/pdf", "buffer": one}
    second: FilePayload = {"name": "4-2 丙.pdf", "mimeType": "application/pdf", "buffer": one}
    page.locator("#files").set_input_files([sent])
    expect(page.locator(".chosen")).to_contain_text("已選 1 個檔案")
    page.evaluate(
        """() => { const data = new DataTransfer(); data.items.add(new File(["x"], "4-2 乙.txt"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })) }"""
    )
    expect(page.locator(".chosen")).to_contain_text("已選 2 個檔案")
    page.evaluate(
        """() => { globalThis.seen = []; new MutationObserver(() => seen.push(document.querySelector("progress")?.value))
        .observe(document.querySelector(".going"), { subtree: true, childList: true, characterData: true }) }"""
    )
    page.get_by_role("button", name="上傳", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("4-2 乙.txt")
    expect(page.locator(".summary")).to_be_focused()
    assert 100 in page.evaluate("seen")
    expect(page.get_by_text("共 1 個檔案")).to_be_visible()
    page.locator("#files").set_input_files([second])
    page.get_by_role("button", name="上傳", exact=True).click()
    expect(page.get_by_text("已上傳並存好。")).to_be_visible()
    expect(page.get_by_text("共 2 個檔案")).to_be_visible()


def test_copy_link(browsing: BrowserContext) -> None:
    """The button copies the secret link and says so."""
    browsing.grant_permissions(["clipboard-read", "clipboard-write"])
    page, base = begin(browsing)
    page.get_by_role("button", name="複製連結").click()
    expect(page.get_by_text("已複製。")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == base
