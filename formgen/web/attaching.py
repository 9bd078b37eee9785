"""Evidence: files for a number, or many at once by their names; their order, and what is missing."""

from pathlib import Path, PurePosixPath

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from formgen.bundle.cross_check import cross_check
from formgen.errors import BadEvidence
from formgen.evidence.kinds import ACCEPTED, kind_of
from formgen.evidence.names import close_to, looks_like_number, natural, split
from formgen.exhibits import Exhibit
from formgen.web import jobs
from formgen.web.security import TooOften
from formgen.web.services import desk, of_draft, page, services
from formgen.web.uploads import TooLarge
from formgen.web.wording import fill
from formgen.web.words import WORDS
from formgen.web.workers import Busy, Failed, TookTooLong

PAGES = of_draft("attaching")
_REFUSED = (BadEvidence, TooLarge, TookTooLong, Failed)


@PAGES.get("/evidence")
def evidence() -> ResponseReturnValue:
    return _page([])


@PAGES.post("/evidence")
def upload() -> ResponseReturnValue:
    """Keep each file that can be used; say of each other one why not."""
    exhibits, wrong = exhibits_of_draft(), []
    sent = [one for one in request.files.getlist("files") if one.filename]
    number = request.form.get("number", "")
    for file in sorted(sent, key=lambda one: natural(_name(one))):
        try:
            _keep(
                file,
                number if number in {one.number for one in exhibits} else _number_in(_name(file), exhibits),
            )
        except _REFUSED as error:
            reason = error.facts.get("reason") if isinstance(error, BadEvidence) else str(error)
            wrong.append(fill(WORDS.evidence.refused, name=_name(file), reason=reason))
    if not sent:
        wrong.append(WORDS.evidence.none_chosen)
    return _page(wrong, 422) if wrong else redirect(url_for(".evidence", saved=1), 303)


@PAGES.post("/evidence/<int:upload>/remove")
def remove(upload: int) -> ResponseReturnValue:
    services().uploads.remove(desk().draft, upload)
    return redirect(url_for(".evidence"), 303)


@PAGES.post("/evidence/<int:upload>/up")
def move_up(upload: int) -> ResponseReturnValue:
    services().uploads.move_up(desk().draft, upload)
    return redirect(url_for(".evidence"), 303)


def exhibits_of_draft() -> list[Exhibit]:
    """The numbers that the answers ask evidence for, each once."""
    examined = desk().examined()
    found = desk().programme.all_exhibits({form.name: examined.answers(form) for form in examined.forms})
    return list({one.number: one for one in found}.values())


def _keep(file: FileStorage, number: str) -> None:
    received, _ = services().uploads.receive(file.stream)
    kept = received
    try:
        kept = received.replace(received.with_name(received.name + kind_of(received).endings[0]))
        try:
            pages = services().heavy(jobs.inspect, kept)
        except (Busy, TooOften):
            pages = 0  # it is looked at when the bundle is made
        services().uploads.keep(desk().draft, number, _name(file), kept, pages)
    finally:
        kept.unlink(missing_ok=True)
        received.unlink(missing_ok=True)


def _name(file: FileStorage) -> str:
    """What the person called the file; never a path."""
    return PurePosixPath((file.filename or "").replace("\\", "/")).name


def _number_in(name: str, exhibits: list[Exhibit]) -> str:
    """The number that a file's name begins with. Raises BadEvidence."""
    owners = {number: one.number for one in exhibits for number in (one.number, *one.also)}
    number, _ = split(Path(name).stem, owners)
    if number:
        return owners[number]
    seems = looks_like_number(name)
    close = close_to(seems, owners) if seems else ""
    words = WORDS.evidence.close_number if close else WORDS.evidence.no_number
    raise BadEvidence(file=name, reason=fill(words, number=seems, close=close))


def _page(wrong: list[str], status: int = 200) -> ResponseReturnValue:
    exhibits, uploads = exhibits_of_draft(), services().uploads.of(desk().draft)
    known = {one.number for one in exhibits}
    missing = list(cross_check(exhibits, {one.number for one in uploads}))
    return page(
        "evidence.html", WORDS.evidence.title, status=status, has_errors=bool(wrong), desk=desk(), wrong=wrong,
        shown=[(one, [file for file in uploads if file.number == one.number]) for one in exhibits],
        strays=[file for file in uploads if file.number not in known],
        missing=missing, total=sum(one.bytes for one in uploads), limits=services().limits, accepted=ACCEPTED,
    )  # fmt: skip
