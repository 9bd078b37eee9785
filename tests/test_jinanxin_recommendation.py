"""金安心工程, 推薦表: the group of works, the levels one after the other, and what keeps works from being chosen."""

import pytest
from jinanxin_papers import RECOMMENDATION, answers, problems, told

from formgen import catalog, checking
from formgen.tw import jinanxin
from formgen.values import printed


@pytest.mark.parametrize(
    ("amount", "group"),
    [("1000000", "中小型工程組"), ("9999999", "中小型工程組"), ("10000000", "大型工程組"), ("49999999.99", "大型工程組"), ("50000000", "重大工程組")],
)  # fmt: skip
def test_group_follows_the_amount(amount: str, group: str) -> None:
    """10 and 50 million begin a group each, and the group is ticked without being chosen."""
    form, given = catalog.get(RECOMMENDATION), answers(RECOMMENDATION, contract_amount=amount)
    assert printed(form, given)["group"] == group
    assert checking.check(form, given) == []
    other = next(one for one in jinanxin.GROUPS if one != group)
    assert told(RECOMMENDATION, contract_amount=amount, group=other) == [("group", "warning", "計畫五(一)")]


def test_no_group_below_a_million() -> None:
    """Works below the least amount have no group to be chosen in."""
    found = answers(RECOMMENDATION, contract_amount="999999")
    assert "group" not in catalog.get(RECOMMENDATION).compute(found)
    assert told(RECOMMENDATION, contract_amount="999999") == [("contract_amount", "warning", "計畫五(一)")]


@pytest.mark.parametrize(
    ("field", "on", "is_late"),
    [("basic_on", "114/6/3", False), ("basic_on", "114/6/4", True), ("growth_on", "114/7/3", False), ("growth_on", "114/7/4", True)],
)  # fmt: skip
def test_levels_in_time(field: str, on: str, is_late: bool) -> None:
    """Works of the city reach 基礎級 within three months of 開工 and 成長級 within four; a later day warns."""
    late = [(f"levels.{field}", "warning", "計畫七(一)")] if is_late else []
    assert told(RECOMMENDATION, **{f"levels__{field}": on}) == late
    assert told(RECOMMENDATION, ownership="民間工程", **{f"levels__{field}": on}) == []


def test_levels_one_after_the_other() -> None:
    """No level is reached before the one below it."""
    assert told(RECOMMENDATION, levels__growth_on="114/5/5") == [
        ("levels.growth_on", "warning", "計畫四(二)")
    ]
    found = told(RECOMMENDATION, levels__growth_on=None, levels__advanced_on="114/5/5")
    assert ("levels.advanced_on", "warning", "計畫四(二)") in found


@pytest.mark.parametrize(("on", "is_early"), [("114/12/23", True), ("114/12/24", False)])
def test_advanced_after_six_months(on: str, is_early: bool) -> None:
    """進階級 needs six full months of 成長級."""
    early = [("levels.advanced_on", "warning", "計畫四(二)3(1)")] if is_early else []
    assert told(RECOMMENDATION, levels__advanced_on=on) == early


@pytest.mark.parametrize(("field", "rule"), [("coached", "計畫四(二)3(1)"), ("reported", "計畫四(二)3(2)")])
def test_advanced_needs_cooperation_and_reports(field: str, rule: str) -> None:
    """進階級 needs every coaching followed, and every monthly report by the 10th."""
    assert told(RECOMMENDATION, **{f"cooperation__{field}": "否"}) == [
        (f"cooperation.{field}", "warning", rule)
    ]


@pytest.mark.parametrize(
    ("stops", "fines", "fined", "field"),
    [
        (3, 0, 0, "stops?"), (2, 0, 0, ""), (0, 300_000, 30, "fines"), (0, 299_999, 30, ""), (0, 300_000, 29, ""),
        (3, 30_000, 30, "stops"), (3, 30_000, 29, "stops?"), (2, 299_999, 100, ""), (3, 300_000, 30, "stops"),
    ],
)  # fmt: skip
def test_penalties(stops: int, fines: int, fined: int, field: str) -> None:
    """(三次停工 or 三十萬元罰鍰) and 30 % of 100 inspections exclude; stops without the 30 % are told as open to reading."""
    penalties = {"stops": stops, "fines": fines, "fined": fined, "inspections": 100}
    found = problems(RECOMMENDATION, penalties=penalties)
    assert [(one.field, one.level, one.rule) for one in found] == (
        [(f"penalties.{field.rstrip('?')}", "warning", "計畫四(二)3(3)")] if field else []
    )
    assert all(("解讀" in one.message) is field.endswith("?") for one in found)


def test_share_of_fines_is_never_rounded_up() -> None:
    """A share below 30 % does not print as 30.00."""
    given = answers(RECOMMENDATION, penalties={"fined": 29_999, "inspections": 100_000})
    assert printed(catalog.get(RECOMMENDATION), given)["=fined_part"] == "29.99"


@pytest.mark.parametrize(
    ("penalties", "field"),
    [
        ({"stops": 0, "fines": 60_000, "fined": 0, "inspections": 9}, "fined"),
        ({"stops": 0, "fines": 0, "fined": 1, "inspections": 9}, "fines"),
        ({"stops": 0, "fines": 60_000, "fined": 1, "inspections": 0}, "inspections"),
    ],
)
def test_figures_that_do_not_fit(penalties: dict[str, int], field: str) -> None:
    """A fine has an amount, a case and an inspection."""
    assert told(RECOMMENDATION, penalties=penalties) == [(f"penalties.{field}", "warning", "")]


@pytest.mark.parametrize(("field", "number"), [("death", "①"), ("leak", "②"), ("three", "③")])
def test_accidents_exclude(field: str, number: str) -> None:
    """Death, a leak that sends somebody to hospital, or three hurt at once keep works from being chosen."""
    found = told(RECOMMENDATION, **{f"accidents__{field}": "有"})
    assert found == [(f"accidents.{field}", "warning", f"計畫四(二)4(2){number}")]


def test_recommends_itself() -> None:
    """A unit that recommends itself need not type its name again; another body has to."""
    form = catalog.get(RECOMMENDATION)
    own = answers(RECOMMENDATION, recommender__kind="事業單位自我推薦", recommender__name=None)
    assert printed(form, own)["recommender.name"] == own.unit_name
    assert checking.check(form, own) == []
    assert told(RECOMMENDATION, recommender__name=None) == [("recommender.name", "gap", "計畫五(二)")]
