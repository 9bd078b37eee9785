"""The papers of an alliance: points table, 頒獎名冊, 簽收單, and the rows that certificates are made of."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from formgen import catalog, checking
from formgen.awards import alliance as rules
from formgen.awards.alliance import Alliance
from formgen.awards.points import Score, rank, scores
from formgen.awards.winners import Winner, winners
from formgen.awards.workbook import read
from formgen.errors import InvalidRows, Problem
from formgen.renditions import FORMATS, rendition
from formgen.tw import date as roc_date

ROWS_FILE = "certificates.csv"
ROWS_HEADS = ("獎項", "得獎者", "所屬單位", "事由", "備註")
# The five kinds of 表2, as the points table calls them.
_KINDS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class Papers:
    """The files by name, and what the person should know before printing them."""

    files: dict[str, bytes]
    warnings: tuple[Problem, ...]


def make(path: Path) -> Papers:
    """All papers of the workbook at `path`. Raises UnreadableFile, InvalidRows."""
    alliance = rules.load()
    workbook = read(path, alliance)
    table = scores(workbook, alliance)
    won = winners(workbook, table, alliance)
    answers = {
        "points_table": points_table(table, alliance),
        "award_roll": award_roll(won.all, alliance),
        "receipt_list": receipt_list(won.settled, alliance),
    }
    files = _files(answers)
    return Papers({**files, ROWS_FILE: rows_file(won.settled)}, (*workbook.warnings, *won.warnings))


def points_table(table: Sequence[Score], alliance: Alliance) -> dict[str, Any]:
    """The answers of the form `points_table`."""
    return {
        "alliance": alliance.alliance.name,
        "period_first": roc_date.show(alliance.period.first),
        "period_last": roc_date.show(alliance.period.last),
        "rules": [
            {"task": kind.task, "points": kind.points, "unit": kind.printed_unit}
            for kind in alliance.kinds.values()
        ],
        "members": [_member_row(place, score, table) for place, score in enumerate(table, 1)],
    }


def _member_row(place: int, score: Score, table: Sequence[Score]) -> dict[str, Any]:
    tallies = zip(_KINDS, score.tallies.values(), strict=True)
    done = {
        name: {"quantity": tally.quantity, "points": tally.points}
        for name, tally in tallies
        if tally.quantity
    }
    return {
        "place": place, "member": score.member.name, **done, "total": score.total, "rank": rank(score, table),
    }  # fmt: skip


def award_roll(all_winners: Sequence[Winner], alliance: Alliance) -> dict[str, Any]:
    """The answers of the form `award_roll`; candidates of open awards stand in it without a number."""
    numbers = count(1)
    rows = [
        {
            "place": None if winner.is_open else next(numbers),
            "award": winner.award,
            "unit": winner.member,
            "person": _person(winner),
            "note": winner.note,
        }
        for winner in all_winners
    ]
    return {"alliance": alliance.alliance.name, "winners": rows}


def receipt_list(settled: Sequence[Winner], alliance: Alliance) -> dict[str, Any]:
    """The answers of the form `receipt_list`, with the numbers of the 頒獎名冊."""
    receipts = [
        {
            "place": place,
            "award": winner.award,
            "winner": "　".join(filter(None, (winner.member, _person(winner)))),
        }
        for place, winner in enumerate(settled, 1)
    ]
    return {"alliance": alliance.alliance.name, "receipts": receipts}


def _person(winner: Winner) -> str:
    return " ".join(filter(None, (winner.person, winner.title)))


def rows_file(settled: Sequence[Winner]) -> bytes:
    """CSV in UTF-8 with BOM, as spreadsheets want it: one line for each certificate."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(ROWS_HEADS)
    for one in settled:
        note = "；".join(filter(None, (one.title, one.note)))
        writer.writerow(
            (one.award, one.person or one.member, one.member if one.person else "", one.reason, note)
        )
    return text.getvalue().encode("utf-8-sig")


def _files(answers: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Word and PDF of each form. Raises InvalidRows with all problems of all forms."""
    forms = map(catalog.get, answers)
    made = [(form, checking.parse(form, answers[form.name])) for form in forms]
    problems = [
        Problem(f"{form.name}.{one.field}", f"{form.title}／{one.label}", one.message, one.level, one.rule)
        for form, parsed in made
        for one in checking.check(form, parsed)
        if one.level == "error"
    ]
    if problems:
        raise InvalidRows(problems)
    return {
        f"{form.name}.{file_format}": rendition(form, parsed, file_format)
        for form, parsed in made
        for file_format in FORMATS
    }
