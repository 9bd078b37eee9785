"""臺中市政府金安心工程計畫: drafts by the plan's words, who signs them, and what the programme says and types once."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinanxin_papers import NAMES, RECOMMENDATION, REGISTRATION, answers, example, problems, told
from visiting import Visitor

from formgen import catalog, programmes, settings
from formgen.programmes import filing
from formgen.values import printed

PLAN = re.sub(
    r"\s", "", (Path(__file__).parent / "sources" / "jinanxin_plan.txt").read_text(encoding="utf-8")
)
# What we add to the plan's words, or leave out of them.
OWN = (
    "（本市勞動檢查處：臺中市勞動檢查處）",
    "本府公共工程應於開工後三個月內取得基礎級，且於開工後四個月內取得成長級，未取得者依契約規定扣罰",
)


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
