"""The dry run of a list as a small database beside it: any page of 100,000 lines is there at once, problems first."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from formgen.awards import ledger
from formgen.awards.planning import Plan

FILE = "trial.sqlite3"
NEW, AGAIN, SAME, WRONG = "new", "again", "same", "wrong"
_STATES = {ledger.PENDING: NEW, ledger.AGAIN_PENDING: AGAIN}
_SCHEMA = (
    "CREATE TABLE line (place INTEGER PRIMARY KEY, row INTEGER NOT NULL, number TEXT NOT NULL, award TEXT NOT NULL, "
    "name TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, problem TEXT NOT NULL, slots TEXT NOT NULL)"
)
_INSERT = (
    "INSERT INTO line (row, number, award, name, unit, state, problem, slots) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class Line:
    """What becomes of a row. `slots` are the texts that its certificate prints, empty where there is none."""

    place: int
    row: int
    number: str
    award: str
    name: str
    unit: str
    state: str
    problem: str
    slots: Mapping[str, str]


def plain(sentence: str) -> str:
    """A sentence without the option of the command line that it names."""
    return re.sub(r"（--\w+）", "", sentence)


def write(folder: Path, made: Plan) -> dict[str, int]:
    """Write the lines of a plan; how many there are of each state."""
    path, new = folder / FILE, folder / f"{FILE}.new"
    new.unlink(missing_ok=True)
    rows = sorted(_rows(made), key=lambda cells: (cells[5] != WRONG, cells[0]))
    with closing(sqlite3.connect(new)) as connection, connection:
        connection.execute(_SCHEMA)
        connection.executemany(_INSERT, rows)
    new.replace(path)
    return {state: sum(cells[5] == state for cells in rows) for state in (NEW, AGAIN, SAME, WRONG)}


def _rows(made: Plan) -> Iterator[tuple[int, str, str, str, str, str, str, str]]:
    for one in made.certificates:
        state = _STATES.get(made.entries[one.recipient].state, SAME)
        slots = json.dumps(dict(one.values), ensure_ascii=False)
        yield one.row, one.number, one.award.name, one.recipient.name, one.recipient.unit, state, "", slots
    for request in made.failures:
        who = request.recipient
        yield (
            request.row.number,
            "",
            who.award,
            who.name,
            who.unit,
            WRONG,
            plain("；".join(request.problems)),
            "{}",
        )


def page(folder: Path, first: int, most: int) -> list[Line]:
    """So many lines from the place `first` on, counted from 1."""
    return _select(folder, "place >= ? ORDER BY place LIMIT ?", (first, most))


def find(folder: Path, text: str, most: int) -> list[Line]:
    """The lines of a row's number, or with the text in a name, a unit or a 字號."""
    like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    row = int(text) if text.isdecimal() and len(text) < 10 else 0
    which = (
        "row = ? OR name LIKE ? ESCAPE '!' OR unit LIKE ? ESCAPE '!' OR number LIKE ? ESCAPE '!' "
        "ORDER BY row <> ?, place LIMIT ?"
    )
    return _select(folder, which, (row, like, like, like, row, most))


def line_of(folder: Path, row: int) -> Line | None:
    return next(iter(_select(folder, "row = ?", (row,))), None)


def neighbours(folder: Path, line: Line) -> tuple[int, int]:
    """The rows before and after that have a certificate, in the order of the list; 0 where there is none."""
    before = _select(folder, "state <> ? AND row < ? ORDER BY row DESC LIMIT 1", (WRONG, line.row))
    after = _select(folder, "state <> ? AND row > ? ORDER BY row LIMIT 1", (WRONG, line.row))
    return before[0].row if before else 0, after[0].row if after else 0


def _select(folder: Path, which: str, values: tuple[object, ...]) -> list[Line]:
    with closing(sqlite3.connect(f"{(folder / FILE).as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM line WHERE {which}", values)  # noqa: S608 - our own words
        return [Line(**{**cells, "slots": json.loads(cells["slots"])}) for cells in map(dict, found)]
