"""Valid answers for any form, drawn from nothing but its model; and the characters that break things."""

from datetime import date
from functools import cache
from typing import Any, get_origin

from hypothesis import strategies as st

from formgen import catalog, checking, glyphs, jsonfile
from formgen.answers import Answers, extra, group_of
from formgen.errors import InvalidAnswers
from formgen.form import Form
from formgen.questions import Question

# Rare, look-alike, wide, composed, with a selector, and what is markup elsewhere.
NASTY = (
    "𡍼", "\ufa0c", "兀", "台", "臺", "Ａ１", "　", " ", "\t", "\u00a0", "\u200b", "e\u0301", "葛\U000e0100",
    "<b>&amp;{{ 7*7 }}]]>", "\"'&lt;", "<?place 0?>", '<w:id w:val="1"/>', "{% raw %}", "%PDF-", "■□V", "○",
    "臺北市○○區", "王○○", "0", "-", "=", "、", "／",
)  # fmt: skip
# What a person may paste: cleaned away, or turned into an ordinary line end.
DIRTY = ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\u202e", "\u2066", "\ufeff", "\u2028", "\uffff")

_PLAIN = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])
# Mostly the first ones; now and then one that stands on a further sheet.
_ROWS = st.one_of(st.integers(0, 5), st.sampled_from((15, 16, 17, 40)))
_WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(_PLAIN, max_size=4)), max_size=8).map("".join)


def _lines(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(words, max_size=5).map("\n".join)


def drawable(text: str) -> str:
    """The text without what no font of ours draws."""
    return "".join(character for character in text if not glyphs.missing(character))


def example(form: Form) -> Answers:
    """The form's own example."""
    return checking.parse(form, jsonfile.load(str(form.folder / "example.json")))


def answers(form: Form, *, only_drawable: bool = False) -> st.SearchStrategy[Answers]:
    """Valid answers: a handful of the form's questions answered, rows here and there, all else left open."""
    words = _WORDS.map(drawable) if only_drawable else _WORDS
    if not (asked := list(form.questions())):
        return st.just(form.answers())
    one = st.sampled_from(asked).flatmap(
        lambda question: st.tuples(st.just(question.path), _ROWS, _value(form, question, words))
    )
    return st.lists(one, max_size=20).map(lambda drawn: _built(form, drawn))


def path_of(form: Form, *kinds: str) -> str:
    """The path of the form's first printed question of one of the kinds; empty if it asks none."""
    printed = (question for question in form.questions() if question.printed)
    return next((question.path for question in printed if question.kind.name in kinds), "")


def with_answers(form: Form, given: dict[str, Any], to: Answers | None = None) -> Answers:
    """Answers with some of them put in the place of what was there."""
    data = (to or form.answers()).model_dump(mode="json")
    for path, value in given.items():
        _put(form.answers, data, path.split("."), value)
    return checking.parse(form, data)


def _value(form: Form, question: Question, words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    years = st.integers(1, 900)
    dates = st.dates(date(1912, 1, 1), date(2800, 1, 1)).map(str)
    return {
        "text": words,
        "paragraph": words,
        "lines": _lines(words),
        "number": st.sampled_from(_numbers(form.name, question.path)),
        "year": years,
        "years": st.lists(years, max_size=4, unique=True),
        "date": dates,
        "month": dates,
        "choice": st.sampled_from(question.choices or ("",)),
        "check": st.booleans(),
    }[question.kind.name]


@cache
def _numbers(name: str, path: str) -> list[str]:
    """The numbers that a question accepts: not each takes a fraction."""
    form, accepted = catalog.get(name), []
    for number in ("0", "7", "120", "999999999999999", "0.5", "1.50", "105.2", "0.000000001"):
        try:
            with_answers(form, {path: number})
        except InvalidAnswers:
            continue
        accepted.append(number)
    return accepted


def _built(form: Form, drawn: list[tuple[str, int, Any]]) -> Answers:
    data = form.answers().model_dump(mode="json")
    for path, row, value in drawn:
        _put(form.answers, data, path.split("."), value, row)
    return checking.parse(form, data)


def _put(model: type[Answers], data: Any, way: list[str], value: Any, row: int | None = None) -> None:
    """Put a value in its place; a list that grows takes it in `row`, if one is given."""
    name, *rest = way
    info = model.model_fields[name]
    inner = group_of(info)
    if inner is None:
        data[name] = value
    elif get_origin(info.annotation) is list:
        index = row if row is not None and extra(info)["x-grows"] else int(rest[0])
        while len(data[name]) <= index:
            data[name].append(inner().model_dump(mode="json"))
        _put(inner, data[name][index], rest[1:], value, row)
    else:
        _put(inner, data[name], rest, value, row)
