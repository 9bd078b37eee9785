"""Bad answers: everything wrong is told at once, in Chinese, by the label on the form."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from filling import answers, example, form, put
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from formgen import catalog, checking, kinds
from formgen.answers import Answers
from formgen.errors import InvalidAnswers, Problem, UnreadableFile
from formgen.form import Form
from formgen.jsonfile import loads
from formgen.kinds import UNREADABLE, Kind
from formgen.questions import follow

FORMS = [catalog.get(name) for name in catalog.names()]
KINDS = {
    name: kind
    for name, kind in vars(kinds).items()
    if any(isinstance(one, Kind) for one in getattr(kind, "__metadata__", ()))
}


def refused(data: Any, of: Form | None = None) -> list[Problem]:
    with pytest.raises(InvalidAnswers) as caught:
        checking.parse(of or form(), data)
    return list(caught.value.problems)


def message(path: str, value: Any) -> str:
    """The message for one wrong answer in the example, after its field and label were looked at."""
    (told,) = refused(example({path: value}))
    assert told.field == path
    assert told.label == "／".join(form().question(path).labels)
    assert told.level == "error"
    return told.message


@pytest.mark.parametrize("data", [[], [{}], "自薦", 5, True, None, Decimal("1.5")])
def test_wrong_top_level(data: Any) -> None:
    """Answers are one group of fields; a list, a text or a number is told so."""
    (told,) = refused(data)
    assert (told.label, told.message) == ("填答", "應為一組欄位（JSON 物件）")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("headcount.own", "五十", "「五十」不是整數"),
        ("headcount.own", "-1", "負數"),
        ("headcount.own", 1.5, "型別不對"),
        ("headcount.own", True, "型別不對"),
        ("headcount.own", [], "型別不對"),
        ("headcount.own", 10**20, "15 位數"),
        ("average.frequency", "六點零", "不是數字"),
        ("average.frequency", "-0.1", "負數"),
        ("average.frequency", Decimal("NaN"), "不是數字"),
        ("average.frequency", Decimal("Infinity"), "不是數字"),
        ("average.frequency", Decimal("1E+999999999"), "15 位數"),
        ("average.frequency", Decimal("1E-999999999"), "15 位數"),
        ("average.frequency", float("nan"), "型別不對"),
        ("unit_name", 4595257, "請加引號"),
        ("uniform_number", 4595257, "請加引號"),
        ("unit_name", {"name": "○○"}, "請加引號"),
        ("safety_staff", ["王○○"], "請加引號"),
        ("eligibility.system_valid_until", "113/2/30", "113 年 2 月沒有 30 日"),
        ("eligibility.system_valid_until", 1130801, "型別不對"),
        ("construction.start", "一月", "看不出是哪個月"),
        ("year", "去年", "看不出是哪一年"),
        ("year", 0, "民國沒有 0 年"),
        ("honours.excellent_years", [110, None], "看不出是哪幾年"),
        ("honours.excellent_years", [[110]], "看不出是哪幾年"),
        ("honours.excellent_years", [True], "看不出是哪幾年"),
        ("honours.excellent", "是", "true（勾選）"),
        ("honours.excellent", 1, "true（勾選）"),
        ("kind", "自荐", "請從「推薦、自薦」選一個"),
        ("kind", 1, "請從「推薦、自薦」選一個"),
        ("kind", {}, "請從「推薦、自薦」選一個"),
        ("items.6-1.grade", "特優", "請從「可、良、優、不適用」選一個"),
        ("items.2-3.points", "二", "不是數字"),
        ("review.points.1-1", "-", "不是數字"),
        ("review.points.1-1", Decimal("1E+99999"), "不是數字"),
    ],
)
def test_wrong_answer(path: str, value: Any, words: str) -> None:
    """A wrong answer is told by its label, with what is wrong."""
    assert words in message(path, value)


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("headcount.own", "１，２３４", 1234),
        ("average.frequency", Decimal("6.050"), Decimal("6.050")),
        ("average.frequency", 6, Decimal(6)),
        ("kind", " 推薦\n", "推薦"),
        ("kind", "", None),
        ("unit_name", "  ", None),
        ("year", "2024", 113),
        ("honours.excellent_years", ["110", 111], (110, 111)),
        ("honours.excellent_years", [], None),
        ("review.points.1-1", "不適用", "不適用"),
    ],
)
def test_habits_are_read(path: str, value: Any, read: Any) -> None:
    """What people and spreadsheets write for an answer is read, and nothing written is no answer."""
    made: Any = answers({path: value})
    for step in path.split("."):
        made = getattr(made, step)
    assert made == read


def test_number_that_cannot_even_be_shown() -> None:
    """A number too long for Python to write out is told like any other wrong answer."""
    assert message("headcount.own", 10**5000) == UNREADABLE


def test_unknown_field_with_a_hint() -> None:
    """A misspelled field is told with the field that was meant, or with those there are."""
    (told,) = refused(example({"unit_nmae": "○○"}))
    assert told.message == "沒有「unit_nmae」這個欄位，是不是「unit_name」？"
    (told,) = refused(example({"review.assessors": [{}, {"nam": "王○○"}]}))
    assert told.message == "沒有「review.assessors.1.nam」這個欄位，是不是「review.assessors.1.name」？"
    assert told.label == "初審單位填寫／現場評鑑人員／第2位"
    (told,) = refused(example({"headcount.xyzzy": 1}))
    assert told.message == "沒有「headcount.xyzzy」這個欄位；可用的欄位：own、contractor"
    (told,) = refused(example({"xyzzy": None}))
    assert told.message.endswith("……")


def test_unknown_name_is_shown_harmless() -> None:
    """A name that nobody could have typed is shown short and without control characters."""
    (told,) = refused({"\x1b[31m" + "q" * 5000: 1})
    assert "\x1b" not in told.message
    assert len(told.message) < 400


def test_all_problems_at_once() -> None:
    """A hundred wrong answers are all told, each once and each by its label."""
    wrong = {
        question.path: {"odd": 1} for question in form().questions() if question.path.split(".")[0] != "rates"
    }
    data: dict[str, Any] = {}
    for path, value in wrong.items():
        if "assessors" not in path:
            put(data, path, value)
    told = refused(data)
    assert len(told) >= 100
    assert len({one.field for one in told}) == len(told)
    assert {one.field: one.label for one in told} == {
        path: form().question(path).label for path in wrong if "assessors" not in path
    }
    with pytest.raises(InvalidAnswers, match=f"^有 {len(told)} 個問題。$"):
        checking.parse(form(), data)


def seen(changes: dict[str, Any]) -> list[tuple[str, str]]:
    """Field and level of everything that one look at the changed example finds."""
    return [(one.field, one.level) for one in checking.look(form(), example(changes))[1]]


def test_one_look_finds_everything() -> None:
    """A wrong type, an unknown field, a broken rule, a gap and a warning are told together, in the form's order."""
    wrong = {
        "unit_name": None,
        "headcount.own": "五十",
        "uniform_number": "12345678",
        "items.2-3.points": "9",
    }
    assert seen({**wrong, "items.2-3.pionts": "1"}) == [
        ("unit_name", "gap"),
        ("headcount.own", "error"),
        ("uniform_number", "warning"),
        ("items.2-3.points", "error"),
        ("items.2-3.pionts", "error"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": "去年"}, "year"),
        ({"headcount": 5}, "headcount"),
        ({"rates": []}, "rates"),
        ({"unit_name": None, "unit_nmae": "○○公司"}, "unit_nmae"),
        ({"items.1-1": {"grade": "特優"}}, "items.1-1.grade"),
    ],
)
def test_wrong_answer_has_no_gap(changes: dict[str, Any], field: str) -> None:
    """A wrong answer is told once: no gap where it, its group or its misspelled name stands."""
    found = seen(changes)
    assert (field, "error") in found
    assert [one for one in found if one[1] == "gap" and not one[0].startswith("rates.")] == []


