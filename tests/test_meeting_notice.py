"""活動說明 and the replies that go with it: a real notice built again, its agenda, and what the rules say."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from test_wording import squeeze
from tinyhtml5 import parse as parse_html

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.render import page
from formgen.values import printed

NOTICE = Path(__file__).parent / "letters" / "notice.txt"


def example(name: str, **changes: Any) -> Answers:
    """The example of a form with some answers put otherwise."""
    form = catalog.get(name)
    given = json.loads((form.folder / "example.json").read_text(encoding="utf-8"))
    return checking.parse(form, deepcopy(given) | changes)


def told(name: str, **changes: Any) -> list[tuple[str, str]]:
    """Place and level of all that is said of such answers."""
    return [(one.field, one.level) for one in checking.check(catalog.get(name), example(name, **changes))]


def test_real_notice_is_built_again() -> None:
    """The example prints the real notice letter by letter, but for the marks before its items."""
    html = page.of(catalog.get("meeting_notice"), example("meeting_notice"))
    body = parse_html(html, namespace_html_elements=False).find("body")
    made = squeeze("".join(body.itertext())).replace("•", "")
    assert made == squeeze(NOTICE.read_text(encoding="utf-8"))


def test_weekday_is_computed() -> None:
    """The day of the week follows from the day, so that it is never another one."""
    form = catalog.get("meeting_notice")
    assert printed(form, example("meeting_notice", day="2026-11-22"))["=weekday"] == "（星期日）"


@pytest.mark.parametrize(
    ("times", "wrong"),
    [
        (["10:00~10:30", "10:30~11:00", "下午"], []),
        (["10:00~10:30", "10:20~11:00", "10:50～11:30"], [1, 2]),
        (["10:30~10:00"], [0]),
        (["10:00~10:60"], [0]),
    ],
)
def test_times_of_the_agenda(times: list[str], wrong: list[int]) -> None:
    """A line of the agenda that begins before the one above it ends, or ends before it begins, is warned about."""
    found = told("meeting_notice", agenda=[{"time": one, "item": "甲"} for one in times])
    assert found == [(f"agenda.{place}.time", "warning") for place in wrong]


def test_numbers_of_the_notice_do_not_jump() -> None:
    """七 without 六 is warned about; a notice with neither is whole."""
    assert told("meeting_notice", attendance=None) == [("awards.lines", "warning")]
    assert told("meeting_notice", attendance=None, awards=None) == []


def test_who_comes_is_named() -> None:
    """Who comes is named; who stays away and still names somebody is asked again."""
    nobody: list[Any] = [{}, {}, {}, {}]
    assert told("attendance_reply", attendees=nobody) == [("attendees.0.name", "gap")]
    assert told("attendance_reply", intention="不克出席") == [("intention", "warning")]
    assert told("attendance_reply", intention="不克出席", attendees=nobody) == []


def test_who_shares_says_what() -> None:
    """Who shares says about what and who speaks; who does not share says neither."""
    nothing: dict[str, Any] = {"topic": None, "outline": None, "speaker": {}}
    assert told("sharing_survey", **nothing) == [("topic", "gap"), ("speaker.name", "gap")]
    assert told("sharing_survey", intention="不克分享", **nothing) == []
    assert told("sharing_survey", intention="不克分享") == [("topic", "warning"), ("speaker.name", "warning")]
