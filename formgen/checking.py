"""From what somebody wrote to answers, or to the list of all that is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from formgen import glyphs
from formgen.answers import Answers
from formgen.errors import InvalidAnswers, Problem
from formgen.form import Form
from formgen.kinds import UNREADABLE
from formgen.questions import follow
from formgen.tree import go, without
from formgen.tw import year as roc_year
from formgen.tw.text import clean_line
from formgen.values import Values, answered, printed

UNDRAWABLE = "字型"

LONGEST_NAME = 60
LONGEST_WRITTEN = 200
MOST_NAMES = 12
# A list of the wrong length is told only after its rows could be read.
MOST_LOOKS = 4
OURS = {"wrong_type", "unreadable"}
MESSAGES = {
    "model_type": "應為一組欄位（JSON 物件）",
    "list_type": "應為清單（JSON 陣列）",
    "too_short": "應有 {min_length} 筆，只有 {actual_length} 筆",
    "too_long": "最多 {max_length} 筆",
    "bool_type": "請填 true（勾選）或 false（不勾選）",
    "invalid_key": "欄位名稱應為文字",
    "string_unicode": "有不成字的編碼（單獨的 surrogate），請刪去後重打",
}


def parse(form: Form, data: Any) -> Answers:
    """`data` (as from JSON) as the form's answers. Raises InvalidAnswers with every problem."""
    try:
        return form.answers.model_validate(data)
    except ValidationError as error:
        raise InvalidAnswers(_wrong(form, error.errors(), data), data) from None


def salvage(form: Form, data: Any) -> tuple[Answers, list[Problem]]:
    """What can be read of `data`, which may be nothing, and a problem for each answer that cannot."""
    answers, errors = _readable(form, data)
    told = [_with_what_was_written(one, data) for one in _wrong(form, errors, data)]
    return answers or form.answers(), told


def _with_what_was_written(problem: Problem, data: Any) -> Problem:
    """A problem that says what stood there, for the person to type again."""
    *way, last = problem.field.split(".")
    try:
        group = go(data, way)
        value = group[int(last) if isinstance(group, list) else last]
    except (KeyError, IndexError, ValueError, TypeError):
        return problem
    written = f"「{str(value)[:LONGEST_WRITTEN]}」"
    if not isinstance(value, (str, int, float, Decimal)) or written in problem.message:
        return problem
    return replace(problem, message=f"{problem.message.rstrip('。')}；原來寫的是{written}")


def look(form: Form, data: Any) -> tuple[Answers | None, list[Problem]]:
    """All that `parse` and `check` have to say of `data`, at once and in the order of the form.

    The answers are what could be read: where a problem is an error, something may be missing from them. None if
    nothing could. What only follows from a wrong answer is not said: its gap, or a finding about its group.
    """
    answers, errors = _readable(form, data)
    wrong = _wrong(form, errors, data)
    if answers is None:
        return None, wrong
    return answers, _sorted(form, answers, [*wrong, *_other(form, answers, errors)])


def _readable(form: Form, data: Any) -> tuple[Answers | None, list[Any]]:
    """The answers without those that pydantic refuses, and its errors; None if nothing could be read."""
    errors: list[Any] = []
    left = data
    for _ in range(MOST_LOOKS):
        try:
            return form.answers.model_validate(left), errors
        except ValidationError as error:
            errors += error.errors()
            for one in error.errors():
                left = without(left, one["loc"])
        if not isinstance(data, dict):
            break
    return None, errors


def _wrong(form: Form, errors: Sequence[Any], data: Any) -> list[Problem]:
    activity = _activity(data)
    return [_translated(form, one, activity) for one in errors]


def _activity(data: Any) -> int | None:
    """The activity's year in data that may be wrong."""
    try:
        return roc_year.parse(str(data["year"]))
    except (LookupError, TypeError, ValueError):
        return None


def _other(form: Form, answers: Answers, errors: Sequence[Any]) -> list[Problem]:
    """What the answers that could be read have beside the errors, less what only follows from these."""
    ways = [[str(step) for step in one["loc"]] for one in errors]
    meant = {_meant(form, way) for way in ways}
    return [
        problem
        for problem in check(form, answers)
        if not any(_is_about(problem.field.split("."), way) for way in ways)
        and not (problem.level == "gap" and problem.field in meant)
    ]


