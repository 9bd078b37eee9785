"""What stands in the fields of a paper without tags, found by the words around them.

LibreOffice drops the tags of content controls. What a form prints is known, though: what stands between its words
are the answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from formgen.read import pattern, sheet
from formgen.read.matching import Match, match
from formgen.read.pattern import Hole, Pattern, Row, Rows, squeezed
from formgen.read.places import TABLE, Text
from formgen.render.word.collect import Controls
from formgen.tw import clauses
from formgen.tw.clauses import Clauses
from formgen.values import Values, list_and_first

# What a row costs that does not fit.
_MISFIT = 9


@dataclass
class Aligned:
    """What stands on the paper, and the tags of fields that could not be told apart from the words around them."""

    controls: Controls = field(default_factory=Controls)
    unknown: set[str] = field(default_factory=set)


class Misfit(ValueError):
    """The paper is not this form, or too many of its words are changed."""


def align(form: Pattern, blocks: sheet.Blocks, shown: Values) -> Aligned:
    """What stands in the fields of a form; `shown` is what its hidden answers print. Raises Misfit."""
    aligned = _Aligning(shown)
    if not aligned.container(form, blocks):
        raise Misfit
    return aligned.found


class _Aligning:
    def __init__(self, shown: Values) -> None:
        self._values, self.found = shown, Aligned()

    def _shown(self, hole: Hole) -> str:
        """What the hidden answers print in a hole."""
        if not hole.ticked:
            said = self._values.get(hole.tag, "")
            return clauses.plain(said) if isinstance(said, Clauses) else str(said)
        path, _, value = hole.tag.partition("=")
        return hole.ticked[0] if self._values.get(path) == (value or True) else ""

    def container(self, form: Pattern, blocks: sheet.Blocks) -> bool:
        """Take what a cell or the whole paper says; whether it fits."""
        found = self._matched(form, blocks)
        if found is None:
            return False
        for hole, text in found.values:
            self._take(hole, text)
        self.found.unknown.update(hole.tag for hole in found.unknown)
        for path, rows in found.rows.items():
            self._count(path, len(rows))
        tables = [block for block in blocks if isinstance(block, sheet.Table)]
        for own, table in zip(found.tables, tables, strict=False):
            self._table(own, table)
        return len(found.tables) == len(tables)

    def _matched(self, form: Pattern, blocks: sheet.Blocks) -> Match | None:
        text = "".join(TABLE if isinstance(block, sheet.Table) else f"{block}\n" for block in blocks)
        tables = [block for block in blocks if isinstance(block, sheet.Table)]
        return match(form, Text(text), self._shown, lambda own: self._misfit(own, tables))

    def _misfit(self, own: Sequence[pattern.Table], tables: Sequence[sheet.Table]) -> int:
        """How badly the tables of a form fit those of a paper."""
        pairs = zip(own, tables, strict=True)
        rows = (pair for mine, table in pairs for pair in self._pairs(mine.rows, table.rows))
        return sum(_MISFIT if cells is None else self._cost(row, cells) for row, cells in rows)

    def _take(self, hole: Hole, text: str) -> None:
        """What a hole says: what the hidden answers print, if it is the same but for blanks."""
        controls, shown = self.found.controls, self._shown(hole)
        if hole.ticked:
            controls.ticks.setdefault(hole.tag, []).append(squeezed(text) in hole.ticked)
        elif squeezed(text) == squeezed(shown):
            self._say(hole.tag, str(self._values.get(hole.tag, "")))
        else:
            self._say(hole.tag, "" if squeezed(text) in hole.blanks else text)

    def _say(self, tag: str, text: str) -> None:
        """A text; which of its words are underlined is known of the hidden answers alone."""
        for said in (self.found.controls.texts, self.found.controls.marked):
            said.setdefault(tag, []).append(text)

    def _count(self, path: str, count: int) -> None:
        name, first = list_and_first(path)
        self.found.controls.rows[name] = range(first, first + count)

    def _table(self, own: pattern.Table, table: sheet.Table) -> None:
        counts: dict[str, int] = {row.path: 0 for row in own.rows if isinstance(row, Rows)}
        for one, cells in self._pairs(own.rows, table.rows):
            row = one
            if isinstance(one, Rows):
                counts[one.path] += 1
                row = one.row(counts[one.path] - 1)
            if cells is None or len(cells) != len(row.cells):
                self._lose(row)
                continue
            for cell, blocks in zip(row.cells, cells, strict=True):
                if not self.container(cell, blocks):
                    self._lose(cell)
        for path, count in counts.items():
            self._count(path, count)

    def _lose(self, element: Any) -> None:
        self.found.unknown.update(hole.tag for hole in pattern.holes(element))

    def _pairs(
        self, own: Sequence[Row | Rows], rows: Sequence[tuple[sheet.Blocks, ...]]
    ) -> Iterator[tuple[Any, tuple[sheet.Blocks, ...] | None]]:
        """Each row of the form with that of the paper, None for one that is gone; a list has a pair for each row."""
        lists = [at for at, row in enumerate(own) if isinstance(row, Rows)]
        if not lists and len(own) == len(rows):
            return iter(zip(own, rows, strict=True))
        if len(lists) == 1 and len(rows) >= len(own) - 1:
            (at,) = lists
            repeated = [own[at]] * (len(rows) - len(own) + 1)
            return iter(zip([*own[:at], *repeated, *own[at + 1 :]], rows, strict=True))
        return iter(self._cheapest(own, rows))

    def _cheapest(
        self, own: Sequence[Row | Rows], rows: Sequence[tuple[sheet.Blocks, ...]]
    ) -> list[tuple[Any, tuple[sheet.Blocks, ...] | None]]:
        """The pairs that fit best; a row of the paper that fits nothing is left out."""
        best: dict[tuple[int, int], tuple[int, list[Any]]] = {(0, 0): (0, [])}

        def reach(place: tuple[int, int], cost: int, pairs: list[Any]) -> None:
            if place not in best or cost < best[place][0]:
                best[place] = cost, pairs

        for at in range(len(own) + 1):
            for down in range(len(rows) + 1):
                if (at, down) not in best:
                    continue
                cost, pairs = best[at, down]
                if down < len(rows):
                    reach((at, down + 1), cost + _MISFIT, pairs)
                if at == len(own):
                    continue
                row = own[at]
                is_list = isinstance(row, Rows)
                reach(
                    (at + 1, down),
                    cost + (0 if is_list else _MISFIT),
                    pairs if is_list else [*pairs, (row, None)],
                )
                if down < len(rows):
                    fit = self._cost(row, rows[down])
                    reach((at if is_list else at + 1, down + 1), cost + fit, [*pairs, (row, rows[down])])
        return best[len(own), len(rows)][1]

    def _cost(self, row: Row | Rows, cells: tuple[sheet.Blocks, ...]) -> int:
        models = row.models if isinstance(row, Rows) else (row,)
        return min(self._cost_of(model, cells) for model in models)

    def _cost_of(self, row: Row, cells: tuple[sheet.Blocks, ...]) -> int:
        if len(row.cells) != len(cells):
            return _MISFIT
        found = (self._matched(cell, blocks) for cell, blocks in zip(row.cells, cells, strict=True))
        return min(_MISFIT, sum(_MISFIT if one is None else one.broken for one in found))
