"""Two answers to one question: which of them stands."""

import json
import sqlite3
from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from formgen import checking
from formgen.web import places
from formgen.web.drafts import Conflict
from formgen.web.merging import content
from formgen.web.places import Place
from formgen.web.services import desk, of_draft, page, services
from formgen.web.words import WORDS

PAGES = of_draft("choosing")


@PAGES.post("/choose/<form>/<section>")
def choose(form: str, section: str) -> ResponseReturnValue:
    """The one that a person chose of two answers to the same question."""
    place = places.find(form, section)
    asked, chosen = [], {}
    for number in range(len(place.paths)):
        path, choice = (request.form.get(f"{name}:{number}", "") for name in ("path", "choice"))
        if path in place.paths and choice in {"mine", "theirs"}:
            both = {
                name: _loaded(request.form.get(f"{name}:{number}", ""), is_list=path in place.lists)
                for name in ("mine", "theirs")
            }
            asked.append(Conflict(path, **both))
            # Theirs too: of a list, it is what is there together with my rows.
            chosen[path] = both[choice]
    base = number_in(request.form.get("revision", ""))
    before = desk().examined(base).shown(place.form, place.section)
    try:
        conflicts = services().drafts.save(desk().draft, base, place.under(before), place.under(chosen))
    except sqlite3.OperationalError:
        return page_of(place, asked, 503)
    return page_of(place, conflicts) if conflicts else redirect(places.following(place), 303)


def page_of(place: Place, conflicts: list[Conflict], status: int = 409) -> ResponseReturnValue:
    """Both answers to each question, side by side; with the status 503 the choice could not be saved."""
    rows = []
    for conflict in conflicts:
        path = conflict.path.removeprefix(f"{place.form.name}.")
        sent = (json.dumps(one) for one in (conflict.mine, conflict.theirs))
        rows.append((path, checking.label_of(place.form, path), *_in_words(conflict), *sent))
    return page(
        "choose.html", WORDS.choose.title, status=status, has_errors=True, desk=desk(), form=place.form,
        section=place.section, rows=rows, revision=services().drafts.revision(desk().draft), is_unsaved=status == 503,
    )  # fmt: skip


def _in_words(conflict: Conflict) -> tuple[str, str]:
    """Mine and theirs as a person reads them; of lists, the rows that differ."""
    mine, theirs = conflict.mine, conflict.theirs
    if isinstance(mine, list) and isinstance(theirs, list):
        mine, theirs = (
            [row for row in one if row not in other] for one, other in ((mine, theirs), (theirs, mine))
        )
    return said(mine), said(theirs)


def said(value: Any) -> str:
    """A stored value in words."""
    if isinstance(value, bool):
        return str(WORDS.field.ticked if value else WORDS.field.not_ticked)
    if isinstance(value, list):
        return "\n".join("，".join(map(said, content(row).values())) or said("") for row in value) or said("")
    return str(value or WORDS.field.empty)


def number_in(text: str) -> int:
    """A revision that our own page sent along."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _loaded(text: str, *, is_list: bool) -> Any:
    """A value that our own page sent along, in no other shape than it is stored in."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        abort(400)
    rows = value if isinstance(value, list) else None
    is_row = [isinstance(row, dict) and all(map(_is_plain, row.values())) for row in rows or ()]
    if value is not None and not (all(is_row) and rows is not None if is_list else _is_plain(value)):
        abort(400)
    return value


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool))
