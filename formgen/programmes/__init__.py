"""Programmes: which forms are handed in together, to whom, by when, and with what evidence.

Each programme is one TOML file beside this module; every sentence in it names its source.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.answers import Answers
from formgen.errors import FormgenError
from formgen.exhibits import Exhibit
from formgen.form import Form
from formgen.programmes.completion import Completion
from formgen.programmes.deadline import Deadline
from formgen.programmes.own import own_words

FOLDER = Path(__file__).resolve().parent
# What a 交件須知 says, in its order.
HAND_IN = {
    "to": "送交對象",
    "copies": "份數",
    "order": "排列順序",
    "signatures": "簽名用印",
    "afterwards": "送件之後",
    "contact": "聯絡窗口",
}


class UnknownProgramme(FormgenError):
    """沒有名為「{name}」的計畫或表單。{hint}"""


@dataclass(frozen=True)
class Words:
    """Some sentences and where they come from."""

    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Programme:
    """Forms handed in together. `shared` are the paths of facts that are typed once; `optional` are forms that
    not everybody needs; `is_reviewed`: the reviewing body fills them in; `digital` and `paper` name the folders of the bundle; with `only_a4` every sheet has to be of that size.
    """

    name: str
    title: str
    forms: tuple[str, ...]
    optional: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    digital: str = "電子檔"
    paper: str = "紙本"
    numbering: Words = Words((), "")
    only_a4: bool = False
    deadline: Deadline | None = None
    completion: Completion | None = None
    hand_in: Mapping[str, Words] | None = None
    exhibits: tuple[Exhibit, ...] = ()
    is_reviewed: bool = False

    @property
    def all_forms(self) -> list[Form]:
        """The forms in the order in which they are handed in."""
        get = catalog.for_reviewer if self.is_reviewed else catalog.get
        return [get(name) for name in (*self.forms, *self.optional)]

    def all_exhibits(self, answers: Mapping[str, Answers]) -> list[Exhibit]:
        """What the forms ask for, then what the programme asks for."""
        asked = (catalog.get(name).exhibits(one) for name, one in answers.items())
        return [*(exhibit for exhibits in asked for exhibit in exhibits), *self.exhibits]


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def get(name: str) -> Programme:
    """The programme called `name`; for a form's name, what is handed in with that form alone.

    Raises UnknownProgramme.
    """
    if name in names():
        return _load(name)
    if name in catalog.names():
        return _alone(name)
    known = [*names(), *catalog.names()]
    close = get_close_matches(name, known, 1)
    hint = f"是不是「{close[0]}」？" if close else f"計畫有：{'、'.join(names())}；表單見 formgen list。"
    raise UnknownProgramme(name=name, hint=hint)


def _alone(name: str) -> Programme:
    """A form by itself, handed in as its programme says."""
    for programme in map(_load, names()):
        if name in programme.forms:
            own = programme.exhibits if programme.forms == (name,) else ()
            return replace(
                programme, name=name, title=catalog.get(name).title, forms=(name,), optional=(), exhibits=own
            )
    return Programme(name=name, title=catalog.get(name).title, forms=(name,))


@cache
def _load(name: str) -> Programme:
    file = FOLDER / f"{name}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    about, own = data["programme"], own_words(name, names(), HAND_IN)
    return Programme(
        name=name,
        title=about["title"],
        forms=tuple(about["forms"]),
        optional=tuple(about["optional"]),
        shared=tuple(about["shared"]),
        digital=about["digital"],
        paper=about["paper"],
        only_a4=about.get("only_a4", False),
        numbering=Words((about["numbering"],), about["numbering_source"]),
        deadline=_deadline(data.get("deadline"), own.get("deadline")),
        completion=Completion.of(data["completion"]) if "completion" in data else None,
        hand_in={
            key: Words(own[key], "本單位設定")
            if key in own
            else Words(tuple(words["lines"]), words["source"])
            for key, words in data["hand_in"].items()
        },
        exhibits=tuple(map(_exhibit, data.get("exhibits", ()))),
    )


def _deadline(data: Mapping[str, Any] | None, own: date | None) -> Deadline | None:
    """The deadline in the programme's file or, where its source tells none, the office's own."""
    if data is None and own is None:
        return None
    return Deadline.of(data or {"what": "送件", "source": "", "counts": ""}, own)


def _exhibit(data: Mapping[str, Any]) -> Exhibit:
    return Exhibit(
        number=data["number"],
        label=data["label"],
        asked=tuple(data.get("asked", ())),
        is_required=data.get("is_required", False),
    )


__all__ = ["HAND_IN", "Completion", "Deadline", "Programme", "UnknownProgramme", "Words", "get", "names"]
