"""Settings of an office: one TOML file outside the package, all of it optional.

The environment variable FORMGEN_SETTINGS names the file. It may hold, for each programme, what the office's
own notice says::

    [programmes.coaching]
    deadline = "116/4/15"
    to = ["收件地址與收件人"]
    contact = ["承辦單位與電話"]

and in ``[awards]`` how an alliance gives points and awards, see `formgen.awards.alliance`; in ``[certificates]`` who signs
certificates and what they say, see `formgen.awards.wording`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formgen.errors import UnreadableFile, why

VARIABLE = "FORMGEN_SETTINGS"


def name() -> str:
    """The settings file, as the environment names it; empty without one."""
    return os.environ.get(VARIABLE, "")


def load() -> Mapping[str, Any]:
    """The settings, empty without a file. Raises UnreadableFile."""
    if not (file := name()):
        return {}
    try:
        return tomllib.loads(Path(file).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(file=file, reason=why(error)) from error
    except ValueError as error:
        raise UnreadableFile(file=file, reason=_what_is_wrong(error)) from error


def _what_is_wrong(error: ValueError) -> str:
    """What tomllib says, in Chinese."""
    if isinstance(error, UnicodeDecodeError):
        return "設定檔不是 UTF-8 編碼，請另存為 UTF-8"
    place = re.search(r"line (\d+), column (\d+)", str(error))
    where = f"：第 {place[1]} 行第 {place[2]} 字附近" if place else ""
    hint = '；中文的名稱要加引號，例如 [certificates.awards."推手獎"]' if "key part" in str(error) else ""
    return f"設定檔不是正確的 TOML{where}{hint}"
