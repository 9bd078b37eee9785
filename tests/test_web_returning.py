"""Coming back with a file: what can be read starts a draft, and the rest is told."""

import html
import json
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from paper import Paper, say
from papers import noise
from visiting import Visitor, file

from formgen import catalog, programmes
from formgen.programmes import filing
from formgen.web import create_app
from formgen.web.configuration import Configuration

FORM = "coaching_application"


def label(path: str) -> str:
    return catalog.get(FORM).question(path).label


def send(visitor: Visitor, name: str, content: bytes) -> str:
    """The page that answers to a file; the visitor is then at the new draft."""
    sent = visitor.send("/return", {"file": file(name, content), "how": "continue"})
    place = sent.headers.get("Location") or re.findall('href="(/d/[^"]+)"', sent.text)[0]
    visitor.base = place.partition("?")[0]
    return html.unescape(sent.text)


def changed(content: bytes, changes: Mapping[str, object]) -> bytes:
    """A bundle whose first form says something else."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "answers.json":
                answers = json.loads(data)
                answers["forms"][0]["answers"].update(changes)
                data = json.dumps(answers).encode()
            new.writestr(name, data)
    return packed.getvalue()


def example(visitor: Visitor) -> None:
    visitor.begin()
    visitor.send("example", {}, seen="")


@pytest.mark.parametrize("kind", ["json", "bundle"])
def test_one_answer_that_cannot_be_read(visitor: Visitor, kind: str) -> None:
    """Wrong answers of a file do not keep the others away: each is told by its label with what was written."""
    wrong = {"employees": "很多", "email": "a@b.example", "nothing_like_it": "x"}
    if kind == "bundle":
        example(visitor)
        content = changed(visitor.get("bundle.zip").data, wrong)
    else:
        given = filing.example(programmes.get("coaching"))
        given[FORM] |= wrong
        content = json.dumps(given).encode()
    page = send(visitor, "檔案", content)
    assert f"{label('employees')}：" in page
    assert "「很多」" in page
    assert "這個欄位；" in page
    assert "原來寫的是「x」" in page
    assert "沒有「nothing_like_it」這個欄位" in page
    assert "有 2 個答案看不懂" in page
    basic = visitor.see(f"fill/{FORM}/basic")
    assert 'value="a@b.example"' in basic
    assert "很多" not in basic


def test_word_file_with_one_answer_that_cannot_be_read(visitor: Visitor) -> None:
    """A form that was filled in Word brings back all but what cannot be read."""
    word = Paper(visitor.get(f"/blanks/{FORM}.docx").data)
    say(word.control("unit_name"), "甲公司")
    say(word.control("employees"), "很多")
    page = send(visitor, "申請表.docx", word.saved())
    assert f"{label('employees')}：" in page
    assert "「很多」" in page
    assert "有 1 個答案看不懂" in page
    assert 'value="甲公司"' in visitor.see(f"fill/{FORM}/basic")


def test_broken_json_names_no_folder(visitor: Visitor) -> None:
    """JSON that breaks off is told as the person's own file, never by where the server has put it."""
    answer = visitor.send("/return", {"file": file("甲.json", b'{"issuer": "'), "how": "continue"})
    assert answer.status_code == 422
    assert "無法讀取您上傳的檔案：不是正確的 JSON" in answer.text


def test_form_that_the_programme_does_not_have(visitor: Visitor) -> None:
    """A part of a JSON file that belongs to no form is told, and the rest starts a draft."""
    page = send(visitor, "x.json", json.dumps({FORM: {"unit_name": "甲公司"}, "other": {}}).encode())
    assert "沒有「other」這張表單" in page
    assert 'value="甲公司"' in visitor.see(f"fill/{FORM}/basic")


@pytest.mark.parametrize("path", ["bundle.zip", f"files/{FORM}.docx", f"files/{FORM}.pdf"])
def test_example_stays_one(visitor: Visitor, path: str) -> None:
    """What was downloaded from the example comes back as the example, and says so."""
    example(visitor)
    send(visitor, "檔案", visitor.get(path).data)
    assert "這份草稿是虛構的範例" in visitor.see("")


def test_example_with_a_change_stays_one(visitor: Visitor) -> None:
    """A bundle of an example that somebody has changed a little still says that it is one."""
    example(visitor)
    visitor.send(f"fill/{FORM}/basic", {"unit_name": "甲公司"})
    send(visitor, "檔案", visitor.get("bundle.zip").data)
    assert "這份草稿是虛構的範例" in visitor.see("")


def test_own_answers_are_no_example(visitor: Visitor) -> None:
    """What a person typed comes back without the mark."""
    visitor.begin()
    visitor.send(f"fill/{FORM}/basic", {"unit_name": "甲公司"})
    for path in ("bundle.zip", f"files/{FORM}.docx"):
        send(visitor, "檔案", visitor.get(path).data)
        assert "這份草稿是虛構的範例" not in visitor.see("")


def test_large_evidence_comes_back(tmp_path: Path) -> None:
    """Evidence of a number that is larger together than one upload may be comes back with its bundle."""
    app = create_app(Configuration(tmp_path / "data", most_file_mb=1, most_total_mb=4, heavy_per_minute=1000))
    visitor = Visitor(app.test_client())
    visitor.begin()
    for count in range(3):
        assert visitor.upload({f"5-1_{count}.png": noise(900)}).status_code == 303
    content = visitor.get("bundle.zip").data
    assert len(content) > 5 * 10**6
    send(visitor, "套件.zip", content)
    page = visitor.see("evidence")
    assert "5-1.pdf" in page
    assert "3 頁" in page
