"""Two people's changes to one list, brought together row by row and answer by answer.

A row has a key, which its page sends along, so that it is known again wherever it stands.
"""

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

Row = dict[str, Any]
# No answer's path begins like this.
KEY = ":key"


def content(row: Row) -> Row:
    """The answers of a row.

    >>> content({":key": "a", "name": "甲"})
    {'name': '甲'}
    """
    return {path: value for path, value in row.items() if path != KEY}


def keyed(rows: Iterable[Row]) -> list[Row]:
    """The rows, each that says something with a key: one that has none, from a file, has its number.

    >>> keyed([{"name": "甲"}, {}, {":key": "b", "name": "乙"}])
    [{':key': '0', 'name': '甲'}, {}, {':key': 'b', 'name': '乙'}]
    """
    return [{KEY: str(index)} | row if content(row) else {} for index, row in enumerate(rows)]


def merge(base: list[Row], mine: list[Row], theirs: list[Row]) -> tuple[list[Row], list[Row]]:
    """The list with what both have changed since `base`: with my answers where we clash, and with theirs.

    A row that one removes and the other changes stays. Rows that say nothing are left out, but for those at the end of
    mine, where I am about to write.

    >>> first, mine, theirs = ({":key": key, "name": name} for key, name in (("a", "甲"), ("b", "乙"), ("c", "丙")))
    >>> merge([first], [first, mine], [first, theirs])[0] == [first, theirs, mine]
    True
    >>> merge([first], [first | {"name": "丁"}], [first | {"state": "固"}])[0]
    [{':key': 'a', 'name': '丁', 'state': '固'}]
    """
    before, here, there = ({row[KEY]: row for row in keyed(rows) if row} for rows in (base, mine, theirs))
    keys = dict.fromkeys((*there, *here))
    by_mine = [_row(before.get(key, {}), here.get(key), there.get(key)) for key in keys]
    by_theirs = [_row(before.get(key, {}), there.get(key), here.get(key)) for key in keys]
    to_write: list[Row] = [{} for _ in takewhile(lambda row: not content(row), reversed(mine))]
    return [*filter(None, by_mine), *to_write], [*filter(None, by_theirs), *to_write]


def _row(base: Row, first: Row | None, other: Row | None) -> Row | None:
    """One row with the changes of both; the `first` one's where they clash."""
    if first is None or other is None:
        left = first or other
        return None if left == base else left
    changed = {path: first.get(path) for path in (*first, *base) if first.get(path) != base.get(path)}
    return {path: value for path, value in {**other, **changed}.items() if value}
