"""CSV as it comes from spreadsheets and old programs: encoding and delimiter are found out.

GBK decodes as CP950 without an error, so an encoding counts only if a head that we know appears.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from formgen.awards.columns import is_known
from formgen.errors import UnreadableFile

ENCODINGS = ("utf-8", "cp950", "big5hkscs")
# The longer mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",;\t"
_LINES_WITH_HEADS = 20


@dataclass(frozen=True)
class Delimited:
    """The rows of a CSV, numbered as a spreadsheet would show them."""

    lines: Sequence[tuple[int, Sequence[str]]]
    encoding: str


def decoded(content: bytes, file: str, some: str = "獎項、得獎者", *, is_matched: bool = False) -> Delimited:
    """The rows of `content`. Raises UnreadableFile, naming `file` and `some` heads that it should have.

    Where a person matches the columns (`is_matched`), UTF-8 counts without a head that we know.
    """
    texts = list(_texts(content))
    if not texts:
        reason = "編碼不是 UTF-8，也不是 Big5（CP950）；請另存為 UTF-8 的 CSV，或存成 XLSX"
        raise UnreadableFile(file=file, reason=reason)
    for encoding, text in texts:
        counted = [(_known_heads(text, delimiter), delimiter) for delimiter in DELIMITERS]
        most, delimiter = max(counted, key=lambda one: one[0])
        if most:
            return Delimited(_rows(text, delimiter, file), encoding)
    encoding, text = texts[0]
    if is_matched and encoding.startswith("utf"):
        top = next((line for line in text.splitlines() if line.strip()), "")
        return Delimited(_rows(text, max(DELIMITERS, key=top.count), file), encoding)
    doubt = "" if encoding.startswith("utf") else "；編碼可能不是 Big5，請另存為 UTF-8"
    raise UnreadableFile(file=file, reason=f"找不到認得的欄名，例如 {some}{doubt}")


def _texts(content: bytes) -> Iterator[tuple[str, str]]:
    """Each encoding in which the bytes make sense, and the text."""
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or ENCODINGS:
        try:
            yield encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue


def _known_heads(text: str, delimiter: str) -> int:
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _LINES_WITH_HEADS))
    except csv.Error:
        return 0
    return max((sum(map(is_known, cells)) for cells in rows), default=0)


def _rows(text: str, delimiter: str, file: str) -> list[tuple[int, Sequence[str]]]:
    try:
        return list(enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1))
    except csv.Error as error:
        reason = f"不是正確的 CSV：{error}；請用試算表打開後另存為 CSV 或 XLSX"
        raise UnreadableFile(file=file, reason=reason) from error
