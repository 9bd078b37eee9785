"""Which forms there are. Listing them reads their words only; a form's code is imported when it is used."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from formgen.errors import UnknownForm
from formgen.paths import FORMS

if TYPE_CHECKING:
    from formgen.form import Form


@dataclass(frozen=True)
class Entry:
    """One line of `formgen list`."""

    name: str
    title: str
    edition: str
    programme: str
    is_official: bool


def names() -> list[str]:
    return sorted(path.parent.name for path in FORMS.glob("*/official.toml"))


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(map(_entry, names()))


def _entry(name: str) -> Entry:
    about = tomllib.loads((FORMS / name / "official.toml").read_text(encoding="utf-8"))["form"]
    is_official = about.get("is_official", True)
    return Entry(name, about["title"], about["edition"], about["programme"], is_official)


@cache
def for_reviewer(name: str) -> "Form":
    """The form called `name` as the reviewing body fills it. Raises UnknownForm."""
    return get(name).for_reviewer()


def get(name: str) -> "Form":
    """The form called `name`. Raises UnknownForm."""
    if name not in names():
        close = get_close_matches(name, names(), 1)
        hint = f"是不是「{close[0]}」？" if close else f"可用的表單：{'、'.join(names())}。"
        raise UnknownForm(name=name, hint=hint)
    form: Form = import_module(f"formgen.forms.{name}").FORM
    return form
