"""A job in steps: a folder of its own, and a process for each step.

A step is ``python -m PROGRAM FOLDER STEP``, which somebody watches who may die. It ends with whoever started it (its
standard input closes), and may be killed at any time and done again. In the folder stand what was given and
``choice.json``; a step leaves ``STEP.json``, or why it cannot be done in ``told.json`` (exit code 1).
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from formgen import files
from formgen.errors import FormgenError, InvalidAnswers

SOURCE, OUT = "source", "out"
CHOICE, TOLD, PROGRESS = "choice.json", "told.json", "progress.json"
Step = Callable[[Path], None]
# What stops a step is told whole, unless it is out of all measure.
_MOST_TOLD = 300
_PAUSE, _PATIENCE = 0.3, 30.0
_NICE = 5


def load(folder: Path, name: str) -> dict[str, Any] | None:
    """What a step has left; None where it has left nothing."""
    with suppress(FileNotFoundError):
        found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
        return found
    return None


def save(folder: Path, name: str, said: Mapping[str, Any]) -> None:
    files.put(folder / name, json.dumps(said, ensure_ascii=False).encode())


def some(sentences: Iterable[str], most: int = 20) -> list[str]:
    """A page is no place for thousands; how many are left out is said."""
    listed = list(sentences)
    more = [f"…等，共 {len(listed)} 則"] if len(listed) > most else []
    return [*listed[:most], *more]


class Progress:
    """How many are done, for whoever watches the folder; not more often than anybody looks."""

    def __init__(self, folder: Path) -> None:
        self._file, self._next = folder / PROGRESS, 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() >= self._next or done == total:
            self._next = time.monotonic() + _PAUSE
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps({"done": done, "total": total}), encoding="utf-8")
            new.replace(self._file)


def run(steps: Mapping[str, Step], folder: Path, step: str) -> int:
    """Do one step as the process of its own that this is; its exit code."""
    os.nice(_NICE)
    _end_with_parent()
    try:
        with _alone(folder):
            steps[step](folder)
    except InvalidAnswers as error:
        save(folder, TOLD, {"sentences": some(map(str, error.problems), _MOST_TOLD)})
        return 1
    except FormgenError as error:
        save(folder, TOLD, {"sentences": [str(error)]})
        return 1
    except Exception as error:  # noqa: BLE001 - a message may hold a name of the list: only the kind is told
        sys.stderr.write(f"{step}: {type(error).__name__}\n")
        return 2
    return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The folder for this step; one that was killed a moment ago may still be about to end."""
    limit = time.monotonic() + _PATIENCE
    while True:
        try:
            with files.locked(folder):
                yield
                return
        except files.Busy:
            if time.monotonic() > limit:
                raise
        time.sleep(0.1)


def _end_with_parent() -> None:
    """Whoever started this holds the other end of standard input, and lets go of it by dying."""

    def watch() -> None:
        with suppress(OSError):
            os.read(0, 1)
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()
