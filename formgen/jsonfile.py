"""JSON as people send it: any BOM, numbers as they were typed, no answer given twice."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from formgen.errors import UnreadableFile


def load(source: str) -> Any:
    """The JSON in a file, or on standard input for ``-``. Raises UnreadableFile."""
    file = "標準輸入" if source == "-" else source
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(file=file, reason="找不到檔案") from error
    except IsADirectoryError as error:
        raise UnreadableFile(file=file, reason="這是資料夾，請給 JSON 檔") from error
    except OSError as error:
        raise UnreadableFile(file=file, reason=error.strerror or str(error)) from error
    return loads(content, file)


def loads(content: bytes, file: str) -> Any:
    """JSON in UTF-8, with or without BOM. Raises UnreadableFile, naming `file`, line and column."""
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_twins,
        )
    except UnicodeDecodeError as error:
        raise UnreadableFile(file=file, reason="不是 UTF-8 編碼，請另存為 UTF-8") from error
    except json.JSONDecodeError as error:
        reason = f"不是正確的 JSON：第 {error.lineno} 行第 {error.colno} 字附近"
        raise UnreadableFile(file=file, reason=reason) from error
    except _Refused as error:
        raise UnreadableFile(file=file, reason=str(error)) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(file=file, reason="不是正確的填答 JSON：層次太深或數字太長") from error


class _Refused(Exception):
    """A JSON that has a second meaning."""


def _refuse_constant(word: str) -> Any:
    raise _Refused(f"{word} 不是數字")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = "、".join(name for name in found if names.count(name) > 1)
        raise _Refused(f"同一個欄位寫了兩次：{twice}")
    return found
