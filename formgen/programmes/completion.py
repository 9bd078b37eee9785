"""How long an applicant has to complete what is missing (補正), as far as the programme's own words say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from formgen.programmes.deadline import long


@dataclass(frozen=True)
class Completion:
    """`rule` in the source's words; `basis` names the source in full, for a letter.

    `days` are calendar days after the notice; 0 where the source names none.

    `reading` says what the source leaves open and how it is read here.
    """

    rule: str
    source: str
    basis: str = ""
    days: int = 0
    reading: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Completion":
        return cls(data["rule"], data["source"], data["basis"], data.get("days", 0), data.get("reading", ""))

    def last_day(self, notified: date) -> date | None:
        """The last day after a notice of that day; None where the source names no days.

        >>> Completion("", "", days=3).last_day(date(2027, 3, 30))
        datetime.date(2027, 4, 2)
        """
        return notified + timedelta(days=self.days) if self.days else None

    def sentences(self, notified: date | None) -> list[str]:
        """What a 補正通知 says of the time, with the day where it can be worked out."""
        said = [f"{self.rule}（{self.source}）"]
        if not self.days:
            return [*said, "原文沒有寫天數，期限請由通知的機關定。"]
        if notified and (last := self.last_day(notified)):
            said += [f"{long(notified)}通知，最後一日是{long(last)}。", self.reading]
        return said