def test_look_keeps_what_can_be_read() -> None:
    """The answers of a look hold everything but what is wrong; of what is no group of fields there are none."""
    made, _ = checking.look(form(), example({"headcount.own": "五十", "rates.1": 5}))
    (told,) = checking.look(form(), [])[1]
    assert made is not None
    expected = answers({"headcount.own": None, "rates.1": {}})
    assert made == expected
    assert checking.look(form(), example()) == (answers(), [])
    assert (checking.look(form(), [])[0], told.message) == (None, "應為一組欄位（JSON 物件）")


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "應有 3 筆，只有 0 筆"), ([{}] * 2, "應有 3 筆，只有 2 筆"), ([{}] * 4, "最多 3 筆"), ({}, "清單")],
)
def test_length_of_lists(rows: Any, words: str) -> None:
    """The table of rates has three years, not fewer and not more."""
    (told,) = refused(example({"rates": rows}))
    assert (told.field, told.label) == ("rates", "災害頻率及嚴重率")
    assert words in told.message


def test_list_that_grows_has_an_end() -> None:
    """A list that grows takes a thousand rows, and is told when it is longer."""
    (told,) = refused(example({"review.assessors": [{"name": "王○○"}] * 1001}))
    assert told.message == "最多 1000 筆"


def test_empty_rows_at_the_end_go() -> None:
    """A list that grows ends with its last row that says something."""
    made: Any = answers({"review.assessors": [{}, {"name": "王○○"}, {}, {"name": ""}]})
    assert len(made.review.assessors) == 2


