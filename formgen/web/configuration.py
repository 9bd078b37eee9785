"""What an office can set about the service, and where its data lies.

In the settings file (see `formgen/settings.py`), all of it optional::

    [operator]                        # 個資法第8條: who collects, and whom to ask
    name = "○○縣政府勞動局"
    contact = "職業安全衛生科 ○○-○○○○○○○"

    [web]
    data = "/var/lib/formgen"         # a folder that only the service can read
    retention_days = 90
    most_file_mb = 50
    most_total_mb = 500
    most_files = 300
    most_data_mb = 20000              # all drafts together
    least_free_mb = 1000              # what uploads leave free on the disk
    workers = 2
    job_memory_mb = 4000              # for each job
    hosts = ["forms.example.tw"]      # the names in the addresses that people have
    proxy = "127.0.0.1"               # a reverse proxy whose X-Forwarded headers are believed
    password_hash = "scrypt:…"        # for signing in; `formgen serve --hash` makes one
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from formgen.errors import FormgenError

# As werkzeug writes it; empty where there is none.
_HASH = r"((scrypt|pbkdf2):[^$]+\$[^$]+\$[0-9a-f]{64,})?"


class WrongSetting(FormgenError):
    """設定檔的 [{table}] {key} 不對：{reason}"""


@dataclass(frozen=True)
class Operator:
    """Who runs the service, for the personal-data notice."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Configuration:
    """Limits in the units of their names. A heavy job draws a file or looks into an upload."""

    data: Path
    operator: Operator = Operator()
    retention_days: int = 90
    most_file_mb: int = 50
    most_total_mb: int = 500
    most_files: int = 300
    most_data_mb: int = 20_000
    least_free_mb: int = 1000
    workers: int = 2
    waiting: int = 6
    job_seconds: int = 120
    job_memory_mb: int = 4000
    heavy_per_minute: int = 40
    hosts: tuple[str, ...] = ()
    proxy: str = ""
    password_hash: str = ""

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def threads(self) -> int:
        """So many that heavy jobs, running and waiting, never take them all."""
        return self.workers + self.waiting + 8


def read(settings: Mapping[str, Any]) -> Configuration:
    """The configuration in the settings. Raises WrongSetting for what nobody would read."""
    web, operator = dict(settings.get("web", {})), settings.get("operator", {})
    _refuse_strange("operator", operator, {one.name: str for one in fields(Operator)})
    numbers = {one.name: int for one in fields(Configuration) if one.type is int}
    known = {"data": str, "proxy": str, "hosts": list, "password_hash": str}
    _refuse_strange("web", web, {**known, **numbers})
    if not re.fullmatch(_HASH, web.get("password_hash", "")):
        reason = "請用 formgen serve --hash 產生，整段照抄；不要寫密碼本身"
        raise WrongSetting(table="web", key="password_hash", reason=reason)
    data = Path(web.pop("data", "") or _user_data()).expanduser()
    web["hosts"] = tuple(one.lower() for one in web.get("hosts", ()))
    return Configuration(data, Operator(**operator), **web)


def _refuse_strange(table: str, given: Mapping[str, Any], known: Mapping[str, type]) -> None:
    for key, value in given.items():
        if key not in known:
            raise WrongSetting(table=table, key=key, reason=f"可設 {'、'.join(known)}")
        if known[key] is str and not isinstance(value, str):
            raise WrongSetting(table=table, key=key, reason="請寫文字")
        if known[key] is list and not (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            raise WrongSetting(table=table, key=key, reason='請寫一組文字，例如 ["forms.example.tw"]')
        if known[key] is int and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise WrongSetting(table=table, key=key, reason="請寫 1 以上的整數")


def _user_data() -> Path:
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "formgen"
