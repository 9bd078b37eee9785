"""Usage, right and wrong, said in Chinese."""

import argparse
import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from formgen.tw import date as roc_date

# The sentences of argparse that a person meets, as patterns.
_USAGE_ERRORS = {
    r"the following arguments are required: (.+)": r"缺少 \1",
    r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)": r"\1 不能是「\2」，請從 \3 選一個",
    r"argument (.+): expected .*arguments?": r"\1 後面要有值",
    r"argument (.+): ignored explicit argument '(.*)'": r"\1 後面不能有值「\2」",
    r"unrecognized arguments: (.+)": r"多了「\1」",
    r"ambiguous option: (\S+) could match (.+)": r"「\1」不夠清楚，可能是 \2",
    r"argument ([\w-]+): (.+)": r"\1 \2",
}


def folder(text: str) -> Path:
    """Where files go. An empty text is a variable that was not set, not the folder that one is in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("後面是空的；請寫位置，目前的資料夾是「.」")
    return Path(text)


def day(text: str) -> date:
    """A day as people in Taiwan write it."""
    try:
        return roc_date.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def zip_file(text: str) -> Path:
    path = folder(text)
    if path.suffix.lower() != ".zip":
        raise argparse.ArgumentTypeError(f"不能是「{text}」；套件的檔名要以 .zip 結尾")
    return path


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that explains itself in Chinese, and says so what is wrong with the usage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = "參數", "選項"
        self.add_argument("-h", "--help", action="help", help="印出這個說明")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法不對：{in_chinese(message)}\n{self.format_usage()}詳見 {self.prog} --help\n")


def in_chinese(message: str) -> str:
    """A sentence of argparse in Chinese; an unknown one as it is.

    >>> in_chinese("the following arguments are required: FORM")
    '缺少 FORM'
    >>> in_chinese("argument COMMAND: invalid choice: 'fil' (choose from 'list', 'fill')")
    '沒有「fil」這個指令，是不是「fill」？'
    """
    for pattern, chinese in _USAGE_ERRORS.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            is_command = found[1] == "COMMAND" and found.lastindex == 3
            return (
                _unknown_command(found)
                if is_command
                else found.expand(chinese).replace("', '", "、").replace("'", "")
            )
    return message


def _unknown_command(found: re.Match[str]) -> str:
    commands = re.findall(r"[\w-]+", found[3])
    close = get_close_matches(found[2], commands, 1)
    return f"沒有「{found[2]}」這個指令，" + (
        f"是不是「{close[0]}」？" if close else f"請從 {'、'.join(commands)} 選一個"
    )
