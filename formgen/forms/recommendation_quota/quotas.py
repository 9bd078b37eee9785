"""How many units and persons each of the 27 reviewing bodies may recommend (要點七(一)2), read from the official words."""

from pathlib import Path
from typing import NamedTuple

from formgen.form import read_official

OFFICIAL = read_official(Path(__file__).parent)


class Quota(NamedTuple):
    """The most that one body may recommend."""

    units: int
    persons: int


QUOTAS = {
    body: Quota(int(level.units), int(level.persons)) for level in OFFICIAL.levels for body in level.bodies
}


def quota(body: str) -> Quota:
    """The quota of a reviewing body, named as 附表三 prints it. Raises KeyError for a name not printed there.

    >>> quota("臺北市")
    Quota(units=5, persons=2)
    >>> quota("經濟部產業園區管理局")
    Quota(units=1, persons=1)
    """
    return QUOTAS[body]
