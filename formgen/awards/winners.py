"""Winners by 表3. Equal points are shown and never settled in silence: the sheet 決定 settles them.

Only a tie that matters is open: of three members with the third most points one can win, of two with the second
most both do. An open award stays out of the certificates until the sheet 決定 names the winner, or several who
win together. Nobody wins with nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formgen.awards.alliance import Alliance, Award, Measure
from formgen.awards.decisions import TIE, Decisions
from formgen.awards.places import Placed, placed
from formgen.awards.points import Score
from formgen.awards.workbook import Workbook
from formgen.errors import InvalidRows, Problem
from formgen.tw import numeral

NOBODY_NAMED = "尚未提報人員"


@dataclass(frozen=True)
class Winner:
    """A member that wins an award, or its `person` who does. While `is_open`, `note` says what is missing."""

    award: str
    member: str
    person: str = ""
    title: str = ""
    reason: str = ""
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Winners:
    """All winners in calling order, candidates of open awards among them; the warnings tell what is open."""

    all: tuple[Winner, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def settled(self) -> list[Winner]:
        return [winner for winner in self.all if not winner.is_open]


def winners(workbook: Workbook, scores: Sequence[Score], alliance: Alliance) -> Winners:
    """Who wins what. Raises InvalidRows for decisions that decide nothing, or not all."""
    decisions = Decisions(workbook.decisions)
    jury = _Jury(workbook, scores, alliance, decisions, list(placed(scores, alliance, decisions)))
    won = {name: list(jury.winners_of(name, award)) for name, award in alliance.awards.items()}
    sure = {
        (winner.award, winner.member) for winners in won.values() for winner in winners if not winner.is_open
    }
    if errors := [*decisions.problems, *decisions.unused(sure)]:
        raise InvalidRows(errors)
    called = [winner for name, _ in alliance.in_calling_order for winner in won[name]]
    return Winners(tuple(called), tuple(decisions.warnings))


@dataclass(frozen=True)
class _Jury:
    workbook: Workbook
    scores: Sequence[Score]
    alliance: Alliance
    decisions: Decisions
    placed: Sequence[Placed]

    def winners_of(self, name: str, award: Award) -> Iterator[Winner]:
        rules = {
            "all": self._all,
            "most": self._most,
            "nominated": self._nominated,
            "sharing": self._sharing,
            "places": self._places,
        }
        return rules[award.rule](name, award)

    def _all(self, name: str, award: Award) -> Iterator[Winner]:
        for score in self.scores:
            yield Winner(name, score.member.name, reason=award.reason)

    def _most(self, name: str, award: Award) -> Iterator[Winner]:
        yield from self._first(Winner(name, "", reason=award.reason), award.kinds, award.measure)

    def _nominated(self, name: str, award: Award) -> Iterator[Winner]:
        """A person who wins for both kinds is called once, with both reasons."""
        found: dict[tuple[str, str, bool], Winner] = {}
        for winner in self._nominated_by_kind(name, award):
            key = (winner.member, winner.person or winner.reason, winner.is_open)
            if (before := found.get(key)) and winner.person:
                found[key] = replace(
                    before,
                    title=before.title or winner.title,
                    reason=f"{before.reason}，且{winner.reason}",
                    note=f"{before.note}；{winner.note}",
                )
            else:
                found[key] = winner
        yield from found.values()

    def _nominated_by_kind(self, name: str, award: Award) -> Iterator[Winner]:
        for kind, rule in award.nominated.items():
            draft = Winner(name, "", reason=rule.reason)
            for winner in self._first(draft, (kind,), rule.measure, kind):
                yield from [winner] if winner.is_open else self._persons(winner, kind)

    def _persons(self, winner: Winner, kind: int) -> Iterator[Winner]:
        named = [one for one in self.workbook.nominations if (one.member, one.kind) == (winner.member, kind)]
        for one in named:
            yield replace(winner, person=one.person, title=one.title)
        if not named:
            message = f"「{winner.member}」{NOBODY_NAMED}（編號 {kind}）；請在「提名」表補上，否則沒有人領獎"
            self.decisions.warnings.append(Problem(winner.award, winner.award, message, "warning"))
            yield replace(winner, note=NOBODY_NAMED, is_open=True)

    def _sharing(self, name: str, award: Award) -> Iterator[Winner]:
        topics: dict[str, list[str]] = {}
        for sharing in self.workbook.sharings:
            topics.setdefault(sharing.member, []).append(sharing.topic)
        for member, told in topics.items():
            topic = "；".join(dict.fromkeys(filter(None, told)))
            yield Winner(name, member, reason=award.reason, note=f"分享「{topic}」" if topic else "")

    def _first(
        self, draft: Winner, kinds: Sequence[int], measure: Measure, decided: int | None = None
    ) -> Iterator[Winner]:
        """The member with the most of some kinds, or the candidates while that is open.

        `decided` is the kind that decisions may name, where an award can be tied twice.
        """
        amounts = {score.member.name: score.measured(kinds, measure) for score in self.scores}
        most = max(amounts.values())
        if not most:
            self._say_nobody(draft.award, f"沒有成員有「{self._names(kinds)}」的活動")
            return
        candidates = [name for name, amount in amounts.items() if amount == most]
        chosen = self.decisions.settle(draft.award, candidates, 1, decided)
        note = f"{self._names(kinds)} {most:f} {self._unit(kinds, measure)}".rstrip()
        for name in candidates if chosen is None else chosen:
            yield replace(draft, member=name, note=TIE if chosen is None else note, is_open=chosen is None)

    def _places(self, name: str, award: Award) -> Iterator[Winner]:
        """The members in the places of an award, the last of them first, as they are called."""
        mine = [one for one in self.placed if one.award == name]
        if not mine:
            waits = any(one.is_open for one in self.placed)
            self._say_nobody(name, "要等前面的名次決定" if waits else "沒有成員的積分排到這個名次")
        for one in sorted(mine, key=lambda one: -one.place):
            place = numeral.legal(one.place)
            note = TIE if one.is_open else f"第{place}名，積分 {one.total:f} 分"
            reason = award.reason.replace("{place}", place)
            yield Winner(name, one.member, reason=reason, note=note, is_open=one.is_open)

    def _say_nobody(self, award: str, why: str) -> None:
        self.decisions.warnings.append(Problem(award, award, f"{why}；目前沒有人得獎", "warning"))

    def _names(self, kinds: Sequence[int]) -> str:
        return "、".join(self.alliance.kinds[kind].name for kind in kinds)

    def _unit(self, kinds: Sequence[int], measure: Measure) -> str:
        """The unit of an amount; of several kinds together there is none."""
        own = self.alliance.kinds[kinds[0]].unit if len(kinds) == 1 else ""
        return {"quantity": own, "points": "分", "activities": "場"}[measure]
