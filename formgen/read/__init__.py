"""From a filled file back to answers.

What stands visibly in a Word or ODT file wins over the hidden copy; the hidden copy adds what the paper does not
show. A PDF cannot be edited field by field, so its attachment is what it says.
"""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.answers import Answers
from formgen.checking import label_of, parse, salvage
from formgen.errors import FormgenError, InvalidAnswers, Problem, UnreadableFile, why
from formgen.form import Form
from formgen.read import merging, odt, pattern, pdf, sheet
from formgen.read.aligned import Misfit, align
from formgen.render.word import collect, template
from formgen.render.word.collect import Controls
from formgen.tree import put
from formgen.values import printed

LARGEST = 200 * 2**20
MOST_NAMED = 30
_ZIP = b"PK"
_TOO_MUCH_CHANGED = (
    "檔案裡的欄位標記已遺失（可能用 LibreOffice 等軟體另存過），表上印好的字又改了太多，認不出填答在哪裡；"
    "請改交原檔、PDF，或用空白表單重新填寫"
)
_TOO_LONG = "沒有欄位標記，又比填好的表單長得太多，認不出填答在哪裡；請刪去不屬於表單的內容，或改交原檔、PDF"
_BY_WORDS = "檔案裡沒有欄位標記（ODT，或用 LibreOffice 等軟體另存過），這些欄位依表上的文字讀出，請核對："
_UNKNOWN = "檔案裡沒有欄位標記，前後的字又改過，看不出填答從哪裡到哪裡；請重新填寫這一欄"
_NOT_CARRIED = "檔案裡沒有藏著填答（Word 檔另存成 ODT 會遺失），只讀得到印在表上的；不印出來的問題請再填一次"


@dataclass(frozen=True)
class Reading:
    """A file's form and answers, and what to tell the person about them.

    `left_out` are answers that could not be read, where a reading is lenient; else they are an error.
    """

    form: Form
    answers: Answers
    warnings: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()


