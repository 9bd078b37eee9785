"""What a person typed, as it is stored: text as it was typed, truth for a box, a list of rows for a list that grows.

It becomes JSON answers here, and answers from a file become text that could have been typed.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from formgen.form import Form
from formgen.questions import Question
from formgen.tree import leaves, put
from formgen.tw import date as roc_date
from formgen.tw import year as roc_year
from formgen.web import layout
from formgen.web.layout import Growing, Leaf
from formgen.web.merging import KEY, Row, content

# As many as a list of the answers may have; and a number of rows has no more digits.
MOST_ROWS, LONGEST_COUNT, LONGEST_KEY = 1000, 7, 16


def nothing(place: Leaf | Growing) -> Any:
    """What stands in a field that nobody has filled."""
    if isinstance(place, Growing):
        return []
    return False if place.question.kind.name == "check" else ""


def says_something(value: Any) -> bool:
    return any(value) if isinstance(value, list) else bool(value)


def boxes(text: str, count: int) -> list[str]:
    """The boxes of a date or month (`count` 3 or 2), with what was typed into each.

    >>> boxes("113//1", 3), boxes("2024-08-01", 3), boxes("113", 2), boxes("八月", 3)
    (['113', '', '1'], ['113', '8', '1'], ['113', ''], ['八月', '', ''])
    """
    pieces = text.split("/")
    if len(pieces) == count:
        return pieces
    with suppress(ValueError):
        day = roc_date.parse(text) if count == 3 else roc_date.parse_month(text)
        return [str(day.year - roc_year.OFFSET), str(day.month), str(day.day)][:count]
    return [text, *[""] * (count - 1)]


def joined(pieces: list[str]) -> str:
    """Boxes as one text; a person may also write the whole date into the first.

    >>> joined(["113", "8", "1"]), joined(["113/8/1", "", ""]), joined(["", "", ""]), joined(["", "8", ""])
    ('113/8/1', '113/8/1', '', '/8/')
    """
    return "/".join(pieces) if any(pieces[1:]) else pieces[0]


def as_data(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values of a form (by path) as JSON answers. A path that the form no longer has is left out."""
    data = form.answers().model_dump(mode="json")
    growing = {place.path: place for section in form.sections for place in layout.places(layout.of(form, section)) if isinstance(place, Growing)}  # fmt: skip
    for path, value in values.items():
        if path in growing:
            put(data, path, [_row(growing[path], row) for row in _to_the_last(value or [])])
        elif value is not None:
            with suppress(KeyError, IndexError, ValueError, TypeError):
                put(data, path, value)
    return data


def _row(growing: Growing, row: Row) -> dict[str, Any]:
    data = growing.model().model_dump(mode="json")
    for path, value in content(row).items():
        with suppress(KeyError, IndexError, ValueError, TypeError):
            put(data, path, value)
    return data


def _to_the_last(rows: list[Row]) -> list[Row]:
    """The rows without empty ones at the end."""
    while rows and not rows[-1]:
        rows = rows[:-1]
    return rows


def from_given(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """JSON answers as stored values by path."""
    values: dict[str, Any] = {}
    for section in form.sections:
        for place in layout.places(layout.of(form, section)):
            there, value = _take(given, place.path)
            if not there or value is None:
                continue
            if isinstance(place, Growing):
                values[place.path] = [_typed_row(form, place, index, row) for index, row in enumerate(value)]
            else:
                values[place.path] = as_typed(place.question, value)
    return values


def _typed_row(form: Form, growing: Growing, index: int, row: Any) -> Row:
    return {
        path: as_typed(form.question(f"{growing.path}.{index}.{path}"), value) for path, value in leaves(row)
    }


def as_typed(question: Question, value: Any) -> Any:
    """A JSON answer as somebody would have typed it."""
    kind = question.kind.name
    if kind == "check":
        return bool(value)
    if isinstance(value, list):
        return "、".join(map(str, value))
    if kind in {"date", "month"}:
        with suppress(ValueError):
            day = date.fromisoformat(str(value))
            return "/".join(boxes(day.isoformat(), 3 if kind == "date" else 2))
    return str(value)


def _take(given: Any, path: str) -> tuple[bool, Any]:
    try:
        for step in path.split("."):
            given = given[int(step)] if isinstance(given, list) else given[step]
    except (KeyError, IndexError, ValueError, TypeError):
        return False, None
    return True, given


def posted(form: Form, section: Any, sent: Mapping[str, str]) -> dict[str, Any]:
    """The values of a section from what a browser sent; `do` adds a row to a list or removes one."""
    deed, _, rest = sent.get("do", "").partition(":")
    values: dict[str, Any] = {}
    for place in layout.places(layout.of(form, section)):
        if isinstance(place, Leaf):
            values[place.path] = posted_one(place.question, place.path, sent)
        else:
            rows = list(_rows(form, place, sent))
            values[place.path] = _changed(rows, deed, *rest.rpartition(":")[::2], place.path, rest)
    return values


def _changed(rows: list[Row], deed: str, of: str, index: str, path: str, rest: str) -> list[Row]:
    if deed == "add" and rest == path:
        return [*rows, {}][:MOST_ROWS]
    if deed == "remove" and of == path and index.isdecimal() and len(index) < LONGEST_COUNT:
        return [row for place, row in enumerate(rows) if place != int(index)]
    return _to_the_last(rows)


def _rows(form: Form, growing: Growing, sent: Mapping[str, str]) -> Iterator[Row]:
    count = sent.get(f"{growing.path}:count", "0")
    is_count = count.isdecimal() and len(count) < LONGEST_COUNT
    for index in range(min(int(count), MOST_ROWS) if is_count else 0):
        row = {}
        for place in layout.places(growing.row(form, index)):
            if isinstance(place, Leaf) and (value := posted_one(place.question, place.path, sent)):
                row[place.path.removeprefix(f"{growing.path}.{index}.")] = value
        key = sent.get(f"{growing.path}.{index}{KEY}", "")[:LONGEST_KEY]
        yield {KEY: key, **row} if key and row else row


def posted_one(question: Question, name: str, sent: Mapping[str, str]) -> Any:
    """What a browser sent for a question under a name."""
    kind = question.kind.name
    if kind == "check":
        return name in sent
    if kind in {"date", "month"}:
        parts = ("year", "month", "day")[: 3 if kind == "date" else 2]
        return joined([sent.get(f"{name}:{part}", "").strip() for part in parts])
    return sent.get(name, "").replace("\r\n", "\n")
