"""Scoring on the screen: an applicant's file becomes a draft that asks what the reviewing body fills."""

from flask.typing import ResponseReturnValue

from formgen import programmes
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.web import arriving, jobs, returning
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.wording import fill
from formgen.web.words import WORDS

PAGES = of_area("scoring", "/review/score")


@PAGES.get("")
def ask() -> ResponseReturnValue:
    return _page([])


@PAGES.post("")
def take() -> ResponseReturnValue:
    made = services()
    with arriving.sent("file") as paths:
        if not paths:
            return _page([WORDS.scoring.none_chosen])
        try:
            back = made.heavy(jobs.take_back, paths[0], paths[0].parent, made.limits.total)
        except InvalidAnswers as error:
            return _page([str(one) for one in error.problems])
        except UnreadableFile as error:
            return _page([str(error)])
        programme = programmes.get(back.programme)
        if not any(one.by_reviewer for form in programme.all_forms for one in form.questions()):
            return _page([fill(WORDS.scoring.no_part, title=programme.title)])
        return returning.told(returning.draft_of(back, is_reviewed=True), back.left_out, back.warnings)


def _page(wrong: list[str]) -> ResponseReturnValue:
    return page(
        "review/score.html", WORDS.review_tasks.scoring.title, status=422 if wrong else 200,
        has_errors=bool(wrong), wrong={"file": "；".join(wrong)} if wrong else {},
    )  # fmt: skip
