"""The proof of agreement: quiet for our forms, and loud about each way in which they could come apart."""

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filling import NAME, form

from formgen import catalog
from formgen.agreement import disagreements
from formgen.paths import TEMPLATES
from formgen.render import page
from formgen.render.word import template

DOCUMENT = "word/document.xml"
PART = re.compile(r"<w:sdt>(?:(?!<w:sdt>).)*?</w:sdt>", re.DOTALL)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates to break, which the proof looks at instead of ours."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    monkeypatch.setattr(page, "TEMPLATES", folder)
    monkeypatch.setattr(template, "TEMPLATES", folder)
    return folder


def change_page(templates: Path, old: str, new: str, file: str = f"{NAME}.html") -> int:
    """Put `new` for `old`, which must stand there once, and return its line."""
    path = templates / "html" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def change_word(templates: Path, change: Callable[[str], str]) -> None:
    """Change the XML of the Word form's body."""
    path = templates / "docx" / f"{NAME}.docx"
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    body = parts[DOCUMENT].decode()
    parts[DOCUMENT] = change(body).encode()
    assert parts[DOCUMENT] != body.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def control(body: str, tag: str) -> str:
    """The XML of the one innermost control with this tag."""
    (found,) = (one[0] for one in PART.finditer(body) if f'<w:tag w:val="{tag}"/>' in one[0])
    return found


@pytest.mark.parametrize("name", catalog.names())
def test_forms_agree(name: str) -> None:
    """Answers, page, Word file and official words of every form agree."""
    assert disagreements(catalog.get(name)) == []


def test_unbroken_copy_agrees(templates: Path) -> None:
    """A copy of the templates agrees as they do, so that what follows is due to what is broken."""
    assert disagreements(form()) == []


def test_misspelled_field(templates: Path) -> None:
    """A field that the answers do not have is told with the template's name and line."""
    line = change_page(templates, 'page.field("review.body")', 'page.field("review.bdoy")')
    (told,) = disagreements(form())
    assert f"{NAME}.html" in told
    assert f"第 {line} 行" in told
    assert "bdoy" in told


def test_misspelled_word(templates: Path) -> None:
    """An official word that does not exist is told with the template's name and line."""
    line = change_page(templates, "words.body.label", "words.body.lable")
    (told,) = disagreements(form())
    assert f"第 {line} 行" in told
    assert "lable" in told


def test_mistake_in_what_forms_share(templates: Path) -> None:
    """A mistake in a page that several forms share is told with the form, that page's name and its line."""
    line = change_page(templates, "{{ contact.email }}", "{{ contact.emial }}", "_reply.html")
    (told,) = disagreements(catalog.get("attendance_reply"))
    assert f"attendance_reply.html」有誤：_reply.html 第 {line} 行：" in told


def test_broken_syntax(templates: Path) -> None:
    """A page that jinja2 cannot read is told with its line."""
    line = change_page(templates, '{{ page.field("review.body") }}', "{{ page.field( }}")
    (told,) = disagreements(form())
    assert f"第 {line} 行" in told


def test_misspelled_block(templates: Path) -> None:
    """A page whose text stands in no block that `_paper.html` prints is told, and never drawn empty."""
    change_page(templates, "{% block body %}", "{% block bdoy %}")
    (told,) = disagreements(form())
    assert "'body'" in told


def test_field_left_out(templates: Path) -> None:
    """A printed question without its field on the page is told by path and label."""
    change_page(templates, '{{ page.field("address") }}', "", "_unit_head.html")
    told = disagreements(form())
    assert f"版面 {NAME}.html 沒有欄位 address（地址）" in told
    assert any("多了內容控制項 address，在第 1 個表格第 1 列第 4 格" in one for one in told)


def test_unprinted_field(templates: Path) -> None:
    """A question that is asked but not printed may not stand on the page."""
    change_page(templates, 'page.field("review.body")', 'page.field("eligibility.system")')
    (told,) = disagreements(form())
    assert "eligibility.system" in told


