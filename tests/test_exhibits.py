"""The places for evidence that forms name: how many, what they are called, and which the answers rest on."""

from typing import Any

import pytest

from formgen import catalog, checking, jsonfile
from formgen.exhibits import Exhibit
from formgen.forms.five_star_self_assessment.checks import CHECKS, FILES
from formgen.forms.unit_recommendation.items import ITEMS

FORMS = [catalog.get(name) for name in catalog.names()]


def exhibits(name: str, answers: dict[str, Any]) -> dict[str, Exhibit]:
    form = catalog.get(name)
    return {one.number: one for one in form.exhibits(checking.parse(form, answers))}


def five_star(**results: str) -> dict[str, Exhibit]:
    """The places of 附表四 with results of checks, ``c_4_3_1="V"``."""
    checks = {number.removeprefix("c_").replace("_", "-"): {"result": one} for number, one in results.items()}
    return exhibits("five_star_self_assessment", {"checks": checks})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_numbers_name_one_place(form: Any) -> None:
    """In every form a number means one place, whatever was answered, and what is required is claimed."""
    example = checking.parse(form, jsonfile.load(str(form.folder / "example.json")))
    for answers in (form.answers(), example):
        found = form.exhibits(answers)
        numbers = [number for one in found for number in (one.number, *one.also)]
        assert len(numbers) == len(set(numbers))
        assert all(one.claimed for one in found if one.is_required)
        assert all(one.label and not one.label.startswith(one.number) for one in found)
    assert not any(one.claimed for one in form.exhibits(form.answers()))


def test_five_star_has_a_place_for_each_file() -> None:
    """附表四 has 37 places in order, and with those that share one they are its 42 checks."""
    found = five_star()
    assert list(found) == list(FILES)
    assert [number for one in found.values() for number in (one.number, *one.also)] == list(CHECKS)
    assert found["4-3-1"].label.startswith("四、採購管理(三)檢討與改進　1.")
    assert found["4-3-1"].asked == CHECKS["4-3-1"].evidence
    assert {one.number: one.also for one in found.values() if one.also} == {
        "3-1-1": ("3-1-2",),
        "3-2-1": ("3-2-2",),
        "4-2-1": ("4-2-2",),
        "5-1-1": ("5-1-2",),
        "5-2-1": ("5-2-2",),
    }


def test_five_star_claims() -> None:
    """「V」 and 「-」 both rest on evidence, and so does the second of two checks that share a file."""
    found = five_star(c_1_1_1="V", c_8_2_2="-", c_5_2_2="V")
    claimed = [one.number for one in found.values() if one.claimed]
    assert claimed == [one.number for one in found.values() if one.is_required] == ["1-1-1", "5-2-1", "8-2-2"]


def test_selection_has_a_place_for_each_item() -> None:
    """附表一 has a place for each of its 34 items; none is asked for by the form, so none is required."""
    found = exhibits("unit_recommendation", {"items": {"1-1": {"grade": "良"}, "1-2": {"grade": "不適用"}}})
    assert list(found) == list(ITEMS)
    assert len(found) == 34
    assert found["7-4"].label == "4.提報全國職場安全健康週實施計畫"
    assert [one.number for one in found.values() if one.claimed] == ["1-1"]
    assert not any(one.is_required or one.asked or one.also for one in found.values())
