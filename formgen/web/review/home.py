"""The home page of the area: its tasks."""

from flask.typing import ResponseReturnValue

from formgen.web.access import of_area
from formgen.web.services import page
from formgen.web.words import WORDS

PAGES = of_area("review", "/review")
# Each is a blueprint that begins at its page `ask`; its words stand under [review_tasks].
TASKS = ("blank_papers", "visits", "checking_in", "comparing", "scoring", "ranking")


@PAGES.get("/")
def index() -> ResponseReturnValue:
    tasks = [(name, getattr(WORDS.review_tasks, name)) for name in TASKS]
    return page("review/index.html", WORDS.review.title, tasks=tasks)
