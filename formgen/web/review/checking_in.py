"""What came in against its checklist, and the 補正通知 for what is not complete."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import catalog, checking, jsonfile
from formgen.letters import FORM
from formgen.renditions import FORMATS
from formgen.review import notice
from formgen.review.completion import Checked, check_files
from formgen.review.drawable import marked
from formgen.review.notice import Times
from formgen.tw import date as roc_date
from formgen.web import arriving, jobs, lettering
from formgen.web.access import of_area
from formgen.web.review import sender
from formgen.web.services import attached, page, services
from formgen.web.words import WORDS

PAGES = of_area("checking_in", "/review/check")
_DAYS = ("notified", "due")


@dataclass(frozen=True)
class Shown:
    """One file on the page: what was found, until when, and the answers of its letter as JSON, if there is one."""

    checked: Checked
    until: list[str]
    name: str
    letter: str

    @property
    def file(self) -> str:
        return Path(self.checked.file).name


@PAGES.get("")
def ask() -> ResponseReturnValue:
    return _ask({}, {**dict.fromkeys(_DAYS, ""), **sender.remembered()})


@PAGES.post("")
def check() -> ResponseReturnValue:
    """Check what was sent; nothing of it is kept."""
    typed = {**{name: request.form.get(name, "").strip() for name in _DAYS}, **sender.typed()}
    times, wrong = _times(typed)
    with arriving.sent("files") as paths:
        if not paths:
            wrong["files"] = WORDS.checking_in.none_chosen
        if wrong:
            return _ask(wrong, typed, 422)
        found = services().heavy(check_files, paths)
    shown = [_shown(one, times, sender.answers(typed)) for one in found]
    made = make_response(
        page(
            "review/checked.html", WORDS.checking_in.found, shown=shown, formats=FORMATS,
            count=sum(bool(one.letter) for one in shown),
        )
    )  # fmt: skip
    sender.remember(made, {name: typed[name] for name in sender.FIELDS})
    return made


@PAGES.post("/letter")
def letter() -> ResponseReturnValue:
    """The letter as a file, or as a draft to be changed first."""
    form = catalog.get(FORM)
    said = jsonfile.loads(request.form.get("letter", "").encode(), WORDS.checking_in.letter)
    answers, _ = checking.salvage(form, said)
    deed = request.form.get("do", "")
    if deed in FORMATS:
        given = marked(answers.given()) if deed == "pdf" else answers.given()
        content = services().heavy(jobs.draw, FORM, given, deed)
        return attached(BytesIO(content), deed, FORM, request.form.get("name", "") or form.title)
    return redirect(url_for("filling.tasks", secret=lettering.draft_of(answers.given()), new=1), 303)


def _shown(checked: Checked, times: Times, office: dict[str, Any]) -> Shown:
    drafts = notice.letters([checked], times, office)
    ((name, answers),) = drafts.items() or [("", None)]
    return Shown(
        checked,
        notice.until(checked, times),
        name,
        json.dumps(answers, ensure_ascii=False) if answers else "",
    )


def _times(typed: dict[str, str]) -> tuple[Times, dict[str, str]]:
    days, wrong = {}, {}
    for name in _DAYS:
        try:
            days[name] = roc_date.parse(typed[name]) if typed[name] else None
        except ValueError as error:
            wrong[name] = str(error)
    return Times(days.get("notified"), days.get("due")), wrong


def _ask(wrong: dict[str, str], typed: dict[str, str], status: int = 200) -> ResponseReturnValue:
    return page(
        "review/check.html", WORDS.review_tasks.checking_in.title, status=status, has_errors=bool(wrong),
        wrong=wrong, typed=typed,
    )  # fmt: skip
