"""Evidence on the web: sorted by name, kept in order, refused with the person's own file name."""

import re

import pytest
from visiting import Visitor

from formgen.render import pdf
from formgen.web.configuration import Configuration


def document(text: str) -> bytes:
    return pdf.write(f'<html lang="zh-Hant-TW"><head><title>x</title></head><body>{text}</body></html>')


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
    """A file can be moved before the one above it, and removed from the disk."""
    visitor.begin()
    visitor.upload({"5-1_1.pdf": document("x"), "5-1_2.pdf": document("y")})
    page = visitor.see("evidence")
    (up,) = re.findall(r"evidence/\d+/up", page)
    visitor.send(up, {}, seen="evidence")
    assert names(visitor.see("evidence")) == ["5-1_2.pdf", "5-1_1.pdf"]
    first = re.findall(r"evidence/\d+/remove", visitor.see("evidence"))[0]
    visitor.send(first, {}, seen="evidence")
    assert names(visitor.see("evidence")) == ["5-1_1.pdf"]
    assert len(list((configuration.data / "evidence").iterdir())) == 1


def test_another_draft_s_file(visitor: Visitor, colleague: Visitor) -> None:
    """Nobody moves or removes a file of another draft."""
    visitor.begin()
    visitor.upload({"5-1.pdf": document("x")})
    (remove,) = re.findall(r"evidence/\d+/remove", visitor.see("evidence"))
    colleague.begin()
    colleague.send(remove, {}, seen="evidence")
    assert names(visitor.see("evidence")) == ["5-1.pdf"]
