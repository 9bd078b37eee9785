"""What stands on the paper and on the screen of a ranking."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from formgen.form import Report
from formgen.forms.coaching_selection.answers import OFFICIAL
from formgen.forms.coaching_selection.ranking import TIE, Standing, members, standings, total, weights
from formgen.tw.number import two_decimals


def compute(answers: Any) -> dict[str, str]:
    """The printed values that nobody types; an outcome that the committee decided stands as typed."""
    weight = weights(answers)
    printed = {"=sheet.total": _shown(total(answers.sheet, weight))}
    for place, row in enumerate(answers.scores):
        printed[f"=scores.{place}.total"] = _shown(total(row, weight))
    for one in standings(answers):
        path = f"candidates.{one.place}"
        printed[f"={path}.scored"] = f"{one.scored}/{len(members(answers))}"
        printed[f"={path}.mean"] = _shown(one.mean)
        printed[f"={path}.rank"] = "" if one.rank is None else str(one.rank)
        printed[f"{path}.outcome"] = one.outcome
    return printed


def _shown(value: Fraction | None) -> str:
    return "" if value is None else two_decimals(value)


def report(answers: Any) -> Report:
    """The applicants by rank, and what is left to the committee."""
    ranked = sorted(standings(answers), key=_by_rank)
    return Report(
        tuple(_figure(one) for one in ranked), tuple(_advice(ranked)), headings=("遴選結果", "請委員注意")
    )


def _by_rank(one: Standing) -> tuple[bool, int]:
    return one.rank is None, one.rank or one.place


def _figure(one: Standing) -> tuple[str, str]:
    rank = "未排名" if one.rank is None else f"第 {one.rank} 名"
    mean = "" if one.mean is None else f"{two_decimals(one.mean)} 分，"
    mid_cap = f"，{OFFICIAL.result.mid_cap}" if one.candidate.mid_cap else ""
    return (
        f"{rank}　{one.candidate.name or '（未填名稱）'}",
        f"{mean}{one.candidate.outcome or one.outcome}{mid_cap}",
    )


def _advice(ranked: list[Standing]) -> Iterator[str]:
    tied = [one for one in ranked if one.is_tied and one.candidate.outcome is None]
    for mean, group in groupby(tied, key=lambda one: one.mean):
        names = "、".join(str(one.candidate.name) for one in group)
        yield f"{names} 平均同為 {_shown(mean)} 分：{TIE}；決議後把各家結果填在「{OFFICIAL.result.outcome}」"
    if any(one.candidate.mid_cap for one in ranked):
        yield f"{OFFICIAL.hints.rule_1_2}（系統不以此排序，由委員斟酌）"
