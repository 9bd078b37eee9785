"""The bundle: everything that one applicant hands in, as one ZIP.

A folder for the disc (the forms as Word files, each evidence a PDF named by its number and nothing else), a folder
for the paper (one PDF in order: the forms, a table of contents, the evidence with its numbers stamped), a 交件須知,
and beside them the answers and a manifest, so that the ZIP is also the file to go on from.

Source of the shape: 附表四 填表說明3. Other programmes have the same.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen import catalog
from formgen.bundle import archive
from formgen.bundle.assembly import assemble
from formgen.bundle.cross_check import cross_check
from formgen.errors import InvalidAnswers, Problem
from formgen.exhibits import Exhibit
from formgen.programmes import Programme, filing
from formgen.programmes.deadline import year_of
from formgen.tw import date as roc_date

if TYPE_CHECKING:
    from formgen.evidence.folder import Found
    from formgen.evidence.sources import Prepared

DISC = 700_000_000


@dataclass(frozen=True)
class Evidence:
    """Where the evidence is: a folder, files named in the answers (number, path below the folder), an earlier bundle."""

    folder: Path | None = None
    listed: Sequence[tuple[str, str]] = ()
    earlier: Path | None = None


@dataclass(frozen=True)
class Made:
    """A bundle that was written: what to tell the person, and the sizes of its two folders in bytes."""

    path: Path
    problems: tuple[Problem, ...]
    digital: int
    paper: int


def make(
    given: filing.Filing, evidence: Evidence, to: Path, *, final: bool = False, is_example: bool = False
) -> Made:
    """Write the bundle of a filing to `to`; the manifest says so if it `is_example`, all of it invented.

    Raises InvalidAnswers with everything that stops it: wrong answers, wrong evidence and, if it is `final`, gaps.
    """
    from formgen.evidence import sources

    exhibits = given.programme.all_exhibits(given.answers)
    with tempfile.TemporaryDirectory(prefix="formgen-") as name:
        work = Path(name)
        found = _found(evidence, exhibits, work)
        prepared, unusable = sources.prepare(found, exhibits, work)
        problems = [
            *filing.check(given), *found.problems, *unusable, *cross_check(exhibits, found.files), *_late(given)
        ]  # fmt: skip
        _stop(problems, final=final)
        if given.programme.only_a4:
            problems += [warning for one in prepared.values() for warning in _not_a4(one)]
        inside = assemble(given, exhibits, prepared, work)
        digital, paper = (
            _size(inside, folder) for folder in (given.programme.digital, given.programme.paper)
        )
        marked = {"is_example": True} if is_example else {}
        archive.write(to, inside, about(given) | marked, envelope(given))
    return Made(to, (*problems, *_too_large(given.programme, digital)), digital, paper)


def envelope(given: filing.Filing) -> dict[str, Any]:
    """The answers as the bundle keeps them: each form in its edition, a fact only where the person told it."""
    forms = [catalog.get(name).envelope(one) for name, one in given.told.items()]
    return {"programme": given.programme.name, "forms": forms}


def about(given: filing.Filing) -> dict[str, Any]:
    """What the manifest says of the whole."""
    forms = [catalog.get(name) for name in given.answers]
    return {
        "programme": given.programme.name,
        "title": given.programme.title,
        "year": year_of(given.answers),
        "forms": [{"form": form.name, "title": form.title, "edition": form.edition} for form in forms],
    }


def _found(evidence: Evidence, exhibits: Sequence[Exhibit], work: Path) -> "Found":
    """The evidence of the folder, and of the earlier bundle where the folder has none."""
    from formgen.evidence.folder import Found, find

    if evidence.listed and not evidence.folder:
        message = "填答列了佐證檔案，但沒有說放在哪個資料夾；請指定佐證資料夾（--evidence）"
        return Found({}, [Problem("", "佐證資料", message)])
    found = find(evidence.folder, exhibits, evidence.listed) if evidence.folder else Found({}, [])
    if evidence.earlier is None:
        return found
    kept = work / "earlier"
    kept.mkdir()
    listed = archive.unpack_evidence(evidence.earlier, kept)
    earlier = find(kept, exhibits, listed)
    replaced = [
        Problem(number, number, "改用資料夾裡的檔案，取代套件裡原有的", "warning", "佐證資料")
        for number in earlier.files.keys() & found.files.keys()
    ]
    replaced.sort(key=lambda one: one.field)
    return Found(earlier.files | found.files, [*found.problems, *earlier.problems, *replaced])


def _late(given: filing.Filing) -> list[Problem]:
    deadline = given.programme.deadline
    warning = deadline.warning(given.answers, datetime.now(roc_date.TAIPEI).date()) if deadline else ""
    return [Problem("", "截止日期", warning, "warning")] if warning else []


def _stop(problems: Sequence[Problem], *, final: bool) -> None:
    stopping = [one for one in problems if one.level == "error" or (final and one.level == "gap")]
    if stopping:
        raise InvalidAnswers(stopping)


def _size(files: Sequence[archive.Packed], folder: str) -> int:
    return sum(one.bytes for one in files if one.name.startswith(f"{folder}/"))


def _not_a4(one: "Prepared") -> list[Problem]:
    """A warning for evidence whose pages are not A4: it is printed as it is."""
    from formgen.evidence.documents import odd_sizes

    odd = odd_sizes(one.pdf)
    if not odd:
        return []
    papers = "、".join(dict.fromkeys(paper for _, paper in odd))
    which = "、".join(str(number) for number, _ in odd[:5]) + ("…" if len(odd) > 5 else "")
    message = f"第 {which} 頁是 {papers}，規定一律用 A4；列印時請縮放成 A4，或改放 A4 的檔案"
    return [Problem(one.number, "、".join(one.names), message, "warning", "佐證資料")]


def _too_large(programme: Programme, digital: int) -> list[Problem]:
    if digital <= DISC:
        return []
    message = f"共 {digital / 1e6:.0f} MB，超過一片光碟的 700 MB；請縮小掃描檔的解析度，或分成兩片"
    return [Problem("", f"{programme.digital}資料夾", message, "warning")]


__all__ = ["Evidence", "Made", "archive", "make"]
