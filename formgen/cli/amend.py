"""`formgen amend`: two editions of a regulation as the answers of a 修正對照表, with what changed underlined."""

import argparse
import codecs
from pathlib import Path

from formgen import jsonfile
from formgen.cli.streams import print_json, say
from formgen.errors import UnreadableFile, why

ENCODINGS = ("utf-8-sig", "cp950")
# Saving as text writes out the numbers that Word itself counts, which are no text in its files.
_NO_TEXT = "不是純文字檔；Word 或 ODT 檔請另存新檔，存檔類型選「純文字 (.txt)」，編碼選 UTF-8"


def amend(options: argparse.Namespace) -> int:
    from formgen.forms.amendment_comparison.answers import NONE
    from formgen.forms.amendment_comparison.articles import compare, titled

    before, old = titled(_articles(options.old))
    name, new = titled(_articles(options.new))
    if name and before and name != before:
        # A new name is the first thing that changed.
        old, new = [before, *old], [name, *new]
    name = name or before
    rows = compare(old, new)
    deleted = sum(row["amended"] == NONE for row in rows)
    added = sum(row["original"] == NONE for row in rows)
    changed = len(rows) - deleted - added
    say(f"修正 {changed} 條，新增 {added} 條，刪除 {deleted} 條。" if rows else "兩份的條文相同。")
    if changed:
        say("底線是比對的提議，請逐條看過；改過的條文還要寫說明。")
    if name:
        say(f"名稱取自條文前的標題：「{name}」；不對請改填答的 regulation。")
    print_json(({"regulation": name} if name else {}) | {"articles": rows})
    return 0


def _articles(path: Path) -> list[str]:
    """The articles of a text file, or of a JSON list of texts. Raises UnreadableFile."""
    from formgen.forms.amendment_comparison.articles import split, tidy

    if path.suffix.lower() == ".json":
        found = jsonfile.load(str(path))
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise UnreadableFile(file=path.name, reason='應為條文的清單，例如 ["一、……", "二、……"]')
        articles = [article for article in map(tidy, found) if article]
    else:
        articles = split(_text(path))
        if len(articles) == 1:
            say(f"「{path.name}」只找到一條；每一條要從新的一行開始，前面寫「一、」或「第一條」。")
    if not articles:
        raise UnreadableFile(file=path.name, reason="裡面沒有條文；請確認檔案，存檔後再試")
    return articles


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error
    has_mark = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if has_mark else ENCODINGS:
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in said:
            return said
    raise UnreadableFile(file=path.name, reason=_NO_TEXT)
