"""What follows from the day of a meeting, and what cannot be right in its agenda."""

import re
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from formgen.errors import Problem

_WEEKDAYS = "一二三四五六日"
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")


def compute(answers: Any) -> Mapping[str, str]:
    """The day of the week."""
    return {"=weekday": f"（星期{_WEEKDAYS[answers.day.weekday()]}）" if answers.day else ""}


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the paper."""
    yield from times(answers)
    if answers.awards.lines and not answers.attendance.lines:
        message = "沒有「六、出席調查」，就會從五跳到七；請填出席調查，或把頒獎規劃寫在那裡"
        yield Problem("awards.lines", "頒獎規劃／各項", message, "warning")


def times(answers: Any) -> Iterator[Problem]:
    """A line of the agenda ends after it begins, and begins when the one before it has ended."""
    before = time.min
    for place, row in enumerate(answers.agenda):
        wrong = ""
        for clock in _clocks(row.time or ""):
            if clock is None:
                wrong = "沒有這個時刻"
                break
            if clock < before:
                wrong = wrong or f"早於前面的 {before:%H:%M}"
            before = max(before, clock)
        if wrong:
            message = f"「{row.time}」{wrong}；請確認"
            yield Problem(f"agenda.{place}.time", f"議程表／第{place + 1}列／時間", message, "warning")


def _clocks(text: str) -> Iterator[time | None]:
    """The times in a text; None for one that no clock shows."""
    for hour, minute in _CLOCK.findall(text):
        is_there = int(hour) < 24 and int(minute) < 60
        yield time(int(hour), int(minute)) if is_there else None
