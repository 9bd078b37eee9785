"""One order: what came of the files, what the body decides, and what is handed in."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.review import bodies, papers, received
from formgen.review.received import Received
from formgen.web.review import deciding
from formgen.web.review.ranking import RANK, receive
from formgen.web.services import attached, page, services
from formgen.web.steps.desk import begin, halt, how_far, job, of_job, sentences, with_usual_pages
from formgen.web.steps.kinds import RANKING
from formgen.web.steps.receiving import WrongFiles
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

PAGES = of_job("ranked", RANKING, "/review/ranking")
with_usual_pages(PAGES, "ranking.ask")
# What can be taken away: its name in the folder of results, and the word for it.
FILES: Mapping[str, tuple[str, str]] = {
    "order.docx": (f"{papers.ORDER}.docx", "order"),
    "order.pdf": (f"{papers.ORDER}.pdf", "order"),
    "roster.xlsx": (papers.ROSTER, "roster"),
    "package.zip": (papers.PACKAGE, "package"),
}


@PAGES.get("/")
def overview() -> ResponseReturnValue:
    services().runner.wake()
    return _page({}, {})


@PAGES.post("/files")
def add() -> ResponseReturnValue:
    try:
        again = receive(job().folder)
    except (WrongFiles, TooLarge) as error:
        return _page({"files": str(error)}, {})
    begin(RANK)
    return redirect(url_for(".overview", again=len(again) or None), 303)


@PAGES.post("/files/<name>/remove")
def remove(name: str) -> ResponseReturnValue:
    halt()
    received.remove(job().folder, name)
    begin(RANK)
    return redirect(url_for(".overview"), 303)


@PAGES.post("/body")
def change_body() -> ResponseReturnValue:
    if (body := request.form.get("body", "")) in bodies.ALL:
        _keep({"body": body})
        begin(RANK, body)
    return redirect(url_for(".overview"), 303)


@PAGES.post("/decide")
def decide() -> ResponseReturnValue:
    """What was decided is kept, and the order made anew."""
    if (found := job().said(RANK)) is None:
        return redirect(url_for(".overview"), 303)
    made, wrong = deciding.read(found["to_decide"], request.form)
    if wrong:
        return _page(wrong, request.form)
    _keep({"decided": made})
    begin(RANK)
    return redirect(url_for(".overview", decided=1), 303)


@PAGES.get("/files/<name>")
def file(name: str) -> ResponseReturnValue:
    if name not in FILES or job().said(RANK) is None:
        abort(404)
    path = job().folder / steps.OUT / FILES[name][0]
    plain, _, kind = name.partition(".")
    return attached(path, kind, plain, getattr(WORDS.ranked_files, FILES[name][1]))


def _keep(said: dict[str, Any]) -> None:
    steps.save(job().folder, steps.CHOICE, (steps.load(job().folder, steps.CHOICE) or {}) | said)


def _page(wrong: dict[str, str], typed: Mapping[str, str]) -> ResponseReturnValue:
    choice = steps.load(job().folder, steps.CHOICE) or {}
    found = job().said(RANK)
    listed = [
        (url_for(".file", name=name), getattr(WORDS.ranked_files, word), job().folder / steps.OUT / ours)
        for name, (ours, word) in (FILES if found else {}).items()
    ]
    groups = deciding.groups(found["to_decide"], typed) if found else []
    labels = {f"place-{line['key']}": line["name"] for group in groups for line in group["lines"]}
    return page(
        "review/ranked.html", WORDS.ranking.title, status=422 if wrong else 200, has_errors=bool(wrong), wrong=wrong,
        job=job(), body=choice.get("body", ""), bodies=bodies.ALL, found=found, listed=listed, progress=how_far(),
        told=sentences(job()), received=Received.of(job().folder), limits=services().limits,
        groups=groups, labels=labels,
    )  # fmt: skip
