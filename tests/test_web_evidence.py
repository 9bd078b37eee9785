"""Evidence on the web: sorted by name, kept in order, refused with the person's own file name."""

import re
import threading
from pathlib import Path

import pytest
from flask import Flask
from visiting import Visitor, file

from formgen.render import pdf
from formgen.web import create_app
from formgen.web.configuration import Configuration
from formgen.web.services import Services
from formgen.web.workers import Workers


def document(text: str) -> bytes:
    return pdf.write(f'<html lang="zh-Hant-TW"><head><title>x</title></head><body>{text}</body></html>')


def ids(page: str) -> list[str]:
    return re.findall(r"evidence/(\d+)/file", page)


def names(page: str) -> list[str]:
    return re.findall('<span class="typed">([^<]+)</span>', page)


def test_many_at_once(visitor: Visitor) -> None:
    """Many files are sorted by the numbers that their names begin with, in natural order within a number."""
    visitor.begin()
    sent = visitor.upload(
        {name: document(name) for name in ("5-1_10.pdf", "5-1_2.pdf", "４－１ 證明.pdf", "5-3.pdf")}
    )
    assert sent.status_code == 303
    assert names(visitor.see("evidence")) == ["４－１ 證明.pdf", "5-1_2.pdf", "5-1_10.pdf", "5-3.pdf"]


def test_by_number(visitor: Visitor) -> None:
    """A file that was chosen for a number is kept there, whatever its name."""
    visitor.begin()
    visitor.upload({"掃描.pdf": document("x")}, number="5-2")
    assert "5-2" not in " ".join(re.findall("沒有佐證資料.*", visitor.see("evidence")))
    assert names(visitor.see("evidence")) == ["掃描.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("5-9.pdf", b"", "沒有編號「5-9」"),
        ("照片.pdf", b"", "檔名開頭沒有這裡的編號"),
        ("5-1.pdf", b"", "檔案是空的"),
        ("5-1.exe", b"MZ" + bytes(100), "不是可以收的檔案種類"),
        ("5-1.pdf", b"%PDF-1.7\nnothing", "5-1.pdf"),
        ("5-1.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "5-1.png"),
    ],
)
def test_refused(
    visitor: Visitor, configuration: Configuration, name: str, content: bytes, words: str
) -> None:
    """A file that cannot be used is refused by its own name with what to do, and nothing of it stays on the disk."""
    visitor.begin()
    sent = visitor.upload({name: content or (document("x") if "9" in name or "照" in name else b"")})
    assert sent.status_code == 422
    assert name in sent.text
    assert words in sent.text
    assert "<title>錯誤：" in sent.text
    assert list((configuration.data / "evidence").iterdir()) == []


def test_good_ones_stay(visitor: Visitor) -> None:
    """One bad file among several does not take the good ones with it."""
    visitor.begin()
    assert visitor.upload({"5-1.pdf": document("x"), "5-2.pdf": b"no"}).status_code == 422
    assert names(visitor.see("evidence")) == ["5-1.pdf"]


def test_names_never_become_paths(visitor: Visitor, configuration: Configuration) -> None:
    """Whatever a file is called, what is written lies in our folder under a name of ours."""
    visitor.begin()
    visitor.upload({"../../5-1.pdf": document("x"), "/etc/5-3<b>.pdf": document("y")})
    stored = list((configuration.data / "evidence").iterdir())
    assert len(stored) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}\.pdf", path.name) for path in stored)
    assert names(visitor.see("evidence")) == ["5-1.pdf", "5-3&lt;b&gt;.pdf"]


def test_order_and_removal(visitor: Visitor, configuration: Configuration) -> None:
    """A file can be moved before the one above it, and after one more question be removed from the disk."""
    visitor.begin()
    visitor.upload({"5-1_1.pdf": document("x"), "5-1_2.pdf": document("y")})
    page = visitor.see("evidence")
    (up,) = re.findall(r"evidence/\d+/up", page)
    visitor.send(up, {}, seen="evidence")
    assert names(visitor.see("evidence")) == ["5-1_2.pdf", "5-1_1.pdf"]
    first = ids(visitor.see("evidence"))[0]
    assert "移除後無法復原" in visitor.see(f"evidence/{first}")
    assert len(names(visitor.see("evidence"))) == 2
    visitor.send(f"evidence/{first}/remove", {}, seen=f"evidence/{first}")
    assert names(visitor.see("evidence")) == ["5-1_1.pdf"]
    assert len(list((configuration.data / "evidence").iterdir())) == 1


def test_another_draft_s_file(visitor: Visitor, colleague: Visitor) -> None:
    """Nobody opens, moves or removes a file of another draft."""
    visitor.begin()
    visitor.upload({"5-1.pdf": document("x")})
    (mine,) = ids(visitor.see("evidence"))
    colleague.begin()
    colleague.send(f"evidence/{mine}/remove", {}, seen="evidence")
    assert colleague.send(f"evidence/{mine}/number", {"number": "5-2"}, seen="evidence").status_code == 404
    for path in (f"evidence/{mine}", f"evidence/{mine}/file"):
        assert colleague.get(path).status_code == 404
    page = visitor.see("evidence")
    assert names(page) == ["5-1.pdf"]
    assert "沒有佐證資料" not in page.partition("5-1 ")[2].partition("<h2>")[0]


