"""The service in the hands of a person who has a keyboard and no mouse, with scripts and without."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Service
from playwright.sync_api import Browser, Locator, Page, expect
from test_web_journey import COACHING, evidence

from formgen import catalog, programmes
from formgen.form import Form, Section
from formgen.opening import read_bundle
from formgen.programmes import filing
from formgen.web import layout, typed

# More than any page has.
MOST_STOPS = 150
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one)
    return {name: one.name ?? "", type: one.type ?? "", value: one.value ?? "", checked: Boolean(one.checked),
        text: one.tagName == "INPUT" ? "" : one.innerText, isSeen: one == document.body || style.outlineStyle != "none"}
}"""
PARTS = {"date": ("year", "month", "day"), "month": ("year", "month")}


@pytest.fixture(params=[True, False], ids=["with_script", "without_script"])
def page(request: pytest.FixtureRequest, chromium: Browser, service: Service) -> Iterator[Page]:
    context = chromium.new_context(
        locale="zh-TW", java_script_enabled=request.param, base_url=service.address
    )
    yield context.new_page()
    context.close()


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab on and on; each element that it leads to, where a person must see that they are."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["isSeen"], focused
        yield focused
    raise AssertionError


def reach(page: Page, element: Locator) -> None:
    """Press Tab until the element has the focus."""
    wanted = element.element_handle()
    for _ in stops(page):
        if page.evaluate("one => document.activeElement == one", wanted):
            return


def press(page: Page, role: Any, name: str) -> None:
    """A link or button: reach it, and press Enter."""
    reach(page, page.get_by_role(role, name=name).first)
    page.keyboard.press("Enter")


def wanted(form: Form, section: Section, given: Any) -> tuple[dict[str, Any], dict[str, int]]:
    """What a section's inputs should say, by name, and how many rows each of its lists has."""
    said: dict[str, Any] = {}
    rows = {}
    values = typed.from_given(form, given)
    for place in layout.places(layout.of(form, section)):
        value = values.get(place.path)
        if isinstance(place, layout.Growing):
            rows[place.path] = len(value or [])
            for number, row in enumerate(value or []):
                said |= {f"{place.path}.{number}.{path}": one for path, one in row.items()}
        elif value is not None:
            said[place.path] = value
    for path in list(said):
        parts = PARTS.get(form.question(path).kind.name, ())
        if parts:
            boxes = typed.boxes(said.pop(path), len(parts))
            said |= {f"{path}:{part}": text for part, text in zip(parts, boxes, strict=True)}
    return said, rows


def answer(page: Page, focused: Mapping[str, Any], value: Any) -> None:
    """Say it in the field that has the focus."""
    if focused["type"] == "checkbox":
        if focused["checked"] != value:
            page.keyboard.press("Space")
    elif focused["type"] == "radio":
        if focused["value"] == value and not focused["checked"]:
            page.keyboard.press("Space")
        while page.evaluate(FOCUSED)["value"] != value:
            page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(value)


def fill(page: Page, form: Form, section: Section, given: Any) -> None:
    """Go through a section from its top to the button that saves it."""
    said, rows = wanted(form, section, given)
    shown = dict.fromkeys(rows, 1)
    expect(page.locator("h1")).to_have_text(section.title)
    for focused in stops(page):
        name, value = focused["name"], focused["value"]
        if name in said:
            answer(page, focused, said.pop(name))
        elif value.startswith("add:") and shown[value[4:]] < rows[value[4:]]:
            page.keyboard.press("Enter")
            path = value[4:]
            first = page.locator(f'[name^="{path}.{shown[path]}."]').first
            expect(first).to_be_focused()
            shown[path] += 1
            name = first.get_attribute("name") or ""
            answer(page, page.evaluate(FOCUSED), said.pop(name))
        elif name == "do" and value == "next":
            break
    assert said == {}
    page.keyboard.press("Enter")


def test_coaching_by_keyboard(page: Page, tmp_path: Path) -> None:
    """An applicant who only presses keys fills the three forms of the coaching programme, and downloads a bundle that says just that."""
    programme = programmes.get("coaching")
    examples = filing.example(programme)
    said = {name: one.given() for name, one in filing.parse(programme, examples).answers.items()}
    page.goto("/")
    press(page, "link", "申請產業災防安全技術輔導")
    press(page, "button", "開始填寫")
    press(page, "link", catalog.get(programme.forms[0]).sections[0].title)
    for name in programme.forms:
        own = {key: one for key, one in said[name].items() if key in examples[name]}
        for section in catalog.get(name).sections:
            fill(page, catalog.get(name), section, own)
    expect(page.locator("h1")).to_have_text("佐證資料")
    (file,) = evidence(tmp_path / "evidence", ["5-1"])
    # Somebody has to listen before the key is pressed, or the browser shows its own window.
    page.on("filechooser", lambda _: None)
    reach(page, page.locator("#files"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)
    press(page, "button", "上傳")
    expect(page.get_by_text("共 1 個檔案")).to_be_visible()
    press(page, "link", "檢查答案")
    expect(page.locator("h1")).to_have_text("檢查答案")
    press(page, "link", "下一步：下載檔案")
    reach(page, page.get_by_role("link", name="下載整個套件"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"{COACHING}.zip"
    download.value.save_as(tmp_path / "bundle.zip")
    assert read_bundle(tmp_path / "bundle.zip") == said


def test_what_is_wrong_is_told_first(page: Page) -> None:
    """After a save that found errors, Tab goes on from the summary to its first link, and Enter leads to the field."""
    page.goto("/programmes/coaching")
    press(page, "button", "開始填寫")
    press(page, "link", "基本資料")
    reach(page, page.locator('[name="employees"]'))
    page.keyboard.insert_text("很多")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".summary a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('[name="employees"]')).to_be_focused()
    assert page.locator('[name="employees"]').input_value() == "很多"


def test_skip_link(page: Page) -> None:
    """The first Tab shows a link that leads past the menu."""
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()
