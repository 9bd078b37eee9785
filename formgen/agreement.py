"""The proof that a form's answers, page, Word file and official words agree."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tinyhtml5 import parse as parse_html

from formgen import checking, jsonfile
from formgen.errors import FormgenError
from formgen.form import Form
from formgen.render import page
from formgen.render.word import collect, template

_NOT_PRINTED = {"form", "hints", "quoted"}
_BLOCKS = {"p", "div", "td", "th", "h1", "h2"}
_CUT = "\0"


def disagreements(form: Form) -> list[str]:
    """Everything that does not agree, each as one sentence; empty if all is well."""
    try:
        html = page.blank(form, form.answers())
    except FormgenError as error:
        return [str(error)]
    tree = parse_html(html, namespace_html_elements=False)
    return [*_fields(form, tree), *_word_file(form, tree), *_words(form, tree), *_example(form)]


def _fields(form: Form, tree: Any) -> Iterator[str]:
    """Every printed question stands on the page; the page itself refuses a field that does not exist."""
    tags = _tags(tree)
    for question in form.questions():
        boxes = {choice: f"{question.path}={choice}" for choice in question.choices}
        has_boxes = not tags.isdisjoint(boxes.values())
        if question.printed and not has_boxes and question.path not in tags:
            yield f"版面 {form.name}.html 沒有欄位 {question.path}（{question.label}）"
        for choice, tag in boxes.items():
            if has_boxes and tag not in tags:
                yield f"版面 {form.name}.html 的欄位 {question.path}（{question.label}）少了選項「{choice}」"


def _tags(tree: Any) -> set[str]:
    tags = {node.get("data-field") or node.get("data-mark") for node in tree.iter()}
    return {tag for tag in tags if tag}


def _word_file(form: Form, tree: Any) -> Iterator[str]:
    file = template.path_of(form)
    try:
        word = collect.expected(file)
    except (OSError, collect.NotAWordFile) as error:
        yield f"Word 範本 {file.name} 無法讀取：{error}；請執行 make templates"
        return
    on_page = _tags(tree)
    for tag in sorted(on_page - word.tags):
        yield f"Word 範本 {file.name} 少了內容控制項 {tag}"
    for tag in sorted(word.tags - on_page):
        yield f"Word 範本 {file.name} 多了內容控制項 {tag}，{collect.where(file, tag)}"
    if (here := _squeezed(_page_text(tree))) != (there := _squeezed(collect.words(file))):
        pairs = enumerate(zip(here, there, strict=False))
        place = next((n for n, (a, b) in pairs if a != b), min(len(here), len(there)))
        yield (
            f"Word 範本 {file.name} 的文字與版面不同："
            f"「{there[max(0, place - 10) : place + 10]}」應為「{here[max(0, place - 10) : place + 10]}」"
        )


def _squeezed(text: str) -> str:
    return re.sub(rf"[\s_{_CUT}]", "", text)


def _page_text(tree: Any) -> str:
    return "".join(_texts(tree.find("body")))


def _texts(node: Any) -> Iterator[str]:
    """The text of the page, with a cut for each field and at the edge of each block."""
    if node.get("data-field") or node.get("data-mark"):
        yield _CUT
    else:
        yield (_CUT if node.tag in _BLOCKS else "") + (node.text or "")
        for child in node:
            yield from _texts(child)
            yield child.tail or ""
        yield _CUT if node.tag in _BLOCKS else ""


def _words(form: Form, tree: Any) -> Iterator[str]:
    """All that is printed is official, and all that is official is printed; of what is quoted, as much as serves."""
    official = _squeezed_set(_official(form.official))
    allowed = frozenset(official | _squeezed_set(_quoted(form.official)))
    used: set[str] = set()
    for piece in _page_text(tree).split(_CUT):
        text = re.sub(r"\s", "", piece)
        words = _cut_into(text, allowed) if text else ()
        if words is None:
            yield f"版面 {form.name}.html 印了官方文字裡沒有的字：「{text}」"
        else:
            used.update(words)
    # The words of an open choice stand inside its field.
    used.update(re.sub(r"\s", "", "".join(node.itertext())) for node in tree.iter() if node.get("data-field"))
    for unused in sorted(official - used):
        yield f"版面 {form.name}.html 沒有印出官方文字：「{unused}」"


def _squeezed_set(words: Iterable[str]) -> set[str]:
    return {re.sub(r"\s", "", one) for one in words}


def _quoted(words: Any) -> Iterator[str]:
    """The words of another form that this one quotes, and the numbers by which that form calls them."""
    if quoted := getattr(words, "quoted", None):
        yield from _official(quoted)
        yield from _numbers(quoted)


def _numbers(words: Any) -> Iterator[str]:
    if isinstance(words, tuple):
        for one in words:
            yield from _numbers(one)
    elif not isinstance(words, str):
        for key, value in vars(words).items():
            yield from [value] if key == "number" else _numbers(value)


def _official(words: Any, *, is_top: bool = True) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, tuple):
        for one in words:
            yield from _official(one, is_top=False)
    else:
        for key, value in vars(words).items():
            if key not in {"source", "number"} and not (is_top and key in _NOT_PRINTED):
                yield from _official(value, is_top=False)


@cache
def _cut_into(text: str, official: frozenset[str]) -> tuple[str, ...] | None:
    """The official words that make up `text`, or None."""
    if not text:
        return ()
    for first in sorted(official, key=len, reverse=True):
        if text.startswith(first) and (rest := _cut_into(text[len(first) :], official)) is not None:
            return (first, *rest)
    return None


def _example(form: Form) -> Iterator[str]:
    """The example can be printed as it is."""
    try:
        answers = checking.parse(form, jsonfile.load(str(form.folder / "example.json")))
    except FormgenError as error:
        yield f"範例填答 example.json：{error}"
        return
    for problem in checking.check(form, answers):
        if problem.level != "warning":
            yield f"範例填答 example.json：{problem}"
