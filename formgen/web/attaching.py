"""Evidence: files for a number, or many at once by their names; their order, and what is missing."""

from contextlib import suppress
from pathlib import Path, PurePosixPath

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from formgen.bundle.cross_check import cross_check
from formgen.errors import BadEvidence, FormgenError
from formgen.evidence.kinds import ACCEPTED, kind_of
from formgen.evidence.names import close_to, looks_like_number, natural, split
from formgen.exhibits import Exhibit
from formgen.web import jobs
from formgen.web.room import NoRoom
from formgen.web.services import desk, of_draft, page, services
from formgen.web.uploads import SameAgain, TooLarge
from formgen.web.wording import fill
from formgen.web.words import WORDS
from formgen.web.workers import Busy, Failed, TooDemanding, TookTooLong

PAGES = of_draft("attaching")
_REFUSED = (BadEvidence, TooLarge, NoRoom, TookTooLong, TooDemanding, Failed)


@PAGES.get("/evidence")
def evidence() -> ResponseReturnValue:
    return _page([])


@PAGES.post("/evidence")
def upload() -> ResponseReturnValue:
    """Keep each file that can be used; say of each other one why not. Many files are one piece of heavy work."""
    services().rates.count(request.remote_addr or "")
    exhibits, number, inspector = exhibits_of_draft(), request.form.get("number", ""), _Inspector()
    sent = [one for one in request.files.getlist("files") if one.filename]
    is_chosen = number in {one.number for one in exhibits}
    wrong, same, status = [], 0, 422
    for file in sorted(sent, key=lambda one: natural(_name(one))):
        try:
            _keep(file, number if is_chosen else _number_in(_name(file), exhibits), inspector)
        except SameAgain:
            same += 1
        except _REFUSED as error:
            wrong.append(_refused(_name(file), error))
            status = 507 if isinstance(error, NoRoom) else status
    if not sent:
        wrong.append(WORDS.evidence.none_chosen)
    if wrong:
        return _page(wrong, status)
    return redirect(url_for(".evidence", stored=len(sent) - same, same=same), 303)


@PAGES.post("/evidence/look")
def look() -> ResponseReturnValue:
    """Look into the files that nobody has looked into; the bundle does the same at the latest."""
    services().rates.count(request.remote_addr or "")
    wrong, inspector, uploads = [], _Inspector(), services().uploads
    for one in uploads.of(desk().draft):
        try:
            if not one.pages:
                uploads.looked(desk().draft, one.id, inspector.pages(one.path))
        except _REFUSED as error:
            wrong.append(_refused(one.name, error))
    return _page(wrong, 422) if wrong else redirect(url_for(".evidence"), 303)


def exhibits_of_draft() -> list[Exhibit]:
    """The numbers that the answers ask evidence for, each once."""
    examined = desk().examined()
    found = desk().programme.all_exhibits({form.name: examined.answers(form) for form in examined.forms})
    return list({one.number: one for one in found}.values())


class _Inspector:
    """Looks into files one after the other; once the queue stays full, what is left is looked at later."""

    def __init__(self) -> None:
        self._is_patient = True

    def pages(self, path: Path) -> int:
        """How many pages a file has, 0 for one that has to wait. Raises BadEvidence and what jobs raise."""
        if self._is_patient:
            with suppress(Busy):
                return services().workers.run_later(jobs.inspect, path)
            self._is_patient = False
        return 0


def _keep(file: FileStorage, number: str, inspector: _Inspector) -> None:
    received = services().uploads.receive(file.stream)
    kept = received
    try:
        kept = received.replace(received.with_name(received.name + kind_of(received).endings[0]))
        services().uploads.keep(desk().draft, number, _name(file), kept, inspector.pages(kept))
    finally:
        kept.unlink(missing_ok=True)
        received.unlink(missing_ok=True)


def _refused(name: str, error: FormgenError) -> str:
    reason = error.facts.get("reason") if isinstance(error, BadEvidence) else str(error)
    return fill(WORDS.evidence.refused, name=name, reason=reason)


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
        chosen=request.values.get("number", ""), said=_said(),
        unlooked=sum(not one.pages for one in uploads),
    )  # fmt: skip


def _said() -> str:
    """What the deed before this page has done."""
    told = request.args
    same = told.get("same", "0")
    again = fill(WORDS.evidence.again, count=same) if same.isdecimal() and same != "0" else ""
    if told.get("stored", "0") != "0":
        return f"{WORDS.evidence.saved}{again}"
    by_name = {"moved": WORDS.evidence.moved, "removed": WORDS.evidence.removed, "saved": WORDS.tasks.saved}
    return again or next((words for name, words in by_name.items() if name in told), "")
