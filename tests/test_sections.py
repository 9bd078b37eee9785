"""What a web form needs to know of a form: its pages, what hangs on what, and what an applicant is never asked."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from filling import answers as filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import answers, example, with_answers

from formgen import catalog, checking
from formgen.answers import Answers, ask, many, part, tick
from formgen.form import Form, Section
from formgen.kinds import CHECK, Check, Text
from formgen.questions import find, walk
from formgen.sections import sections_of
from formgen.values import answered

FORMS = [catalog.get(name) for name in catalog.names()]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
UNIT = catalog.get("unit_recommendation")


class Place(Answers):
    known: Text = ask("知道嗎")
    name: Text = ask("名稱", when="known=是")


class Journey(Answers):
    other: Check = tick("其他")
    place: Place = part("地點", Place, when="other")


class Seal(Answers):
    text: Text = ask("印信")
    journey: Journey = part("行程", Journey)


class Toy(Answers):
    first: Text = ask("第一題")
    small: Place = part("小組", Place)
    journeys: list[Journey] = many("行程表", Journey)
    little: Place = part("另一小組", Place)
    seal: Seal = part("機關填寫", Seal, by_reviewer=True)
    last: Text = ask("最後一題")


TOY = Form(name="toy", answers=Toy, folder=Path())


@each_form
def test_each_question_of_an_applicant_stands_on_one_page(form: Form) -> None:
    """What an applicant fills stands on exactly one page, and what the reviewing body fills on none."""
    on_pages = Counter(one.path for section in form.sections for one in section.questions(form))
    assert on_pages == Counter(one.path for one in form.questions() if not one.by_reviewer)


@each_form
def test_pages_follow_the_paper(form: Form) -> None:
    """The first questions of the pages come in the order of the form, and no page is empty."""
    order = [one.path for one in form.questions()]
    firsts = [next(section.questions(form)).path for section in form.sections]
    assert firsts == sorted(firsts, key=order.index)


@each_form
def test_pages_have_a_name_for_a_link_and_a_title(form: Form) -> None:
    """Keys are plain ASCII and differ, titles are Chinese and differ, and every path is one of the answers."""
    keys, titles = ([getattr(one, name) for one in form.sections] for name in ("key", "title"))
    assert all(re.fullmatch(r"[a-z]+(-\d+)?", key) for key in keys)
    assert all(re.search("[\u4e00-\u9fff]", title) and not title.endswith("。") for title in titles)
    assert len(set(keys)) == len(keys)
    assert len(set(titles)) == len(titles)
    known = [one.path for one in form.questions()]
    paths = [path for section in form.sections for path in section.paths]
    assert [path for path in paths if not any(f"{one}.".startswith(f"{path}.") for one in known)] == []


@each_form
def test_a_page_is_found_by_any_path_on_it(form: Form) -> None:
    """The page of a question is the one that asks it; the reviewing body's have none."""
    for question in form.questions():
        section = form.section_of(question.path)
        assert (section is None) is question.by_reviewer
        assert section is None or question in section.questions(form)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("rates.2.unit", "rates"),
        ("average", "rates"),
        ("items.2-3.points", "items-2"),
        ("items", "items-1"),
        ("honours", "honours"),
        ("review.assessors.3.name", None),
        ("review.points", None),
        ("", None),
        ("nobody", None),
        ("rates_more", None),
    ],
)
def test_groups_and_rows_have_a_page(path: str, key: str | None) -> None:
    """A row stands on its list's page; of a group that spans several pages the first is told."""
    section = UNIT.section_of(path)
    assert (section and section.key) == key


def test_the_official_headings_are_the_pages() -> None:
    """附表一 has a page for each 大項 with its items, and 附表四 for each of its nine."""
    words = UNIT.official.sections
    pages = {one.title: one.paths for one in UNIT.sections if one.key.startswith("items-")}
    assert pages == {
        one.heading.rstrip("。"): tuple(f"items.{item.number}" for item in one.items) for one in words
    }
    five_star = catalog.get("five_star_self_assessment")
    titles = [one.title for one in five_star.sections if one.key.startswith("checks-")]
    assert titles == ["".join(one.heading) for one in five_star.official.sections]


def test_a_form_without_pages_has_those_of_its_model() -> None:
    """Plain questions stand together, parts and lists alone, small parts with the page before, a reviewer's nowhere."""
    assert sections_of(Toy) == TOY.sections == (
        Section("basic", "基本資料", ("first", "small", "last")),
        Section("journeys", "行程表", ("journeys", "little")),
    )  # fmt: skip


@each_form
def test_what_a_question_hangs_on_is_a_question(form: Form) -> None:
    """`when` names another question on the same page, which hangs on none, and an answer that it can have."""
    for question in form.questions():
        if question.when:
            other, value = form.question(question.when[0]), question.when[1]
            assert other.when is None
            assert value in other.choices if value else other.kind is CHECK, question.path
            assert form.section_of(other.path) == form.section_of(question.path)


def test_what_a_question_hangs_on_stands_in_its_own_row() -> None:
    """`when` is an absolute path, in the row of the question; a part's is that of all in it but what has its own."""
    when = {one.path: one.when for one in walk(Toy)}
    assert when["journeys.0.place.known"] == ("journeys.0.other", "")
    assert when["journeys.0.place.name"] == ("journeys.0.place.known", "是")
    assert find(Toy, "journeys.7.place.known").when == ("journeys.7.other", "")
    assert find(Toy, "small.name").when == ("small.known", "是")
    assert when["journeys.0.other"] is when["first"] is None


