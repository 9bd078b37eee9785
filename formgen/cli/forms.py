"""The commands that work on one form."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from formgen import catalog
from formgen.cli import sources
from formgen.cli.streams import print_json, say, tell
from formgen.errors import InvalidAnswers, Problem

if TYPE_CHECKING:
    from formgen.answers import Answers
    from formgen.form import Form


def list_forms(options: argparse.Namespace) -> int:
    if options.json:
        print_json([asdict(entry) for entry in catalog.entries()])
    else:
        for entry in catalog.entries():
            mark = "" if entry.is_official else "（非官方表單）"
            tell("\t".join((entry.name, entry.title + mark, entry.edition, entry.programme)))
    return 0


def blank(options: argparse.Namespace) -> int:
    from formgen import programmes
    from formgen.checking import parse

    forms = dict.fromkeys(form.name for name in options.form for form in programmes.get(name).all_forms)
    preset = {} if options.year is None else {"year": options.year}
    made = [
        (form, parse(form, preset if "year" in form.answers.model_fields else {}))
        for form in map(catalog.get, forms)
    ]
    _write(options, made, is_blank=True)
    return 0


def example(options: argparse.Namespace) -> int:
    from formgen import programmes
    from formgen.programmes import filing

    programme = programmes.get(options.name)
    if options.name in programme.forms:
        tell((catalog.get(options.name).folder / "example.json").read_text(encoding="utf-8"), end="")
    else:
        print_json(filing.example(programme))
    return 0


def schema(options: argparse.Namespace) -> int:
    form = sources.one_form(options.form, "請逐張查，表單名稱是 {forms}，例如 formgen schema 加其中一個。")
    print_json(form.answers.model_json_schema())
    return 0


def fill(options: argparse.Namespace) -> int:
    from formgen.checking import look

    form = sources.one_form(
        options.form, "請逐張產生：formgen fill 加表單名稱（{forms}），或用 formgen bundle {name} 做成套件。"
    )
    answers, found = look(form, sources.for_form(form, options))
    problems = _for_format(found, options.format)
    gaps = [problem for problem in problems if problem.level == "gap"]
    stopping = [problem for problem in problems if problem.level == "error"]
    say(*(problem for problem in problems if problem.level == "warning"))
    if answers is None or stopping or (options.final and gaps):
        raise InvalidAnswers(stopping + gaps if options.final else stopping)
    if gaps:
        say(f"草稿：還有 {len(gaps)} 個欄位未填，可用 formgen check 逐項列出；定稿請加 --final。")
    _write(options, [(form, answers)])
    return 0


def _for_format(problems: list[Problem], file_format: str | None) -> list[Problem]:
    """Word and ODT name their font and do not embed it: a character that we cannot draw, the reader's may."""
    from formgen.checking import UNDRAWABLE

    if file_format in (None, "pdf"):
        return problems
    return [
        Problem(one.field, one.label, one.message, "warning", one.rule) if one.rule == UNDRAWABLE else one
        for one in problems
    ]


def _write(
    options: argparse.Namespace, made: list[tuple["Form", "Answers"]], *, is_blank: bool = False
) -> None:
    from formgen.renditions import FORMATS, renditions, write_all

    formats = FORMATS if options.format is None else (options.format,)
    contents = {one: renditions(made, one, is_blank=is_blank) for one in formats}
    files = {
        f"{form.name}.{one}": contents[one][place] for place, (form, _) in enumerate(made) for one in formats
    }
    tell(*write_all(options.folder, files))


def read(options: argparse.Namespace) -> int:
    from formgen.bundle import archive
    from formgen.opening import read_bundle
    from formgen.read import read

    if archive.is_bundle(options.file):
        answers = read_bundle(options.file)
        print_json(answers if len(answers) > 1 else next(iter(answers.values()), {}))
        return 0
    try:
        reading = read(options.file)
    except InvalidAnswers as error:
        # Nothing is lost: what was read is printed, to be mended by hand.
        print_json(error.answers)
        raise
    say(f"{reading.form.name}　{reading.form.title}　{reading.form.edition}", *reading.warnings)
    print_json(reading.answers.given())
    return 0


def check_forms(_options: argparse.Namespace) -> int:
    from formgen.agreement import disagreements

    found = {name: disagreements(catalog.get(name)) for name in catalog.names()}
    for name, problems in found.items():
        tell(f"{name}\t" + (f"有 {len(problems)} 處不一致" if problems else "一致"))
        say(*(f"{name}：{problem}" for problem in problems))
    return int(any(found.values()))
