"""臺中市政府金安心工程計畫: which works take part, the levels and their days, who may be chosen, and what is typed once."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from visiting import Visitor

from formgen import catalog, checking, programmes, settings
from formgen.errors import Problem
from formgen.programmes import filing
from formgen.tw import jinanxin, period
from formgen.tw import year as roc_year
from formgen.values import printed

NAMES = [name for name in catalog.names() if name.startswith("jinanxin_")]
PLAN = re.sub(
    r"\s", "", (Path(__file__).parent / "sources" / "jinanxin_plan.txt").read_text(encoding="utf-8")
)
REGISTRATION, RECOMMENDATION = "jinanxin_registration", "jinanxin_recommendation"
# What we add to the plan's words, or leave out of them.
OWN = (
    "（本市勞動檢查處：臺中市勞動檢查處）",
    "本府公共工程應於開工後三個月內取得基礎級，且於開工後四個月內取得成長級，未取得者依契約規定扣罰",
)


def example(name: str) -> Any:
    return json.loads((catalog.get(name).folder / "example.json").read_text(encoding="utf-8"))


def answers(name: str, **changes: Any) -> Any:
    """The example of a form; what changes stands under its path with `__` for the dot, and None takes it out."""
    data = deepcopy(example(name))
    for path, value in changes.items():
        *way, last = path.split("__")
        group = data
        for step in way:
            group = group[step]
        group[last] = value
    return checking.parse(catalog.get(name), data)


def problems(name: str, **changes: Any) -> list[Problem]:
    return checking.check(catalog.get(name), answers(name, **changes))


def told(name: str, **changes: Any) -> list[tuple[str, str, str]]:
    return [(one.field, one.level, one.rule) for one in problems(name, **changes)]


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_without_problems(name: str) -> None:
    """Nothing is wrong with an example, not even a warning."""
    assert problems(name) == []


@pytest.mark.parametrize("name", NAMES)
def test_drafts_say_so(name: str) -> None:
    """Each of the four forms prints that it is a draft made from the plan."""
    assert catalog.get(name).official.mark.text == "本表為依計畫條文擬製之草稿，非官方格式。"


@pytest.mark.parametrize("name", NAMES)
def test_hints_are_the_plans_words(name: str) -> None:
    """What a form shows as the plan's words is a passage of the plan."""
    hints = vars(getattr(catalog.get(name).official, "hints", SimpleNamespace())).values()
    assert [one for one in hints if re.sub(r"\s", "", one) not in PLAN] == []


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("999999", [("contract_amount", "warning", "計畫四(一)")]), ("999999.99", [("contract_amount", "warning", "計畫四(一)")]), ("1000000", [])],
)  # fmt: skip
def test_amount_of_a_million(amount: str, expected: list[Any]) -> None:
    """Works of one million take part; of less they are not what the plan is about."""
    assert told(REGISTRATION, contract_amount=amount) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(120, [("working_days", "warning", "計畫四(一)")]), (121, [])]
)
def test_more_than_120_working_days(days: int, expected: list[Any]) -> None:
    """120 working days are not more than 120; 121 are."""
    assert told(REGISTRATION, working_days=days) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [("臺中市西屯區", []), ("台中市西屯區", []), ("彰化縣員林市", [("project_location", "warning", "計畫四(一)")])],
)  # fmt: skip
def test_only_in_the_city(where: str, expected: list[Any]) -> None:
    """Works outside 臺中市 are not what the plan is about, in whichever way the city is written."""
    assert told(REGISTRATION, project_location=where) == expected


def test_completed_before_commenced() -> None:
    """Works do not end before they begin."""
    assert told(REGISTRATION, completed_on="114/3/2") == [("completed_on", "warning", "")]


@pytest.mark.parametrize(
    ("filled_on", "levels"),
    [("114/6/3", []), ("114/6/4", ["基礎級"]), ("114/7/3", ["基礎級"]), ("114/7/4", ["基礎級", "成長級"])],
)
def test_registered_too_late(filled_on: str, levels: list[str]) -> None:
    """Works of the city that register after a level was due are warned, and not stopped."""
    found = problems(REGISTRATION, filled_on=filled_on)
    assert [(one.level, one.rule) for one in found] == [("warning", "計畫七(一)")] * len(levels)
    assert [level for one in found for level in levels if f"取得{level}" in one.message] == levels


def test_overdue_counts_from_today_until_it_is_dated() -> None:
    """An application without a day is held against today."""
    assert [one.rule for one in problems(REGISTRATION, filled_on=None)] == ["計畫七(一)"] * 2
    assert problems(REGISTRATION, filled_on=None, commenced_on="899/1/5", completed_on=None) == []


@pytest.mark.parametrize("ownership", ["其他公共工程", "民間工程"])
def test_only_works_of_the_city_have_a_term(ownership: str) -> None:
    """Other works register whenever they like, and are told no last day."""
    late = answers(REGISTRATION, filled_on="115/1/1", ownership=ownership)
    assert checking.check(catalog.get(REGISTRATION), late) == []
    assert not [label for label, _ in catalog.get(REGISTRATION).report(late).figures if "最後一日" in label]


def test_days_and_group_are_told() -> None:
    """The registration tells the group, and the last days of three and of four months after 開工."""
    figures = dict(catalog.get(REGISTRATION).report(answers(REGISTRATION)).figures)
    assert figures["選拔時的組別"] == "大型工程組"
    assert figures["取得基礎級的最後一日"].startswith("114年6月3日")
    assert figures["取得成長級的最後一日"].startswith("114年7月3日")


