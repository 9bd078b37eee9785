"""Delete a draft, with everything in it, at once."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from formgen.web.services import desk, of_draft, page, services
from formgen.web.words import WORDS

PAGES = of_draft("leaving")


@PAGES.get("/delete")
def confirm() -> ResponseReturnValue:
    return page("delete.html", WORDS.leaving.title, desk=desk())


@PAGES.post("/delete")
def delete() -> ResponseReturnValue:
    made = services()
    made.uploads.erase(made.drafts.delete(desk().draft))
    return redirect(url_for("public.deleted"), 303)