@pytest.mark.parametrize("rows", [[None, {}, {}], [1, {}, {}], ["x", {}, {}], [[], {}, {}]])
def test_row_that_is_no_group(rows: Any) -> None:
    """A row is a group of fields, and is told by its place."""
    for year, label in ((113, "110年"), (None, "前三年度之第1年")):
        (told,) = refused(example({"rates": rows, "year": year}))
        assert told.label == f"災害頻率及嚴重率／{label}"


@pytest.mark.parametrize(
    ("year", "label"), [(116, "114年"), ("2027", "114年"), ("去年", "第2年"), (2, "第2年"), (None, "第2年")]
)
def test_row_of_a_year_is_called_by_it(year: Any, label: str) -> None:
    """A year's figures are called by the year, as the form's own rules call them, where it is known."""
    months: list[Any] = [{} for _ in range(12)]
    months[2] = {"unit": {"hours": "很多", "hous": 1}}
    data = {"year": year, "years": [{}, {"months": months}, {}]}
    told = [one.label for one in refused(data, catalog.get("injury_rates")) if one.field != "year"]
    assert told == [
        f"前三年度／{label}／各月／3月／原事業單位／總經歷工時",
        f"前三年度／{label}／各月／3月／原事業單位",
    ]


def test_label_of_any_row() -> None:
    """A row beyond those of the blank has its label too."""
    told = refused(example({"review.assessors": [1, 2, 3]}))
    assert [one.label for one in told] == [f"初審單位填寫／現場評鑑人員／第{n}位" for n in (1, 2, 3)]


def nulled(value: Any) -> Any:
    return dict.fromkeys(value)


def test_null_everywhere() -> None:
    """null is what programs write for no answer: for a text, a tick, a group and a list alike."""
    empty = checking.parse(form(), {})
    assert checking.parse(form(), nulled(form().answers.model_fields)) == empty
    by_leaf: dict[str, Any] = {}
    for question in form().questions():
        if question.path.split(".")[0] not in ("rates", "review"):
            put(by_leaf, question.path, None)
    assert checking.parse(form(), by_leaf) == empty
    assert empty.is_empty


def test_deep_nesting() -> None:
    """A nesting that no form has is a wrong answer, or no JSON for us; never a crash."""
    deep: Any = "○○"
    for _ in range(300):
        deep = [deep]
    assert "請加引號" in message("unit_name", deep)
    with pytest.raises(UnreadableFile, match="層次太深"):
        loads(b"[" * 100_000, "a.json")


@pytest.mark.parametrize("value", ["\ud800", "推\udfff薦", "\u202e\ufeff"])
def test_half_characters(value: str) -> None:
    """Lone surrogates and invisible controls never reach the paper."""
    made: Any = answers({"unit_name": f"○○{value}公司"})
    assert made.unit_name.isprintable()
    told = refused({value + "x\ud800": 1})
    assert [(one.label, one.message) for one in told] == [("填答", checking.MESSAGES["string_unicode"])]


