"""What a reviewing body's folder comes to: the orders, what is lacking, and what is to be told."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.errors import Problem
from formgen.review import bodies, decisions, drawable, missing, ranking
from formgen.review.advice import against_person, against_unit
from formgen.review.candidates import Field, Person, Unit, gather
from formgen.review.decisions import Decisions
from formgen.review.intake import Intake, read_folder
from formgen.review.missing import Lack
from formgen.review.ranking import BEYOND, Order


@dataclass(frozen=True)
class Outcome:
    """`problems` are about files and candidates; what papers lack stands in `lacks`, those that are recommended first."""

    body: str
    year: int | None
    units: Order[Unit]
    persons: Order[Person]
    lacks: tuple[Lack, ...]
    problems: tuple[Problem, ...]
    decided: Decisions = field(default_factory=Decisions)

    @property
    def open_points(self) -> list[str]:
        """What the body has to settle before it hands in; a tie beyond the quota is not handed in."""
        units, persons = (
            [[line.candidate.name for line in tie] for tie in order.ties if tie[0].state != BEYOND]
            for order in (self.units, self.persons)
        )
        said = [_tie(names) for names in units]
        if people := [name for names in persons for name in names]:
            said.append(f"優良人員{'、'.join(people)}的順序待決定（附表二沒有配分）")
        lacking = [lack.name for lack in self.lacks if lack.gaps]
        return [*said, *([f"有待補的項目：{'、'.join(lacking)}"] if lacking else [])]


def _tie(names: Sequence[str]) -> str:
    return f"優良單位{'、'.join(names)}同分，順序待決定；評核重點之一是企業形象之其他具體事蹟（函說明三）"


def rank(body: str, folder: Path, decided: Path | None = None, made: Path | None = None) -> Outcome:
    """Everything below `folder` (but not below `made`) ranked for a body of 附表三; `decided` is a decisions file.

    Raises UnknownBody, UnreadableFile, InvalidRows.
    """
    bodies.quota(body)
    return of_intake(body, read_folder(folder, made), lambda found: decisions.read(decided, found))


def of_intake(body: str, intake: Intake, decide: Callable[[Field], Decisions]) -> Outcome:
    """What came in, ranked for a body of 附表三. Raises UnknownBody, and what `decide` raises."""
    quota = bodies.quota(body)
    found = gather(intake)
    places = decide(found)
    units = ranking.units(found.units, quota.units, places.of, against_unit)
    persons = ranking.persons(found.persons, quota.persons, places.of, against_person)
    year, other_years = _year(found)
    lacks = (
        *(missing.of_unit(line.candidate, body) for line in units.recommended),
        *(missing.of_person(line.candidate, body) for line in persons.recommended),
    )
    in_vain = [
        Problem(
            one.paper.file, f"決定順序／{one.name}", "已填順序，但未列入順序；原因見「未列入」", "warning"
        )
        for one, _ in (*units.outside, *persons.outside)
        if places.of(one) is not None
    ]
    undrawable = drawable.told((*found.units, *found.persons))
    problems = (*intake.problems, *found.problems, *other_years, *in_vain, *undrawable)
    return Outcome(body, year, units, persons, lacks, problems, places)


def _year(found: Field) -> tuple[int | None, Sequence[Problem]]:
    """The year of most papers, and a warning for each paper of another one."""
    told = [(one, one.answers.year) for one in (*found.units, *found.persons)]
    years = Counter(year for _, year in told if year)
    if not years:
        return None, ()
    year = years.most_common(1)[0][0]
    return year, [
        Problem(one.paper.file, f"{one.paper.file}／{one.name}", f"年度是 {other or '（未填）'}，其他是 {year}；請確認", "warning")
        for one, other in told
        if other != year
    ]  # fmt: skip
