"""The steps of a reviewing body's jobs: papers for the visits from a list, and the order from what came in.

``choice.json`` has the body; for the visits the year, and the list is ``source``; for the order what was decided.
`steps` tells the rest.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from formgen import steps
from formgen.errors import Problem
from formgen.letters.known import known
from formgen.renditions import write_all
from formgen.review import assessment, outcome, papers, shown
from formgen.review.decisions import Decisions
from formgen.review.intake import read_files
from formgen.review.outcome import Outcome
from formgen.review.received import Received
from formgen.review.unpacking import unpacked
from formgen.steps import CHOICE, OUT, SOURCE, load, save

VISITS = "visits.zip"
_UNPACKED = "unpacked"


def prepare(folder: Path) -> None:
    """The papers for the visits."""
    choice, source = load(folder, CHOICE) or {}, next(folder.glob(f"{SOURCE}*"))
    made = assessment.make(source, choice["body"], choice["year"], steps.Progress(folder))
    write_all(folder / OUT, {VISITS: made.content})
    warnings = [one.message if not one.label else f"{one.label}：{one.message}" for one in made.warnings]
    save(folder, "prepare.json", {"units": made.units, "sheets": made.sheets, "warnings": warnings})


def rank(folder: Path) -> None:
    """The order, with all that is to be handed in."""
    with ranked(folder) as (found, counts):
        write_all(folder / OUT, papers.files(found, known()))
        save(folder, "rank.json", shown.of(found) | counts)


@contextmanager
def ranked(folder: Path) -> Iterator[tuple[Outcome, dict[str, int]]]:
    """What the files come to, and how many they are; what was unpacked is there as long as this lasts."""
    choice, inside = load(folder, CHOICE) or {}, folder / _UNPACKED
    shutil.rmtree(inside, ignore_errors=True)
    try:
        problems: list[Problem] = []
        files = list(unpacked(Received.of(folder).files, inside, problems))
        intake = read_files(_counted(files, steps.Progress(folder)), problems)
        found = outcome.of_intake(choice["body"], intake, lambda _: decided(choice.get("decided", [])))
        yield found, {"files": len(files), "papers": len(intake.papers)}
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def decided(said: list[Mapping[str, Any]]) -> Decisions:
    """What was decided on the page, by file and form."""
    keys = {(one["file"], one["form"]): one for one in said}
    return Decisions(
        {key: one["place"] for key, one in keys.items()}, {key: one["reason"] for key, one in keys.items()}
    )


def _counted(files: list[tuple[str, Path]], tell: steps.Progress) -> Iterator[tuple[str, Path]]:
    for count, one in enumerate(files):
        tell(count, len(files))
        yield one


STEPS: Mapping[str, steps.Step] = {"prepare": prepare, "rank": rank}

if __name__ == "__main__":
    sys.exit(steps.run(STEPS, Path(sys.argv[1]), sys.argv[2]))
