"""Ties: who may win, and what the sheet 決定 says about it."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from formgen.awards.workbook import Decision
from formgen.errors import Problem

TIE = "同分，待決定"


@dataclass
class Decisions:
    """What the office decided, and which of it was needed."""

    made: Sequence[Decision]
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _used: set[Decision] = field(default_factory=set)
    _ties: dict[str, list[str]] = field(default_factory=dict)

    def settle(
        self, award: str, candidates: Sequence[str], seats: int, kind: int | None = None
    ) -> list[str] | None:
        """Who of the candidates wins, None while it is open.

        There may be more winners than seats, if the office names them all; fewer are a problem. With a `kind`,
        decisions for another one do not count.
        """
        if len(candidates) <= seats:
            return list(candidates)
        self._ties.setdefault(award, []).extend(candidates)
        mine = [
            one for one in self.made if one.award == award and one.winner in candidates and _is_for(one, kind)
        ]
        chosen = [name for name in candidates if name in {one.winner for one in mine}]
        self._used.update(mine)
        if not chosen:
            about, cells = (f"（編號 {kind}）", f"、得獎者與編號 {kind}") if kind else ("", "與得獎者")
            message = (
                f"{'、'.join(candidates)}{TIE}{about}；請在「決定」表填獎項{cells}，並列時每個得獎者一列"
            )
            self.warnings.append(Problem(award, award, message, "warning"))
            return None
        if len(chosen) < seats:
            message = (
                f"{'、'.join(candidates)}同分，有 {seats} 個名額，只決定了 {len(chosen)} 個；請補上其餘得獎者"
            )
            self.problems.append(
                Problem(f"決定.{mine[0].number}.winner", f"決定第 {mine[0].number} 列「{award}」", message)
            )
        return chosen

    def unused(self, sure: Container[tuple[str, str]]) -> Iterator[Problem]:
        """A problem for each decision where nothing was to be decided; `sure` are awards and members that win anyway."""
        for one in self.made:
            field, label = f"決定.{one.number}.winner", f"決定第 {one.number} 列「{one.award}」"
            if one in self._used:
                continue
            if (one.award, one.winner) in sure:
                message = f"「{one.winner}」沒有同分，本來就得獎；這一列不寫也可以"
                self.warnings.append(Problem(field, label, message, "warning"))
            else:
                tied = dict.fromkeys(self._ties.get(one.award, ()))
                message = (
                    f"「{one.winner}」不在同分的成員裡：{'、'.join(tied)}"
                    if tied
                    else "沒有需要決定的同分；請刪去這一列"
                )
                yield Problem(field, label, message)


def _is_for(decision: Decision, kind: int | None) -> bool:
    return kind is None or decision.kind in (None, kind)
