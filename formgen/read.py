"""From a filled file back to answers.

What stands visibly in a Word file wins over the hidden copy; the hidden copy adds what the paper does not
show. A PDF cannot be edited field by field, so its attachment is what it says.
"""

import json
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.checking import label_of, parse
from formgen.errors import FormgenError, Problem, UnreadableFile
from formgen.form import Answers, Form
from formgen.render.word import collect, template
from formgen.render.word.collect import Controls
from formgen.tw.text import clean
from formgen.values import printed

LARGEST = 200 * 2**20
_LOST_FIELDS = (
    "檔案裡的欄位標記已遺失，可能用 LibreOffice 等軟體另存過；"
    "為免讀到舊的填答，請改交 Word 存的檔案、原檔或 PDF"
)


@dataclass(frozen=True)
class Reading:
    """A file's form and answers, and what to tell the person about them."""

    form: Form
    answers: Answers
    warnings: tuple[Problem, ...] = ()


def read(path: Path) -> Reading:
    """The answers of a filled DOCX or PDF of ours. Raises UnreadableFile, InvalidAnswers."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(file=path.name, reason="檔案太大")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=_why(error)) from error
    if content.startswith(b"PK"):
        return _read_word(path.name, content)
    if b"%PDF-" in content[:1024]:
        return _read_pdf(path.name, content)
    raise UnreadableFile(file=path.name, reason="不是 Word 檔（.docx），也不是 PDF")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "找不到檔案"
    return "這是資料夾" if isinstance(error, IsADirectoryError) else f"{error.strerror}"


def _read_pdf(file: str, content: bytes) -> Reading:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from formgen.render.pdf import ATTACHMENT

    try:
        attached = [
            one.content for one in PdfReader(BytesIO(content)).attachment_list if one.name == ATTACHMENT
        ]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(file=file, reason="PDF 已損壞或有密碼") from error
    if not attached:
        raise UnreadableFile(file=file, reason="PDF 裡沒有填答；請交本系統產生的原檔，不要用列印再掃描的")
    form, answers = _opened(file, _json(attached[0]))
    return Reading(form, answers)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _opened(file: str, envelope: Any) -> tuple[Form, Answers]:
    """The form and the answers that a file carries hidden."""
    if not isinstance(envelope, dict) or not {"form", "edition", "answers"} <= envelope.keys():
        raise UnreadableFile(file=file, reason="檔案裡沒有本系統的填答")
    try:
        form = catalog.get(str(envelope["form"]))
    except FormgenError as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    if envelope["edition"] != form.edition:
        reason = f"檔案是 {envelope['edition']} 版，目前的表單是 {form.edition} 版"
        raise UnreadableFile(file=file, reason=reason)
    return form, parse(form, envelope["answers"])


def _read_word(file: str, content: bytes) -> Reading:
    try:
        word = collect.open_file(content)
    except collect.NotAWordFile as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    form, hidden = _opened(file, word.envelope)
    _refuse_lost_fields(file, form, word.controls)
    answers = parse(form, _merged(form, hidden, word.controls))
    return Reading(form, answers, tuple(_typed_over(printed(form, answers), word.controls)))


def _refuse_lost_fields(file: str, form: Form, found: Controls) -> None:
    """A field that is not there cannot be told from one that was left empty."""
    expected = collect.expected(template.path_of(form)).tags
    if expected and not expected & found.tags:
        raise UnreadableFile(file=file, reason=_LOST_FIELDS)
    missing = sorted(tag for tag in expected - found.tags if not _may_be_absent(tag, found))
    if missing:
        labels = "、".join(dict.fromkeys(label_of(form, tag.partition("=")[0]) for tag in missing))
        raise UnreadableFile(file=file, reason=f"檔案少了這些欄位：{labels}；請用空白表單重新填寫")


def _may_be_absent(tag: str, found: Controls) -> bool:
    """Rows and optional parts may be deleted, as a whole; computed values are not answers."""
    part = tag.partition(".")[0]
    in_rows = any(tag.startswith(f"{path}.") for path in found.rows)
    return tag.startswith("=") or in_rows or not any(one.startswith(f"{part}.") for one in found.tags)


def _merged(form: Form, hidden: Answers, found: Controls) -> dict[str, Any]:
    """The hidden answers, with all that visibly says something else put in its place."""
    answers: dict[str, Any] = hidden.model_dump(mode="json")
    shown = printed(form, hidden)
    for path, count in found.rows.items():
        _resize(answers, path, count)
    visible: dict[str, Any] = {
        path: clean(text) for path, text in found.texts.items() if not path.startswith("=")
    }
    visible.update(_chosen(found.ticks))
    for path, value in visible.items():
        if value != (shown.get(path) or ("" if isinstance(value, str) else False)):
            _put(answers, path, value or (None if isinstance(value, str) else False))
    return answers


def _chosen(ticks: dict[str, bool]) -> dict[str, Any]:
    """Ticks as they are; the ticked values of a choice as one text (two of them are no valid choice)."""
    chosen: dict[str, Any] = {}
    for tag, made in ticks.items():
        path, is_choice, value = tag.partition("=")
        if not is_choice:
            chosen[path] = made
        else:
            chosen[path] = "、".join(filter(None, [chosen.get(path, ""), value if made else ""]))
    return chosen


def _resize(answers: dict[str, Any], path: str, count: int) -> None:
    *way, last = path.split(".")
    rows = _go(answers, way)[last]
    _go(answers, way)[last] = (rows + [{} for _ in range(count)])[:count]


def _put(answers: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    _go(answers, way)[last] = value


def _go(answers: Any, way: list[str]) -> Any:
    for step in way:
        answers = answers[int(step)] if isinstance(answers, list) else answers[step]
    return answers


def _typed_over(computed: dict[str, Any], found: Controls) -> list[Problem]:
    """Sums that somebody wrote by hand and that the answers do not add up to."""
    return [
        Problem(
            tag, "計算欄", f"檔案上寫 {clean(text)}，依填答計算為 {computed.get(tag) or '空白'}", "warning"
        )
        for tag, text in found.texts.items()
        if tag.startswith("=") and clean(text) and not _same(clean(text), str(computed.get(tag, "")))
    ]


def _same(typed: str, computed: str) -> bool:
    return re.sub(r"\.?0*$", "", typed) == re.sub(r"\.?0*$", "", computed)
