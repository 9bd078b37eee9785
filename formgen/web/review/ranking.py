"""The order: choose the body, upload what came in, and the jobs of before."""

import shutil
import tempfile
import threading
from pathlib import Path

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from formgen import steps
from formgen.review import bodies, received
from formgen.review.received import Received
from formgen.web.access import of_area
from formgen.web.services import page, services
from formgen.web.steps.kinds import RANKING
from formgen.web.steps.receiving import WrongFiles, name_of, save, sent
from formgen.web.uploads import TooLarge
from formgen.web.words import WORDS

PAGES = of_area("ranking", "/review/ranking")
RANK = "rank"
# Two people may add files to one job.
_ADDING = threading.Lock()


@PAGES.get("/")
def ask() -> ResponseReturnValue:
    return _page({})


@PAGES.post("/")
def upload() -> ResponseReturnValue:
    made, body = services(), request.form.get("body", "")
    wrong = {} if body in bodies.ALL else {"body": WORDS.review.no_body}
    folder = made.jobs.new_folder()
    try:
        receive(folder)
    except (WrongFiles, TooLarge) as error:
        wrong["files"] = str(error)
    if wrong:
        shutil.rmtree(folder)
        return _page(wrong)
    steps.save(folder, steps.CHOICE, {"body": body})
    created = made.jobs.create(folder, body, RANKING, RANK)
    made.runner.wake()
    return redirect(url_for("ranked.overview", job=created.id), 303)


def receive(folder: Path) -> list[str]:
    """Put what was sent into a job's folder; the names that were there already. Raises WrongFiles, TooLarge."""
    limits = services().limits
    with tempfile.TemporaryDirectory(dir=folder, prefix="arriving-") as name:
        arrived = []
        for place, one in enumerate(sent()):
            path = Path(name, str(place))
            save(one, path)
            arrived.append((name_of(one), path))
        with _ADDING:
            there = [path for _, path in Received.of(folder).files]
            together = [*there, *(path for _, path in arrived)]
            if len(together) > limits.files:
                raise TooLarge(reason=f"一次最多 {limits.files} 個檔案；可以合成一個 ZIP")
            if sum(path.stat().st_size for path in together) > limits.total:
                raise TooLarge(reason=f"檔案合計最多 {limits.total // 10**6} MB")
            return received.take(folder, arrived)


def _page(wrong: dict[str, str]) -> ResponseReturnValue:
    services().runner.wake()
    return page(
        "review/ranking.html", WORDS.review_tasks.ranking.title, status=422 if wrong else 200, has_errors=bool(wrong),
        wrong=wrong, body=request.form.get("body", ""), bodies=bodies.ALL, limits=services().limits,
        jobs=services().jobs.of_kind(RANKING),
    )  # fmt: skip
