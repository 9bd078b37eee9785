"""Every official form prints the words of its source, in the source's order, but for the edits in docs/sources.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinyhtml5 import parse as parse_html

from formgen import catalog
from formgen.render import page

ROOT = Path(__file__).resolve().parent.parent
RECORD = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


# How the recognised text marks boxes, headings, lists and rules to write on.
MARKUP = re.compile(r'<input type="checkbox"/>|</?(?:b|ul|li)\b[^>]*>|^ *(?:#+|-) |\\(?=_)', re.MULTILINE)


def squeeze(text: str) -> str:
    """The text without what is not a word: blanks, rules to write on, boxes."""
    return re.sub(r"[\s_□]", "", MARKUP.sub("", text))


def edits(title: str) -> list[list[str]]:
    """The rows of the table 更動 in the chapter of the form called `title`."""
    chapters = [chapter for chapter in re.split(r"\n## ", RECORD) if chapter.splitlines()[0].endswith(title)]
    assert len(chapters) == 1, f"docs/sources.md has {len(chapters)} chapters called {title}"
    _, found, after = chapters[0].partition("\n### 更動\n")
    assert found, f"the chapter {title} has no 更動"
    lines = [line for line in after.split("\n#")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def printed(node: Any) -> Iterator[str]:
    """The official words of a page: all its text but the fields; an open choice shows its official word."""
    is_field = node.get("data-mark") or node.get("data-field")
    if not is_field or node.get("data-kind") == "choice":
        yield node.text or ""
        for child in node:
            yield from printed(child)
            yield child.tail or ""


SOURCES = ROOT / "tests" / "sources"


def has_source(entry: catalog.Entry) -> bool:
    """An official form must have a source; a sheet of ours has one where it quotes."""
    return entry.is_official or (SOURCES / f"{entry.name}.txt").exists()


@pytest.mark.parametrize("name", [entry.name for entry in catalog.entries() if has_source(entry)])
def test_blank_prints_the_edited_source(name: str) -> None:
    """The excerpt of the source, after the listed edits and no others, is what the blank page says."""
    form = catalog.get(name)
    expected = squeeze((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))
    for before, after, *_ in edits(form.title):
        assert expected.count(before) == 1, f"{before}: {expected.count(before)} times"
        expected = expected.replace(before, after)
    html = page.of(form, form.answers())
    actual = squeeze("".join(printed(parse_html(html, namespace_html_elements=False).find("body"))))
    pairs = enumerate(zip(expected, actual, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(expected), len(actual)))
    at = slice(max(0, same - 12), same + 12)
    assert actual == expected, f"source …{expected[at]}…, page …{actual[at]}…"
