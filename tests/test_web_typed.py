"""Short jobs of applicants: some fields typed, a file downloaded, opened, and brought back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from browsing import press
from conftest import Service
from paper import Paper
from playwright.sync_api import Browser, Page, ViewportSize, expect
from test_web_journey import put

from formgen import catalog, checking, programmes
from formgen.opening import read_bundle
from formgen.read import read
from formgen.values import printed
from formgen.web import layout, typed

UNIT = {"year": 116, "unit_name": "○○測試股份有限公司", "address": "○○縣○○鄉○○路1號", "phone": "04-○○○○○○○○"}
# What is typed, by programme: of its first form, some answers of some of its sections.
TYPED: dict[str, dict[str, Any]] = {
    "five_star": UNIT
    | {
        "headcount": {"own": 30, "contractor": 0},
        "safety_staff": "職業安全衛生業務主管：林○○\n職業安全衛生管理員：<許○○> & 𠮷○",
        "checks": {"1-1-1": {"result": "V", "date": "116年5月6日"}, "1-2-2": {"person": "許○○"}},
    },
    "unit_selection": UNIT
    | {
        "kind": "自薦",
        "items": {"1-1": {"grade": "優"}, "1-3": {"grade": "良"}, "2-3": {"grade": "優", "points": "2.5"}},
        "rates": [{"unit": {"frequency": "1.50"}}, {"unit": {"severity": "0"}}, {}],
    },
    "person_selection": {
        "year": 116,
        "kind": "推薦",
        "name": "許○○",
        "sex": "男",
        "age": 39,
        "deeds": {"1": "一、推動作業前風險評估。\n二、改善沖床36台。"},
        "honours": {"merit": True, "merit_years": [114]},
    },
}


def begin(page: Page, name: str) -> str:
    """From the start page to a draft; its address."""
    page.goto("/")
    press(page.locator(f'a[href="/programmes/{name}"]'))
    press(page.get_by_role("button", name="開始填寫"))
    return page.get_by_role("textbox", name="專屬連結").input_value()


def fill(page: Page, draft: str, name: str, given: Mapping[str, Any]) -> None:
    """Type the answers on the sections that ask for them; other sections are never opened."""
    form = catalog.get(name)
    values = typed.from_given(form, checking.parse(form, given).given())
    for section in form.sections:
        leaves = [
            one
            for one in layout.places(layout.of(form, section))
            if isinstance(one, layout.Leaf) and values.get(one.path)
        ]
        if not leaves:
            continue
        page.goto(f"{draft}fill/{name}/{section.key}")
        for leaf in leaves:
            put(page, leaf.question, values[leaf.path])
        press(page.get_by_role("button", name="儲存，回到清單"))
        expect(page.locator(".state.wrong")).to_have_count(0)


def download(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as told:
        page.get_by_role("link", name=link, exact=True).first.click()
    told.value.save_as(to)
    return to


def come_back(page: Page, file: Path, how: str = "今年的，接著填") -> None:
    """Bring a file; the page that stands then is the check page of a new draft."""
    page.goto("/return")
    page.locator("#file").set_input_files(file)
    page.get_by_role("radio", name=how).check()
    press(page.locator("main button"))
    press(page.get_by_role("link", name="檢查答案"))


def bundle_of_draft(page: Page, to: Path) -> dict[str, Any]:
    """What the bundle says of the draft whose check page stands there."""
    press(page.get_by_role("link", name="下一步：下載檔案"))
    return read_bundle(download(page, "下載整個套件", to))


@pytest.mark.parametrize(
    ("name", "kind"), [("five_star", "PDF"), ("person_selection", "Word"), ("unit_selection", "ZIP")]
)
def test_some_answers_there_and_back(without_script: Page, name: str, kind: str, tmp_path: Path) -> None:
    """What was typed, and nothing else, stands in the bundle and in the form's own file; either brings it back whole."""
    page, form = without_script, programmes.get(name).forms[0]
    draft = begin(page, name)
    fill(page, draft, form, TYPED[name])
    said = checking.parse(catalog.get(form), TYPED[name]).given()
    page.goto(f"{draft}downloads")
    file = download(page, "下載整個套件", tmp_path / "bundle.zip")
    assert read_bundle(file) == {form: said}
    if kind != "ZIP":
        file = download(page, f"下載 {catalog.get(form).title} 的 {kind}", tmp_path / kind)
        assert read(file).answers.given() == said
    come_back(page, file)
    assert bundle_of_draft(page, tmp_path / "again.zip") == {form: said}


def test_blank_filled_in_word(without_script: Page, tmp_path: Path) -> None:
    """A blank form that was downloaded and filled in Word brings every printed answer to a draft."""
    page, form = without_script, catalog.get("person_recommendation")
    given = checking.parse(form, TYPED["person_selection"])
    page.goto("/blanks")
    file = download(page, f"下載 {form.title} 的空白 Word", tmp_path / "blank.docx")
    paper = Paper(file.read_bytes())
    paper.fill(form, printed(form, given))
    file.write_bytes(paper.saved())
    come_back(page, file)
    back = bundle_of_draft(page, tmp_path / "bundle.zip")[form.name]
    assert back == {**given.given(), "year": back["year"]}


def test_last_years_bundle(without_script: Page, tmp_path: Path) -> None:
    """Last year's bundle begins this year's: the year and the yearly rates move on, what stays the same stays."""
    page, form = without_script, "unit_recommendation"
    draft = begin(page, "unit_selection")
    press(page.get_by_role("button", name="填入範例"))
    page.goto(f"{draft}downloads")
    before = read_bundle(download(page, "下載整個套件", tmp_path / "bundle.zip"))[form]
    come_back(page, tmp_path / "bundle.zip", "去年的")
    after = bundle_of_draft(page, tmp_path / "new.zip")[form]
    assert after["year"] == before["year"] + 1
    assert after["unit_name"] == before["unit_name"]
    assert after["rates"][:-1] == before["rates"][1:]


def test_a_section_on_a_phone(chromium: Browser, service: Service, tmp_path: Path) -> None:
    """At 320 px, which is 400 % of a usual screen, a section is found, typed, mended and saved without moving the page sideways."""
    phone: ViewportSize = {"width": 320, "height": 640}
    context = chromium.new_context(base_url=service.address, viewport=phone, has_touch=True, is_mobile=True)
    page = context.new_page()
    wide = []

    def look() -> None:
        if page.evaluate("document.documentElement.scrollWidth") > phone["width"]:
            wide.append(page.url)

    begin(page, "coaching")
    look()
    page.locator('a[href$="chemical_inventory/flammables"]').tap()
    for number, name in enumerate(("甲醇", "甲苯")):
        if number:
            page.locator('button[value="add:flammables"]').tap()
        page.locator(f'[name="flammables.{number}.name"]').fill(name)
        look()
    page.locator('[name="flammables.1.quantity"]').fill("許多" * 30)
    page.get_by_role("button", name="儲存並繼續").tap()
    expect(page.locator(".summary")).to_be_visible()
    look()
    page.locator(".summary a").first.tap()
    page.locator('[name="flammables.1.quantity"]').fill("5")
    page.get_by_role("button", name="儲存並繼續").tap()
    expect(page.locator(".summary")).to_have_count(0)
    look()
    for address in ("/", "/blanks", "/return", "/privacy", "/programmes/five_star", "/nowhere"):
        page.goto(address)
        look()
    context.close()
    assert wide == []
