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
        return tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(file=file, reason=why(error)) from error
    except ValueError as error:
        hint = '；中文的名稱要加引號，例如 [certificates.awards."推手獎"]' if "key part" in str(error) else ""
        raise UnreadableFile(file=file, reason=f"設定檔不是正確的 TOML（UTF-8）：{error}{hint}") from error
