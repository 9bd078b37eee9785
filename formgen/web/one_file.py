"""One file of evidence: open it, give it another number or place, remove it after one more question."""

from flask import abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from formgen.web.attaching import exhibits_of_draft
from formgen.web.security import FILE_POLICY
from formgen.web.services import desk, named, of_draft, page, services
from formgen.web.uploads import Upload
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_draft("one_file")
# What a browser shows by itself and cannot be led astray by; the rest is given to be kept.
_SHOWN = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
_KEPT = "application/octet-stream"


@PAGES.get("/evidence/<int:upload>")
def change(upload: int) -> ResponseReturnValue:
    found = _found(upload)
    title = fill(WORDS.evidence.change_of, name=found.name)
    return page("one_file.html", title, desk=desk(), file=found, exhibits=exhibits_of_draft())


@PAGES.get("/evidence/<int:upload>/file")
def opened(upload: int) -> Response:
    """The file as it was uploaded, under the name that the person gave it."""
    found = _found(upload)
    is_shown = found.ending in _SHOWN
    response = send_file(found.path, mimetype=_SHOWN.get(found.ending, _KEPT), as_attachment=not is_shown)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return named(response, f"evidence-{found.number}{found.ending}", found.name)


@PAGES.post("/evidence/<int:upload>/number")
def renumber(upload: int) -> ResponseReturnValue:
    number = request.form.get("number", "")
    if number not in {one.number for one in exhibits_of_draft()}:
        abort(400)
    services().uploads.renumber(desk().draft, _found(upload).id, number)
    return redirect(url_for("attaching.evidence", moved=1), 303)


@PAGES.post("/evidence/<int:upload>/remove")
def remove(upload: int) -> ResponseReturnValue:
    services().uploads.remove(desk().draft, upload)
    return redirect(url_for("attaching.evidence", removed=1), 303)


@PAGES.post("/evidence/<int:upload>/up")
def move_up(upload: int) -> ResponseReturnValue:
    services().uploads.move_up(desk().draft, upload)
    return redirect(url_for("attaching.evidence"), 303)


def _found(upload: int) -> Upload:
    found = next((one for one in services().uploads.of(desk().draft) if one.id == upload), None)
    if found is None:
        abort(404)
    return found
