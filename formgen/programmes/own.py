"""What an office's settings say about a programme: its own last day, and its own sentences for the 交件須知."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from formgen import glyphs, settings
from formgen.errors import UnreadableFile
from formgen.tw import date as roc_date


def own_words(name: str, programmes: Collection[str], keys: Collection[str]) -> dict[str, Any]:
    """``deadline`` as a day, and tuples of sentences by key. Raises UnreadableFile for what nobody would read."""
    tables = _table(settings.load().get("programmes", {}), "programmes")
    for unknown in tables.keys() - set(programmes):
        raise _wrong(f"沒有名為「{unknown}」的計畫；計畫有：{'、'.join(programmes)}")
    own: dict[str, Any] = {}
    for key, value in _table(tables.get(name, {}), f"programmes.{name}").items():
        if key == "deadline":
            own[key] = _day(name, value)
        elif key in keys:
            own[key] = _sentences(f"[programmes.{name}] {key}", value)
        else:
            raise _wrong(f"[programmes.{name}] 沒有「{key}」可設；可設 {'、'.join(('deadline', *keys))}")
    return own


def _wrong(reason: str) -> UnreadableFile:
    return UnreadableFile(file=settings.name(), reason=reason)


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(f"「{where}」應為一組設定，寫成 [{where}] 之後的各行")
    return value


def _day(name: str, value: Any) -> date:
    try:
        if isinstance(value, (str, date)):
            return roc_date.parse(value)
    except ValueError as error:
        raise _wrong(f"[programmes.{name}] deadline：{error}") from error
    raise _wrong(f'[programmes.{name}] deadline 應為日期，例如 "116/4/15"')


def _sentences(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _wrong(f'{where} 應為句子的清單，例如 ["○○市政府勞工局"]')
    for missing in glyphs.missing("".join(value)):
        raise _wrong(f"{where}：字型沒有 {glyphs.describe(missing)}，無法印出，請改用其他字")
    return tuple(value)
