"""What the body decided: 決定順序, in its 參選清冊 or in a list of names and places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import permutations
from pathlib import Path

from formgen.awards import columns, rows
from formgen.awards.cells import Line
from formgen.errors import InvalidRows, Problem, UnreadableFile
from formgen.review.advice import against_unit
from formgen.review.candidates import Candidate, Field, Person, Unit
from formgen.tw import number

# The sheets of the 參選清冊 on which somebody decides.
SHEETS = ("優良單位", "優良人員")


@dataclass(frozen=True)
class Decisions:
    """The place that the body gives a candidate, by file and form, and why; None where it gives none."""

    places: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, candidate: Candidate) -> int | None:
        return self.places.get(candidate.key)

    def reason(self, candidate: Candidate) -> str:
        return self.reasons.get(candidate.key, "")


def read(path: Path | None, candidates: Field) -> Decisions:
    """The decisions in the file, none without one. Raises UnreadableFile, and InvalidRows with all problems."""
    if path is None:
        return Decisions()
    problems: list[Problem] = []
    places: dict[tuple[str, str], int] = {}
    reasons: dict[tuple[str, str], str] = {}
    everyone: tuple[Unit | Person, ...] = (*candidates.units, *candidates.persons)
    for line in _lines(path, problems):
        if (order := _order(line)) is None:
            continue
        if (candidate := _meant(line, everyone)) is None:
            continue
        if places.setdefault(candidate.key, order) != order:
            line.wrong("order", f"「{candidate.name}」有兩個不同的順序，請只留一個")
        reasons[candidate.key] = line.text("reason")
    problems += _against_points(candidates.units, places)
    if errors := [one for one in problems if one.level == "error"]:
        raise InvalidRows(errors)
    return Decisions(places, reasons)


def _lines(path: Path, problems: list[Problem]) -> Iterator[Line]:
    is_list = path.suffix.lower() == ".csv"
    sheets = [] if is_list else [name for name in rows.sheets(path) if name in SHEETS]
    wanted: list[str | None] = [*sheets] or [None]
    for table in [rows.read(path, sheet, columns.ORDERS) for sheet in wanted]:
        heads = columns.match(table.heads, columns.ORDERS)
        if missing := [columns.ORDERS[name][0] for name in ("name", "order") if name not in heads]:
            raise UnreadableFile(
                file=f"{path.name}／{table.sheet}", reason=f"缺少這一欄：{'、'.join(missing)}"
            )
        problems += table.problems
        labels = {name: heads.get(name, names[0]) for name, names in columns.ORDERS.items()}
        for row in table.rows:
            yield Line(table.sheet, row, heads, labels, problems)


def _order(line: Line) -> int | None:
    """The place in a line; none where the cell is empty."""
    if not (text := line.text("order")):
        return None
    try:
        order = number.integer(text)
    except ValueError as error:
        line.wrong("order", str(error))
        return None
    if order < 1:
        line.wrong("order", f"「{text}」不能是順序；請填 1、2、3")
        return None
    return order


def _meant(line: Line, everyone: Sequence[Unit | Person]) -> Unit | Person | None:
    """The one candidate that a line names, by name and, where that is not enough, by employer or 統一編號."""
    name, beside = line.text("name") or line.text("unit"), {line.text("unit"), line.text("number")} - {""}
    found = [one for one in everyone if one.name == name]
    if len(found) > 1:
        found = [one for one in found if {one.uniform_number, getattr(one, "employer", "")} & beside]
    if len(found) == 1:
        return found[0]
    if found or any(one.name == name for one in everyone):
        line.wrong("name", f"「{name}」不只一位；請在「任職單位」或「統一編號」寫明是哪一位")
        return None
    close = get_close_matches(name, [one.name for one in everyone], 1)
    advice = f"是不是「{close[0]}」？" if close else "請改正名稱，或刪去這一列的順序"
    line.wrong("name", f"沒有「{name[:40]}」這個參選者；{advice}")
    return None


def _against_points(units: Sequence[Unit], places: dict[tuple[str, str], int]) -> Iterator[Problem]:
    """An error for each two units whose decided order is against their points: only equal ones are decided."""
    told = [(unit, places[unit.key]) for unit in units if unit.key in places and not against_unit(unit)]
    for (one, place), (other, later) in permutations(told, 2):
        if one.total is not None and other.total is not None and one.total > other.total and place > later:
            message = (
                f"「{one.name}」{one.shown_total} 分高於「{other.name}」{other.shown_total} 分，"
                "順序卻在後面；只有同分的由初審單位決定"
            )
            yield Problem("order", "決定順序", message)
