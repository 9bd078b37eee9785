"""Whether what came in is complete: the answers and the evidence of a file against its programme's checklist."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from formgen import catalog
from formgen.bundle import archive
from formgen.bundle.cross_check import cross_check
from formgen.checking import UNDRAWABLE
from formgen.errors import FormgenError, InvalidAnswers, Problem
from formgen.opening import Opened, open_any
from formgen.programmes import Programme
from formgen.programmes.deadline import year_of
from formgen.programmes.filing import Filing
from formgen.programmes.filing import check as check_filing
from formgen.review.intake import filings, reason


@dataclass(frozen=True)
class Checked:
    """What one file lacks. `programme`, `who` and `address` are unknown where it could not be read."""

    file: str
    problems: tuple[Problem, ...]
    programme: Programme | None = None
    who: str = ""
    address: str = ""
    year: int | None = None

    @property
    def to_complete(self) -> list[Problem]:
        """What a 補正通知 asks for: errors and gaps. Warnings are for the reviewer; a rare character is nobody's fault."""
        return [one for one in self.problems if one.level != "warning" and one.rule != UNDRAWABLE]


def check_files(paths: Iterable[Path]) -> list[Checked]:
    """Each file by itself; one that cannot be read is told, and the rest goes on.

    Raises UnreadableFile for one that is not there: this is no fault of the applicant's.
    """
    return [one for path in paths for one in _check(path)]


def _check(path: Path) -> list[Checked]:
    try:
        opened = open_any(path, catalog.names(), is_lenient=True)
        _see_evidence(path, opened)
        first, *more = [_checked(path, given, opened) for given in filings(opened)]
        return [_with_unread(first, opened.left_out), *more]
    except InvalidAnswers as error:
        return [Checked(str(path), tuple(error.problems))]
    except FormgenError as error:
        if isinstance(error.__cause__, OSError):
            raise
        return [Checked(str(path), (Problem("", "檔案", reason(error)),))]


def _with_unread(checked: Checked, left_out: Sequence[Problem]) -> Checked:
    """What could not be read of the file stands first; that its place is therefore empty is not said too."""
    labels = {one.label for one in left_out}
    rest = (one for one in checked.problems if not (one.level == "gap" and one.label in labels))
    return replace(checked, problems=(*left_out, *rest))


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
        needed = "、".join(f"{one.number} {one.label}".rstrip("。") for one in exhibits if one.is_required)
        message = f"這個檔案不含佐證資料，請另外查看應附的 {needed}"
        evidence = [Problem("", "佐證資料", message, "warning")]
    problems = (*opened.warnings, *check_filing(given), *evidence)
    return Checked(
        str(path),
        problems,
        given.programme,
        who=_first(given, "name", "unit_name"),
        address=_first(given, "contact_address", "address"),
        year=year_of(given.answers),
    )


def _first(given: Filing, *questions: str) -> str:
    """What the first form says that answers one of these: a person's own before the unit's."""
    for question in questions:
        for answers in given.answers.values():
            if said := getattr(answers, question, None):
                return str(said)
    return ""


NO_RULE = "原文沒有補正期限的規定，期限請由初審單位定。"


def last_day(checked: Checked, notified: date | None) -> date | None:
    """The last day to complete after a notice of that day, where the programme's own words name days."""
    rule = checked.programme.completion if checked.programme else None
    return rule.last_day(notified) if rule and notified else None


def time_to_complete(checked: Checked, notified: date | None) -> list[str]:
    """In sentences, until when; nothing where the file could not be read."""
    if checked.programme is None:
        return []
    rule = checked.programme.completion
    return rule.sentences(notified) if rule else [NO_RULE]
