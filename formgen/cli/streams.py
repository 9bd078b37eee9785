"""The three standard streams: results out, words for the person beside them, and readers that have gone."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any


class ResultsLost(Exception):
    """Standard output takes no more: its reader has gone, or its disk is full. The cause is the OSError."""


def tell(*lines: object, end: str = "\n") -> None:
    """Print results. Raises ResultsLost."""
    with _on_stdout():
        print(*lines, sep="\n", end=end)


def say(*lines: object) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def print_json(value: Any) -> None:
    tell(json.dumps(value, ensure_ascii=False, indent=2))


def speak_utf8() -> None:
    """Whatever the system's encoding: `formgen example` writes what `formgen fill` reads."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _on_stdout() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _let_go_of_stdout()
        raise ResultsLost from error


def flush() -> None:
    """See that results are out. Raises ResultsLost."""
    if sys.stdout is not None:
        with _on_stdout():
            sys.stdout.flush()


def _let_go_of_stdout() -> None:
    """What stands in the buffer goes nowhere, or Python would try once more at its end and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
