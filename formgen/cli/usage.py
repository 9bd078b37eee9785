"""Wrong usage, said in Chinese."""

import argparse
import re
from difflib import get_close_matches
from typing import NoReturn

# The sentences of argparse that a person meets, as patterns.
_USAGE_ERRORS = {
    r"the following arguments are required: (.+)": r"缺少 \1",
    r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)": r"\1 不能是「\2」，請從 \3 選一個",
    r"argument (.+): expected .*arguments?": r"\1 後面要有值",
    r"argument (.+): ignored explicit argument '(.*)'": r"\1 後面不能有值「\2」",
    r"unrecognized arguments: (.+)": r"多了「\1」",
    r"ambiguous option: (\S+) could match (.+)": r"「\1」不夠清楚，可能是 \2",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that says in Chinese that the usage is wrong."""

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
            return (
                _unknown_command(found)
                if found[1] == "COMMAND" and found.lastindex == 3
                else found.expand(chinese)
            )
    return message


def _unknown_command(found: re.Match[str]) -> str:
    commands = re.findall(r"[\w-]+", found[3])
    close = get_close_matches(found[2], commands, 1)
    return f"沒有「{found[2]}」這個指令，" + (
        f"是不是「{close[0]}」？" if close else f"請從 {'、'.join(commands)} 選一個"
    )
