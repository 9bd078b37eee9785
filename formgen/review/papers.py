"""The papers that a reviewing body makes: its order as a sheet, the 參選清冊, and what goes to the 職安署."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from formgen import catalog, checking
from formgen.bundle.archive import zipped
from formgen.errors import UnreadableFile, why
from formgen.filenames import safe
from formgen.letters import FORM
from formgen.render import sheet
from formgen.renditions import FORMATS, rendition
from formgen.review import letter, roster
from formgen.review.candidates import Unit
from formgen.review.drawable import is_drawable, marked, renditions
from formgen.review.intake import Paper
from formgen.review.outcome import Outcome
from formgen.review.ranking import Line, Order

ORDER_FORM = "recommendation_order"
ORDER, ROSTER, PACKAGE = "推薦順序", "參選清冊.xlsx", "送件.zip"
LACKS, LETTER = "待補與簽章清單.pdf", "函稿"


def files(outcome: Outcome, office: Mapping[str, Any]) -> dict[str, bytes]:
    """Everything by its file name; `office` as `formgen.letters.known` tells it. Raises UnreadableFile, RenderingError."""
    order = _order_files(outcome, is_whole=True)
    package = zipped(dict(_package(outcome, office)))
    return {**order, ROSTER: roster.workbook(outcome), PACKAGE: package}


def order(outcome: Outcome, *, is_whole: bool) -> dict[str, Any]:
    """The answers of the sheet; for the 職安署 only those who are recommended."""
    units = list(outcome.units.lines) if is_whole else outcome.units.recommended
    persons = list(outcome.persons.lines) if is_whole else outcome.persons.recommended
    answers: dict[str, Any] = {
        "year": outcome.year,
        "body": outcome.body,
        "units_quota": outcome.units.quota,
        "persons_quota": outcome.persons.quota,
        "units": list(map(_unit_row, units)),
        "persons": [
            {"name": one.name, "unit": one.employer, "award": one.award} | _standing(line)
            for line in persons
            for one in (line.candidate,)
        ],
    }
    if is_whole:
        answers["ties"] = [_tie_row(line.candidate) for tie in outcome.units.ties for line in tie]
        answers["outside"] = [*_outside(outcome.units), *_outside(outcome.persons)]
    return answers


def _unit_row(line: Line[Unit]) -> dict[str, Any]:
    unit = line.candidate
    return {
        "name": unit.name,
        "uniform_number": unit.uniform_number,
        "headcount": unit.answers.headcount.own,
        "total": unit.shown_total,
    } | _standing(line)


def _standing(line: Line[Any]) -> dict[str, Any]:
    return {"place": line.place, "state": line.state, "note": "；".join(line.notes)}


def _tie_row(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "total": unit.shown_total, "image": unit.image or "（未填）"}


def _outside(order: Order[Any]) -> list[dict[str, Any]]:
    return [{"name": one.name, "reason": "\n".join(reasons)} for one, reasons in order.outside]


def _order_files(outcome: Outcome, *, is_whole: bool) -> dict[str, bytes]:
    return renditions(catalog.get(ORDER_FORM), ORDER, order(outcome, is_whole=is_whole))


def _package(outcome: Outcome, office: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """What 函說明二 and 補充說明五 ask for, in that order, and beside it what helps to finish it."""
    for name, content in _order_files(outcome, is_whole=False).items():
        yield f"1-優良單位順序/{name}", content
    kinds: tuple[tuple[str, Sequence[Line[Any]]], ...] = (
        ("優良單位", outcome.units.recommended),
        ("優良人員", outcome.persons.recommended),
    )
    for kind, lines in kinds:
        for name, line in zip(_names(lines), lines, strict=True):
            yield from _paper(f"2-推薦表/{kind}/{name}", line.candidate.paper)
    units = outcome.units.recommended
    for name, unit in zip(_names(units), units, strict=True):
        if unit.candidate.opinion:
            yield from _paper(f"3-初審意見表/{name}", unit.candidate.opinion)
    yield LACKS, lacks(outcome)
    yield from renditions(catalog.get(FORM), LETTER, letter.answers(outcome, office)).items()


def _names(lines: Sequence[Line[Any]]) -> list[str]:
    """A file name for each line, with its place where it has one; no two the same."""
    names = [f"{f'{line.place:02}' if line.place else '待定'}-{safe(line.candidate.name)}" for line in lines]
    return [f"{name}-{n}" if names.count(name) > 1 else name for n, name in enumerate(names, 1)]


def _paper(name: str, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """A paper as it was handed in; drawn anew where it was no Word or PDF file of its own."""
    if not paper.is_alone:
        formats = FORMATS if is_drawable(checking.check(paper.form, paper.answers)) else ("docx",)
        for each in formats:
            yield f"{name}.{each}", rendition(paper.form, paper.answers, each)
        return
    try:
        yield f"{name}{paper.path.suffix.lower()}", paper.path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=paper.file, reason=why(error)) from error


def lacks(outcome: Outcome) -> bytes:
    """The list of what is missing, and of signatures and seals, as PDF."""
    subtitle = f"{outcome.year}年　{outcome.body}" if outcome.year else outcome.body
    rows: list[Mapping[str, Any]] = [
        {
            "name": lack.name,
            "gaps": [f"{gap.label.rstrip('。')}：{gap.message}" for gap in lack.gaps],
            "signatures": lack.signatures,
        }
        for lack in outcome.lacks
    ]
    open_points = marked(outcome.open_points)
    return sheet.draw(
        "lacks",
        "待補與簽章清單",
        subtitle=subtitle,
        when=letter.when(outcome),
        rows=marked(rows),
        open_points=open_points,
    )
