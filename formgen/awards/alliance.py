"""How an alliance gives points and awards: 表2 and 表3 as data, with their source.

The data stand in ``alliance.toml``. An office changes what it wants in the table ``[awards]`` of its settings,
which has the same shape::

    [awards.period]
    first = "113/1/1"
    last = "114/12/31"

    [awards.kinds.4]
    fraction = "sum"

    [awards.awards."宣傳獎"]
    kinds = [1]
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from formgen import settings
from formgen.errors import UnreadableFile
from formgen.tw import date as roc_date
from formgen.tw import number

FILE = Path(__file__).with_name("alliance.toml")
TABLE = "awards"
NUMBERS = range(1, 6)

Measure = Literal["quantity", "points", "activities"]
_Day = Annotated[
    date, BeforeValidator(lambda value: roc_date.parse(value) if isinstance(value, str) else value)
]
_Number = Annotated[Decimal, BeforeValidator(lambda value: number.decimal(str(value))), Field(gt=0)]


class _Data(BaseModel):
    """Everything says where it comes from, and, where it is our `reading`, why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = ""
    reading: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _reading_has_a_note(self) -> Self:
        if self.reading and not self.note:
            raise ValueError("reading = true 要有 note")
        return self


class About(_Data):
    name: str


class Period(_Data):
    """The first and the last day whose activities count."""

    first: _Day
    last: _Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("第一日（first）在最後一日（last）之後")
        return self


class Kind(_Data):
    """One line of 表2: `points` for each `per` of a quantity in `unit`; `units` are other words for the unit."""

    name: str
    task: str
    points: _Number
    unit: str
    printed_unit: str
    units: tuple[str, ...]
    per: _Number = Decimal(1)
    fraction: Literal["whole", "down", "sum"] = "whole"


class Nominated(BaseModel):
    """What makes the member whose people win."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: Measure
    reason: str


class Award(_Data):
    """One award of 表3. `call` is its place when the winners are called, from the smallest to the highest."""

    call: int
    rule: Literal["all", "most", "nominated", "sharing", "places"]
    explanation: str
    reason: str = ""
    kinds: tuple[int, ...] = ()
    measure: Measure = "quantity"
    places: tuple[int, ...] = ()
    nominated: dict[int, Nominated] = {}


class Alliance(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    alliance: About
    period: Period
    kinds: dict[int, Kind]
    awards: dict[str, Award]

    @model_validator(mode="after")
    def _five_kinds(self) -> Self:
        """表2 and our points table have five; no award counts another one."""
        if set(self.kinds) != set(NUMBERS):
            raise ValueError("計分項目（kinds）是編號 1 到 5，不能增減")
        for name, award in self.awards.items():
            if not {*award.kinds, *award.nominated} <= set(NUMBERS):
                raise ValueError(f"「{name}」的 kinds 只能是 1 到 5")
        return self

    @property
    def in_calling_order(self) -> list[tuple[str, Award]]:
        return sorted(self.awards.items(), key=lambda one: one[1].call)


def load() -> Alliance:
    """The rules of the alliance, with what the settings change. Raises UnreadableFile."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    own = settings.load().get(TABLE, {})
    try:
        return Alliance.model_validate(_merged(data, own))
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "missing" and first["loc"][0] == "awards":
            raise UnreadableFile(file=settings.name(), reason=_unknown(str(first["loc"][1]), data)) from error
        path = ".".join((TABLE, *map(str, first["loc"])))
        raise UnreadableFile(
            file=settings.name(), reason=f"[{path}] 不對：{settings.mistake(first)}"
        ) from error


def _unknown(award: str, data: Mapping[str, Any]) -> str:
    """An award that is new and not whole is mostly a misspelt one."""
    known = data["awards"]
    close = get_close_matches(award, known, 1, 0.4)
    advice = f"是不是「{close[0]}」？" if close else f"有的是：{'、'.join(known)}。"
    return f'[awards.awards."{award}"] 沒有「{award}」這個獎；{advice}要新增一個獎，請寫齊 call、rule、explanation'


def _merged(base: Any, own: Any) -> Any:
    """`base` with every value of `own` in its place; tables are merged, all else is replaced."""
    if not isinstance(base, Mapping) or not isinstance(own, Mapping):
        return own
    return {
        **base,
        **{key: _merged(base[key], value) if key in base else value for key, value in own.items()},
    }
