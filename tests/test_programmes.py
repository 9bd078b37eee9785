"""Programmes: forms that are handed in together, facts that are typed once, deadlines that warn."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from formgen import catalog, checking, jsonfile, programmes, settings
from formgen.bundle.cross_check import cross_check
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.exhibits import Exhibit
from formgen.form import Form
from formgen.programmes import HAND_IN, Programme, filing
from formgen.programmes.deadline import Deadline
from formgen.renewal import NotLater, renewed
from formgen.tree import leaves, put
from formgen.tw import date as roc_date

OFFICIAL = ["coaching", "five_star", "person_selection", "unit_selection"]


def example(form: Form) -> Any:
    return jsonfile.load(str(form.folder / "example.json"))


def examples(name: str) -> dict[str, Any]:
    return {form.name: example(form) for form in programmes.get(name).all_forms}


def coaching(**changes: Any) -> dict[str, Any]:
    """The examples of the coaching programme, in which only the first form says who applies."""
    data = examples("coaching")
    for name in ("personal_data_consent", "chemical_inventory"):
        data[name] = {key: one for key, one in data[name].items() if key not in ("unit_name", "address")}
    return data | changes


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings of an office, written as TOML."""

    def write(text: str) -> None:
        file = tmp_path / "formgen.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv(settings.VARIABLE, str(file))
        programmes._load.cache_clear()

    yield write
    monkeypatch.undo()
    programmes._load.cache_clear()


def test_programmes() -> None:
    """There are the four programmes whose forms are known, and the one whose forms are drafts."""
    assert programmes.names() == sorted([*OFFICIAL, "jinanxin"])


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_programme_is_complete(name: str) -> None:
    """A programme names forms that exist, tells all of a 交件須知, a deadline, and each exhibit once."""
    programme = programmes.get(name)
    assert [form.name for form in programme.all_forms] == [*programme.forms, *programme.optional]
    assert programme.hand_in is not None
    assert list(programme.hand_in) == list(HAND_IN)
    assert all(words.lines for words in programme.hand_in.values())
    assert programme.deadline
    answers = filing.parse(programme, examples(name)).answers
    numbers = [one.number for one in programme.all_exhibits(answers)]
    assert numbers
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("name", programmes.names())
def test_shared_facts_are_shared(name: str) -> None:
    """Every shared path is asked by two forms of the programme at least, or handed on by one to another."""
    programme = programmes.get(name)
    told = {form.name: form.facts(checking.parse(form, example(form))) for form in programme.all_forms}
    for path in programme.shared:
        asked = [form for form in programme.all_forms if path in form.answers.model_fields]
        offered = [facts for facts in told.values() if path in facts]
        assert len(asked) > 1 or (asked and len(offered) > 1), path


def test_facts_are_typed_once() -> None:
    """What the first form says stands in every form that asks for it and was left open."""
    given = filing.parse(programmes.get("coaching"), coaching()).answers
    name = examples("coaching")["coaching_application"]["unit_name"]
    assert {one.unit_name for one in given.values()} == {name}  # type: ignore[attr-defined]
    assert given["chemical_inventory"].address == given["coaching_application"].address  # type: ignore[attr-defined]


def test_later_form_can_tell_a_fact_too() -> None:
    """A fact may be typed in any of the forms."""
    data = coaching(personal_data_consent={"unit_name": "○○材料股份有限公司"})
    del data["coaching_application"]["unit_name"]
    given = filing.parse(programmes.get("coaching"), data).answers
    assert given["coaching_application"].unit_name == "○○材料股份有限公司"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", programmes.names())
def test_example_says_each_fact_once(name: str) -> None:
    """The example of a programme agrees with itself, and only its first form tells what is shared."""
    programme = programmes.get(name)
    told = filing.example(programme)
    assert list(told) == list(programme.forms)
    assert filing.parse(programme, told).problems == ()
    assert all(set(later).isdisjoint(programme.shared) for later in list(told.values())[1:])


def test_figures_of_another_year_are_not_carried() -> None:
    """Where two forms are for different years, no yearly figure goes from one to the other."""
    data = examples("unit_selection")
    del data["unit_recommendation"]["rates"]
    programme = programmes.get("unit_selection")
    data["unit_recommendation"]["year"] = data["injury_rates"]["year"] - 1
    assert "rates" not in filing.parse(programme, data).answers["unit_recommendation"].given()
    data["unit_recommendation"]["year"] = data["injury_rates"]["year"]
    assert filing.parse(programme, data).answers["unit_recommendation"].given()["rates"][0]["unit"]["hours"]


def test_worked_out_facts_are_compared(own: Any) -> None:
    """A yearly total of the sheet that 附表一 tells differently is said, and what was carried stays out of what was told."""
    programme = programmes.get("unit_selection")
    data = examples("unit_selection")
    data["unit_recommendation"] |= {
        "year": data["injury_rates"]["year"],
        "rates": [{"unit": {"cases": 99}}, {}, {}],
    }
    given = filing.parse(programme, data)
    (problem,) = [one for one in given.problems if one.field == "rates.0.unit.cases"]
    assert "99" in problem.message
    del data["unit_recommendation"]["rates"]
    given = filing.parse(programme, data)
    assert "rates" in given.answers["unit_recommendation"].given()
    assert "rates" not in given.told["unit_recommendation"].given()


