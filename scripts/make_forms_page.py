"""`make forms-page`: docs/forms.md, which lists every form with its fields, and a small picture of each."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from first_page import draw

from formgen import catalog
from formgen.form import Form
from formgen.kinds import CHOICE
from formgen.questions import Question
from formgen.renditions import rendition

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "forms.md"
PICTURES = ROOT / "docs" / "forms"
RESOLUTION = 45  # dots to the inch: the page is recognised, and the picture stays below 40 KB

KINDS = {
    "text": "文字",
    "paragraph": "一段文字",
    "lines": "多行文字",
    "number": "數字",
    "year": "年度",
    "years": "年度（可多個）",
    "date": "日期",
    "month": "年月",
    "choice": "選擇",
    "check": "勾選",
}
LONGEST_LABEL = 10
_NUMBER = re.compile(r"\d+(-\d+)*")

HEAD = """# 有哪些表單

這一頁由 `make forms-page` 產生，請不要手改。

- 欄位的名稱就是填答檔裡的路徑。`*` 代表編號：清單從 0 起算，細項用官方編號。同樣的欄位只列一次，「數量」是共有幾個；可以加列的清單只列第一列。
- 「必填」指定稿（`--final`）時不能空白。「印出」為否的欄位只用來檢查與計算，不印在表上。
"""


def text() -> str:
    """docs/forms.md as it should be today."""
    forms = [catalog.get(entry.name) for entry in sorted(catalog.entries(), key=lambda one: one.programme)]
    contents = (f"- [{form.title}](#{form.name})" for form in forms)
    return "\n".join(chain([HEAD], contents, chain.from_iterable(map(_chapter, forms)))) + "\n"


def _chapter(form: Form) -> Iterator[str]:
    about, questions = form.official.form, list(form.questions())
    yield from ("", f'<a id="{form.name}"></a>', "")
    yield f"## {form.title}{'' if _is_official(form) else '（非官方）'}"
    yield from ("", f"![{form.title}的第一頁](forms/{form.name}.png)", "")
    yield f"- 名稱：`{form.name}`"
    yield f"- 計畫：{about.programme}"
    yield f"- 版次：{form.edition}"
    yield f"- 出處：{_source(form)}"
    yield f"- 欄位：{len(questions)} 個" if questions else "- 欄位：沒有要填的欄位"
    if questions:
        yield from ("", "| 欄位 | 表上的名稱 | 數量 | 種類 | 必填 | 印出 |", "|---|---|--:|---|---|---|")
        yield from map(_row, _alike(questions))


def _is_official(form: Form) -> bool:
    return bool(getattr(form.official.form, "is_official", True))


def _source(form: Form) -> str:
    if not _is_official(form):
        return "本程式自訂，不是官方表單"
    passage = f"tests/sources/{form.name}.txt"
    link = f"；原文見 [{form.name}.txt](../{passage})" if (ROOT / passage).exists() else ""
    return f"{form.official.form.edition_title}{link}"


def _alike(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions that differ in their number alone stand together, where the first of them stands."""
    groups: dict[tuple[object, ...], list[Question]] = {}
    for one in questions:
        key = (_pattern(one.path), one.kind.name, one.required, one.printed)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _pattern(path: str) -> str:
    return ".".join("*" if _NUMBER.fullmatch(segment) else segment for segment in path.split("."))


def _row(group: list[Question]) -> str:
    first = group[0]
    cells = (
        f"`{_pattern(first.path)}`",
        "／".join(_labels(first, group[-1])),
        str(len(group)) if len(group) > 1 or "0" not in first.path.split(".") else "可加列",
        _kind(group),
        "是" if first.required else "",
        "" if first.printed else "否",
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _labels(first: Question, last: Question) -> Iterator[str]:
    """The labels on the way to a question; where they change, the first and the last, or their numbers."""
    here, there = first.path.split("."), last.path.split(".")
    for at, upto, label, end in zip(here, there, first.labels, last.labels, strict=True):
        if at == upto:
            yield label
        elif max(len(label), len(end)) > LONGEST_LABEL:
            yield f"（{at} 至 {upto}）"
        else:
            yield f"（{label}至{end}）"


def _kind(group: list[Question]) -> str:
    name = KINDS.get(group[0].kind.name, group[0].kind.name)
    choices = dict.fromkeys(choice for one in group for choice in one.choices)
    if not choices:
        return name
    return f"{name}{'：' if group[0].kind.name == CHOICE.name else '，或'}{'、'.join(choices)}"


def make() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "blank.pdf"
        for name in catalog.names():
            form = catalog.get(name)
            pdf.write_bytes(rendition(form, form.answers(), "pdf", is_blank=True))
            draw(pdf, PICTURES / f"{name}.png", RESOLUTION)
            print(PICTURES / f"{name}.png")
    PAGE.write_text(text(), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    make()