def test_every_day_that_can_be_typed_has_its_last_day() -> None:
    """The last day that a form accepts has no later one that could be written, and does not crash."""
    last = f"{roc_year.LAST}/12/31"
    given = answers(REGISTRATION, commenced_on=last, completed_on=None)
    assert checking.check(catalog.get(REGISTRATION), given) == []
    assert catalog.get(REGISTRATION).report(given).figures


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-15", 3, "2026-04-15"), ("2025-11-29", 3, "2026-02-28"), ("2025-11-30", 3, "2026-02-28"),
        ("2026-02-28", 3, "2026-05-31"), ("2027-11-29", 3, "2028-02-29"), ("2026-12-31", 4, "2027-04-30"),
        ("2026-08-31", 4, "2026-12-31"),
    ],
)  # fmt: skip
def test_months_are_those_of_the_calendar(start: str, months: int, last: str) -> None:
    """民法第120條、第121條: the first day does not count; the day before the one that corresponds, or the month's last."""
    assert period.last_day(date.fromisoformat(start), months) == date.fromisoformat(last)


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


@pytest.mark.parametrize("name", ["jinanxin_pledge", "jinanxin_authorization"])
def test_who_signs(name: str) -> None:
    """The 原事業單位 is named by itself; another unit has to be, and by another name."""
    form, own = catalog.get(name), answers(name, role="原事業單位", signing_unit=None)
    assert printed(form, own)["signing_unit"] == own.unit_name
    assert told(name, role="再承攬人", signing_unit=None) == [("signing_unit", "gap", "")]
    assert told(name, role="再承攬人", signing_unit=own.unit_name) == [("signing_unit", "warning", "")]
    assert told(name, role="原事業單位", signing_unit="○○工程行") == [("signing_unit", "warning", "")]


def test_deputy_needs_an_authorization() -> None:
    """Who vows as a deputy is reminded of the 授權書."""
    assert told("jinanxin_pledge", capacity="授權代理人") == [("capacity", "warning", "計畫四(二)1(1)")]


def test_authorization_is_for_somebody_else_and_beforehand() -> None:
    """A deputy is another person, and is named on the day of the workshop at the latest."""
    name, rule = "jinanxin_authorization", "計畫四(二)1(1)"
    same = told(name, principal__name="林大同", deputy__name="林大同")
    assert same == [("deputy.name", "warning", rule)]
    assert told(name, signed_on="114/4/15") == []
    assert told(name, signed_on="114/4/16") == [("signed_on", "warning", rule)]


def test_programme_types_facts_once() -> None:
    """Unit and works are typed in the registration, and stand in the three other forms."""
    programme = programmes.get("jinanxin")
    data = {name: example(name) for name in NAMES}
    for name in NAMES:
        if name != REGISTRATION:
            data[name] = {key: one for key, one in data[name].items() if key not in programme.shared}
    given = filing.parse(programme, data)
    assert filing.check(given) == []
    assert {one.project_name for one in given.answers.values()} == {data[REGISTRATION]["project_name"]}  # type: ignore[attr-defined]
    recommended = given.answers[RECOMMENDATION]
    assert recommended.contract_amount == given.answers[REGISTRATION].contract_amount  # type: ignore[attr-defined]


def test_programme_says_what_the_plan_says_and_no_more() -> None:
    """Each sentence of the 交件須知 is the plan's but for its head; what the plan leaves open is left out."""
    programme = programmes.get("jinanxin")
    assert list(programme.hand_in or {}) == ["to", "signatures", "afterwards"]
    assert programme.deadline is None
    ours = ("登錄申請書", "授權書", "推薦表", "宣誓書", "成長級", "選拔")
    for words in (programme.hand_in or {}).values():
        assert words.source.startswith("計畫")
        for line in words.lines:
            head, _, rest = line.partition("：")
            sentence = rest if head in ours else line
            assert all(re.sub(r"\s", "", one) in PLAN or one in OWN for one in sentence.split("。")), line


def test_office_may_name_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day in an office's settings is the deadline of a programme whose source tells none."""
    file = tmp_path / "formgen.toml"
    file.write_text('[programmes.jinanxin]\ndeadline = "116/4/15"\n', encoding="utf-8")
    monkeypatch.setenv(settings.VARIABLE, str(file))
    programmes._load.cache_clear()
    deadline = programmes.get("jinanxin").deadline
    programmes._load.cache_clear()
    assert deadline
    assert deadline.sentences({}) == ("送件：至116年4月15日（星期四）止。",)
    assert deadline.source == "本單位設定"


def test_web_form(visitor: Visitor) -> None:
    """On the web the registration is filled in, its facts stand in the other forms, and the days are told."""
    assert "參與臺中市金安心工程" in visitor.see("/")
    assert "非官方表單" in visitor.see("/programmes/jinanxin")
    visitor.begin("jinanxin")
    given = example(REGISTRATION)
    works = {key: str(given[key]) for key in ("project_name", "ownership", "contract_amount", "working_days")}
    day = {"commenced_on:year": "114", "commenced_on:month": "3", "commenced_on:day": "3"}
    visitor.send(f"fill/{REGISTRATION}/unit", {"unit_name": given["unit_name"], "do": "next"})
    sent = visitor.send(f"fill/{REGISTRATION}/works", {**works, **day, "working_days": "120", "do": "next"})
    assert "沒有逾一百二十工作天" in visitor.see("check")
    assert sent.status_code == 303
    assert given["unit_name"] in visitor.see("fill/jinanxin_pledge/basic")
    assert given["project_name"] in visitor.see(f"fill/{RECOMMENDATION}/works")
    assert "114年6月3日" in visitor.see("check")
