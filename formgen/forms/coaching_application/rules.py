"""What 附件1 asks of its answers: boxes that go with their blanks, and a ranking without holes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem

RULE = "附件1三"


def _warn(field: str, label: str, message: str) -> Problem:
    return Problem(field, label, message, "warning")


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (park, sources, experience, ranking):
        yield from rule(answers)


def park(answers: Any) -> Iterator[Problem]:
    yield from _goes_with(answers, "park", {"park_name": "產業園區名稱"}, "產業園區", "是")


def sources(answers: Any) -> Iterator[Problem]:
    for field, label in (("government", "縣市政府"), ("factory_association", "廠協會"), ("other", "其他")):
        ticked, name = getattr(answers.sources, field), getattr(answers.sources, f"{field}_name")
        if ticked and name is None:
            yield _warn(f"sources.{field}_name", f"資訊來源／{label}", "已勾選，請寫名稱")
        if name is not None and not ticked:
            yield _warn(f"sources.{field}", f"資訊來源／{label}", "填了名稱，但方框沒有勾選")


def experience(answers: Any) -> Iterator[Problem]:
    """一 and 二: 「是」 goes with what is written behind it."""
    coached = {"coached.body": "輔導單位", "coached.item": "輔導項目"}
    yield from _goes_with(answers, "coached.answer", coached, "一、曾接受輔導", "是")
    attended = {"attended.activity": "活動名稱"}
    yield from _goes_with(answers, "attended.answer", attended, "二、曾參加活動", "是")


def _goes_with(
    answers: Any, choice: str, blanks: dict[str, str], label: str, value: str
) -> Iterator[Problem]:
    """Each of the blanks, by its path and name, is filled in if and only if the value was chosen."""
    chosen = _at(answers, choice)
    for blank, name in blanks.items():
        written = _at(answers, blank)
        if chosen == value and written is None:
            yield _warn(blank, f"{label}／{name}", f"選了「{value}」，請填{name}")
        if written is not None and chosen != value:
            yield _warn(choice, label, f"填了{name}，但沒有選「{value}」")


def _at(answers: Any, path: str) -> Any:
    for name in path.split("."):
        answers = getattr(answers, name)
    return answers


def ranking(answers: Any) -> Iterator[Problem]:
    """Partial ranking is allowed; a rank stands once, and none is left out before the last."""
    label = "擬申請輔導項目"
    given = {
        name: rank for name in type(answers.ranking).model_fields if (rank := getattr(answers.ranking, name))
    }
    if not given:
        yield Problem("ranking", label, "請由第一順位開始，至少填一項的順位", "gap", RULE)
        return
    for rank, times in Counter(given.values()).items():
        if times > 1:
            last = [name for name, one in given.items() if one == rank][-1]
            yield Problem(
                f"ranking.{last}", label, f"第 {rank} 順位填了 {times} 次，請改為不同的順位", "error", RULE
            )
    ranks = {int(rank) for rank in given.values()}
    missing = sorted(set(range(1, max(ranks))) - ranks)
    if missing:
        listed = "、".join(map(str, missing))
        yield Problem("ranking", label, f"順位有缺號，尚缺第 {listed} 順位", "gap", RULE)
