"""Letters in the staff's area: one to many as a job, and the draft of one that forwards another."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browsing import press, until
from conftest import Service
from flask import Flask
from playwright.sync_api import Browser, Page
from test_official_letter import EXAMPLE
from test_web_access import enter
from test_web_staff import seen, take
from visiting import Visitor, file

from formgen.read import read
from formgen.web.admission import FORM_BYTES, Admission

AREA = "/staff/letters/"


def letter(**changes: Any) -> bytes:
    return json.dumps(EXAMPLE | changes, ensure_ascii=False).encode()


@pytest.fixture
def staff(app: Flask) -> Visitor:
    return enter(Visitor(app.test_client()))


def forward(staff: Visitor, *files: Any) -> Any:
    return staff.send(f"{AREA}forward", {"incoming": list(files)}, seen=AREA)


def test_forwarding_draft(
    staff: Visitor, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that came in becomes a draft that forwards it, from the office of the settings; a stranger with its link cannot open it."""
    (tmp_path / "settings.toml").write_text('[letter]\nissuer = "○○公會"', encoding="utf-8")
    monkeypatch.setenv("FORMGEN_SETTINGS", str(tmp_path / "settings.toml"))
    answer = forward(staff, file("來函.json", letter()))
    assert answer.status_code == 303
    staff.base = answer.headers["Location"].partition("?")[0]
    assert 'value="○○公會"' in staff.see("fill/official_letter/office")
    assert f"{EXAMPLE['issuer']}函、" in staff.see("fill/official_letter/facts")
    assert f"轉知{EXAMPLE['issuer']}" in staff.see("fill/official_letter/text")
    assert Visitor(app.test_client()).get(staff.base).status_code == 401


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("壞.docx", b"PK", "無法讀取「壞.docx」：這不是 Word 檔"),
        ("斷.json", b'{"issuer"', "無法讀取「斷.json」：不是正確的 JSON"),
        ("表.json", b'{"unit_recommendation": {"year": 116}}', "無法讀取「表.json」：是「"),
        ("日.json", letter(date="明天"), "發文日期：「明天」"),
    ],
)
def test_what_cannot_be_forwarded(staff: Visitor, name: str, content: bytes, told: str) -> None:
    """A file that is no letter, or one with wrong answers, is told by its own name or by its labels, at its field."""
    answer = forward(staff, file(name, content))
    assert answer.status_code == 422
    assert f'<a href="#incoming">收到的函：{told}' in answer.text


def test_large_letters_come_in(app: Flask) -> None:
    """A letter may be larger than a page, wherever it is sent."""
    door: Admission = app.extensions["admission"]
    for place in ("", "forward", "jobs/x/letter"):
        door.check("POST", f"{AREA}{place}", 10 * FORM_BYTES)


def test_one_letter_to_many(inside: Page, chromium: Browser, service: Service, tmp_path: Path) -> None:
    """Without scripts a letter with mistakes is told by its labels, and the mended one becomes a ZIP with one for each name; no page has a barrier."""
    press(inside.get_by_role("navigation").get_by_role("link", name="發函"))
    press(inside.get_by_role("button", name="上傳，做成函"))
    assert inside.get_by_role("alert").inner_text().endswith("填好的函：請選擇檔案。")
    found = seen(inside, chromium)
    inside.get_by_label("每個受文者一份").check()
    _send(inside, "函稿.json", letter(originals="甲🙂會", date="明天"))
    told = inside.locator(".notice.bad li").all_inner_texts()
    assert sorted(one.partition("：")[0] for one in told) == ["正本", "發文日期"]
    found += seen(inside, chromium)
    assert inside.get_by_label("每個受文者一份").is_checked()
    _send(inside, "更正.json", letter(originals="甲工會、乙工會", copies=None, number=None))
    assert inside.locator(".notice.warn li").all_inner_texts() == ["發文字號：尚未填寫"]
    found += seen(inside, chromium)
    with zipfile.ZipFile(BytesIO(take(inside, "做好的函"))) as archive:
        assert sorted(archive.namelist()) == [
            f"{name}.{kind}" for name in ("1-甲工會", "2-乙工會") for kind in ("docx", "pdf")
        ]
        archive.extractall(tmp_path)
    assert read(tmp_path / "2-乙工會.docx").answers.given()["recipient"] == {"name": "乙工會"}
    press(inside.get_by_role("link", name="刪除這一份"))
    found += seen(inside, chromium)
    press(inside.get_by_role("button", name="刪除，無法復原"))
    assert inside.get_by_role("status").inner_text() == "已刪除。"
    assert found == []
    assert "工會" not in service.log()


def _send(page: Page, name: str, content: bytes) -> None:
    """A letter, until something has come of it; by hand, as one does without scripts."""
    page.locator("#files").set_input_files({"name": name, "mimeType": "text/json", "buffer": content})
    press(page.get_by_role("button", name="上傳").first)

    def is_done() -> bool:
        link = page.get_by_role("link", name="重新整理")
        if is_busy := link.count() > 0:
            press(link)
        return not is_busy

    until(is_done)
