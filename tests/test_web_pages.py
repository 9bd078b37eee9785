"""Pages, addresses and words, each compared both ways; files that are drawn; files that come back."""

import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from visiting import Visitor, file

from formgen import catalog, programmes
from formgen.opening import read_bundle
from formgen.programmes import filing
from formgen.read import read
from formgen.render import page as paper
from formgen.web.handing_in import for_browser
from formgen.web.words import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "formgen" / "web"


def test_routes_are_documented(app: Flask) -> None:
    """docs/web.md names every address with its methods, and no other."""
    told = set(
        re.findall(
            r"^\| (GET|POST) \| `([^`]+)` \|",
            (ROOT / "docs/web.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    real = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert told == real


def test_words_are_used() -> None:
    """Every word of the catalogue is used by a page or a module, and none is used that is not there."""
    sources = [
        path.read_text(encoding="utf-8") for path in (*WEB.rglob("*.py"), *WEB.rglob("templates/**/*.html"))
    ]
    used = {name for text in sources for name in re.findall(r"(?i:words)\.([a-z_]+\.[a-z_0-9]+)", text)}
    by_name = {
        "state",
        "kinds",
        "faults",
        "job_states",
        "job_steps",
        "made_files",
        "row_states",
        "deleting",
        "ranked_files",
        "review_tasks",
    }  # looked up by a name at run time
    there = {
        f"{table}.{word}"
        for table, words in CATALOGUE.items()
        if table not in {"programmes", *by_name}
        for word in words
    }
    there_by_part = {f"field.{part}" for part in ("year", "month", "day")}
    assert there - used - there_by_part == set()
    assert {one for one in used if one.partition(".")[0] not in by_name} - there == set()


def test_every_programme_has_plain_words() -> None:
    """The catalogue describes every programme in plain words, and no other."""
    assert sorted(CATALOGUE["programmes"]) == programmes.names()


def test_preview_is_the_paper(app: Flask, visitor: Visitor) -> None:
    """The preview is the page of the PDF, but for widths that became attributes and the places of style sheets."""
    visitor.begin()
    visitor.send("example", {}, seen="")
    parsed = filing.parse(programmes.get("coaching"), filing.example(programmes.get("coaching")))
    for name in programmes.get("coaching").forms:
        html = paper.of(catalog.get(name), parsed.answers[name])
        with app.test_request_context():
            assert visitor.see(f"preview/{name}") == for_browser(html)
        strip = re.compile(r"<[^>]*>|\s")
        assert strip.sub("", visitor.see(f"preview/{name}")) == strip.sub("", html)
        for sheet in re.findall('href="(/[^"]+.css)"', visitor.see(f"preview/{name}")):
            assert visitor.get(sheet).status_code == 200


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_blank_forms(visitor: Visitor, tmp_path: Path, ending: str) -> None:
    """Every form is there as a blank file of both kinds, under its Chinese name."""
    page = visitor.see("/blanks")
    for name in catalog.names():
        assert f"/blanks/{name}.{ending}" in page
    response = visitor.get(f"/blanks/personal_data_consent.{ending}")
    assert "filename*=UTF-8''" in response.headers["Content-Disposition"]
    (tmp_path / f"file.{ending}").write_bytes(response.data)
    assert read(tmp_path / f"file.{ending}").form.name == "personal_data_consent"


def test_form_without_a_programme(visitor: Visitor) -> None:
    """A form that belongs to no programme is filled by itself, and its file comes back to be filled further."""
    page = visitor.see("/blanks")
    assert "/programmes/official_letter" in page
    assert "/programmes/recommendation_quota" not in page
    visitor.begin("official_letter")
    visitor.send("example", {}, seen="")
    first, content = visitor.base, visitor.get("files/official_letter.docx").data
    shown = visitor.see("preview/official_letter")
    returned(visitor, "函.docx", content)
    assert visitor.see("preview/official_letter") == shown
    # It is handed in with nothing else, so there is no bundle; and what is long has room, its level stands in words.
    assert "bundle.zip" not in visitor.see("downloads")
    assert '<textarea id="f-explanation.items.0.text"' in visitor.see("fill/official_letter/text")
    assert "<dd>(一)</dd>" in visitor.see("check")
    assert visitor.base != first


IN_PROGRAMMES = {form.name for name in programmes.names() for form in programmes.get(name).all_forms}
ALONE = [name for name in catalog.names() if catalog.get(name).sections and name not in IN_PROGRAMMES]


@pytest.mark.parametrize("name", ALONE)
def test_every_form_has_its_pages(visitor: Visitor, name: str) -> None:
    """Each page of a form without a programme can be seen, and saved as it stands without a problem or a change."""
    visitor.begin(name)
    visitor.send("example", {}, seen="")
    before = visitor.see(f"preview/{name}")
    for section in catalog.get(name).sections:
        path = f"fill/{name}/{section.key}"
        page: Any = lxml.html.fromstring(visitor.see(path))
        (form,) = page.find_class("questions")
        sent = visitor.send(path, dict(form.form_values()) | {"do": "next"}, hidden={})
        assert sent.status_code == 303, section.title
    assert visitor.see(f"preview/{name}") == before


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_downloaded_form_says_what_was_typed(visitor: Visitor, tmp_path: Path, ending: str) -> None:
    """A form that is downloaded carries what was typed, gaps or not."""
    visitor.begin()
    visitor.send(
        "fill/personal_data_consent/consent",
        {"unit_name": "○○廠", "signed_on:year": "115", "signed_on:month": "3", "signed_on:day": "2"},
    )
    response = visitor.get(f"files/personal_data_consent.{ending}")
    (tmp_path / "file").write_bytes(response.data)
    assert read(tmp_path / "file").answers.given() == {"unit_name": "○○廠", "signed_on": "2026-03-02"}


CHECKS = "fill/five_star_self_assessment/checks-1"


def test_asked_once_for_a_page(visitor: Visitor) -> None:
    """A date and a person given once go into every check of the page that has none, by its own button or by any that saves."""
    visitor.begin("five_star")
    own = {"checks.1-1-1.person": "許○○", "checks.1-1-2.result": "V"}
    day = {"=date:year": "113", "=date:month": "5", "=date:day": "6"}
    sent = visitor.send(CHECKS, {**own, **day, "do": "once"})
    assert CHECKS in sent.headers["Location"]
    page = visitor.see(CHECKS)
    assert len(re.findall(r'name="checks[^"]*:year" value="113"', page)) == 5
    assert 'name="=date:year" value=""' in page
    own |= dict(re.findall(r'name="(checks[^"]*:[a-z]+)" value="(\d+)"', page))
    visitor.send(CHECKS, {**own, "=person": "林○○", "do": "next"})
    assert re.findall(r'name="checks[^"]*person" value="([^"]*)"', visitor.see(CHECKS)) == [
        "許○○",
        *["林○○"] * 4,
    ]
    assert 'name="="' not in visitor.see("fill/five_star_self_assessment/basic")


def test_wrong_answer_once_for_a_page(visitor: Visitor) -> None:
    """One that cannot be read goes nowhere: it stays where it was typed, told once, and the rest of the page is saved."""
    visitor.begin("five_star")
    day = {"=date:year": "113", "=date:month": "2", "=date:day": "30", "=person": "許○○"}
    sent = visitor.send(CHECKS, {**day, "checks.1-1-1.result": "V", "do": "once"})
    assert sent.status_code == 422
    assert len(re.findall('<p class="error"', sent.text)) == 1
    assert 'href="#f-=date"' in sent.text
    assert 'name="=date:day" value="30"' in sent.text
    page = visitor.see(CHECKS)
    assert not re.findall('name="checks[^"]*" value="(?:113|許○○)"', page)
    assert 'value="V" checked' in page


def test_choices_in_words(visitor: Visitor) -> None:
    """A choice that is printed as a sign is told in words, where it is chosen and where it is checked."""
    visitor.begin("five_star")
    assert "已辦理（V）" in visitor.see(CHECKS)
    assert "不適用（-）" in visitor.see(CHECKS)
    visitor.send(CHECKS, {"checks.1-1-2.result": "-"})
    assert "<dd>不適用（-）</dd>" in visitor.see("check")


def test_errors_stop_a_download(visitor: Visitor) -> None:
    """A form with an answer that cannot be read is not drawn without it: the check page says what to mend."""
    visitor.begin()
    visitor.send("fill/coaching_application/basic", {"employees": "很多"})
    for path in ("files/coaching_application.pdf", "bundle.zip"):
        response = visitor.get(path)
        assert response.status_code == 422
        assert "員工人數" in response.text
        assert "check=1#f-employees" in response.text


def returned(visitor: Visitor, name: str, content: bytes, how: str = "continue") -> str:
    """Come back with a file; the check page of the new draft."""
    sent = visitor.send("/return", {"file": file(name, content), "how": how})
    assert sent.status_code == 303, sent.text
    visitor.base = sent.headers["Location"].partition("?")[0]
    return visitor.see("check")


@pytest.mark.parametrize(
    "path", ["bundle.zip", "files/coaching_application.docx", "files/coaching_application.pdf"]
)
def test_come_back_with_a_file(visitor: Visitor, path: str) -> None:
    """A bundle, a Word and a PDF file that we made bring back what they say."""
    visitor.begin()
    visitor.send("example", {}, seen="")
    content = visitor.get(path).data
    old = visitor.base
    assert "環氧樹脂、界面活性劑" in returned(visitor, "檔案", content)
    assert visitor.base != old


def test_bundle_brings_evidence_back(visitor: Visitor, tmp_path: Path) -> None:
    """A bundle that comes back brings its evidence, and the next bundle says the same."""
    from formgen.render import pdf

    visitor.begin()
    visitor.send("example", {}, seen="")
    visitor.upload(
        {"5-1.pdf": pdf.write('<html lang="zh-Hant-TW"><head><title>x</title></head><body>x</body></html>')}
    )
    first = visitor.get("bundle.zip").data
    returned(visitor, "套件.zip", first)
    assert "5-1.pdf" in visitor.see("evidence")
    second = visitor.get("bundle.zip").data
    for name, content in (("first", first), ("second", second)):
        (tmp_path / name).write_bytes(content)
    assert read_bundle(tmp_path / "first") == read_bundle(tmp_path / "second")


def test_come_back_with_json(visitor: Visitor) -> None:
    """Answers as JSON, by form name, start a draft."""
    content = json.dumps(filing.example(programmes.get("coaching"))).encode()
    assert "環氧樹脂、界面活性劑" in returned(visitor, "填答.json", content)


def test_last_years_file(visitor: Visitor) -> None:
    """Last year's file starts this year's: years move on, and what is told anew each year is open."""
    form = catalog.get("unit_recommendation")
    content = (form.folder / "example.json").read_bytes()
    year = json.loads(content)["year"]
    page = returned(visitor, "去年.json", json.dumps({form.name: json.loads(content)}).encode(), "last_years")
    assert f"<dd>{year + 1}</dd>" in page


@pytest.mark.parametrize(("content", "words"), [(b"", "空"), (b"nothing", "您上傳的檔案"), (b"PK\x03\x04nothing", "您上傳的檔案"), (b'{"a": 1}', "計畫"), (b'{"coaching_application": {"employees": "x"}}', "員工人數")])  # fmt: skip
def test_file_that_is_not_ours(visitor: Visitor, content: bytes, words: str) -> None:
    """A file that says nothing to us is refused in words, and no draft is made."""
    sent = visitor.send("/return", {"file": file("檔案", content), "how": "continue"})
    assert sent.status_code == 422
    assert words in sent.text
