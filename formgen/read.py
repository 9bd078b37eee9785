"""From a filled file back to answers.

What stands visibly in a Word file wins over the hidden copy; the hidden copy adds what the paper does not
show. A PDF cannot be edited field by field, so its attachment is what it says.
"""

import json
import logging
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.answers import Answers
from formgen.checking import label_of, parse, salvage
from formgen.errors import FormgenError, InvalidAnswers, Problem, UnreadableFile, why
from formgen.form import Form
from formgen.kinds import CLAUSES
from formgen.questions import follow
from formgen.render.word import collect, template
from formgen.render.word.collect import Controls
from formgen.tree import go, put
from formgen.tw import number
from formgen.tw.text import clean
from formgen.values import printed

LARGEST = 200 * 2**20
_ZIP = b"PK"
_LOST_FIELDS = (
    "檔案裡的欄位標記已遺失，可能用 LibreOffice 等軟體另存過；"
    "為免讀到舊的填答，請改交 Word 存的檔案、原檔或 PDF"
)


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
    """The answers of a filled DOCX or PDF of ours. Raises UnreadableFile and, if it is not lenient, InvalidAnswers."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(file=path.name, reason="檔案太大")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error
    if content.startswith(_ZIP):
        return _read_word(path.name, content, is_lenient)
    if is_ours(content):
        return _read_pdf(path.name, content, is_lenient)
    raise UnreadableFile(file=path.name, reason="不是 Word 檔（.docx），也不是 PDF")


def is_ours(content: bytes) -> bool:
    """Whether a file that begins so may be a Word or PDF file."""
    return content.startswith(_ZIP) or b"%PDF-" in content[:1024]


def _read_pdf(file: str, content: bytes, is_lenient: bool) -> Reading:
    attached = set(_attached(file, content))
    if not attached:
        raise UnreadableFile(
            file=file, reason="PDF 裡沒有填答；請交本系統產生的原檔，不要用列印、掃描或轉存的"
        )
    if len(attached) > 1:
        raise UnreadableFile(file=file, reason=f"PDF 裡有 {len(attached)} 份不同的填答；請一份一份交")
    return opened(file, _json(attached.pop()), is_lenient=is_lenient)


def _attached(file: str, content: bytes) -> list[bytes]:
    """The attachments of a PDF that have the name of ours."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    from formgen.render.pdf import ATTACHMENT

    # Whatever pypdf says about bytes that are not what they seem; a cipher it lacks is a DependencyError.
    damage = (
        PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError,
        ArithmeticError, RuntimeError, AssertionError, zlib.error, OSError,
    )  # fmt: skip
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about, we say ourselves
    try:
        reader = PdfReader(BytesIO(content))
        return [one.content for one in reader.attachment_list if one.name == ATTACHMENT]
    except damage as error:
        raise UnreadableFile(file=file, reason="PDF 已損壞或有密碼；請交沒有密碼的原檔") from error


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
    found = _ours(file, form, collect.expected(template.path_of(form)), word.controls)
    merged, twice = _merged(form, hidden.answers, found)
    if twice and not is_lenient:
        raise InvalidAnswers(twice, merged)
    said = _reading(form, merged, is_lenient)
    warnings = tuple(_typed_over(form, printed(form, said.answers), found))
    # What the hidden copy alone says wrong is put right by what stands visibly in its place.
    unseen = [one for one in hidden.left_out if one.field not in _visible(found)]
    return Reading(form, said.answers, warnings, (*unseen, *said.left_out, *twice))


def _ours(file: str, form: Form, expected: Controls, found: Controls) -> Controls:
    """What the form's own fields say; those of a part that was deleted say nothing.

    A field that is not there cannot be told from one that was left empty, so such a file is refused.
    """
    if expected.tags and not expected.tags & found.tags:
        raise UnreadableFile(file=file, reason=_LOST_FIELDS)
    deleted = [f"{part}." for part in expected.parts if not _any_in(found.tags, f"{part}.")]
    rows = {path: found.rows.get(path, range(own.start, own.start)) for path, own in expected.rows.items()}
    texts, ticks = _places(expected.texts, rows), _places(expected.ticks, rows)
    lists = [path for path in rows if not f"{path}.{rows[path].start}.".startswith(tuple(deleted))]
    missing = [
        *(path for path in lists if path not in found.rows),
        *(tag for tag in (*texts, *ticks) if tag not in found.tags and not tag.startswith(("=", *deleted))),
    ]
    if missing:
        labels = "、".join(dict.fromkeys(label_of(form, tag.partition("=")[0]) for tag in missing))
        raise UnreadableFile(file=file, reason=f"檔案少了這些欄位：{labels}；請用空白表單重新填寫")
    return Controls(
        {tag: (found.marked if _is_marked(form, tag) else found.texts).get(tag, [""]) for tag in texts},
        {tag: found.ticks.get(tag, [False]) for tag in ticks},
        rows,
    )


