"""Pages before there is a draft: what one can do, what a programme needs, blank forms."""

from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from formgen import catalog, programmes
from formgen.form import Form
from formgen.paths import TEMPLATES
from formgen.programmes import Programme
from formgen.renditions import formats_here
from formgen.web import jobs
from formgen.web.services import attached, page, services
from formgen.web.wording import TAIPEI
from formgen.web.words import PROGRAMMES, WORDS

PAGES = Blueprint("public", __name__)


@PAGES.get("/")
def start() -> ResponseReturnValue:
    return page("start.html", WORDS.start.title, choices=[(one, plain(one)) for one in offered()])


@PAGES.get("/programmes/<name>")
def programme(name: str) -> ResponseReturnValue:
    about = _programme(name)
    return page("programme.html", about.title, programme=about, plain=plain(about), late=_late(about))


@PAGES.post("/programmes/<name>")
def begin(name: str) -> ResponseReturnValue:
    about = _programme(name)
    services().rates.count(request.remote_addr or "")
    services().room.refuse_upload(0)
    draft = services().drafts.create(about.name)
    return redirect(url_for("filling.tasks", secret=draft.secret, new=1), 303)


@PAGES.get("/blanks")
def blanks() -> ResponseReturnValue:
    entries = {entry.name: entry for entry in catalog.entries()}
    groups = [
        (one.title, [entries.pop(form.name) for form in one.all_forms if form.name in entries])
        for one in offered()
    ]
    rest = (WORDS.blanks.others, list(entries.values()))
    alone = [name for name in entries if catalog.get(name).sections]
    kinds = formats_here()
    return page("blanks.html", WORDS.blanks.title, groups=[*groups, rest], formats=kinds, alone=alone)


@PAGES.get("/blanks/<form>.<file_format>")
def blank(form: str, file_format: str) -> ResponseReturnValue:
    if form not in catalog.names() or file_format not in formats_here():
        abort(404)
    found: Form = catalog.get(form)
    year = request.args.get("year", "")
    preset = {"year": year} if year.isdecimal() and "year" in found.answers.model_fields else {}
    content = services().heavy(jobs.draw, form, preset, file_format, True)
    return attached(BytesIO(content), file_format, form, f"{found.title}{WORDS.blanks.suffix}")


@PAGES.get("/privacy")
def privacy() -> ResponseReturnValue:
    return page("privacy.html", WORDS.privacy.title)


@PAGES.get("/deleted")
def deleted() -> ResponseReturnValue:
    return page("deleted.html", WORDS.leaving.deleted_title)


@PAGES.get("/paper/<name>.css")
def paper_style(name: str) -> ResponseReturnValue:
    """The style sheet of a form's page, as WeasyPrint uses it."""
    return send_from_directory(TEMPLATES / "html", f"{name}.css", max_age=3600)


def offered() -> list[Programme]:
    """In the order of the catalogue of words, then the rest."""
    known = [name for name in PROGRAMMES if name in programmes.names()]
    return [
        programmes.get(name) for name in [*known, *(one for one in programmes.names() if one not in known)]
    ]


def plain(programme: Programme) -> dict[str, Any]:
    """What the programme is in plain words."""
    return {"goal": programme.title, "needs": [], "minutes": 30} | PROGRAMMES.get(programme.name, {})


def _programme(name: str) -> Programme:
    """A programme, or a form by itself."""
    try:
        return programmes.get(name)
    except programmes.UnknownProgramme:
        abort(404)


def _late(programme: Programme) -> str:
    """One sentence if the last day has passed."""
    return programme.deadline.warning({}, datetime.now(TAIPEI).date()) if programme.deadline else ""
