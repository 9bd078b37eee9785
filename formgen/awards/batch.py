"""The steps of a bulk job: read the list, try it, make the certificates.

The list is ``source`` in the job's folder, a file or a folder of CSV; `steps` tells the rest.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from formgen import files, steps
from formgen.awards import columns, ledger, papers, production, rows, sheets, trial, wording
from formgen.awards.planning import Plan, Presses, plan, told
from formgen.awards.reminders import reminders
from formgen.errors import UnreadableFile
from formgen.renditions import write_all
from formgen.steps import CHOICE, OUT, SOURCE, load, save, some

MOST_ROWS = 100_000
PAPERS, ARCHIVE = "papers", "certificates.zip"
_SAMPLES, _SAMPLE_LETTERS, _LOOKED_AT = 3, 30, 500


@dataclass(frozen=True)
class Choice:
    """What a person chose: the sheet, each field's head, what holds for all rows, and which files are wanted."""

    sheet: str | None = None
    heads: Mapping[str, str] = field(default_factory=dict)
    award: str = ""
    date: str = ""
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path) -> Self:
        said = load(folder, CHOICE) or {}
        return cls(**said | {"kinds": tuple(said.get("kinds", ()))})


def read(folder: Path) -> None:
    """The heads of the list with some cells and which field each seems to hold; of a workbook first its papers."""
    source, warnings = _source(folder), []
    is_workbook = sheets.is_workbook(source)
    if is_workbook:
        made = papers.make(source)
        write_all(folder / PAPERS, made.files)
        warnings = [str(one) for one in made.warnings]
    table = _table(folder, Choice.of(folder))
    found = {
        "is_workbook": is_workbook,
        "sheets": [] if is_workbook or not rows.is_workbook(source) else rows.sheets(source),
        "sheet": table.sheet,
        "heads": list(table.heads),
        "samples": {head: _sample(table, head) for head in table.heads},
        "guess": columns.guess(table.heads, columns.CERTIFICATE),
        "count": len(table.rows),
        "warnings": some([*warnings, *map(str, table.warnings)]),
    }
    save(folder, "read.json", found)


def try_out(folder: Path) -> None:
    """What would become of each row."""
    made = _plan(folder)
    counts = trial.write(folder, made)
    said = {
        "counts": counts,
        "reminders": reminders(made),
        "problems": some(trial.plain(str(one)) for one in told(made.failures)),
    }
    save(folder, "try.json", said)


def make(folder: Path) -> None:
    """The certificates, each once, however often this is begun."""
    choice, out = Choice.of(folder), folder / OUT
    made, tell = _plan(folder), steps.Progress(folder)
    outcome = production.produce(made, out, production.Wish(choice.kinds), tell)
    _archive(folder, choice.kinds)
    counts = ("new", "same", "again", "failed", "pages", "made")
    to_print = outcome.to_print.name if outcome.to_print else ""
    save(folder, "make.json", {name: getattr(outcome, name) for name in counts} | {"to_print": to_print})


def _source(folder: Path) -> Path:
    return next(folder.glob(f"{SOURCE}*"))


def _list(folder: Path) -> Path:
    """Where the rows are: what was uploaded, or what the workbook's papers say."""
    rows_file = folder / PAPERS / papers.ROWS_FILE
    return rows_file if rows_file.exists() else _source(folder)


def _table(folder: Path, choice: Choice) -> rows.Table:
    table = rows.read(_list(folder), choice.sheet, is_matched=True)
    if len(table.rows) > MOST_ROWS:
        reason = f"有 {len(table.rows):,} 列；一次最多 {MOST_ROWS:,} 列，請分成幾份"
        raise UnreadableFile(file=table.sheet, reason=reason)
    return table


def _sample(table: rows.Table, head: str) -> list[str]:
    some = (row.cells.get(head, "") for row in table.rows[:_LOOKED_AT])
    return [cell[:_SAMPLE_LETTERS] for cell in some if cell][:_SAMPLES]


def _plan(folder: Path) -> Plan:
    choice, said = Choice.of(folder), wording.office()
    presses = Presses.of(said, wording.all_awards(said))
    table, earlier = _table(folder, choice), ledger.read(folder / OUT)
    return plan(table, presses, earlier, award=choice.award, date=choice.date, heads=choice.heads)


def _archive(folder: Path, kinds: tuple[str, ...]) -> None:
    """One ZIP of the single files, where any are wanted."""
    out = folder / OUT
    if not kinds:
        (out / ARCHIVE).unlink(missing_ok=True)
        return
    paths = sorted(path for ending in ("pdf", "docx") for path in (out / ending).glob(f"*.{ending}"))
    files.archive(out / ARCHIVE, ((f"{path.parent.name}/{path.name}", path) for path in paths))


STEPS: Mapping[str, steps.Step] = {"read": read, "try": try_out, "make": make}

if __name__ == "__main__":
    sys.exit(steps.run(STEPS, Path(sys.argv[1]), sys.argv[2]))
