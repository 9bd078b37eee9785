"""What 要點三(二) and 補充說明三 ask of 災害頻率 and 嚴重率."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from formgen.errors import Problem
from formgen.forms.unit_recommendation.findings import ago, warn
from formgen.forms.unit_recommendation.scoring import rate_of
from formgen.tw import injury_rate

RATES = {"frequency": "災害頻率", "severity": "嚴重率"}
COUNTS = {"frequency": ("cases", "失能傷害人次數"), "severity": ("lost_days", "失能傷害損失日數")}
WHOSE = {"unit": "原事業單位", "with_contractors": "加計承攬人"}


def has_contractors(answers: Any) -> bool:
    return answers.eligibility.has_contractors == "是" or bool(answers.headcount.contractor)


def each_rate(answers: Any) -> Iterator[tuple[str, str, str, str, Decimal | None]]:
    """Path, label, whose, which rate, and the rate itself, year by year."""
    for place, year in enumerate(answers.rates):
        for whose, whose_label in WHOSE.items():
            for rate, rate_label in RATES.items():
                label = f"{rate_label}／{ago(answers, 3 - place)}／{whose_label}"
                yield f"rates.{place}.{whose}.{rate}", label, whose, rate, rate_of(getattr(year, whose), rate)


def gaps(answers: Any) -> Iterator[Problem]:
    for path, label, whose, rate, value in each_rate(answers):
        if value is None and whose == "unit":
            way = f"可直接填，或填{COUNTS[rate][1]}與大於 0 的總經歷工時"
            yield Problem(path, label, f"尚未填寫；{way}", "gap", "補充說明三(一)")
        elif value is None and has_contractors(answers):
            yield Problem(path, label, "有承攬人，請載明加計承攬人之數據", "gap", "補充說明三(一)")


def counts_agree(answers: Any) -> Iterator[Problem]:
    """A typed rate wins over its counts; but they should say the same, cut off at the typed places."""
    for path, label, whose, rate, typed in each_rate(answers):
        given = getattr(answers.rates[int(path.split(".")[1])], whose)
        count = getattr(given, COUNTS[rate][0])
        if getattr(given, rate) is None or typed is None or count is None or not given.hours:
            continue
        exact = Fraction(count) * injury_rate.HOURS_BASE / Fraction(given.hours)
        if abs(exact - Fraction(typed)) >= Fraction(10) ** int(typed.as_tuple().exponent):
            computed = rate_of(given.model_copy(update={rate: None}), rate)
            yield warn(path, label, f"填 {typed}，依{COUNTS[rate][1]}與總經歷工時計算為 {computed}，請確認")


def below_average(answers: Any) -> Iterator[Problem]:
    for path, label, _, rate, value in each_rate(answers):
        average = getattr(answers.average, rate)
        if value is not None and average is not None and value >= average:
            equal = "等於" if value == average else "高於"
            yield warn(
                path, label, f"{value} {equal}同行業三年平均值 {average}；應低於，相等不算低於", "要點三(二)"
            )


def evidence(answers: Any) -> Iterator[Problem]:
    own, eligibility = answers.headcount.own, answers.eligibility
    small = own is not None and own < 50 and eligibility.files_monthly_report != "是"
    if small and eligibility.has_rate_evidence != "是":
        yield warn(
            "eligibility.has_rate_evidence",
            "災害頻率及嚴重率之佐證",
            "人數未達 50 人且毋須填報職業災害統計月報者，應出具頻率及嚴重率之相關佐證數據",
            "補充說明三(三)",
        )