@pytest.mark.parametrize("said", [[], 0, "", "x", 5, True, [1]])
def test_nothing_is_not_an_answer(said: Any) -> None:
    """A list, a number or a text in the place of a form's answers is refused; null is nothing said."""
    programme = programmes.get("coaching")
    with pytest.raises(InvalidAnswers):
        filing.parse(programme, coaching(personal_data_consent=said))
    given = filing.parse(programme, coaching(personal_data_consent=None))
    assert given.told["personal_data_consent"].is_empty


def test_two_different_facts_are_told() -> None:
    """A fact that two forms say differently is a warning with both, and neither is overruled."""
    data = coaching(personal_data_consent={"unit_name": "另一家股份有限公司"})
    given = filing.parse(programmes.get("coaching"), data)
    (problem,) = given.problems
    assert problem.level == "warning"
    assert "另一家股份有限公司" in problem.message
    assert data["coaching_application"]["unit_name"] in problem.message
    assert given.answers["personal_data_consent"].unit_name == "另一家股份有限公司"  # type: ignore[attr-defined]


def test_all_problems_of_all_forms() -> None:
    """What is wrong is said for every form at once, with the form's name."""
    data = coaching(personal_data_consent={"signed_on": "明天"}, nothing={})
    data["coaching_application"]["employees"] = "很多"
    with pytest.raises(InvalidAnswers) as raised:
        filing.parse(programmes.get("coaching"), data)
    fields = {one.field: one.label for one in raised.value.problems if one.level == "error"}
    assert fields.keys() == {
        "nothing", "coaching_application.employees", "personal_data_consent.signed_on"
    }  # fmt: skip
    assert fields["coaching_application.employees"].startswith(catalog.get("coaching_application").title)


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_answers_must_be_an_object(data: Any) -> None:
    """Anything but an object of forms is refused in a sentence."""
    with pytest.raises(InvalidAnswers):
        filing.parse(programmes.get("coaching"), data)


def test_optional_form_only_if_answered() -> None:
    """A form that not everybody needs is handed in by those who filled it."""
    programme = programmes.get("unit_selection")
    data = examples("unit_selection")
    assert list(filing.parse(programme, data).answers) == ["unit_recommendation", "injury_rates"]
    del data["injury_rates"]
    assert list(filing.parse(programme, data).answers) == ["unit_recommendation"]


def test_form_alone_is_handed_in_as_its_programme_says() -> None:
    """A form's name stands for that form alone, with what its programme says about handing in."""
    alone, whole = programmes.get("five_star_self_assessment"), programmes.get("five_star")
    assert alone.forms == whole.forms
    assert alone.hand_in == whole.hand_in
    assert programmes.get("recommendation_quota").hand_in is None
    assert programmes.get("chemical_inventory").exhibits == ()


def test_unknown_programme() -> None:
    """A name that is neither is answered with the one that was meant."""
    with pytest.raises(programmes.UnknownProgramme, match="five_star"):
        programmes.get("five_stars")


def deadline(name: str, data: dict[str, Any]) -> tuple[Deadline, dict[str, Any]]:
    programme: Programme = programmes.get(name)
    assert programme.deadline
    return programme.deadline, filing.parse(programme, data).answers


def test_deadline_of_the_announced_year() -> None:
    """The day of the letter counts for its own year; for another year nothing is made up."""
    data = examples("unit_selection")
    data["unit_recommendation"]["year"] = data["injury_rates"]["year"] = 113
    rule, answers = deadline("unit_selection", data)
    assert rule.day(answers) == roc_date.parse("113/3/22")
    data["unit_recommendation"]["year"] = data["injury_rates"]["year"] = 116
    rule, answers = deadline("unit_selection", data)
    assert rule.day(answers) is None
    assert "116年的日期請以公告為準" in rule.sentences(answers)[0]


def test_deadline_without_a_year() -> None:
    """附件1 asks for no year: the day of the known edition is told as what it is, and this year's is not made up."""
    rule, answers = deadline("coaching", coaching())
    assert rule.sentences(answers)[0] == "受理期間：當年度的日期請以公告為準（113年是4月15日）。"


def test_deadline_after_the_notice() -> None:
    """五星獎: the tenth day, counted from the day after the notice was delivered (要點八)."""
    data = examples("five_star")
    data["five_star_self_assessment"]["notice"] = {"received": "116/6/20"}
    rule, answers = deadline("five_star", data)
    assert rule.day(answers) == roc_date.parse("116/6/30")
    assert "116年6月30日（星期三）" in rule.sentences(answers)[0]


def test_passed_deadline_warns() -> None:
    """The last day itself is in time; the day after, one sentence says that it has passed."""
    rule, answers = deadline("coaching", coaching())
    last = roc_date.parse("113/4/15")
    assert rule.warning(answers, last) == ""
    assert "113年4月15日" in rule.warning(answers, last + timedelta(days=1))


