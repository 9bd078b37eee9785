"""The three standard streams: results out, words for the person beside them, and readers that have gone."""

import json
import os
import sys
from io import TextIOWrapper
from typing import Any


def say(*lines: object) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def speak_utf8() -> None:
    """Whatever the system's encoding: `formgen example` writes what `formgen fill` reads."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def flush_or_let_go() -> None:
    try:
        flush()
    except OSError:
        let_go_of_stdout()


def let_go_of_stdout() -> None:
    """What stands in the buffer goes nowhere, or Python would try once more at its end and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
