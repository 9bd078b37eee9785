"""Last year's answers as the start of this year's: what belongs to a year moves on or is asked anew."""

from formgen import checking
from formgen.answers import Answers
from formgen.errors import FormgenError
from formgen.form import Form
from formgen.questions import Question
from formgen.tree import put, take
from formgen.values import answered


class NotLater(FormgenError):
    """新的年度 {year} 要比原來的 {before} 晚。"""


def renewed(form: Form, answers: Answers, year: int | None = None) -> Answers:
    """The answers for `year`, or for the year after theirs.

    Lists of yearly figures move on by the years that passed; dates, and what is said of one year, are left
    open. A form that asks for no year is renewed as if one had passed. Raises NotLater.
    """
    before = getattr(answers, "year", None)
    after = year or (before + 1 if before else None)
    if before and after and after <= before:
        raise NotLater(year=after, before=before)
    passed = after - before if before and after else 1
    data, moved = answers.model_dump(mode="json"), {}
    for question, _ in answered(form, answers):
        if question.yearly or question.kind.name == "date":
            moved[_moved(question, passed)] = take(data, question.path)
    for path, value in moved.items():
        if path:
            put(data, path, value)
    if after and "year" in data:
        data["year"] = after
    return checking.parse(form, data)


def _moved(question: Question, passed: int) -> str:
    """Where the answer goes; nowhere if it is told anew each year, or belongs to a year that no longer counts."""
    index, _, inside = question.path.removeprefix(f"{question.yearly}.").partition(".")
    if not question.yearly or not index.isdecimal() or int(index) < passed:
        return ""
    return f"{question.yearly}.{int(index) - passed}.{inside}"