def _is_about(field: list[str], way: list[str]) -> bool:
    """Whether a field is the wrong one, inside it, or a group around it; never the whole form."""
    return field != [""] and all(one == other for one, other in zip(field, way, strict=False))


def _meant(form: Form, way: list[str]) -> str:
    """The path of the field that a misspelled name may mean; nothing for a name that is known or like no other."""
    *group, name = way
    siblings = follow(form.answers, ".".join(group))[1].model_fields
    close = [] if name in siblings else get_close_matches(name, siblings, 1)
    return ".".join([*group, *close]) if close else ""


def check(form: Form, answers: Answers) -> list[Problem]:
    """All gaps, broken rules and warnings of valid answers, in the order of the form."""
    problems = [
        *_gaps(form, answers),
        *_unusual(form, answers),
        *form.check(answers),
        *undrawable(form, printed(form, answers)),
    ]
    return _sorted(form, answers, problems)


def _sorted(form: Form, answers: Answers, problems: list[Problem]) -> list[Problem]:
    order = _order(form, answers)
    return sorted(problems, key=lambda problem: order.get(problem.field, len(order)))


def _order(form: Form, answers: Answers) -> dict[str, int]:
    """The place of each field on the form; a group stands where its first field does."""
    order: dict[str, int] = {}
    for place, (question, _) in enumerate(answered(form, answers)):
        segments = question.path.split(".")
        for depth in range(1, len(segments) + 1):
            order.setdefault(".".join(segments[:depth]), place)
    return order


def undrawable(form: Form, values: Values) -> Iterator[Problem]:
    """An error for each field that holds a character which no font of ours can draw."""
    for path, text in values.items():
        if isinstance(text, str) and (missing := glyphs.missing(text)):
            label = form.question(path).label if not path.startswith("=") else path
            yield Problem(path, label, "、".join(map(_no_glyph, missing)), "error", UNDRAWABLE)


def _no_glyph(character: str) -> str:
    twin = glyphs.twin(character)
    advice = f"，可改用「{twin}」" if twin else "，請改用其他字"
    return f"字型沒有 {glyphs.describe(character)}，無法印出{advice}"


def _gaps(form: Form, answers: Answers) -> Iterator[Problem]:
    for question, value in answered(form, answers):
        if question.required and value is None:
            yield Problem(question.path, question.label, "尚未填寫", "gap")


def _unusual(form: Form, answers: Answers) -> Iterator[Problem]:
    """An answer that does not look as usual; ○ stands for what is not told."""
    for question, value in answered(form, answers):
        if question.usual and value is not None and "○" not in str(value):
            try:
                question.usual(value)
            except ValueError as error:
                yield Problem(question.path, question.label, f"{error}如確認無誤可不理會", "warning")


def _translated(form: Form, error: Any, activity: int | None) -> Problem:
    """A pydantic error in the words of the form; `activity` is the year that the paper is for."""
    location = [str(segment) for segment in error["loc"]]
    path, kind = ".".join(location), error["type"]
    if kind == "extra_forbidden":
        return _unknown(form, location, activity)
    if kind == "literal_error":
        message = f"請從「{'、'.join(form.question(path).choices)}」選一個"
    elif kind in MESSAGES:
        message = MESSAGES[kind].format(**error.get("ctx", {}))
    else:
        message = error["msg"] if kind in OURS else UNREADABLE
    return Problem(path, label_of(form, path, activity), message)


def label_of(form: Form, path: str, activity: int | None = None) -> str:
    """The words on the form for the path of a field, a group or a row; a year's row by its year, if that is known."""
    return form.label(path, activity) or "填答"


def _unknown(form: Form, location: list[str], activity: int | None) -> Problem:
    *group, name = location
    labels, model = follow(form.answers, ".".join(group), activity)
    siblings = list(model.model_fields)
    close = get_close_matches(name, siblings, 1)
    hint = f"，是不是「{'.'.join([*group, *close])}」？" if close else _some_of(siblings)
    shown = clean_line(name)[:LONGEST_NAME]
    message = f"沒有「{'.'.join([*group, shown])}」這個欄位{hint}"
    return Problem(".".join(location), "／".join(labels) or "填答", message)


def _some_of(names: list[str]) -> str:
    if not names:
        return "；這張表沒有要填的欄位"
    more = "……" if len(names) > MOST_NAMES else ""
    return f"；可用的欄位：{'、'.join(names[:MOST_NAMES])}{more}"
