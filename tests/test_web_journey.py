"""The whole way of an applicant in a real browser, without JavaScript."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from browsing import press
from conftest import Service
from playwright.sync_api import Browser, Page, expect

from formgen import catalog, checking, programmes
from formgen.errors import InvalidAnswers
from formgen.opening import read_bundle
from formgen.programmes import filing
from formgen.questions import Question
from formgen.render import pdf
from formgen.web import layout, typed

COACHING = "產業災防安全技術輔導"


def put(page: Page, question: Question, value: Any) -> None:
    """Answer one question as a person does."""
    path, kind = question.path, question.kind.name
    if kind == "check":
        page.locator(f'[name="{path}"]').set_checked(value)
    elif kind == "choice":
        page.locator(f'[name="{path}"][value="{value}"]').check()
    elif kind in {"date", "month"}:
        count = 3 if kind == "date" else 2
        for part, text in zip(("year", "month", "day"), typed.boxes(value, count), strict=False):
            page.locator(f'[name="{path}:{part}"]').fill(text)
    else:
        page.locator(f'[name="{path}"]').fill(value)


def fill(page: Page, name: str, given: Any) -> None:
    """Go through every section of a form, answer what `given` answers, and save."""
    form = catalog.get(name)
    values = typed.from_given(form, given)
    for section in form.sections:
        expect(page.locator("h1")).to_have_text(section.title)
        for place in layout.places(layout.of(form, section)):
            value = values.get(place.path)
            if isinstance(place, layout.Leaf):
                if value is not None:
                    put(page, place.question, value)
                continue
            for index, row in enumerate(value or []):
                if index:
                    press(page.locator(f'button[value="add:{place.path}"]'))
                for path, text in row.items():
                    put(page, form.question(f"{place.path}.{index}.{path}"), text)
        press(page.get_by_role("button", name="儲存並繼續"))


def evidence(folder: Path, numbers: list[str]) -> list[Path]:
    """A page for each number, named by it."""
    folder.mkdir()
    for number in numbers:
        (folder / f"{number} 紀錄.pdf").write_bytes(
            pdf.write(f'<html lang="zh-Hant-TW"><head><title>x</title></head><body>{number}</body></html>')
        )
    return sorted(folder.iterdir())


def test_coaching_from_start_to_bundle(without_script: Page, tmp_path: Path) -> None:
    """An applicant types the three forms of the coaching programme, uploads the evidence, and downloads a bundle that says just that."""
    page, programme = without_script, programmes.get("coaching")
    examples = filing.example(programme)
    said = {name: one.given() for name, one in filing.parse(programme, examples).answers.items()}
    page.goto("/")
    press(page.get_by_role("link", name="申請產業災防安全技術輔導"))
    expect(page.get_by_text("○○局").first).to_be_visible()
    press(page.get_by_role("button", name="開始填寫"))
    link = page.get_by_role("textbox", name="專屬連結").input_value()
    press(page.get_by_role("link", name=catalog.get(programme.forms[0]).sections[0].title).first)
    for name in programme.forms:
        # What the first form told stands in the others already.
        fill(page, name, {key: one for key, one in said[name].items() if key in examples[name]})
    expect(page.locator("h1")).to_have_text("佐證資料")
    files = evidence(tmp_path / "evidence", ["4-1", "4-2", "5-1", "5-2", "5-3"])
    page.locator("#files").set_input_files(files)
    press(page.get_by_role("button", name="上傳"))
    expect(page.get_by_text("共 5 個檔案")).to_be_visible()
    page.goto(link)
    states = page.locator(".state").all_inner_texts()
    assert "有問題" not in states
    press(page.get_by_role("link", name="下載檔案"))
    with page.expect_download() as download:
        page.get_by_role("link", name="下載整個套件").click()
    bundle = tmp_path / "bundle.zip"
    download.value.save_as(bundle)
    assert download.value.suggested_filename == f"{COACHING}.zip"
    sent = page.request.get(page.get_by_role("link", name="下載整個套件").get_attribute("href") or "")
    assert "attachment; filename=coaching.zip; filename*=UTF-8" in sent.headers["content-disposition"]
    assert read_bundle(bundle) == said
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    assert "交件須知.pdf" in names
    assert {one["number"] for one in manifest["files"] if one.get("number")} == {
        "4-1",
        "4-2",
        "5-1",
        "5-2",
        "5-3",
    }


@pytest.mark.parametrize("name", programmes.names())
def test_every_programme_by_its_example(without_script: Page, name: str, tmp_path: Path) -> None:
    """For each programme the example can be filled in, checked, and downloaded as the bundle of that example."""
    page, programme = without_script, programmes.get(name)
    page.goto(f"/programmes/{name}")
    press(page.get_by_role("button", name="開始填寫"))
    press(page.get_by_role("button", name="填入範例"))
    expect(page.get_by_text("這份草稿是虛構的範例，請勿送出。")).to_be_visible()
    press(page.get_by_role("link", name="檢查答案"))
    expect(page).to_have_title(re.compile("^檢查答案"))
    press(page.get_by_role("link", name="下一步：下載檔案"))
    with page.expect_download() as download:
        page.get_by_role("link", name="下載整個套件").click()
    download.value.save_as(tmp_path / "bundle.zip")
    parsed = filing.parse(programme, filing.example(programme))
    assert read_bundle(tmp_path / "bundle.zip") == {form: one.given() for form, one in parsed.answers.items()}


def test_error_summary(without_script: Page) -> None:
    """What cannot be read is kept as typed, told on top and at the field in the same words, and the title says so first."""
    page = without_script
    page.goto("/programmes/coaching")
    press(page.get_by_role("button", name="開始填寫"))
    press(page.get_by_role("link", name="基本資料").first)
    page.locator('[name="employees"]').fill("很多")
    page.locator('[name="filled_on:year"]').fill("113")
    page.locator('[name="filled_on:month"]').fill("2")
    page.locator('[name="filled_on:day"]').fill("30")
    press(page.get_by_role("button", name="儲存並繼續"))
    expect(page).to_have_title(re.compile("^錯誤："))
    assert page.locator('[name="employees"]').input_value() == "很多"
    assert page.locator('[name="filled_on:day"]').input_value() == "30"
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    for link in summary.get_by_role("link").all():
        field = page.locator(f'[id="{(link.get_attribute("href") or "").removeprefix("#")}"]')
        message = re.sub("^.*?：", "", link.inner_text())
        around = field.locator("xpath=ancestor::div[contains(@class,'field')]")
        expect(around.locator(".error")).to_contain_text(message)
    expect(summary.get_by_role("link")).to_have_count(2)


def test_form_errors_are_in_answers(without_script: Page) -> None:
    """The words at a field are those of the form's own check."""
    form = catalog.get("coaching_application")
    with pytest.raises(InvalidAnswers) as wrong:
        checking.parse(form, {"employees": "很多"})
    page = without_script
    page.goto("/programmes/coaching")
    press(page.get_by_role("button", name="開始填寫"))
    press(page.get_by_role("link", name="基本資料").first)
    page.locator('[name="employees"]').fill("很多")
    press(page.get_by_role("button", name="儲存並繼續"))
    expect(page.locator('[id="f-employees-error"]')).to_contain_text(wrong.value.problems[0].message)


def test_nothing_is_wider_than_a_phone(chromium: Browser, service: Service) -> None:
    """At 320 px, which is 400 % of a usual screen, no page has to be moved sideways."""
    page = chromium.new_page(base_url=service.address, viewport={"width": 320, "height": 640})
    wide = []
    for name in programmes.names():
        page.goto(f"/programmes/{name}")
        press(page.get_by_role("button", name="開始填寫"))
        press(page.get_by_role("button", name="填入範例"))
        page.wait_for_load_state()
        links = {link.get_attribute("href") or "" for link in page.locator("main a, header a").all()}
        for address in ("/", *sorted(links)):
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(page.title())
    page.close()
    assert wide == []
