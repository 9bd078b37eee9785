"""What works need to be chosen from: a group, the levels in time, few penalties and no accident. All of it warns.

The office decides; nothing here keeps a recommendation from being printed.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from formgen.errors import Problem
from formgen.forms.jinanxin_recommendation.answers import OFFICIAL
from formgen.kinds import show_grouped
from formgen.tw import date as roc_date
from formgen.tw import jinanxin
from formgen.tw.period import last_day

_LEVELS = OFFICIAL.levels
NAMES = {
    "registered_on": _LEVELS.registered_on,
    "basic_on": _LEVELS.basic_on,
    "growth_on": _LEVELS.growth_on,
    "advanced_on": _LEVELS.advanced_on,
}
DUE = {"basic_on": "基礎級", "growth_on": "成長級"}
ACCIDENTS = {"death": "①", "leak": "②", "three": "③"}


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (recommender, group, order, due, six_months, cooperation, figures, penalties, accidents):
        yield from rule(answers)


def recommender(answers: Any) -> Iterator[Problem]:
    kind = answers.recommender.kind
    if kind and kind != "事業單位自我推薦" and answers.recommender.name is None:
        label = f"推薦單位／{OFFICIAL.recommender.name}"
        yield Problem("recommender.name", label, f"推薦類別是{kind}，請填單位名稱", "gap", "計畫五(二)")


def group(answers: Any) -> Iterator[Problem]:
    amount, typed = answers.contract_amount, answers.group
    if amount is None:
        return
    found = jinanxin.group(amount)
    if not found:
        message = f"{show_grouped(amount)} 元未達新臺幣一百萬元，沒有可參加的組別；請確認金額（單位是元）"
        yield _warn("contract_amount", "契約金額（元）", message, "計畫五(一)")
    elif typed not in (None, found):
        message = f"選了{typed}，依契約金額 {show_grouped(amount)} 元應為{found}；請確認"
        yield _warn("group", OFFICIAL.works.group, message, "計畫五(一)")


def order(answers: Any) -> Iterator[Problem]:
    """A level follows the one before it."""
    given = [(name, getattr(answers.levels, name)) for name in NAMES]
    for (before, first), (after, then) in pairwise([one for one in given if one[1]]):
        if then < first:
            yield _warn(f"levels.{after}", NAMES[after], f"早於{NAMES[before]}，請改正其中一個", "計畫四(二)")


def due(answers: Any) -> Iterator[Problem]:
    """Works of the city have three months for 基礎級, four for 成長級."""
    if answers.ownership != jinanxin.CITY_WORKS or answers.commenced_on is None:
        return
    for name, level in DUE.items():
        reached: date | None = getattr(answers.levels, name)
        last = jinanxin.due(level, answers.commenced_on)
        if reached and reached > last:
            message = (
                f"晚於開工後{'三四'[jinanxin.MONTHS[level] - 3]}個月的最後一日 {roc_date.both(last)}；"
                "有不可抗力或不可歸責於廠商之事由，並經工程主辦機關同意者，不在此限"
            )
            yield _warn(f"levels.{name}", NAMES[name], message, "計畫七(一)")


def six_months(answers: Any) -> Iterator[Problem]:
    growth, advanced = answers.levels.growth_on, answers.levels.advanced_on
    if growth and advanced and growth <= advanced < (full := last_day(growth, jinanxin.MONTHS_OF_GROWTH)):
        message = f"通過成長級後滿六個月是 {roc_date.both(full)}，早於這一日；請確認"
        yield _warn("levels.advanced_on", NAMES["advanced_on"], message, "計畫四(二)3(1)")


def cooperation(answers: Any) -> Iterator[Problem]:
    for name, rule in (("coached", "計畫四(二)3(1)"), ("reported", "計畫四(二)3(2)")):
        if getattr(answers.cooperation, name) == "否":
            yield _warn(
                f"cooperation.{name}", getattr(_LEVELS, name), "選了「否」，不符合進階級的條件，請確認", rule
            )


def figures(answers: Any) -> Iterator[Problem]:
    """Penalties that do not fit each other."""
    told = answers.penalties
    if told.fines and told.fined == 0:
        yield _warn("penalties.fined", "受罰鍰處分（件次）", "有罰鍰金額，件次卻是 0，請確認")
    if told.fined and told.fines == 0:
        yield _warn("penalties.fines", "罰鍰處分金額（元）", "有受罰鍰處分的件次，金額卻是 0，請確認")
    if told.fined and told.inspections == 0:
        yield _warn("penalties.inspections", "檢查次數（次）", "有受罰鍰處分的件次，檢查次數卻是 0，請確認")


def penalties(answers: Any) -> Iterator[Problem]:
    """三次以上、或三十萬元以上，且百分之三十以上: 「、或」 binds closer than 「，且」, so it is (stops or fines) and part.

    Stops alone, with a small part, are told as a matter of reading: 且 may be meant for the fines only.
    """
    told, rule = answers.penalties, "計畫四(二)3(3)"
    stopped = told.stops is not None and jinanxin.is_stopped_too_often(told.stops)
    fined = told.fines is not None and jinanxin.is_fined_too_much(told.fines)
    if not (stopped or fined) or None in (told.fined, told.inspections):
        return
    reasons = ["停工合計三次以上"] * stopped + ["罰鍰合計三十萬元以上"] * fined
    field, label = ("stops", "全部停工或部分停工（次）") if stopped else ("fines", "罰鍰處分金額（元）")
    if jinanxin.is_fined_too_often(told.fined, told.inspections):
        message = (
            f"{'、'.join(reasons)}，且受罰鍰處分件次達檢查次數的百分之三十以上，不符合進階級的條件，請確認"
        )
        yield _warn(f"penalties.{field}", label, message, rule)
    elif stopped:
        message = (
            "停工合計三次以上，受罰鍰處分件次未達檢查次數的百分之三十。依條文的標點，兩者都有才不符合；"
            "也可能解讀為停工三次以上就不符合，請先洽臺中市勞動檢查處"
        )
        yield _warn(f"penalties.{field}", label, message, rule)


def accidents(answers: Any) -> Iterator[Problem]:
    for name, number in ACCIDENTS.items():
        if getattr(answers.accidents, name) == "有":
            message = "選了「有」，不能參加優勝級廠商選拔；參與期間發生者並取消分級管理（計畫七(三)），請確認"
            yield _warn(
                f"accidents.{name}", getattr(OFFICIAL.accidents, name), message, f"計畫四(二)4(2){number}"
            )
