"""The workbook of an alliance: its members and what they did, nominated and shared, or all that is wrong with it.

One XLSX or ODS file, or a folder of CSV files called as the sheets. 成員 and 活動 must be there; 提名, 分享 and
決定 only where there is something to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from formgen.awards import columns, sheets
from formgen.awards.alliance import Alliance, Kind
from formgen.awards.cells import Line, kind_of, quantity_of
from formgen.awards.rows import Table
from formgen.errors import InvalidRows, Problem
from formgen.tw import date as roc_date


@dataclass(frozen=True)
class Member:
    name: str
    category: str = ""


@dataclass(frozen=True)
class Activity:
    """`quantity` is in the unit of the kind: 場次, 則, 家, or for courses hours. One course is one activity."""

    member: str
    kind: int
    quantity: Decimal
    day: date
    note: str = ""


@dataclass(frozen=True)
class Nomination:
    """A person whom a member names, for courses (kind 4) or standards (kind 5)."""

    member: str
    person: str
    title: str
    kind: int


@dataclass(frozen=True)
class Sharing:
    member: str
    topic: str


@dataclass(frozen=True)
class Decision:
    """Who wins where points are equal. `kind` tells apart two ties of one award; `number` is the line in 決定."""

    award: str
    winner: str
    kind: int | None
    number: int


@dataclass(frozen=True)
class Workbook:
    members: tuple[Member, ...]
    activities: tuple[Activity, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    sharings: tuple[Sharing, ...] = ()
    decisions: tuple[Decision, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read(path: Path, alliance: Alliance) -> Workbook:
    """The workbook at `path`. Raises UnreadableFile, and InvalidRows with all problems, by sheet and line."""
    return _Reading(alliance, *sheets.open_all(path)).workbook()


@dataclass
class _Reading:
    alliance: Alliance
    tables: Mapping[str, Table]
    problems: list[Problem]
    members: dict[str, Member] = field(default_factory=dict)

    def workbook(self) -> Workbook:
        for sheet, table in self.tables.items():
            _, fields, required = sheets.SHEETS[sheet]
            for one in columns.problems(table.heads, fields, required):
                self.problems.append(
                    replace(one, field=f"{sheet}.{one.field}", label=f"{sheet}「{one.label}」")
                )
            for one in (*table.problems, *table.warnings):
                self.problems.append(replace(one, field=f"{sheet}.{one.field}", label=f"{sheet}{one.label}"))
        members = tuple(self._members())
        read = Workbook(
            members=members,
            activities=tuple(self._activities()),
            nominations=tuple(self._nominations()),
            sharings=tuple(self._sharings()),
            decisions=tuple(self._decisions()),
            warnings=tuple(one for one in self.problems if one.level == "warning"),
        )
        if errors := [one for one in self.problems if one.level == "error"]:
            raise InvalidRows(errors)
        return read

    def _lines(self, sheet: str) -> Iterator[Line]:
        """The lines of a sheet; none if the sheet is not there, or lacks a column."""
        if sheet not in self.tables:
            return
        table, (_, fields, required) = self.tables[sheet], sheets.SHEETS[sheet]
        heads = columns.match(table.heads, fields)
        if all(name in heads for name in required):
            for row in table.rows:
                yield Line(
                    sheet,
                    row,
                    heads,
                    {name: heads.get(name, names[0]) for name, names in fields.items()},
                    self.problems,
                )

    def _members(self) -> Iterator[Member]:
        seen: dict[str, int] = {}
        for line in self._lines("成員"):
            name = line.required("member")
            if name in seen:
                line.wrong("member", f"「{name}」與第 {seen[name]} 列重複，請刪去一列")
            elif name:
                seen[name] = line.row.number
                self.members[name] = Member(name, line.text("category"))
                yield self.members[name]
        if not self.members and not any(one.level == "error" for one in self.problems):
            self.problems.append(Problem("成員", "成員", "沒有任何成員，請至少填一個"))

    def _activities(self) -> Iterator[Activity]:
        seen: dict[Activity, int] = {}
        for line in self._lines("活動"):
            member, kind = line.member(self.members), kind_of(line, self.alliance.kinds)
            quantity = quantity_of(line, self.alliance.kinds[kind]) if kind is not None else None
            day = self._day(line)
            if kind is not None and quantity is not None:
                self._warn_of_no_points(line, quantity, self.alliance.kinds[kind])
            if member and kind is not None and quantity is not None and day:
                activity = Activity(member, kind, quantity, day, line.text("note"))
                if activity in seen:
                    line.wrong(
                        "", f"與第 {seen[activity]} 列完全相同；兩列都已計分，若是重複請刪去一列", "warning"
                    )
                seen.setdefault(activity, line.row.number)
                yield activity

    @staticmethod
    def _warn_of_no_points(line: Line, quantity: Decimal, kind: Kind) -> None:
        if kind.fraction == "down" and quantity < kind.per:
            line.wrong(
                "quantity",
                f"{quantity:f} {kind.unit}不足 {kind.per:f} {kind.unit}，得 0 分，也不算一場；數量要填{kind.unit}",
                "warning",
            )

    def _day(self, line: Line) -> date | None:
        """The day, if it lies in the period."""
        if not (text := line.required("date")):
            return None
        try:
            day = roc_date.parse(text)
        except ValueError as error:
            line.wrong("date", str(error))
            return None
        period = self.alliance.period
        if period.first <= day <= period.last:
            return day
        wanted = f"{roc_date.show(period.first)}至{roc_date.show(period.last)}"
        line.wrong(
            "date", f"{roc_date.both(day)}不在計分期間（{wanted}）內，不能計分；請改正日期或刪去這一列"
        )
        return None

    def _nominations(self) -> Iterator[Nomination]:
        nominated = {one for award in self.alliance.awards.values() for one in award.nominated}
        kinds = {number: kind for number, kind in self.alliance.kinds.items() if number in nominated}
        seen: dict[tuple[str, str, int], int] = {}
        for line in self._lines("提名"):
            member, person, kind = line.member(self.members), line.required("person"), kind_of(line, kinds)
            if not (member and person and kind is not None):
                continue
            if (key := (member, person, kind)) in seen:
                line.wrong("person", f"「{person[:20]}」與第 {seen[key]} 列重複，請刪去一列")
            seen.setdefault(key, line.row.number)
            yield Nomination(member, person, line.text("title"), kind)

    def _sharings(self) -> Iterator[Sharing]:
        for line in self._lines("分享"):
            if member := line.member(self.members):
                yield Sharing(member, line.text("topic"))

    def _decisions(self) -> Iterator[Decision]:
        for line in self._lines("決定"):
            award, winner = line.required("award"), line.member(self.members, "winner")
            if award and award not in self.alliance.awards:
                line.wrong("award", f"沒有「{award[:20]}」這個獎；有的是：{'、'.join(self.alliance.awards)}")
            elif award and winner:
                kind = kind_of(line, self.alliance.kinds) if line.text("kind") else None
                yield Decision(award, winner, kind, line.row.number)
