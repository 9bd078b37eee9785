"""Who prepares each of the 37 pieces of evidence that 附表四 asks for, and whether it is ready."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import create_model

from formgen.answers import Answers, ask, part, tick
from formgen.form import read_official
from formgen.kinds import Check, Text, Year

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _COLUMNS, _QUOTED = OFFICIAL.head, OFFICIAL.columns, OFFICIAL.quoted
_CATEGORIES = ("planning", "doing", "improving")


def _files() -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Number, label and lines of each cell of 檢核資料; a check whose cell is empty shares the one above."""
    for section in _QUOTED.sections:
        for category in _CATEGORIES:
            heading = (*section.heading, *getattr(_QUOTED.categories, category))
            for check in getattr(section, category):
                if check.evidence:
                    yield check.number, (f"{check.number} {''.join(heading)}", check.evidence)


FILES = dict(_files())


@cache
def _file(evidence: tuple[str, ...]) -> type[Answers]:
    """Who prepares it, and whether all that the cell lists is ready."""
    fields: dict[str, Any] = {
        "person": (Text, ask(_COLUMNS.person, hint="負責準備這份佐證資料的人。")),
        "ready": (Check, tick(_COLUMNS.ready, hint="\n".join(evidence))),
    }
    return create_model("File", __base__=Answers, **fields)


_FIELDS: dict[str, Any] = {
    number: (_file(evidence), part(label, _file(evidence))) for number, (label, evidence) in FILES.items()
}
Files = create_model("Files", __base__=Answers, **_FIELDS)


class EvidenceChecklist(Answers):
    year: Year = ask(_HEAD.year, hint="第三年經決審為優良獎的民國年，例如 116。")
    unit_name: Text = ask(_HEAD.unit_name)
    files: Files = part(_QUOTED.columns.evidence, Files)
