"""Which works the plan is about, and until when works of the city have to reach a level. All of it warns."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from formgen.errors import Problem
from formgen.kinds import show_grouped
from formgen.tw import date as roc_date
from formgen.tw import jinanxin


def _warn(answers: Any, field: str, message: str, rule: str = "") -> Problem:
    return Problem(field, str(type(answers).model_fields[field].title), message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (location, amount, working_days, days_in_order, due):
        yield from rule(answers)


def location(answers: Any) -> Iterator[Problem]:
    where = answers.project_location
    if where is not None and "○" not in where and not any(city in where for city in ("臺中市", "台中市")):
        message = "沒有寫「臺中市」；本計畫的實施對象是臺中市轄區內的營造工程，請確認"
        yield _warn(answers, "project_location", message, "計畫四(一)")


def amount(answers: Any) -> Iterator[Problem]:
    if answers.contract_amount is not None and answers.contract_amount < jinanxin.LEAST_AMOUNT:
        message = f"{show_grouped(answers.contract_amount)} 元未達新臺幣一百萬元，不是本計畫的實施對象，請確認金額（單位是元）"
        yield _warn(answers, "contract_amount", message, "計畫四(一)")


def working_days(answers: Any) -> Iterator[Problem]:
    if answers.working_days is not None and answers.working_days <= jinanxin.WORKING_DAYS:
        message = f"{answers.working_days} 工作天沒有逾一百二十工作天，不是本計畫的實施對象，請確認"
        yield _warn(answers, "working_days", message, "計畫四(一)")


def days_in_order(answers: Any) -> Iterator[Problem]:
    if answers.commenced_on and answers.completed_on and answers.completed_on < answers.commenced_on:
        yield _warn(answers, "completed_on", "早於開工日期，請改正其中一個")


def due(answers: Any) -> Iterator[Problem]:
    """Works of the city that are registered when a level is overdue already."""
    if answers.ownership != jinanxin.CITY_WORKS or answers.commenced_on is None:
        return
    on = answers.filled_on or datetime.now(roc_date.TAIPEI).date()
    for level in jinanxin.MONTHS:
        last = jinanxin.due(level, answers.commenced_on)
        if last < on:
            message = (
                f"依開工日期，應於 {roc_date.both(last)} 以前取得{level}，期限已過。未取得者依契約規定扣罰；"
                "有不可抗力或不可歸責於廠商之事由，並經工程主辦機關同意者，不在此限。仍可申請登錄"
            )
            yield _warn(answers, "commenced_on", message, "計畫七(一)")
