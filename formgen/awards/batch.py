"""The steps of a bulk job in a folder of its own: read the list, try it, make the certificates.

Each step is a process, ``python -m formgen.awards.batch FOLDER STEP``, that somebody watches who may die. It ends with
whoever started it (its standard input closes), and may be killed at any time and done again. In the folder stand
``source`` (a file, or a folder of CSV) and ``choice.json``; a step leaves ``STEP.json``, or why it cannot be done in
``told.json`` (exit code 1).
"""

import json
import os
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from formgen.awards import columns, files, ledger, papers, production, rows, sheets, trial, wording
from formgen.awards.planning import Plan, Presses, plan, told
from formgen.awards.reminders import reminders
from formgen.errors import FormgenError, InvalidAnswers, UnreadableFile
from formgen.renditions import write_all

MOST_ROWS = 100_000
SOURCE, OUT, PAPERS, ARCHIVE = "source", "out", "papers", "certificates.zip"
CHOICE, TOLD, PROGRESS = "choice.json", "told.json", "progress.json"
_SAMPLES, _SAMPLE_LETTERS, _LOOKED_AT, _MOST_TOLD = 3, 30, 500, 20
_PAUSE, _PATIENCE = 0.3, 30.0
_NICE = 5


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


def load(folder: Path, name: str) -> dict[str, Any] | None:
    """What a step has left; None where it has left nothing."""
    with suppress(FileNotFoundError):
        found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
        return found
    return None


def save(folder: Path, name: str, said: Mapping[str, Any]) -> None:
    files.put(folder, name, json.dumps(said, ensure_ascii=False).encode())


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
        "warnings": _some([*warnings, *map(str, table.warnings)]),
    }
    save(folder, "read.json", found)


def try_out(folder: Path) -> None:
    """What would become of each row."""
    made = _plan(folder)
    counts = trial.write(folder, made)
    said = {
        "counts": counts,
        "reminders": reminders(made),
        "problems": _some(trial.plain(str(one)) for one in told(made.failures)),
    }
    save(folder, "try.json", said)


def make(folder: Path) -> None:
    """The certificates, each once, however often this is begun."""
    choice, out = Choice.of(folder), folder / OUT
    made, tell = _plan(folder), _Progress(folder)
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


def _some(sentences: Any) -> list[str]:
    """A page is no place for thousands; how many are left out is said."""
    listed = list(sentences)
    more = [f"…等，共 {len(listed)} 則"] if len(listed) > _MOST_TOLD else []
    return [*listed[:_MOST_TOLD], *more]


def _plan(folder: Path) -> Plan:
    choice, said = Choice.of(folder), wording.office()
    presses = Presses.of(said, wording.all_awards(said))
    table, earlier = _table(folder, choice), ledger.read(folder / OUT)
    return plan(table, presses, earlier, award=choice.award, date=choice.date, heads=choice.heads)


def _archive(folder: Path, kinds: tuple[str, ...]) -> None:
    """One ZIP of the single files; what is compressed already is stored as it is."""
    out = folder / OUT
    if not kinds:
        (out / ARCHIVE).unlink(missing_ok=True)
        return
    with files.replacing(out / ARCHIVE) as file, zipfile.ZipFile(file, "w") as archive:
        for path in sorted(path for ending in ("pdf", "docx") for path in (out / ending).glob(f"*.{ending}")):
            archive.write(path, f"{path.parent.name}/{path.name}")


class _Progress:
    """How many are done, for whoever watches the folder; not more often than anybody looks."""

    def __init__(self, folder: Path) -> None:
        self._file, self._next = folder / PROGRESS, 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() >= self._next or done == total:
            self._next = time.monotonic() + _PAUSE
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps({"done": done, "total": total}), encoding="utf-8")
            new.replace(self._file)


STEPS: Mapping[str, Callable[[Path], None]] = {"read": read, "try": try_out, "make": make}


@contextmanager
def _alone(folder: Path) -> Any:
    """The folder for this step; one that was killed a moment ago may still be about to end."""
    limit = time.monotonic() + _PATIENCE
    while True:
        try:
            with files.locked(folder):
                yield
                return
        except files.Busy:
            if time.monotonic() > limit:
                raise
        time.sleep(0.1)


def _end_with_parent() -> None:
    """Whoever started this holds the other end of standard input, and lets go of it by dying."""

    def watch() -> None:
        with suppress(OSError):
            os.read(0, 1)
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


def main(folder: Path, step: str) -> int:
    os.nice(_NICE)
    _end_with_parent()
    try:
        with _alone(folder):
            STEPS[step](folder)
    except InvalidAnswers as error:
        save(folder, TOLD, {"sentences": _some(map(str, error.problems))})
        return 1
    except FormgenError as error:
        save(folder, TOLD, {"sentences": [str(error)]})
        return 1
    except Exception as error:  # noqa: BLE001 - a message may hold a name of the list: only the kind is told
        sys.stderr.write(f"{step}: {type(error).__name__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
