"""The 評核結果: a real table built again, joined where pages cut it, and what its rows owe."""

import json
import re
from typing import Any

import pytest
from test_wording import SOURCES, edits

from formgen import catalog, checking

FORM = catalog.get("control_plan_evaluation")
PLANS = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))["plans"]
LOST = "〔原文缺漏〕"
# What the recognition made of the rules of the table.
RULES = {"T", ".", "T ."}
SECOND, OPINION = "一、推動職業安全衛生管理制度與表揚活動", "推動事項、執行經費"


def source_rows() -> list[list[str]]:
    """Each plan's cells, collected line by line; the second plan's lines have no columns."""
    rows: list[list[str]] = []
    for line in (SOURCES / "control_plan_evaluation_example.txt").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        alone = line.strip().removeprefix("- ")
        if len(cells) == 1:
            cells = ["", "", "", alone] if alone.startswith(OPINION) else ["", "", alone, ""]
        if cells[0].isdecimal() or alone.startswith(SECOND):
            rows.append(["", "", "", ""])
        for place, cell in enumerate(cells):
            rows[-1][place] += "" if cell in RULES else cell
    return [[full_width(re.sub(r"\s", "", cell)) for cell in row] for row in rows]


def full_width(text: str) -> str:
    marks = {",": "，", ":": "：", ";": "；"}
    return re.sub(r"(?<!\d)[,:;]|[,:;](?!\d)", lambda mark: marks[mark[0]], text)


def test_the_example_is_the_source() -> None:
    """Every plan of the real table stands in the example, but for the edits in docs/sources.md."""
    rows = source_rows()
    results = "\t".join(row[2] for row in rows)
    for before, after, *_ in edits("自行管制個案計畫評核結果的範例"):
        assert results.count(before) == 1, before
        results = results.replace(before, after)
    expected = [
        [number or LOST, name or LOST, result, opinion]
        for (number, name, _, opinion), result in zip(rows, results.split("\t"), strict=True)
    ]
    keys = ("number", "name", "results", "opinion")
    assert [[re.sub(r"\s", "", plan[key]) for key in keys] for plan in PLANS] == expected


def problems(*plans: dict[str, Any]) -> list[tuple[str, str]]:
    given = checking.parse(FORM, {"agency": "○○署", "year": 116, "plans": plans})
    return [(one.field, one.level) for one in checking.check(FORM, given)]


@pytest.mark.parametrize("left_out", ["number", "name", "results", "opinion"])
def test_a_plan_is_told_whole(left_out: str) -> None:
    """Whatever a plan lacks is a gap with its own label."""
    assert problems({**PLANS[0], left_out: None}) == [(f"plans.0.{left_out}", "gap")]


def test_numbers_stand_once() -> None:
    """A number that stands twice is a warning at the second one, and no plan at all is a gap."""
    assert problems(PLANS[0], PLANS[0]) == [("plans.1.number", "warning")]
    assert problems() == [("plans", "gap")]
