"""Units and persons who take part, each counted once, with the 初審意見表 that belongs to a unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import Any

from formgen import checking
from formgen.errors import Problem
from formgen.forms.unit_recommendation.scoring import reviewed_scores, total
from formgen.review.intake import OPINION, PERSON, UNIT, Intake, Paper
from formgen.tree import leaves
from formgen.tw.number import two_decimals

# 附表三註二: units that are to be encouraged have fewer than so many workers.
SMALL = 100


@dataclass(frozen=True)
class Candidate:
    """Who takes part, by the paper that counts."""

    paper: Paper

    @property
    def answers(self) -> Any:
        return self.paper.answers

    @property
    def key(self) -> tuple[str, str]:
        """Which paper it is; a file may hold one of each form."""
        return self.paper.file, self.paper.form.name

    @cached_property
    def problems(self) -> list[Problem]:
        """All that the form's own rules say."""
        return checking.check(self.paper.form, self.answers)

    @property
    def name(self) -> str:
        return self.paper.file

    @property
    def uniform_number(self) -> str:
        return ""


@dataclass(frozen=True)
class Unit(Candidate):
    """A unit with 附表一; `total` is exact, None while an item is open."""

    opinion: Paper | None = None

    @property
    def name(self) -> str:
        return self.answers.unit_name or f"（{self.paper.file} 未填單位名稱）"

    @property
    def uniform_number(self) -> str:
        return self.answers.uniform_number or ""

    @cached_property
    def total(self) -> Fraction | None:
        scores = [one for one in reviewed_scores(self.answers) if one is not None]
        return total(scores) if len(scores) == len(reviewed_scores(self.answers)) else None

    @property
    def shown_total(self) -> str:
        """As 附表一 prints it: two decimals, half up."""
        return "" if self.total is None else two_decimals(self.total)

    @property
    def is_small(self) -> bool:
        own = self.answers.headcount.own
        return own is not None and own < SMALL

    @property
    def image(self) -> str:
        """企業形象之其他具體事蹟, which weighs where points are equal (函說明三)."""
        given = self.answers.image
        return "\n".join(filter(None, (given.other_name, given.other_facts)))


@dataclass(frozen=True)
class Person(Candidate):
    """A person with 附表二, which has no points."""

    @property
    def name(self) -> str:
        return self.answers.name or f"（{self.paper.file} 未填姓名）"

    @property
    def employer(self) -> str:
        return self.answers.unit_name or ""

    @property
    def award(self) -> str:
        return self.answers.review.award or ""


@dataclass(frozen=True)
class Field:
    """All who take part, and what is to be told about their papers."""

    units: tuple[Unit, ...]
    persons: tuple[Person, ...]
    problems: tuple[Problem, ...]


def gather(intake: Intake) -> Field:
    """The candidates of the papers: nobody twice, every 初審意見表 with its unit."""
    problems: list[Problem] = []
    units = _once(intake.of(UNIT), is_same_unit, problems)
    persons = _once(intake.of(PERSON), is_same_person, problems)
    opinions = _opinions(intake.of(OPINION), [paper.answers.unit_name for paper in units], problems)
    return Field(
        tuple(Unit(paper, opinions.get(paper.answers.unit_name)) for paper in units),
        tuple(map(Person, persons)),
        tuple(problems),
    )


def is_same_unit(one: Any, other: Any) -> bool:
    """By name or 統一編號. Two plants of one company share the number, not the name nor the 保險證字號."""
    if one.unit_name and one.unit_name == other.unit_name:
        return True
    number = one.uniform_number or "○"
    if "○" in number or number != other.uniform_number:
        return False
    return None in (one.unit_name, other.unit_name) or one.insurance_number == other.insurance_number


def is_same_person(one: Any, other: Any) -> bool:
    """By name and employer."""
    return bool(one.name) and (one.name, one.unit_name) == (other.name, other.unit_name)


def _once(
    papers: Sequence[Paper], is_same: Callable[[Any, Any], bool], problems: list[Problem]
) -> list[Paper]:
    """One paper for each candidate: the one whose review says most, of equals the first."""
    groups: list[list[Paper]] = []
    for paper in papers:
        known = (group for group in groups if any(is_same(one.answers, paper.answers) for one in group))
        if (group := next(known, None)) is None:
            groups.append([paper])
        else:
            group.append(paper)
    kept = [_fullest(group) for group in groups]
    for group, paper in zip(groups, kept, strict=True):
        problems += [_told_twice(paper, other) for other in group if other.file != paper.file]
    return kept


def _fullest(group: Sequence[Paper]) -> Paper:
    """The paper whose review says most, with the evidence of all: reviewers score a copy, the bundle has the proofs."""
    numbers = [paper.numbers for paper in group if paper.numbers is not None]
    return replace(max(group, key=_filled), numbers=frozenset().union(*numbers) if numbers else None)


def _filled(paper: Paper) -> int:
    return len(list(leaves(paper.answers.review.given())))


def _told_twice(kept: Paper, other: Paper) -> Problem:
    """A warning, but an error where both were reviewed and differ: then nobody but the body knows which one counts."""
    who = f"{other.file}／{kept.answers.unit_name or '參選單位'}"
    same = f"與「{kept.file}」是同一參選者，只計一次，採用「{kept.file}」"
    if kept.answers == other.answers:
        return Problem(other.file, who, f"{same}；兩份內容相同", "warning")
    if _filled(other) and kept.answers.review != other.answers.review:
        return Problem(other.file, who, f"{same}；但兩份的初審內容不同，請確認後只留下正確的一份")
    return Problem(other.file, who, f"{same}，它的初審部分填得較完整或較先讀到；兩份內容不同", "warning")


def _opinions(
    papers: Sequence[Paper], units: Sequence[str | None], problems: list[Problem]
) -> dict[str, Paper]:
    found: dict[str, Paper] = {}
    for paper in papers:
        name = paper.answers.unit_name or ""
        if name not in units:
            close = [one for one in units if one and name and name in one] or get_close_matches(
                name, [one for one in units if one], 1
            )
            advice = f"；是不是「{close[0]}」？" if close else "；請確認受評單位名稱與附表一相同"
            message = f"受評單位「{name or '（未填）'}」沒有附表一{advice}"
            problems.append(Problem(paper.file, paper.file, message, "warning"))
        elif name in found:
            is_same = found[name].answers == paper.answers
            message = f"「{name}」已有初審意見表「{found[name].file}」，採用那一份" + (
                "；兩份內容相同" if is_same else "；兩份內容不同，請只留下正確的一份"
            )
            problems.append(
                replace(Problem(paper.file, paper.file, message), level="warning" if is_same else "error")
            )
        else:
            found[name] = paper
    return found
