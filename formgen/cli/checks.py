"""The command that checks: every problem, then what a form can tell beside."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from formgen import catalog
from formgen.cli import sources
from formgen.cli.streams import print_json, tell
from formgen.errors import InvalidAnswers, Problem

if TYPE_CHECKING:
    from formgen.answers import Answers
    from formgen.form import Report
    from formgen.programmes import Programme


def check(options: argparse.Namespace) -> int:
    from formgen import programmes

    programme = programmes.get(options.name)
    is_form = options.name in programme.forms
    problems, answers = _form(options) if is_form else _programme(programme, options)
    reports = {name: catalog.get(name).report(one) for name, one in answers.items()}
    if options.json:
        told: dict[str, Any] = {name: _told(report) for name, report in reports.items()}
        print_json(
            {
                "problems": [asdict(problem) for problem in problems],
                **(told.get(options.name, _NOTHING) if is_form else {"forms": told}),
            }
        )
    else:
        _print_findings(problems, reports)
    return int(any(problem.level != "warning" for problem in problems))


def _form(options: argparse.Namespace) -> tuple[Sequence[Problem], Mapping[str, "Answers"]]:
    from formgen.checking import look

    form = catalog.get(options.name)
    answers, problems = look(form, sources.for_form(form, options))
    return problems, {} if answers is None else {form.name: answers}


def _programme(
    programme: "Programme", options: argparse.Namespace
) -> tuple[Sequence[Problem], Mapping[str, "Answers"]]:
    from formgen.programmes import filing

    try:
        given = filing.parse(programme, sources.for_programme(programme, options))
    except InvalidAnswers as error:
        return error.problems, {}
    return filing.check(given), given.answers


_NOTHING = {"figures": (), "advice": ()}


def _told(report: "Report") -> dict[str, Any]:
    return {"figures": report.figures, "advice": report.advice}


def _print_findings(problems: Sequence[Problem], reports: Mapping[str, "Report"]) -> None:
    """The problems, and each form's report; where there are several forms, under the form's title."""
    tell(*problems or ("沒有發現問題。",))
    for name, report in reports.items():
        parts = list(_parts(report))
        if parts and len(reports) > 1:
            form = catalog.get(name)
            tell("", "　".join(filter(None, (form.annex, form.title))))
        for title, lines in parts:
            tell("", f"【{title}】", *lines)


def _parts(report: "Report") -> list[tuple[str, Sequence[str]]]:
    figures = [f"{label}　{value}" for label, value in report.figures]
    parts = zip(report.headings, (figures, report.advice), strict=True)
    return [(title, lines) for title, lines in parts if lines]