def read(path: Path, *, is_lenient: bool = False) -> Reading:
    """The answers of a filled DOCX, ODT or PDF of ours. Raises UnreadableFile and, if it is not lenient, InvalidAnswers."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(file=path.name, reason="檔案太大")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error
    if content.startswith(_ZIP):
        way = _read_odt if odt.is_odt(content) else _read_word
        return way(path.name, content, is_lenient)
    if is_ours(content):
        return _read_pdf(path.name, content, is_lenient)
    raise UnreadableFile(file=path.name, reason="不是 Word 檔（.docx），也不是 ODT 或 PDF")


def is_ours(content: bytes) -> bool:
    """Whether a file that begins so may be a Word, ODT or PDF file."""
    return content.startswith(_ZIP) or b"%PDF-" in content[:1024]


def _read_pdf(file: str, content: bytes, is_lenient: bool) -> Reading:
    attached = set(pdf.attached(file, content))
    if not attached:
        raise UnreadableFile(
            file=file, reason="PDF 裡沒有填答；請交本系統產生的原檔，不要用列印、掃描或轉存的"
        )
    if len(attached) > 1:
        raise UnreadableFile(file=file, reason=f"PDF 裡有 {len(attached)} 份不同的填答；請一份一份交")
    return opened(file, _json(attached.pop()), is_lenient=is_lenient)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def opened(file: str, envelope: Any, *, is_lenient: bool = False) -> Reading:
    """What a file carries hidden. Raises as `read` does."""
    if not isinstance(envelope, dict) or not {"form", "edition", "answers"} <= envelope.keys():
        reason = "檔案裡沒有本系統的填答；請交本系統產生的檔案，用 Word 填寫並存成 .docx"
        raise UnreadableFile(file=file, reason=reason)
    try:
        form = catalog.get(str(envelope["form"]))
    except FormgenError as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    if envelope["edition"] != form.edition:
        reason = (
            f"檔案是 {envelope['edition']} 版，目前的表單是 {form.edition} 版；請用目前的空白表單重新填寫"
        )
        raise UnreadableFile(file=file, reason=reason)
    return _reading(form, envelope["answers"], is_lenient)


def _reading(form: Form, data: Any, is_lenient: bool) -> Reading:
    if not is_lenient:
        return Reading(form, parse(form, data))
    answers, left_out = salvage(form, data)
    return Reading(form, answers, left_out=tuple(left_out))


def _read_word(file: str, content: bytes, is_lenient: bool) -> Reading:
    try:
        word = collect.open_file(content)
    except collect.NotAWordFile as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    hidden = opened(file, word.envelope, is_lenient=is_lenient)
    form = hidden.form
    expected = collect.expected(template.path_of(form))
    has_tags = not expected.tags or bool(expected.tags & word.controls.tags)
    try:
        if has_tags:
            found = merging.complete(form, expected, word.controls)
            return _said(hidden, found, frozenset(), is_lenient)
    except merging.Incomplete as error:
        if not word.is_of_libreoffice:
            labels = "、".join(error.labels)
            reason = f"檔案少了這些欄位：{labels}；請用空白表單重新填寫"
            raise UnreadableFile(file=file, reason=reason) from error
    return _without_tags(file, hidden, sheet.of_word(word.body), is_lenient)


def _read_odt(file: str, content: bytes, is_lenient: bool) -> Reading:
    try:
        paper = odt.open_file(content)
    except odt.NotAnOdt as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    envelope = paper.envelope or _envelope_of(paper.title, paper.edition)
    hidden = opened(file, envelope, is_lenient=is_lenient)
    if paper.envelope is None:
        hidden = replace(hidden, warnings=(Problem("", "", _NOT_CARRIED, "warning"),))
    return _without_tags(file, hidden, sheet.of_odt(paper.body), is_lenient)


def _envelope_of(title: str, edition: str) -> dict[str, Any] | None:
    """Of a Word file that LibreOffice has saved as ODT, title and edition alone tell the form."""
    names = [one.name for one in catalog.entries() if (one.title, one.edition) == (title, edition)]
    return {"form": names[0], "edition": edition, "answers": {}} if len(names) == 1 else None


def _without_tags(file: str, hidden: Reading, blocks: sheet.Blocks, is_lenient: bool) -> Reading:
    """A paper whose fields are found by the words around them."""
    form, path = hidden.form, template.path_of(hidden.form)
    shown = printed(form, hidden.answers)
    if sheet.is_too_long(blocks):
        raise UnreadableFile(file=file, reason=_TOO_LONG)
    try:
        aligned = align(pattern.of_template(path), blocks, shown)
        found = merging.complete(form, collect.expected(path), aligned.controls, aligned.unknown)
    except (Misfit, merging.Incomplete) as error:
        raise UnreadableFile(file=file, reason=_TOO_MUCH_CHANGED) from error
    reading = _said(hidden, found, frozenset(aligned.unknown), is_lenient)
    now = printed(form, reading.answers)
    labels = [
        label_of(form, path) for path in merging.visible(found) if now.get(path, "") != shown.get(path, "")
    ]
    if not labels:
        return reading
    return replace(reading, warnings=(*reading.warnings, _read_by_words(list(dict.fromkeys(labels)))))


def _read_by_words(labels: list[str]) -> Problem:
    more = f"等 {len(labels)} 欄" if len(labels) > MOST_NAMED else ""
    named = "、".join(labels[:MOST_NAMED])
    return Problem("", "", f"{_BY_WORDS}{named}{more}", "warning")


def _said(hidden: Reading, found: Controls, unknown: Collection[str], is_lenient: bool) -> Reading:
    """The hidden answers with all that visibly says something else; what is not known says nothing."""
    form = hidden.form
    merged, wrong = merging.merged(form, hidden.answers, found)
    for path in sorted({merging.path_of(tag) for tag in unknown if not tag.startswith("=")}):
        is_tick = form.question(path).kind.name == "check"
        # A row that only some ways to read a list have is none.
        with suppress(LookupError):
            put(merged, path, False if is_tick else None)
        wrong.append(Problem(path, label_of(form, path), _UNKNOWN))
    if wrong and not is_lenient:
        raise InvalidAnswers(wrong, merged)
    said = _reading(form, merged, is_lenient)
    warnings = (*hidden.warnings, *merging.typed_over(form, printed(form, said.answers), found))
    # What the hidden copy alone says wrong is put right by what stands visibly in its place.
    visible = merging.visible(found)
    unseen = [one for one in hidden.left_out if one.field not in visible]
    return Reading(form, said.answers, warnings, (*unseen, *said.left_out, *wrong))