def test_whatever_stands_in_a_reviewers_part_is_the_reviewers() -> None:
    """The mark of a part is that of every question in it, and of no other."""
    assert [one.path for one in walk(Toy) if one.by_reviewer] == [
        "seal.text", "seal.journey.other", "seal.journey.place.known", "seal.journey.place.name",
    ]  # fmt: skip
    assert find(Toy, "seal.journey.other").by_reviewer


@each_form
def test_a_reviewers_part_is_called_review(form: Form) -> None:
    """An applicant is asked all but `review`, the 黑框, and `event`, what the office says of its event; a reviewer all."""
    for question in form.questions():
        assert question.by_reviewer is question.path.startswith(("review.", "event.")), question.path


def is_open(form: Form, given: dict[str, Any], path: str) -> bool:
    """Whether the question matters: what it hangs on has the answer that opens it."""
    when = form.question(path).when
    if when is None:
        return True
    value = given[when[0]]
    return bool(value == when[1] if when[1] else value is True)


def is_silent(value: Any) -> bool:
    """Not answered; the number 0 is an answer."""
    return value is None or value is False


def values(form: Form, answers: Answers) -> dict[str, Any]:
    return {question.path: value for question, value in answered(form, answers)}


@each_form
def test_the_example_answers_what_is_open(form: Form) -> None:
    """No answer of an example hangs on another one that was not given."""
    given = values(form, example(form))
    said = [path for path, value in given.items() if not is_silent(value)]
    assert [path for path in said if not is_open(form, given, path)] == []


def flips(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Other answers to questions that hang on others, and to those that they hang on; or none at all."""
    hanging = [one for one in form.questions() if one.when]
    opening = {one.when[0]: form.question(one.when[0]) for one in hanging if one.when}
    one = st.sampled_from([*hanging, *opening.values()]).flatmap(
        lambda question: st.tuples(
            st.just(question.path),
            st.booleans() if question.kind is CHECK else st.sampled_from((None, *question.choices)),
        )
    )
    return st.lists(one, min_size=1, max_size=6).map(dict)


def asked_though_closed(form: Form, given: Answers) -> list[str]:
    """The questions that a finding sends a person to, though they are closed and not answered."""
    said = values(form, given)
    told = [one.field for one in checking.check(form, given) if one.field in said]
    return [path for path in told if is_silent(said[path]) and not is_open(form, said, path)]


@each_form
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_rule_asks_for_what_does_not_matter(form: Form, data: st.DataObject) -> None:
    """No finding sends a person to a question that is closed and not answered."""
    assert asked_though_closed(form, data.draw(answers(form))) == []


@pytest.mark.parametrize(
    "form", [form for form in FORMS if any(one.when for one in form.questions())], ids=lambda form: form.name
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_rule_asks_for_what_was_closed(form: Form, data: st.DataObject) -> None:
    """The same, when a whole form is filled and some of what opens and is opened is answered otherwise."""
    given = with_answers(form, data.draw(flips(form)), to=example(form))
    assert asked_though_closed(form, given) == []


def test_a_unit_that_need_not_have_a_system_may_have_one() -> None:
    """System and validity hang on nothing: 7-1 asks for them, also where no system is required."""
    voluntary = {"eligibility.system_required": "否", "items.7-1.grade": "優"}
    for path in ("eligibility.system", "eligibility.system_valid_until"):
        given = filled({**voluntary, path: None})
        assert path in [one.field for one in checking.check(UNIT, given)]
        assert is_open(UNIT, values(UNIT, given), path)


@pytest.mark.parametrize(
    ("changes", "applies"),
    [
        ({"industry": "建築工程業(410)"}, True),
        ({"industry": "半導體製造業(261)"}, False),
        ({"industry": "半導體製造業(261)", "construction": {"name": "○○大樓"}}, True),
        ({"industry": None}, True),
        ({"industry": "不清楚"}, True),
    ],
)
def test_only_construction_is_asked_for_its_site(changes: dict[str, Any], applies: bool) -> None:
    """The page of the site is left out for a code of another industry, unless something was said there."""
    section = UNIT.section_of("construction")
    assert section
    assert section.applies(filled({"construction": {}, **changes})) is applies


@each_form
def test_pages_without_a_condition_apply_always(form: Form) -> None:
    """Whatever was answered, a page for everybody is shown; empty answers can be asked too."""
    empty = form.answers()
    assert [one.key for one in form.sections if one.when is None and not one.applies(empty)] == []
    assert all(isinstance(one.applies(empty), bool) for one in form.sections)


@each_form
def test_hints_are_whole_sentences(form: Form) -> None:
    """A page's hint ends as a sentence does."""
    assert [one.hint for one in form.sections if one.hint and one.hint[-1] not in "。："] == []


def test_reviewers_have_pages_of_their_own() -> None:
    """For a reviewer each question of theirs stands on one page, large parts by themselves, and the applicant's pages stay."""
    reviewed = UNIT.for_reviewer()
    asked = [one.path for section in reviewed.sections for one in section.questions(reviewed)]
    assert Counter(asked) == Counter(one.path for one in reviewed.questions())
    assert [one.key for one in reviewed.sections[:2]] == ["review-points", "review"]
    assert reviewed.sections[2:] == UNIT.sections
    place = reviewed.section_of("review.points.1-1")
    assert place
    assert place.title == "初審評分"
