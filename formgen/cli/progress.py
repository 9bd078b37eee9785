"""A bar on stderr with rate and time left; nothing where nobody looks on (a file, a pipe)."""

import sys
import time
from typing import Self

_WIDTH = 30
# Seconds between two drawings: fast enough for the eye, slow enough to cost nothing.
_PAUSE = 0.1


class Progress:
    """Used as ``with Progress() as tell: tell(done, total)``."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr is not None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._next = self._start + _PAUSE
        self._is_drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._is_seen and now >= self._next:
            self._next, self._is_drawn = now + _PAUSE, True
            print(f"\r{line(done, total, now - self._start)}\x1b[K", end="", file=sys.stderr, flush=True)


def line(done: int, total: int, seconds: float) -> str:
    """The bar after `seconds`.

    >>> line(25, 100, 5)
    '███████░░░░░░░░░░░░░░░░░░░░░░░　25/100　每秒 5 張　還要 0:15'
    """
    rate = done / seconds if seconds else 0
    filled = _WIDTH * done // total if total else _WIDTH
    left = round((total - done) / rate) if rate else 0
    bar = "█" * filled + "░" * (_WIDTH - filled)
    return f"{bar}　{done}/{total}　每秒 {rate:.0f} 張　還要 {left // 60}:{left % 60:02}"
