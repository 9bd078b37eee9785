"""JSON as people send it: any BOM, numbers as they were typed, no answer given twice."""

import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from formgen.errors import UnreadableFile, why


def load(source: str) -> Any:
    """The JSON in a file, or on standard input for ``-``. Raises UnreadableFile, which tells no folder."""
    file = "標準輸入" if source == "-" else Path(source).name
    try:
        if source == "-" and sys.stdin is None:
            raise UnreadableFile(file=file, reason="沒有標準輸入")
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableFile(file=file, reason=why(error)) from error
    return loads(content, file)


def loads(content: bytes, file: str) -> Any:
    """JSON in UTF-8, with or without BOM, or in UTF-16 as PowerShell writes it. Raises UnreadableFile, naming `file`, line and column."""
    if not content.strip():
        raise UnreadableFile(file=file, reason="檔案是空的")
    try:
        return json.loads(
            content.decode(json.detect_encoding(content)),
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
    except (RecursionError, ValueError, InvalidOperation) as error:
        raise UnreadableFile(file=file, reason="不是正確的填答 JSON：層次太深或數字太長") from error


class _Refused(Exception):
    """A JSON that has a second meaning."""


def _refuse_constant(word: str) -> Any:
    raise _Refused(f"{word} 不是數字")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = "、".join(json.dumps(name[:60], ensure_ascii=False) for name in found if times[name] > 1)
        raise _Refused(f"同一個欄位寫了兩次：{twice}")
    return found
