"""Come back with a file: a bundle, a Word, ODT or PDF file of ours, JSON, or last year's file."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import programmes
from formgen.errors import InvalidAnswers, Problem, UnreadableFile
from formgen.web import jobs
from formgen.web.drafts import REVIEWERS
from formgen.web.filling import stored
from formgen.web.services import page, services
from formgen.web.words import WORDS

PAGES = Blueprint("returning", __name__)
LAST_YEARS = "last_years"


@PAGES.get("/return")
def ask() -> ResponseReturnValue:
    return _page([])


@PAGES.post("/return")
def take() -> ResponseReturnValue:
    """Make a new draft of what the file says."""
    sent, made = request.files.get("file"), services()
    if sent is None or not sent.filename:
        return _page([WORDS.returning.none_chosen], 422)
    work = Path(tempfile.mkdtemp(dir=made.passing))
    try:
        sent.save(work / "sent")
        is_last_years = request.form.get("how") == LAST_YEARS
        back = made.heavy(jobs.take_back, work / "sent", work, made.limits.total, is_last_years)
        return told(draft_of(back), back.left_out, back.warnings)
    except InvalidAnswers as error:
        return _page([str(one) for one in error.problems], 422)
    except UnreadableFile as error:
        return _page([str(error).replace("「sent」", WORDS.returning.your_file)], 422)
    finally:
        shutil.rmtree(work)


def draft_of(back: jobs.Returned, *, is_reviewed: bool = False) -> str:
    """The secret of a new draft that says what came back."""
    made, programme = services(), replace(programmes.get(back.programme), is_reviewed=is_reviewed)
    draft = made.drafts.create(f"{REVIEWERS}{programme.name}" if is_reviewed else programme.name)
    try:
        made.drafts.fill(draft, stored(programme.all_forms, back.answers), is_example=back.is_example)
        for number, path, pages in back.evidence:
            with path.open("rb") as file:
                received = made.uploads.receive(file, made.limits.total)
            made.uploads.keep(draft, number, f"{number}.pdf", received, pages)
    except BaseException:
        # Nobody was told its secret.
        made.uploads.erase(made.drafts.delete(draft))
        raise
    return draft.secret


def told(secret: str, left_out: Sequence[Problem], warnings: Sequence[Problem]) -> ResponseReturnValue:
    """The draft itself, or first what did not come back as it was written."""
    if not left_out and not warnings:
        return redirect(url_for("filling.tasks", secret=secret, returned=1), 303)
    link = url_for("filling.tasks", secret=secret, returned=1)
    return page("returned.html", WORDS.returning.returned, link=link, left_out=left_out, warnings=warnings)


def _page(wrong: list[str], status: int = 200) -> ResponseReturnValue:
    return page("return.html", WORDS.returning.title, status=status, has_errors=bool(wrong), wrong=wrong)
