"""Settings of an office: one TOML file outside the package, all of it optional.

The environment variable FORMGEN_SETTINGS names the file. It may hold, for each programme, what the office's
own notice says::

    [programmes.coaching]
    deadline = "116/4/15"
    to = ["收件地址與收件人"]
    contact = ["承辦單位與電話"]

in ``[letter]`` what it says in all its letters, see `formgen.letters.known`; in ``[awards]`` how an alliance gives
points and awards, see `formgen.awards.alliance`; in ``[certificates]`` who signs certificates and what they say, see
`formgen.awards.wording`. ``[web]`` and ``[operator]`` are for a server.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

from formgen.errors import UnreadableFile, why

VARIABLE = "FORMGEN_SETTINGS"
TABLES = ("programmes", "letter", "awards", "certificates", "web", "operator")


def name() -> str:
    """The settings file, as the environment names it; empty without one."""
    return os.environ.get(VARIABLE, "")


def load() -> Mapping[str, Any]:
    """The settings, empty without a file. Raises UnreadableFile, also for a table that nobody would read."""
    if not (file := name()):
        return {}
    try:
        found = tomllib.loads(Path(file).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(file=file, reason=why(error)) from error
    except ValueError as error:
        raise UnreadableFile(file=file, reason=_what_is_wrong(error)) from error
    for key, value in found.items():
        if key not in TABLES:
            raise UnreadableFile(file=file, reason=_unknown(key, value))
    return found


def _unknown(key: str, value: Any) -> str:
    known = "、".join(f"[{table}]" for table in TABLES)
    close = get_close_matches(key, TABLES, 1)
    advice = f"是不是「{close[0]}」？" if close else ""
    if isinstance(value, dict):
        return f"沒有 [{key}] 這一組設定；{advice}最上層只能是 {known}"
    return f"「{key}」不在任何一組設定裡；請寫在 {known} 其中一行之後"


def mistake(error: ErrorDetails) -> str:
    """What pydantic found wrong with a value, in Chinese."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    for kind, sentence in _MISTAKES.items():
        if error["type"].startswith(kind):
            return sentence.format_map(context)
    return "這個值不能用，請對照 README 的說明"


# By how the names of pydantic's kinds of errors begin.
_MISTAKES = {
    "extra_forbidden": "沒有這個設定，請對照 README 的說明",
    "missing": "沒有寫，請補上",
    "literal_error": "只能是 {expected}",
    "string_type": "要是文字，前後加引號",
    "int_": "要是整數，不加引號",
    "float_": "要是數字，不加引號",
    "decimal_": "要是數字",
    "bool_": "要是 true 或 false，不加引號",
    "greater_than_equal": "不能小於 {ge:g}",
    "less_than_equal": "不能大於 {le:g}",
    "greater_than": "要大於 {gt:g}",
    "too_long": "最多 {max_length} 個值",
    "too_short": "至少 {min_length} 個值",
    "tuple_type": "要是方括號裡的幾個值",
    "list_type": "要是方括號裡的幾個值",
    "dict_type": "要是一組設定，寫成方括號的一行與其後各行",
    "model_type": "要是一組設定，寫成方括號的一行與其後各行",
    "date_": '要是日期，例如 "116/11/21"',
}


def _what_is_wrong(error: ValueError) -> str:
    """What tomllib says, in Chinese."""
    if isinstance(error, UnicodeDecodeError):
        return "設定檔不是 UTF-8 編碼，請另存為 UTF-8"
    place = re.search(r"line (\d+), column (\d+)", str(error))
    where = f"：第 {place[1]} 行第 {place[2]} 字附近" if place else ""
    if re.search(r"Cannot (?:declare|overwrite|mutate)", str(error)):
        return f"設定檔不是正確的 TOML{where}；同一個名稱寫了兩次，請合併成一個"
    hint = '；中文的名稱要加引號，例如 [certificates.awards."推手獎"]' if "key part" in str(error) else ""
    return f"設定檔不是正確的 TOML{where}{hint}"
