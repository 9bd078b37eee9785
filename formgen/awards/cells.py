"""One line of the workbook's sheets, and what its cells mean."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from formgen.awards.alliance import Kind
from formgen.awards.columns import fold
from formgen.awards.rows import Row
from formgen.errors import Level, Problem
from formgen.tw import number
from formgen.tw.digits import half_width
from formgen.tw.text import clean_line

_NUMBER_AND_UNIT = re.compile(r"(-?[0-9][0-9,.]*)\s*(\D*)")


@dataclass(frozen=True)
class Line:
    """A row of `sheet`. `heads` are the columns that are there, by field; `labels` name them all."""

    sheet: str
    row: Row
    heads: Mapping[str, str]
    labels: Mapping[str, str]
    problems: list[Problem]

    def text(self, field: str) -> str:
        return clean_line(self.row.cells[self.heads[field]]) if field in self.heads else ""

    def required(self, field: str) -> str:
        """The text of a cell; an empty one is a problem."""
        if not (text := self.text(field)):
            self.wrong(field, "沒有填，請補上")
        return text

    def member(self, members: Iterable[str], field: str = "member") -> str:
        """A name that stands in 成員; of another one the nearest is offered."""
        names = list(members)
        if not (name := self.required(field)) or name in names:
            return name
        close = get_close_matches(name, names, 1)
        advice = f"是不是「{close[0]}」？" if close else "請先加到成員表，或改正名稱"
        self.wrong(field, f"成員表沒有「{name[:40]}」；{advice}")
        return ""

    def wrong(self, field: str, message: str, level: Level = "error") -> None:
        column = f"「{self.labels[field]}」" if field else ""
        label = f"{self.sheet}第 {self.row.number} 列{column}"
        self.problems.append(Problem(f"{self.sheet}.{self.row.number}.{field}", label, message, level))


def kind_of(line: Line, kinds: Mapping[int, Kind]) -> int | None:
    """The number of the kind: 「4」, 「4 教育訓練課程辦理」, or its name alone."""
    if not (text := line.required("kind")):
        return None
    if leading := re.match(r"[0-9]+(?![0-9.])", half_width(text)):
        if int(leading[0]) in kinds:
            return int(leading[0])
    else:
        for one, kind in kinds.items():
            if fold(text) in map(fold, (kind.name, kind.task)):
                return one
    some = "、".join(f"{one}（{kind.name}）" for one, kind in kinds.items())
    line.wrong("kind", f"沒有「{text[:20]}」這一項；可以填：{some}")
    return None


def quantity_of(line: Line, kind: Kind) -> Decimal | None:
    """The quantity in the kind's own unit; another unit, a fraction where none can be, or 0 is a problem."""
    if not (text := line.required("quantity")):
        return None
    shape = _NUMBER_AND_UNIT.fullmatch(half_width(text))
    units = [one for one in (shape[2].strip() if shape else "", line.text("unit")) if one]
    try:
        quantity = number.decimal(shape[1] if shape else text)
    except ValueError as error:
        line.wrong("quantity", str(error))
        return None
    if message := _refusal(quantity, units, kind):
        line.wrong("quantity", message)
        return None
    return quantity


def _refusal(quantity: Decimal, units: Iterable[str], kind: Kind) -> str:
    known: Container[str] = {fold(one) for one in (kind.unit, kind.printed_unit, *kind.units)}
    if other := [unit for unit in units if fold(unit) not in known]:
        return f"「{kind.name}」的數量以{kind.unit}計，不是「{other[0][:10]}」；請換算成{kind.unit}"
    if quantity <= 0:
        return f"「{quantity:f}」不能計分；數量要大於 0"
    if kind.fraction == "whole" and quantity != int(quantity):
        return f"「{quantity:f}」不是整數；「{kind.name}」的數量以{kind.unit}計"
    return ""