def test_settings_name_the_deadline(own: Any) -> None:
    """The office's own day and words come before those of the source."""
    own('[programmes.coaching]\ndeadline = "116/4/15"\ncontact = ["承辦人 ○○○"]\n')
    rule, answers = deadline("coaching", coaching())
    assert rule.day(answers) == date(2027, 4, 15)
    hand_in = programmes.get("coaching").hand_in
    assert hand_in
    assert hand_in["contact"].lines == ("承辦人 ○○○",)
    assert hand_in["to"].source.startswith("簡章")


@pytest.mark.parametrize(
    "text",
    [
        '[programmes.coaching]\ndeadline = "明年"\n',
        '[programmes.coachng]\ndeadline = "116/4/15"\n',
        '[programmes.coaching]\nphone = ["○○"]\n',
        '[programmes.coaching]\ncontact = "○○"\n',
        "[programmes.coaching\n",
        "[programmes.coaching]\ndeadline = 116\n",
        "[programmes.coaching]\ndeadline = true\n",
        "[programmes.coaching]\ncontact = [1]\n",
        '[programmes.coaching]\ncontact = ["\U0001f600"]\n',
        "[[programmes.coaching]]\n",
        "programmes = 3\n",
        "programmes.coaching = 3\n",
    ],
)
def test_wrong_settings_are_named(own: Any, text: str) -> None:
    """A setting that nobody would read, or a day that is none, is an error and not silence."""
    own(text)
    with pytest.raises(UnreadableFile, match=r"formgen\.toml"):
        programmes.get("coaching")


def test_renewal_shifts_rates() -> None:
    """A year later the second and third year's rates are the first and second; the third waits to be filled."""
    form = catalog.get("unit_recommendation")
    before = checking.parse(form, example(form))
    after = renewed(form, before)
    assert after.year == before.year + 1  # type: ignore[attr-defined]
    old, new = (one.given()["rates"] for one in (before, after))
    assert new[:2] == old[1:]
    assert new[2] == {}
    assert renewed(form, before, before.year + 5).given().get("rates") is None  # type: ignore[attr-defined]


def test_renewal_asks_anew_what_belongs_to_a_year() -> None:
    """Averages, eligibility, dates and the reviewer's part are left open; who the unit is stays."""
    form = catalog.get("unit_recommendation")
    before = checking.parse(form, example(form)).given() | {"review": {"result": "通過"}}
    after = renewed(form, checking.parse(form, before)).given()
    assert {"average", "eligibility", "review"}.isdisjoint(after)
    assert after["unit_name"] == before["unit_name"]
    assert after["items"] == before["items"]


def test_renewal_of_a_form_without_year() -> None:
    """Dates are left open there too."""
    form = catalog.get("coaching_application")
    after = renewed(form, checking.parse(form, example(form))).given()
    assert "filled_on" not in after
    assert "ranking" not in after
    assert after["products"] == example(form)["products"]


@pytest.mark.parametrize(
    ("name", "path"), [("person_recommendation", "age"), ("unit_recommendation", "construction.progress")]
)
def test_renewal_asks_single_answers_anew(name: str, path: str) -> None:
    """An age and a progress are another next year; the answers beside them stay."""
    form = catalog.get(name)
    before = example(form)
    put(before, path, 50)
    after = dict(leaves(renewed(form, checking.parse(form, before)).given()))
    kept = {one for one, _ in leaves(before) if one.partition(".")[0] == path.partition(".")[0]}
    assert path not in after
    assert kept - {path, "construction.start", "construction.completion"} <= set(after)


def test_renewal_goes_forward() -> None:
    """The same year or an earlier one is refused with both years."""
    form = catalog.get("unit_recommendation")
    for year in (113, 112):
        with pytest.raises(NotLater, match=f"{year}.*113"):
            renewed(form, checking.parse(form, example(form)), year)


def exhibit(number: str, **facts: Any) -> Exhibit:
    return Exhibit(number, f"第{number}項", **facts)


def test_cross_check_both_ways() -> None:
    """Missing evidence that is required is a gap; evidence for what was not claimed is a warning."""
    exhibits = [
        exhibit("1", claimed=True, is_required=True), exhibit("2", claimed=True, is_required=True),
        exhibit("3", claimed=False), exhibit("4", claimed=False), exhibit("5", claimed=True),
        exhibit("6", is_required=True), exhibit("7"),
    ]  # fmt: skip
    found = {(one.field, one.level) for one in cross_check(exhibits, {"1", "3"})}
    assert found == {("2", "gap"), ("3", "warning"), ("6", "gap"), ("", "warning")}


@pytest.mark.parametrize("name", programmes.names())
def test_carrying_overrules_nothing(name: str) -> None:
    """Every answer that was given stands as it was given; carrying only adds."""
    given = filing.parse(programmes.get(name), examples(name)).answers
    for form, answers in given.items():
        after = dict(leaves(answers.given()))
        before = dict(leaves(checking.parse(catalog.get(form), example(catalog.get(form))).given()))
        assert {path: after[path] for path in before} == before
