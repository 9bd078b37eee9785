"""An outcome as plain values, for a page that shows it and asks what is still to be decided."""

from itertools import groupby
from typing import Any

from formgen.errors import Problem
from formgen.review.candidates import Candidate, Person, Unit
from formgen.review.decisions import Decisions
from formgen.review.outcome import Outcome
from formgen.review.ranking import Line, Order


def of(outcome: Outcome) -> dict[str, Any]:
    """The orders, who has to be decided among whom, who stands outside, and what is to be told."""
    units, persons = outcome.units, outcome.persons
    return {
        "body": outcome.body,
        "year": outcome.year,
        "units": _order(units, outcome.decided),
        "persons": _order(persons, outcome.decided),
        "to_decide": [*_ties(units, outcome.decided), *_people(persons, outcome.decided)],
        "lacks": [
            {"name": lack.name, "gaps": list(map(_problem, lack.gaps)), "signatures": lack.signatures}
            for lack in outcome.lacks
        ],
        "open": outcome.open_points,
        "problems": list(map(_problem, outcome.problems)),
    }


def _order(order: Order[Any], decided: Decisions) -> dict[str, Any]:
    return {
        "quota": order.quota,
        "lines": [_line(line, decided) for line in order.lines],
        "outside": [_candidate(one, decided) | {"reasons": list(reasons)} for one, reasons in order.outside],
    }


def _line(line: Line[Any], decided: Decisions) -> dict[str, Any]:
    return _candidate(line.candidate, decided) | {
        "place": line.place, "state": line.state, "notes": list(line.notes), "is_tied": line.is_tied,
    }  # fmt: skip


def _candidate(one: Candidate, decided: Decisions) -> dict[str, Any]:
    about = {
        "name": one.name, "file": one.key[0], "form": one.key[1], "decided": decided.of(one),
        "reason": decided.reason(one), "total": "", "beside": "", "image": "",
    }  # fmt: skip
    if isinstance(one, Unit):
        about |= {"total": one.shown_total, "beside": one.uniform_number, "image": one.image}
    if isinstance(one, Person):
        about |= {"beside": "　".join(filter(None, (one.employer, one.answers.title, one.award)))}
    return about


def _ties(order: Order[Unit], decided: Decisions) -> list[dict[str, Any]]:
    """Units of equal points, decided ones too: who has decided may decide otherwise."""
    groups = [list(group) for _, group in groupby(order.lines, key=lambda line: line.candidate.total)]
    return [
        {
            "kind": "units",
            "first": group[0].place,
            "total": group[0].candidate.shown_total,
            "lines": [_line(line, decided) for line in group],
        }
        for group in groups
        if len(group) > 1
    ]


def _people(order: Order[Person], decided: Decisions) -> list[dict[str, Any]]:
    if len(order.lines) < 2:
        return []
    return [
        {"kind": "persons", "first": 1, "total": "", "lines": [_line(line, decided) for line in order.lines]}
    ]


def _problem(one: Problem) -> dict[str, str]:
    return {"level": one.level, "label": one.label, "message": one.message, "rule": one.rule}
