"""Which column holds what: guessed, shown with some cells, and chosen by the person."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.awards import batch, columns, wording
from formgen.tw import date as roc_date
from formgen.web.services import page
from formgen.web.staff.stages import READ, TRY
from formgen.web.steps.desk import begin, job, of_job
from formgen.web.steps.kinds import CERTIFICATES
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_job("matching", CERTIFICATES, "/staff")
# The fields, each with the head that a person knows it by.
FIELDS = {name: names[0] for name, names in columns.CERTIFICATE.items()}


@PAGES.get("/columns")
def ask() -> ResponseReturnValue:
    if (found := job().said(READ)) is None:
        return redirect(url_for("making.overview"), 303)
    choice = batch.Choice.of(job().folder)
    is_chosen = bool(choice.heads) and set(choice.heads.values()) <= set(found["heads"])
    return _page(found, dict(choice.heads) if is_chosen else found["guess"], choice.award, choice.date, {})


@PAGES.post("/columns")
def choose() -> ResponseReturnValue:
    """Try the list with the columns that were chosen; of another sheet the columns are to be seen first."""
    found, form = job().said(READ), request.form
    if found is None:
        return redirect(url_for("making.overview"), 303)
    heads = {field: form.get(f"head.{field}", "") for field in FIELDS}
    heads = {field: head for field, head in heads.items() if head in found["heads"]}
    award, date = form.get("award", ""), form.get("date", "").strip()
    sheet = form.get("sheet", "")
    if sheet in found["sheets"] and sheet != found["sheet"]:
        _keep(sheet, {}, award, date)
        begin(READ)
        return redirect(url_for("making.overview"), 303)
    if wrong := _wrong(heads, award, date):
        return _page(found, heads, award, date, wrong)
    _keep(found["sheet"] if found["sheets"] else None, heads, award, date)
    begin(TRY)
    return redirect(url_for("making.overview"), 303)


def _keep(sheet: str | None, heads: dict[str, str], award: str, date: str) -> None:
    said = {
        "sheet": sheet,
        "heads": heads,
        "award": award,
        "date": date,
        "kinds": batch.Choice.of(job().folder).kinds,
    }
    steps.save(job().folder, steps.CHOICE, said)


def _wrong(heads: dict[str, str], award: str, date: str) -> dict[str, str]:
    """What is wrong with a choice, by the field's name."""
    wrong = {}
    if "name" not in heads:
        wrong["head.name"] = WORDS.matching.no_name
    if "award" not in heads and not award:
        wrong["head.award"] = WORDS.matching.no_award
    for field, head in heads.items():
        twins = [FIELDS[other] for other, one in heads.items() if one == head and other != field]
        if twins:
            wrong[f"head.{field}"] = fill(WORDS.matching.twice, head=_short(head), other="、".join(twins))
    awards = wording.all_awards(wording.office()).values()
    if "date" not in heads and not date and not any(one.date for one in awards):
        wrong["date"] = WORDS.matching.no_date
    try:
        if date:
            roc_date.parse(date)
    except ValueError as error:
        wrong["date"] = str(error)
    return wrong


def _page(
    found: dict[str, Any], heads: dict[str, str], award: str, date: str, wrong: dict[str, str]
) -> ResponseReturnValue:
    labels = {**{f"head.{field}": label for field, label in FIELDS.items()}, "date": WORDS.matching.date}
    return page(
        "staff/columns.html", WORDS.matching.title, status=422 if wrong else 200, has_errors=bool(wrong),
        job=job(), found=found, fields=FIELDS, labels=labels, chosen=heads, award=award, date=date,
        wrong=wrong, awards=wording.all_awards(wording.office()), short=_short,
    )  # fmt: skip


def _short(head: str) -> str:
    """A question of a questionnaire may be long."""
    return head if len(head) <= 40 else f"{head[:38]}…"