def test_choice_left_out(templates: Path) -> None:
    """A choice of boxes without one of its boxes is told."""
    change_page(templates, '{{ page.mark("review.result", "不通過") }}', "")
    told = disagreements(form())
    assert f"版面 {NAME}.html 的欄位 review.result（初審單位填寫／初審結果）少了選項「不通過」" in told


def test_unknown_choice(templates: Path) -> None:
    """A box for a choice that the question does not have is told with its line."""
    line = change_page(templates, '"review.result", "不通過"', '"review.result", "未通過"')
    (told,) = disagreements(form())
    assert "未通過" in told
    assert f"第 {line} 行" in told


def test_wrong_word_on_the_page(templates: Path) -> None:
    """Words that are not official may not be printed, and are quoted."""
    change_page(templates, "{{ words.total.label }}", "{{ words.total.label }}請填寫")
    told = disagreements(form())
    assert any("印了官方文字裡沒有的字" in one and "請填寫」" in one for one in told)


def test_missing_official_word(templates: Path) -> None:
    """Official words that the page leaves out are quoted."""
    change_page(templates, "{{ words.note.text }}", "")
    told = disagreements(form())
    assert f"版面 {NAME}.html 沒有印出官方文字：「{form().official.note.text}」" in told


def test_control_removed_from_the_word_file(templates: Path) -> None:
    """A content control that somebody deleted in Word is told by its tag."""
    change_word(templates, lambda body: body.replace(control(body, "phone"), ""))
    assert disagreements(form()) == [f"Word 範本 {NAME}.docx 少了內容控制項 phone"]


def test_control_added_to_the_word_file(templates: Path) -> None:
    """A content control that the page does not have is told with its table, row and cell."""

    def twice(body: str) -> str:
        phone = control(body, "phone")
        return body.replace(phone, phone + phone.replace('<w:tag w:val="phone"/>', '<w:tag w:val="fax"/>'))

    change_word(templates, twice)
    (told,) = disagreements(form())
    assert told == f"Word 範本 {NAME}.docx 多了內容控制項 fax，在第 1 個表格第 2 列第 6 格"


def test_text_changed_in_the_word_file(templates: Path) -> None:
    """Text that somebody changed in Word is quoted with what should stand there."""
    change_word(templates, lambda body: body.replace("全球競爭力", "全國競爭力"))
    (told,) = disagreements(form())
    assert "文字與版面不同" in told
    assert re.search("「[^」]*全國競爭力[^」]*」應為「[^」]*全球競爭力", told)


def test_text_added_at_the_end_of_the_word_file(templates: Path) -> None:
    """Text added after all else is quoted too."""
    extra = "<w:p><w:r><w:t>另附</w:t></w:r></w:p>"
    change_word(
        templates, lambda body: re.sub(r"(<w:sectPr(?!.*<w:sectPr))", rf"{extra}\1", body, flags=re.DOTALL)
    )
    (told,) = disagreements(form())
    assert "另附」應為" in told


def test_word_file_missing_or_broken(templates: Path) -> None:
    """A Word file that is not there or not readable is told, with what to do."""
    path = templates / "docx" / f"{NAME}.docx"
    path.write_bytes(b"PK")
    assert any("make templates" in one for one in disagreements(form()))
    path.unlink()
    assert any("make templates" in one for one in disagreements(form()))


@pytest.mark.parametrize(
    ("content", "words"),
    [('{"year": 113}', "尚未填寫"), ('{"yaer": 113}', "個問題"), ("{", "不是正確的 JSON")],
)
def test_example_that_cannot_be_printed(content: str, words: str, tmp_path: Path) -> None:
    """An example with gaps, with errors or that is no JSON is told."""
    shutil.copy(form().folder / "official.toml", tmp_path)
    (tmp_path / "example.json").write_text(content, encoding="utf-8")
    told = disagreements(replace(form(), folder=tmp_path))
    assert told
    assert all(one.startswith("範例填答 example.json：") for one in told)
    assert any(words in one for one in told)
