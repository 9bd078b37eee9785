"""The 初審意見表: its worked example, its nested choices and its lists."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.render import page
from formgen.values import printed

FORM = catalog.get("preliminary_review")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
SOURCE = Path(__file__).parent / "sources" / "preliminary_review_example.txt"


def answers(**changes: Any) -> Answers:
    """The example with its 初審確認事項, or whole answers, put otherwise."""
    data = deepcopy(EXAMPLE)
    for key, value in changes.items():
        (data if key in data else data["confirmation"])[key] = value
    return checking.parse(FORM, data)


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.level) for problem in checking.check(FORM, answers(**changes))]


def test_official_example_prints_as_it_stands() -> None:
    """優點 and 建議 of the official example stand on the page, point by point, bullets included."""
    source = re.sub(r"<[^>]*>", "", SOURCE.read_text(encoding="utf-8"))
    opinion = source[source.index("優點:") : source.index("※備註")]
    points = [f"● {point.strip()}" for point in re.split("●|建議:", opinion)[1:] if point.strip()]
    shown = [text for path, text in printed(FORM, answers()).items() if path.endswith(".text")]
    assert shown == points
    assert all(point in page.of(FORM, answers()) for point in points)


def test_example_is_without_problems() -> None:
    """Nothing is wrong with the example, not even a warning."""
    assert problems() == []


@pytest.mark.parametrize("typed", ["● 標示清楚", "●標示清楚", "　• 標示清楚 ", "標示清楚"])
def test_bullet_is_printed_once(typed: str) -> None:
    """A bullet typed or pasted with a point is not printed a second time."""
    values = printed(FORM, answers(suggestions=[{"text": typed}]))
    assert values["suggestions.0.text"] == "● 標示清楚"


def test_bullet_alone_says_nothing() -> None:
    """A point of a bullet alone is no point, and the list ends before it."""
    assert (
        printed(FORM, answers(suggestions=[{"text": "甲"}, {"text": "●"}])).get("suggestions.1.text") is None
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"contractors": {"ground": "已提供"}}, ("confirmation.contractors.result", "warning")),
        (
            {"contractors": {"result": "具參選資格", "ground": "未提供"}},
            ("confirmation.contractors.ground", "warning"),
        ),
        ({"contractors": {"result": "未具參選資格"}}, ("confirmation.contractors.ground", "warning")),
        ({"system": {"verified": True}}, ("confirmation.system.result", "warning")),
        (
            {"system": {"result": "未具參選資格", "reviewed": True}},
            ("confirmation.system.result", "warning"),
        ),
        ({"system": {"result": "具參選資格"}}, ("confirmation.system.verified", "warning")),
        ({"industry": {"result": "正確", "correction": "某業"}}, ("confirmation.industry.result", "warning")),
        ({"industry": {"result": "修正"}}, ("confirmation.industry.correction", "gap")),
        ({"suggestions": []}, ("suggestions", "gap")),
    ],
)
def test_choices_go_together(changes: Any, expected: tuple[str, str]) -> None:
    """A sub-item without its parent, or a parent without its sub-item, is said."""
    assert expected in problems(**changes)


def test_system_may_stay_open() -> None:
    """A unit that need not have a management system leaves that row open."""
    assert problems(system={}) == []
