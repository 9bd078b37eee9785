"""An applicant's own copy with the corrected one, field by field."""

from flask import request
from flask.typing import ResponseReturnValue

from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.review.comparison import NothingInCommon
from formgen.review.comparison import compare as differences
from formgen.web import arriving
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.words import WORDS

PAGES = of_area("comparing", "/review/compare")
FIELDS = ("before", "after")


@PAGES.get("")
def ask() -> ResponseReturnValue:
    return _ask({})


@PAGES.post("")
def compare() -> ResponseReturnValue:
    """Compare what was sent; nothing of it is kept."""
    wrong = {
        name: WORDS.comparing.none_chosen
        for name in FIELDS
        if not (sent := request.files.get(name)) or not sent.filename
    }
    if wrong:
        return _ask(wrong)
    with arriving.sent(*FIELDS) as (before, after, *_):
        try:
            found = services().heavy(differences, before, after)
        except InvalidAnswers as error:
            return _ask({"after": "；".join(map(str, error.problems))})
        except (UnreadableFile, NothingInCommon) as error:
            return _ask({"after": str(error)})
    return page("review/compared.html", WORDS.comparing.found, found=found)


def _ask(wrong: dict[str, str]) -> ResponseReturnValue:
    return page(
        "review/compare.html", WORDS.review_tasks.comparing.title, status=422 if wrong else 200,
        has_errors=bool(wrong), wrong=wrong,
    )  # fmt: skip
