"""What 要點八 and the 填表說明 ask of 附表四. Eligibility warns and never stops a draft."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from formgen.errors import Problem
from formgen.forms.five_star_self_assessment.checks import CHECKS, NOT_APPLICABLE, OFFICIAL
from formgen.forms.five_star_self_assessment.printing import headcount as headcount_text
from formgen.tw import date as roc_date

# 要點八: 通知送達翌日起十日內.
DAYS_TO_SEND = 10


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (headcount, three_years_running, time_to_send, when_and_who, not_applicable):
        yield from rule(answers)


def headcount(answers: Any) -> Iterator[Problem]:
    if not headcount_text(answers.headcount):
        yield Problem(
            "headcount.text", OFFICIAL.head.headcount, "尚未填寫；可直接填，或填原事業單位之人數", "gap"
        )


def three_years_running(answers: Any) -> Iterator[Problem]:
    """連續二年榮獲優良獎，第三年經決審為優良獎."""
    if answers.year is None:
        yield _warn("year", "年度", "請填第三年經決審為優良獎的年度，才能核對是否連續三年", "要點八")
        return
    before = (answers.year - 2, answers.year - 1)
    missing = [str(year) for year in before if year not in (answers.honours.excellent_years or ())]
    if missing:
        yield _warn(
            "honours.excellent_years",
            "優良獎獲獎年度",
            f"應連續二年（{before[0]}年、{before[1]}年）榮獲優良獎，{answers.year}年經決審為優良獎，"
            f"才可參加五星獎評選；未填 {'、'.join(missing)} 年",
            "要點八",
        )


def last_day(received: date) -> date:
    """The last day to send the form: the day after the notice is the first of ten.

    >>> last_day(date(2024, 6, 20))
    datetime.date(2024, 6, 30)
    """
    return received + timedelta(days=DAYS_TO_SEND)


def time_to_send(answers: Any) -> Iterator[Problem]:
    field, label, received = "notice.received", "優良獎通知送達日", answers.notice.received
    if received is None:
        yield _warn(field, label, "應於通知送達翌日起十日內函送本部；請填送達日，才能算出最後一日", "要點八")
        return
    last = last_day(received)
    passed = "，已過" if last < _today() else ""
    yield _warn(
        field,
        label,
        f"{roc_date.both(received)}送達，翌日起十日內應函送本部，最後一日是 {roc_date.both(last)}{passed}",
        "要點八",
    )


def _today() -> date:
    return datetime.now(roc_date.TAIPEI).date()


def when_and_who(answers: Any) -> Iterator[Problem]:
    """A check that was made has its day and its person; neither stands alone."""
    columns = OFFICIAL.columns
    for number, one in CHECKS.items():
        answer, path = getattr(answers.checks, number), f"checks.{number}"
        for name, label in (("date", columns.date), ("person", columns.person)):
            if answer.result and getattr(answer, name) is None:
                yield Problem(f"{path}.{name}", f"自評／{one.label}／{label}", "尚未填寫", "gap")
        if answer.date and answer.date > _today():
            day = roc_date.both(answer.date)
            yield _warn(f"{path}.date", f"自評／{one.label}／{columns.date}", f"{day} 還沒到，請再確認")


def not_applicable(answers: Any) -> Iterator[Problem]:
    """「-」 is foreseen for 8-2-2 alone, and what it says has to be shown."""
    for number, one in CHECKS.items():
        if getattr(answers.checks, number).result == NOT_APPLICABLE:
            foreseen = [line.strip("()") for line in one.evidence if f"「{NOT_APPLICABLE}」" in line]
            doubt = "表上沒有說此項可填「-」，請再確認；填「-」者應檢附不適用之佐證資料"
            yield _warn(
                f"checks.{number}.result",
                f"自評／{one.label}／{OFFICIAL.columns.result}",
                f"{''.join(foreseen) or doubt}；檔名編號 {one.file}",
                OFFICIAL.columns.evidence if foreseen else "",
            )
