"""The papers for assessors (評鑑人員): for each unit of a list the 初審意見表, a copy of 附表一 whose 黑框 is open, and for
each assessor a sheet to score on site.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formgen import catalog, checking
from formgen.awards import columns, rows
from formgen.awards.cells import Line
from formgen.bundle.archive import zipped
from formgen.errors import InvalidRows, Problem, UnreadableFile, UnreadableYear
from formgen.filenames import safe
from formgen.renditions import FORMATS, rendition
from formgen.review import bodies
from formgen.review.intake import OPINION, UNIT
from formgen.tree import put
from formgen.tw import year as roc_year

ONSITE = "onsite_scoring"
# A list of more is no list of candidates; each takes a megabyte of papers.
MOST_UNITS = 500
_ROW = re.compile("第 ([0-9]+) 列")
_BETWEEN = re.compile(r"\s*[、，,；;/／\n]\s*")


@dataclass(frozen=True)
class Made:
    """The ZIP, how many units and sheets are in it, and what was mended in the list."""

    content: bytes
    units: int
    sheets: int
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Visit:
    """One unit to be seen: its line of the list, what the head of 附表一 says, and who goes."""

    line: Line
    head: dict[str, Any]
    assessors: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.head["unit_name"])


def _nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def make(path: Path, body: str, year: str, tell: Callable[[int, int], None] = _nobody) -> Made:
    """The papers for the units in the list; `tell` is called after each. Raises UnknownBody, UnreadableYear, UnreadableFile, InvalidRows."""
    bodies.quota(body)
    try:
        activity = roc_year.parse(year)
    except ValueError as error:
        raise UnreadableYear(reason=str(error)) from error
    problems: list[Problem] = []
    visits = _visits(path, problems)
    made = [(visit, _answers(visit, body, activity)) for visit in visits]
    problems += [one for visit, answers in made for one in _wrong(visit, answers)]
    problems.sort(key=_row)
    if errors := [one for one in problems if one.level == "error"]:
        raise InvalidRows(errors)
    files: dict[str, bytes] = {}
    for number, (visit, answers) in enumerate(made, 1):
        files |= {f"{number:02}-{safe(visit.name)}/{name}": content for name, content in _files(answers)}
        tell(number, len(made))
    sheets = sum(max(len(visit.assessors), 1) for visit in visits)
    return Made(zipped(files), len(visits), sheets, tuple(problems))


def _row(problem: Problem) -> int:
    """The row that a problem is about; one of the whole list comes first."""
    found = _ROW.search(problem.label)
    return int(found[1]) if found else 0


def _visits(path: Path, problems: list[Problem]) -> list[Visit]:
    table = rows.read(path, None, columns.CANDIDATES)
    problems += [*columns.problems(table.heads, columns.CANDIDATES, ("unit_name",)), *table.problems]
    problems += table.warnings
    if len(table.rows) > MOST_UNITS:
        reason = f"有 {len(table.rows):,} 列；一次最多 {MOST_UNITS} 個單位，請分成幾份"
        raise UnreadableFile(file=path.name, reason=reason)
    heads = columns.match(table.heads, columns.CANDIDATES)
    labels = {field: heads.get(field, names[0]) for field, names in columns.CANDIDATES.items()}
    visits: list[Visit] = []
    for row in table.rows if "unit_name" in heads else ():
        line = Line(table.sheet, row, heads, labels, problems)
        name = line.required("unit_name")
        if any(visit.name == name for visit in visits if name):
            line.wrong("unit_name", f"「{name}」寫了兩次，請刪去一列")
        head: dict[str, Any] = {"headcount": {}}
        for field in columns.CANDIDATES.keys() - {"assessors"}:
            put(head, field, line.text(field) or None)
        assessors = tuple(filter(None, _BETWEEN.split(line.text("assessors"))))
        visits.append(Visit(line, head, assessors))
    return visits


def _answers(visit: Visit, body: str, year: int) -> list[tuple[str, str, dict[str, Any]]]:
    """The papers of one visit: what each is called, its form, and what is known before the visit."""
    about = {"year": year, "unit_name": visit.head["unit_name"]}
    people = [{"name": name} for name in visit.assessors]
    sheets = [
        (f"現場評鑑評分表-{name}" if name else "現場評鑑評分表", ONSITE, about | {"body": body, "assessor": {"name": name}})
        for name in visit.assessors or ("",)
    ]  # fmt: skip
    return [
        ("初審意見表", OPINION, about | {"body": body}),
        ("附表一-初審用", UNIT, visit.head | about | {"review": {"body": body, "assessors": people}}),
        *sheets,
    ]


def _wrong(visit: Visit, papers: list[tuple[str, str, dict[str, Any]]]) -> Iterator[Problem]:
    """What cannot be read or printed, by line and column of the list; each once, however many papers say it."""
    found: dict[tuple[str, str], Problem] = {}
    for _, form, data in papers:
        for one in checking.look(catalog.get(form), data)[1]:
            if one.level == "error":
                field = "assessors" if "assessor" in one.field else one.field
                column = visit.line.labels.get(field, one.label)
                label = f"{visit.line.sheet}第 {visit.line.row.number} 列「{column}」"
                found.setdefault((label, one.message), replace(one, label=label))
    yield from found.values()


def _files(papers: list[tuple[str, str, dict[str, Any]]]) -> Iterator[tuple[str, bytes]]:
    for name, form_name, data in papers:
        form = catalog.get(form_name)
        answers = checking.parse(form, data)
        for each in FORMATS:
            yield f"{safe(name)}.{each}", rendition(form, answers, each, is_blank=True)
