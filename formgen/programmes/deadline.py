"""When a programme's papers have to be handed in. A deadline that has passed warns, and never locks.

A deadline is a day that was announced for one year, or so many days after a day that the answers tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from formgen.answers import Answers
from formgen.tw import date as roc_date

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Deadline:
    """`dates`: the last day by activity year (民國). `after`: the form and path of the day that starts `days` days."""

    what: str
    source: str
    counts: str
    dates: Mapping[int, date] = field(default_factory=dict)
    after: tuple[str, str] | None = None
    after_label: str = ""
    days: int = 0
    own: date | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any], own: date | None) -> "Deadline":
        """The deadline in a programme's file; `own` is the day that the office's settings name."""
        return cls(
            what=data["what"],
            source="本單位設定" if own else data["source"],
            counts=data["counts"],
            dates={int(year): roc_date.parse(day) for year, day in data.get("dates", {}).items()},
            after=(data["form"], data["after"]) if "after" in data else None,
            after_label=data.get("after_label", ""),
            days=data.get("days", 0),
            own=own,
        )

    def day(self, answers: Mapping[str, Answers]) -> date | None:
        """The last day, as far as it is known for these answers."""
        if self.own:
            return self.own
        if self.after:
            start = _start(answers, *self.after)
            return start + timedelta(days=self.days) if start else None
        return self.dates.get(year_of(answers) or max(self.dates))

    def sentences(self, answers: Mapping[str, Answers]) -> tuple[str, ...]:
        """What a 交件須知 says about it."""
        return tuple(filter(None, (f"{self.what}：{self._when(answers)}", self.counts)))

    def _when(self, answers: Mapping[str, Answers]) -> str:
        day = self.day(answers)
        if self.after and not self.own:
            rule = f"{self.after_label}之翌日起 {self.days} 日內"
            return f"{rule}，最後一日是{long(day)}。" if day else f"{rule}。"
        if day and (self.own or year_of(answers)):
            return f"至{long(day)}止。"
        known = "、".join(f"{year}年是{when.month}月{when.day}日" for year, when in self.dates.items())
        year = year_of(answers)
        return f"{f'{year}年' if year else '當年度'}的日期請以公告為準（{known}）。"

    def warning(self, answers: Mapping[str, Answers], today: date) -> str:
        """One sentence if the day has passed, else nothing; a day that the answers tell is checked by their form."""
        day = self.own or (None if self.after else self.day(answers))
        return (
            f"{self.what}的最後一日 {roc_date.both(day)} 已過，請先洽詢能否送件"
            if day and day < today
            else ""
        )


def _start(answers: Mapping[str, Answers], name: str, path: str) -> date | None:
    value: Any = answers.get(name)
    for step in path.split("."):
        value = getattr(value, step, None)
    return value if isinstance(value, date) else None


def long(day: date | None) -> str:
    """「113年3月22日（星期五）」."""
    return f"{roc_date.show(day)}（星期{_WEEKDAYS[day.weekday()]}）" if day else ""


def year_of(answers: Mapping[str, Answers]) -> int | None:
    """The activity year, from the first form that tells it."""
    return next((year for one in answers.values() if (year := getattr(one, "year", None))), None)
