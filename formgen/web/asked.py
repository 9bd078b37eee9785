"""What a collection of replies asks: of the office, what the event is; of who replies, the rest of the form.

A form can be sent out when its answers are flat: no list grows, so that each reply is one line of a table. What stands in
its part `event` the office says once for all; of that, name and last day are those of the collection itself.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from formgen import catalog, checking
from formgen.answers import Answers, ask
from formgen.checking import UNDRAWABLE
from formgen.errors import Problem
from formgen.form import Form
from formgen.kinds import Date, Lines, Text
from formgen.questions import Question
from formgen.values import answered, show
from formgen.web import fields, layout, typed
from formgen.web.layout import Growing, Leaf
from formgen.web.replies import Collection, Reply
from formgen.web.wording import TAIPEI
from formgen.web.words import WORDS

# Where a form has these questions, the answers are the collection's title and last day; who replies is its unit.
_SHARED = {"title": "event.name", "deadline": "event.deadline"}
_EVENT, _NAME = "event.", "unit_name"
_MOST_YEARS = 5
# What a spreadsheet would take for a formula when it opens a CSV file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Setting(Answers):
    """What every collection is asked for."""

    title: Text = ask(WORDS.replies.title_label, hint=WORDS.replies.title_hint, required=True)
    deadline: Date = ask(WORDS.replies.deadline_label, hint=WORDS.replies.deadline_hint)
    members: Lines = ask(WORDS.replies.members_label, hint=WORDS.replies.members_hint)


def _check(answers: Any) -> Iterator[Problem]:
    today = datetime.now(TAIPEI).date()
    if answers.deadline and answers.deadline.year > today.year + _MOST_YEARS:
        yield Problem("deadline", WORDS.replies.deadline_label, WORDS.replies.far)


SETTING = Form("setting", Setting, Path(), _check)


def can_be_sent(form: Form) -> bool:
    """Whether the answers are flat, and somebody is asked for them."""
    places = [place for section in form.sections for place in layout.places(layout.of(form, section))]
    return bool(places) and not any(isinstance(one, Growing) for one in places)


def sendable() -> list[Form]:
    """The forms that can be sent out; first those that are made for an event."""
    forms = [form for name in catalog.names() if can_be_sent(form := catalog.get(name))]
    return sorted(forms, key=lambda form: not any(map(_is_of_event, form.questions())))


def _is_of_event(question: Question) -> bool:
    return question.by_reviewer and question.path.startswith(_EVENT)


def of_office(form: Form) -> tuple[Leaf, ...]:
    """What the form asks of the office beside what each collection has."""
    return tuple(
        Leaf(one) for one in form.questions() if _is_of_event(one) and one.path not in _SHARED.values()
    )


def of_collection(form: Form) -> tuple[layout.Node, ...]:
    """What each collection has; a list of members only where the form asks who replies."""
    nodes = layout.of(SETTING, SETTING.sections[0])
    has_name = any(one.path == _NAME for one in form.questions())
    return tuple(one for one in nodes if has_name or one.path != "members")


def said_by_office(form: Form, sent: Mapping[str, str]) -> dict[str, Any]:
    """What the office typed, by path."""
    leaves = (*of_collection(form), *of_office(form))
    return {
        one.path: typed.posted_one(one.question, one.path, sent) for one in leaves if isinstance(one, Leaf)
    }


def wrong_by_office(form: Form, given: Mapping[str, Any]) -> list[Problem]:
    """What keeps a collection from being sent out; also what could not be printed on everybody's reply."""
    said = {path: given.get(path) for path in Setting.model_fields}
    own = _stopping(checking.look(SETTING, typed.as_data(SETTING, said))[1])
    printed = facts(form, given)
    back = {there: here for here, there in _SHARED.items()}
    there = [
        replace(one, field=back.get(one.field, one.field))
        for one in checking.look(form, typed.as_data(form, printed))[1]
        if one.level == "error" and one.field in printed
    ]
    told = {one.field for one in own}
    return [*own, *(one for one in there if one.field not in told)]


def facts(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the office said, where it stands in the form."""
    shared = {there: given.get(here) for here, there in _SHARED.items()}
    known = {one.path for one in form.questions() if _is_of_event(one)}
    return {path: value for path, value in {**given, **shared}.items() if path in known}


def posted(form: Form, sent: Mapping[str, str]) -> dict[str, Any]:
    """What somebody typed who replies, by path."""
    return {path: one for section in form.sections for path, one in typed.posted(form, section, sent).items()}


def look(collection: Collection, given: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """A reply with what the office said, as answers, and all that there is to say of it."""
    form = catalog.get(collection.form)
    data = typed.as_data(form, {**facts(form, collection.given), **given})
    answers, problems = checking.look(form, data)
    ours = [one for one in problems if not one.field.startswith(_EVENT)]
    stopping = _stopping(ours)
    fields_of_it = {one.field for one in stopping}
    notes = [one for one in ours if one.level == "warning" and one.field not in fields_of_it]
    return answers or form.answers(), [*stopping, *notes]


def _stopping(problems: Iterable[Problem]) -> list[Problem]:
    """Errors and gaps, all of them errors; but a character that we cannot draw keeps nobody from replying."""
    return [
        replace(one, level="error") for one in problems if one.level != "warning" and one.rule != UNDRAWABLE
    ]


def told(form: Form, answers: Answers) -> list[tuple[Question, str]]:
    """Each question of who replies, with its answer in words; empty where there is none."""
    return [
        (question, _in_words(question, value))
        for question, value in answered(form, answers)
        if not question.by_reviewer
    ]


def told_by_office(form: Form, answers: Answers) -> list[tuple[str, str]]:
    """What the office says of its event beside its name and last day: label and answer."""
    return [
        (question.labels[-1], text)
        for question, value in answered(form, answers)
        if _is_of_event(question)
        and question.path not in _SHARED.values()
        and (text := show(question, value))
    ]


def _in_words(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        return str(WORDS.field.ticked) if value else ""
    return fields.choice_in_words(question, show(question, value))


def table(collection: Collection, replies: Sequence[Reply]) -> tuple[list[str], list[list[str]]]:
    """Heads, and a line for each reply: when it came, and every answer as text."""
    form = catalog.get(collection.form)
    heads = [WORDS.replies.came, *(question.label for question, _ in told(form, form.answers()))]
    rows = [
        [_clock(one.sent), *(text for _, text in told(form, look(collection, one.given)[0]))]
        for one in replies
    ]
    return heads, rows


def harmless(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("02-00000000")
    ("'=1+1", '02-00000000')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(TAIPEI):%Y-%m-%d %H:%M}" if moment else ""


def name_of(reply: Reply) -> str:
    return str(reply.given.get(_NAME) or "")


def missing(collection: Collection, replies: Sequence[Reply]) -> list[str]:
    """The members of the list of whom there is no reply."""
    there = {_alike(name_of(one)) for one in replies}
    return [name for name in collection.members if _alike(name) not in there]


def unlisted(collection: Collection, replies: Sequence[Reply]) -> list[str]:
    """Who has replied and stands not on the list; nobody where there is none."""
    known = {_alike(name) for name in collection.members}
    return [name for one in replies if known and _alike(name := name_of(one)) not in known]


def _alike(name: str) -> str:
    """A name less what people write one way or the other: widths, blanks, 台 and 臺."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("台", "臺").casefold()
