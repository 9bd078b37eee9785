"""Blank forms with the body's name, the year and the last day in them."""

from io import BytesIO
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from formgen import glyphs
from formgen.programmes import Programme
from formgen.renditions import FORMATS
from formgen.review import blanks, bodies
from formgen.review.blanks import Told
from formgen.tw import date as roc_date
from formgen.tw import year as roc_year
from formgen.web.access import of_area
from formgen.web.services import attached, page, services
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_area("blank_papers", "/review/blanks")
_MOST = 60


@PAGES.get("")
def ask() -> ResponseReturnValue:
    """What is to stand in the forms is asked and told by the address: nothing of it is about a person."""
    told, wrong = _told()
    chosen = _chosen()
    return page(
        "review/blank_papers.html", WORDS.review_tasks.blank_papers.title, status=422 if wrong else 200,
        has_errors=bool(wrong), wrong=wrong, choices=blanks.choices(), bodies=bodies.ALL, chosen=chosen, told=told,
        typed={name: request.args.get(name, "") for name in ("body", "year", "deadline")}, formats=FORMATS,
    )  # fmt: skip


@PAGES.get("/<form>.<file_format>")
def blank(form: str, file_format: str) -> ResponseReturnValue:
    told, wrong = _told()
    titles = {one.name: one.title for programme in blanks.choices() for one in programme.all_forms}
    if wrong or form not in titles or file_format not in FORMATS:
        abort(404)
    content = services().heavy(blanks.draw, form, told, file_format)
    return attached(BytesIO(content), file_format, form, f"{titles[form]}{WORDS.blanks.suffix}")


@PAGES.get("/all.zip")
def packet() -> ResponseReturnValue:
    told, wrong = _told()
    if wrong or not (programme := _chosen()):
        abort(404)
    content = services().heavy(blanks.packet, programme.name, told)
    return attached(BytesIO(content), "zip", programme.name, f"{programme.title}{WORDS.blanks.suffix}")


def _chosen() -> Programme | None:
    name = request.args.get("programme", "")
    return next((one for one in blanks.choices() if one.name == name), None)


def _told() -> tuple[Told, dict[str, str]]:
    """What the address says, and what is wrong with it by the field's name."""
    wrong: dict[str, str] = {}
    body = request.args.get("body", "").strip()
    if missing := glyphs.missing(body):
        some = "、".join(map(glyphs.describe, missing))
        wrong["body"] = fill(WORDS.blank_papers.undrawable, some=some)
    elif len(body) > _MOST:
        wrong["body"] = fill(WORDS.blank_papers.too_long, most=_MOST)
    year = _read("year", roc_year.parse, wrong)
    return Told(body, year, _read("deadline", roc_date.parse, wrong)), wrong


def _read(name: str, parse: Any, wrong: dict[str, str]) -> Any:
    text = request.args.get(name, "").strip()
    try:
        return parse(text) if text else None
    except ValueError as error:
        wrong[name] = str(error)
        return None