def test_error_that_we_do_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of pydantic without a sentence of ours is told in Chinese all the same."""
    monkeypatch.delitem(checking.MESSAGES, "string_unicode")
    (told,) = refused({"x\ud800": 1})
    assert told.message == UNREADABLE


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True)
    | st.text()
    | st.text(st.characters(categories=("Cs", "Cc", "Cf", "Nd", "Lo")))
    | st.sampled_from(["不適用", "優", "113/8/1", "113", "1,234", "-0", "民國前1年", "9" * 16, "110-109"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def speaks_chinese(told: Problem) -> bool:
    """A message has Chinese words; Latin letters stand in quotation marks, or are our few terms."""
    outside = re.sub("「.*?」|『.*?』|可用的欄位：.*", "", told.message, flags=re.DOTALL)
    english = re.sub("JSON|true|false|surrogate", "", outside)
    return bool(re.search("[\u4e00-\u9fff]", told.message)) and not re.search(
        r"[A-Za-z]{2,} [A-Za-z]", english
    )


@pytest.mark.parametrize("of", FORMS, ids=lambda of: of.name)
@settings(max_examples=40)
@given(data=st.data())
def test_junk_for_a_form(of: Form, data: st.DataObject) -> None:
    """Random JSON at random places is either answers or InvalidAnswers, whose every message is Chinese."""
    known = [one.path for one in of.questions()]
    steps = sorted({step for path in known for step in path.split(".")})
    names = (st.sampled_from(steps) if steps else st.nothing()) | st.text()
    some = st.lists(
        st.sampled_from(known) if known else st.nothing(), max_size=min(6, len(known)), unique=True
    )
    paths = data.draw(some)
    tree: Any = data.draw(JUNK | st.dictionaries(names, JUNK, max_size=5))
    if isinstance(tree, dict):
        for path in paths:
            graft(tree, path, data.draw(JUNK))
    readable, told = checking.look(of, tree)
    wrong: Sequence[Problem] = ()
    try:
        made = checking.parse(of, tree)
    except InvalidAnswers as error:
        wrong = error.problems
    else:
        assert (readable, told) == (made, checking.check(of, made))
        of.report(made)
        json.dumps(made.given())
    assert set(wrong) <= set(told)
    assert (readable is None) == (not isinstance(tree, dict))
    assert [one for one in told if not speaks_chinese(one) or not one.label] == []


def graft(tree: dict[Any, Any], path: str, junk: Any) -> None:
    """Put `junk` at `path` or, where a list or junk stands on the way, in its place."""
    head, _, rest = path.partition(".")
    if rest and not rest[0].isdecimal():
        inner = tree.setdefault(head, {})
        if isinstance(inner, dict):
            graft(inner, rest, junk)
    else:
        tree[head] = junk


@pytest.mark.parametrize("name", sorted(KINDS))
@given(junk=JUNK | st.floats() | st.binary() | st.dates())
def test_junk_for_a_kind(name: str, junk: Any) -> None:
    """Every kind takes junk for an answer, or refuses it with a message of ours; it shows what it took."""
    answer = Field(default=None)
    holder: Any = type("Holder", (Answers,), {"__annotations__": {"answer": KINDS[name]}, "answer": answer})
    types: set[str] = set()
    value = None
    try:
        value = holder(answer=junk).answer
    except ValidationError as error:
        types = {one["type"] for one in error.errors()}
    assert types <= {*checking.MESSAGES, *checking.OURS, "literal_error"}
    (kind,) = (one for one in KINDS[name].__metadata__ if isinstance(one, Kind))
    assert value is None or isinstance(kind.show(value), str)


def test_every_kind_gets_junk() -> None:
    """The test above meets every kind."""
    assert {"Text", "Lines", "Count", "Amount", "Year", "Years", "Date", "Month", "Choice", "Check"} <= set(
        KINDS
    )


@pytest.mark.parametrize(
    "name", ["Text", "Lines", "Clauses", "Count", "Amount", "Year", "Years", "Date", "Month"]
)
def test_shown_answers_are_read_back(name: str) -> None:
    """What a kind prints, it reads again as the same answer."""
    typed = {"Text": "王○○", "Lines": "甲\n乙", "Clauses": "一、<u>甲</u>\n(一)乙", "Count": "1,234", "Amount": "1.50", "Year": "116",
             "Years": "110-112", "Date": "113/8/1", "Month": "98/1"}[name]  # fmt: skip
    adapter: TypeAdapter[Any] = TypeAdapter(KINDS[name])
    value = adapter.validate_python(typed)
    (kind,) = (one for one in KINDS[name].__metadata__ if isinstance(one, Kind))
    assert adapter.validate_python(kind.show(value)) == value


@pytest.mark.parametrize("of", FORMS, ids=lambda of: of.name)
def test_follow_agrees_with_the_questions(of: Form) -> None:
    """The labels on the way to a question are the question's own."""
    for question in of.questions():
        assert follow(of.answers, question.path)[0] == question.labels


@pytest.mark.parametrize("of", FORMS, ids=lambda of: of.name)
def test_given_answers_are_the_answers(of: Form) -> None:
    """What answers give as JSON parses to equal answers, for the example and for none."""
    whole = json.loads((of.folder / "example.json").read_text(encoding="utf-8"))
    data: Any
    for data in ({}, whole):
        made = checking.parse(of, data)
        assert checking.parse(of, json.loads(json.dumps(made.given()))) == made


def test_undrawable_character() -> None:
    """A character that no font draws is an error with its label, itself and its code point."""
    told = checking.check(
        form(), answers({"person_in_charge": "王🙂", "image.other_facts": "第一行\n六\uf9d1"})
    )
    assert [(one.label, one.level, one.rule) for one in told] == [
        ("負責人", "error", "字型"),
        ("企業形象／其他：具體事蹟", "error", "字型"),
    ]
    assert told[0].message == "字型沒有 「🙂」(U+1F642)，無法印出，請改用其他字"
    assert "可改用「六」" in told[1].message
