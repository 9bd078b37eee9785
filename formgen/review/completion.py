"""Whether what came in is complete: the answers and the evidence of a file against its programme's checklist."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.bundle import archive
from formgen.bundle.cross_check import cross_check
from formgen.errors import FormgenError, InvalidAnswers, Problem
from formgen.opening import Opened, open_any
from formgen.programmes import Programme
from formgen.programmes.deadline import year_of
from formgen.programmes.filing import Filing
from formgen.programmes.filing import check as check_filing
from formgen.review.intake import filings, reason


@dataclass(frozen=True)
class Checked:
    """What one file lacks. `programme` and `who` are unknown where it could not be read."""

    file: str
    problems: tuple[Problem, ...]
    programme: Programme | None = None
    who: str = ""
    year: int | None = None

    @property
    def to_complete(self) -> list[Problem]:
        """What a 補正通知 asks for: errors and gaps. Warnings are for the reviewer."""
        return [one for one in self.problems if one.level != "warning"]


def check_files(paths: Iterable[Path]) -> list[Checked]:
    """Each file by itself; one that cannot be read is told, and the rest goes on."""
    return [one for path in paths for one in _check(path)]


def _check(path: Path) -> list[Checked]:
    try:
        opened = open_any(path, catalog.names())
        _see_evidence(path, opened)
        return [_checked(path, given, opened) for given in filings(opened)]
    except InvalidAnswers as error:
        return [Checked(str(path), tuple(error.problems))]
    except FormgenError as error:
        return [Checked(str(path), (Problem("", "檔案", reason(error)),))]


def _see_evidence(path: Path, opened: Opened) -> None:
    """Whether the evidence of a bundle is still as it was packed. Raises UnreadableFile."""
    if opened.numbers:
        with tempfile.TemporaryDirectory(prefix="formgen-") as work:
            archive.unpack_evidence(path, Path(work))


def _checked(path: Path, given: Filing, opened: Opened) -> Checked:
    exhibits = given.programme.all_exhibits(given.answers)
    evidence: Iterable[Problem] = ()
    if opened.numbers is not None:
        evidence = cross_check(exhibits, opened.numbers)
    elif any(one.is_required for one in exhibits):
        needed = "、".join(f"{one.number} {one.label}" for one in exhibits if one.is_required)
        message = f"這個檔案不含佐證資料，請另外查看應附的 {needed}"
        evidence = [Problem("", "佐證資料", message, "warning")]
    problems = (*opened.warnings, *check_filing(given), *evidence)
    return Checked(str(path), problems, given.programme, _who(given), year_of(given.answers))


def _who(given: Filing) -> str:
    """Who handed in: the person, else the unit, whichever form tells it first."""
    for question in ("name", "unit_name"):
        for answers in given.answers.values():
            if name := getattr(answers, question, None):
                return str(name)
    return ""


def notice(checked: Checked, notified: date | None) -> dict[str, Any]:
    """The facts of a 補正通知: to whom, what is to be completed, and until when, by the programme's own words."""
    rule = checked.programme.completion if checked.programme else None
    last = rule.last_day(notified) if rule and notified else None
    return {
        "file": checked.file,
        "to": checked.who,
        "programme": checked.programme.title if checked.programme else "",
        "year": checked.year,
        "items": [
            {"label": one.label, "message": one.message, "rule": one.rule} for one in checked.to_complete
        ],
        "notified": notified.isoformat() if notified else None,
        "last_day": last.isoformat() if last else None,
        "deadline": time_to_complete(checked, notified),
    }


NO_RULE = "原文沒有補正期限的規定，期限請由初審單位定。"


def time_to_complete(checked: Checked, notified: date | None) -> list[str]:
    """In sentences, until when; nothing where the file could not be read."""
    if checked.programme is None:
        return []
    rule = checked.programme.completion
    return rule.sentences(notified) if rule else [NO_RULE]
