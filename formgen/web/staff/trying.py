"""The dry run: what becomes of each row, problems first, and any certificate as it will print."""

from io import BytesIO
from math import ceil

from flask import abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from formgen.awards import batch, trial
from formgen.web.services import MIMES, page, services
from formgen.web.staff import looking
from formgen.web.staff.stages import READ, TRY
from formgen.web.steps.desk import job, of_job
from formgen.web.steps.kinds import CERTIFICATES
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_job("trying", CERTIFICATES, "/staff")
_ON_A_PAGE = 50


@PAGES.get("/rows")
def rows() -> ResponseReturnValue:
    if (said := job().said(TRY)) is None:
        return redirect(url_for("making.overview"), 303)
    count = sum(said["counts"].values())
    last = max(1, ceil(count / _ON_A_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    first = (number - 1) * _ON_A_PAGE + 1
    lines = trial.page(job().folder, first, _ON_A_PAGE)
    return _page(said, lines, first=first, number=number, last=last)


@PAGES.post("/rows")
def find() -> ResponseReturnValue:
    """Sent as a form, since a name that is looked for belongs into no address."""
    if (said := job().said(TRY)) is None:
        return redirect(url_for("making.overview"), 303)
    text = request.form.get("find", "").strip()
    if not text:
        return redirect(url_for(".rows"), 303)
    return _page(said, trial.find(job().folder, text, _ON_A_PAGE), find=text)


@PAGES.get("/rows/<int:row>")
def row(row: int) -> ResponseReturnValue:
    line = _line(row)
    before, after = trial.neighbours(job().folder, line)
    title = fill(WORDS.trying.one_title, row=line.row, name=line.name)
    return page("staff/certificate.html", title, job=job(), line=line, before=before, after=after)


@PAGES.get("/rows/<int:row>.<file_format>")
def look(row: int, file_format: str) -> ResponseReturnValue:
    if file_format not in ("pdf", "png"):
        abort(404)
    line = _line(row)
    content = services().heavy(looking.draw, line.award, line.slots, file_format)
    return send_file(BytesIO(content), mimetype=MIMES.get(file_format, "image/png"))


def _line(row: int) -> trial.Line:
    """The line of a row that has a certificate."""
    line = trial.line_of(job().folder, row) if job().said(TRY) else None
    if line is None or not line.slots:
        abort(404)
    return line


def _page(
    said: dict[str, object],
    lines: list[trial.Line],
    *,
    find: str = "",
    first: int = 0,
    number: int = 1,
    last: int = 1,
) -> ResponseReturnValue:
    return page(
        "staff/rows.html", WORDS.trying.title, job=job(), said=said, lines=lines, find=find, first=first,
        number=number, last=last, found=job().said(READ), kinds=batch.Choice.of(job().folder).kinds,
    )  # fmt: skip