def _is_marked(form: Form, tag: str) -> bool:
    return not tag.startswith("=") and form.question(tag).kind == CLAUSES


def _any_in(tags: Iterable[str], prefix: str) -> bool:
    return any(tag.startswith(prefix) for tag in tags)


def _places(tags: Iterable[str], rows: dict[str, range]) -> list[str]:
    """The tags of a blank as they are in a file with these rows; rows before them are printed on a fixed sheet."""
    places = []
    for tag in tags:
        sign = "=" if tag.startswith("=") else ""
        path = next((path for path in rows if tag.startswith(f"{sign}{path}.")), None)
        row, _, inside = tag.removeprefix(f"{sign}{path}.").partition(".")
        if path is None or int(row) < rows[path].start:
            places.append(tag)
        elif int(row) == rows[path].start:
            places += [f"{sign}{path}.{row}.{inside}" for row in rows[path]]
    return places


def _merged(form: Form, hidden: Answers, found: Controls) -> tuple[dict[str, Any], list[Problem]]:
    """The hidden answers, with all that visibly says something else put in its place.

    A problem for each field that is printed twice and was given two new answers; the first of them stands.
    """
    answers: dict[str, Any] = hidden.model_dump(mode="json")
    for path, rows in found.rows.items():
        _resize(answers, path, rows.stop, follow(form.answers, path)[1]())
    shown, problems = printed(form, hidden), []
    for path, said in _visible(found).items():
        changed = [one for one in dict.fromkeys(said) if one != (shown.get(path) or type(one)())]
        if changed:
            put(answers, path, changed[0] or (None if changed[0] == "" else False))
        if len(changed) > 1:
            both = "」與「".join(map(str, changed))
            problems.append(Problem(path, label_of(form, path), f"填了「{both}」，請改成一樣"))
    return answers, problems


def _visible(found: Controls) -> dict[str, list[str] | list[bool]]:
    """Texts, ticks, and the ticked values of a choice as one text (two of them are no valid choice)."""
    visible: dict[str, list[str] | list[bool]] = {
        path: [clean(text) for text in texts]
        for path, texts in found.texts.items()
        if not path.startswith("=")
    }
    choices: dict[str, list[list[str]]] = {}
    for tag, made in found.ticks.items():
        path, is_choice, value = tag.partition("=")
        if is_choice:
            choices.setdefault(path, []).append([value if one else "" for one in made])
        else:
            visible[path] = made
    for path, columns in choices.items():
        visible[path] = ["、".join(filter(None, copy)) for copy in zip(*columns, strict=False)]
    return visible


def _resize(answers: dict[str, Any], path: str, count: int, empty: Answers) -> None:
    *way, last = path.split(".")
    rows = go(answers, way)[last]
    go(answers, way)[last] = [*rows, *(empty.model_dump(mode="json") for _ in range(count))][:count]


def _typed_over(form: Form, computed: dict[str, Any], found: Controls) -> list[Problem]:
    """Sums that somebody wrote by hand and that the answers do not add up to."""
    return [
        Problem(tag, _label_of_sum(form, tag), _other_sum(text, computed.get(tag)), "warning")
        for tag, texts in found.texts.items()
        for text in map(clean, texts)
        if tag.startswith("=") and text and not _same(text, str(computed.get(tag, "")))
    ]


def _label_of_sum(form: Form, tag: str) -> str:
    """The row of a computed value, or its place in the blank where it stands in no row."""
    path = tag.removeprefix("=")
    if path.count(".") > 1:
        return f"計算欄（{label_of(form, path)}）"
    return f"計算欄（{collect.where(template.path_of(form), tag)}）"


def _other_sum(typed: str, computed: Any) -> str:
    return f"檔案上寫 {typed}，依填答計算為 {computed or '空白'}；不採用檔案上的數字"


def _same(typed: str, computed: str) -> bool:
    try:
        return number.decimal(typed) == number.decimal(computed)
    except ValueError:
        return typed == computed