def test_link_at_a_missing_number(visitor: Visitor) -> None:
    """Each number without a file has a link that chooses the number for the upload."""
    visitor.begin()
    page = visitor.see("evidence")
    link = re.findall(r'href="([^"]*number=5-1[^"]*)"', page)[0]
    assert '<option value="5-1" selected>' in visitor.see(link.replace("&amp;", "&").partition("#")[0])
    assert 'aria-label="上傳 5-1"' in page


def test_open(visitor: Visitor) -> None:
    """An uploaded file comes back byte for byte under its own name, and can start nothing in a browser."""
    visitor.begin()
    content = document("x")
    visitor.upload({"5-1 證明.pdf": content})
    (one,) = ids(visitor.see("evidence"))
    sent = visitor.get(f"evidence/{one}/file")
    assert sent.data == content
    assert sent.mimetype == "application/pdf"
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "filename*=UTF-8''5-1%20%E8%AD%89%E6%98%8E.pdf" in sent.headers["Content-Disposition"]


def test_what_a_browser_could_run_is_given_to_keep(visitor: Visitor) -> None:
    """A file of another kind than PDF and pictures is a download of no type."""
    visitor.begin()
    visitor.upload({"5-1.rtf": b"{\\rtf1 x}"})
    (one,) = ids(visitor.see("evidence"))
    sent = visitor.get(f"evidence/{one}/file")
    assert sent.headers["Content-Disposition"].startswith("attachment;")
    assert sent.mimetype == "application/octet-stream"


def test_another_number(visitor: Visitor) -> None:
    """A file can be given another number that the answers ask for, and no other."""
    visitor.begin()
    visitor.upload({"5-1.pdf": document("x"), "5-2.pdf": document("y")})
    first = ids(visitor.see("evidence"))[0]
    page = f"evidence/{first}"
    assert visitor.send(f"{page}/number", {"number": "9-9"}, seen=page).status_code == 400
    assert visitor.send(f"{page}/number", {"number": "5-2"}, seen=page).status_code == 303
    assert names(visitor.see("evidence")) == ["5-2.pdf", "5-1.pdf"]


def test_same_file_twice(visitor: Visitor, configuration: Configuration) -> None:
    """A button that is pressed twice stores once and says so; for another number the same file is stored."""
    visitor.begin()
    visitor.upload({"5-1.pdf": document("x")})
    again = visitor.upload({"5-1 再傳.pdf": document("x")})
    assert "有 1 個檔案先前已經上傳過" in visitor.see(again.headers["Location"])
    assert names(visitor.see("evidence")) == ["5-1.pdf"]
    assert len(list((configuration.data / "evidence").iterdir())) == 1
    visitor.upload({"5-2.pdf": document("x")})
    assert names(visitor.see("evidence")) == ["5-1.pdf", "5-2.pdf"]


def test_two_taps_at_once(app: Flask, visitor: Visitor, configuration: Configuration) -> None:
    """Two requests with the same file at the same moment store it once."""
    visitor.begin()
    hidden = visitor.hidden("evidence")
    other = Visitor(app.test_client())
    other.base = visitor.base
    content, sent = document("x"), []

    def tap(who: Visitor) -> None:
        sent.append(who.send("evidence", {"files": file("5-1.pdf", content)}, hidden=hidden).status_code)

    taps = [threading.Thread(target=tap, args=(who,)) for who in (visitor, other)]
    for one in taps:
        one.start()
    for one in taps:
        one.join(60)
    assert sent == [303, 303]
    assert names(visitor.see("evidence")) == ["5-1.pdf"]
    assert len(list((configuration.data / "evidence").iterdir())) == 1


def test_all_numbers_at_once(tmp_path: Path) -> None:
    """Many files in one upload are one piece of heavy work, and each of them is looked into."""
    app = create_app(Configuration(tmp_path / "data", heavy_per_minute=2))
    visitor = Visitor(app.test_client())
    visitor.begin()
    assert visitor.upload({f"5-1_{count}.pdf": document(str(count)) for count in range(6)}).status_code == 303
    page = visitor.see("evidence")
    assert page.count("1 頁") == 6
    assert "還沒檢查內容" not in page


def test_file_that_nobody_looked_into(app: Flask, visitor: Visitor) -> None:
    """A file that came while the queue was full is kept, said at the file and when checking, and looked into later."""
    visitor.begin()
    made: Services = app.extensions["formgen"]
    calm, made.workers = made.workers, Workers(0, 0, 0.2)  # a queue that stays full
    assert visitor.upload({"5-1.pdf": document("x")}).status_code == 303
    for page in ("evidence", "check"):
        assert "還沒檢查內容" in visitor.see(page)
    made.workers = calm
    assert visitor.send("evidence/look", {}, seen="evidence").status_code == 303
    assert "還沒檢查內容" not in visitor.see("evidence")
