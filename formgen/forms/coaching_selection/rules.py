"""What keeps a ranking from being fair: weights, names and scores that do not fit, and gaps told, not filled."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from formgen.errors import Problem
from formgen.forms.coaching_selection.answers import INDICATORS, LABELS, OFFICIAL
from formgen.forms.coaching_selection.ranking import (
    MOST_POINTS,
    QUALIFYING,
    SEATS,
    SELECTED,
    are_whole,
    members,
    standings,
    totals_of,
    weights,
)
from formgen.tw.number import two_decimals

RULE = "肆二(二)2"


def _warn(field: str, label: str, message: str, rule: str = "") -> Problem:
    return Problem(field, label, message, "warning", rule)


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the form."""
    for rule in (whole_weights, anybody, whole_rows, names, pairs, missing_scores, close_calls, decisions):
        yield from rule(answers)


def whole_weights(answers: Any) -> Iterator[Problem]:
    weight = weights(answers)
    if not are_whole(weight):
        added = two_decimals(sum(weight.values(), Fraction(0)))
        message = f"五項合計為 {added}%，應為 100%；沒有填的用官方權重。改好之前不計算總分"
        yield Problem("weights", OFFICIAL.columns.weight, message)


def anybody(answers: Any) -> Iterator[Problem]:
    """One member's sheet alone is a paper too; a result needs applicants, members and scores."""
    if answers.sheet.is_empty or answers.candidates or answers.scores:
        for field in ("candidates", "scores", "members"):
            if not getattr(answers, field):
                label = type(answers).model_fields[field].title
                yield Problem(field, str(label), "尚未填寫", "gap")


def whole_rows(answers: Any) -> Iterator[Problem]:
    """A member who scored an applicant scored all five indicators, each with at most 100."""
    rows = [
        (f"scores.{place}", f"{OFFICIAL.scores.title}／第{place + 1}列", row)
        for place, row in enumerate(answers.scores)
    ]
    for path, label, row in [("sheet", OFFICIAL.sheet.title, answers.sheet), *rows]:
        if row.is_empty:
            continue
        for name, title in (("candidate", OFFICIAL.sheet.candidate), ("member", OFFICIAL.sheet.member)):
            if getattr(row, name) is None:
                yield Problem(f"{path}.{name}", f"{label}／{title}", "尚未填寫", "gap")
        for name in INDICATORS:
            score = getattr(row, name)
            if score is None:
                yield Problem(
                    f"{path}.{name}",
                    f"{label}／{LABELS[name]}",
                    "尚未評分；缺一項就不計這位委員的總分",
                    "gap",
                )
            elif score > MOST_POINTS:
                yield Problem(
                    f"{path}.{name}",
                    f"{label}／{LABELS[name]}",
                    f"填了 {score}；應為 0 至 100 分，不要先乘權重",
                )


def names(answers: Any) -> Iterator[Problem]:
    """A name tells one applicant or member; a row without a name cannot be scored."""
    for field in ("candidates", "members"):
        title = type(answers).model_fields[field].title
        times = Counter(one.name for one in getattr(answers, field))
        for place, one in enumerate(getattr(answers, field)):
            label, path = f"{title}／{one.name or f'第{place + 1}列'}", f"{field}.{place}.name"
            if one.name is None and not one.is_empty:
                yield Problem(path, label, "請填名稱", "gap")
            if one.name is not None and times[one.name] > 1:
                yield Problem(path, label, f"出現 {times[one.name]} 次；請改成能分辨的名稱")


def pairs(answers: Any) -> Iterator[Problem]:
    """Each row of scores is about a listed applicant, by a listed member, once."""
    applicants = {one.name for one in answers.candidates}
    committee = set(members(answers))
    times = Counter((row.candidate, row.member) for row in answers.scores)
    for place, row in enumerate(answers.scores):
        path, label = f"scores.{place}", f"{OFFICIAL.scores.title}／第{place + 1}列"
        for field, listed, where in (
            ("candidate", applicants, "申請廠商名單"),
            ("member", committee, "遴選委員名單"),
        ):
            name = getattr(row, field)
            if name is not None and name not in listed:
                yield Problem(
                    f"{path}.{field}", label, f"「{name}」不在{where}；這一列不會計入，請改成名單上的名稱"
                )
        if None not in (row.candidate, row.member) and times[row.candidate, row.member] > 1:
            yield Problem(
                f"{path}.member",
                label,
                f"「{row.member}」對「{row.candidate}」評了 {times[row.candidate, row.member]} 次；請只留一次",
            )


def missing_scores(answers: Any) -> Iterator[Problem]:
    """Who did not score an applicant is named; a member may have had to withdraw (迴避)."""
    committee = members(answers) if are_whole(weights(answers)) else []
    for place, one in enumerate(answers.candidates):
        given = totals_of(answers, one.name)
        missing = [name for name in committee if name not in given]
        if one.name is not None and committee and missing:
            counted = f"平均只計其餘 {len(given)} 位" if given else "所以沒有平均，名次也未定"
            yield _warn(
                f"candidates.{place}.name",
                one.name,
                f"委員 {'、'.join(missing)} 沒有完整評分，{counted}；若非迴避，請補評",
            )


def close_calls(answers: Any) -> Iterator[Problem]:
    """Two decimals can hide which of two is better, and which side of 70 a mean is on."""
    ranked = sorted(
        (one for one in standings(answers) if one.mean is not None), key=lambda one: one.rank or 0
    )
    for one in ranked:
        if one.mean is not None and one.mean < QUALIFYING and two_decimals(one.mean) == f"{QUALIFYING}.00":
            yield _warn(
                f"candidates.{one.place}.name",
                str(one.candidate.name),
                "平均印出為 70.00，實際略低於 70，不具資格",
                RULE,
            )
    for better, worse in pairwise(ranked):
        if (
            better.mean
            and worse.mean
            and better.mean != worse.mean
            and two_decimals(better.mean) == two_decimals(worse.mean)
        ):
            yield _warn(
                f"candidates.{worse.place}.name",
                str(worse.candidate.name),
                f"平均印出與「{better.candidate.name}」同為 {two_decimals(worse.mean)}，實際較低，名次在後",
                RULE,
            )


def decisions(answers: Any) -> Iterator[Problem]:
    """A typed outcome settles a tie; elsewhere it says what the means say."""
    label = OFFICIAL.result.outcome
    for one in standings(answers):
        path, typed = f"candidates.{one.place}.outcome", one.candidate.outcome
        if one.is_tied and typed is None:
            yield _warn(path, f"{one.candidate.name}／{label}", f"{one.outcome}；決議後請填結果", RULE)
        elif not one.is_tied and typed not in (None, one.outcome):
            yield _warn(
                path,
                f"{one.candidate.name}／{label}",
                f"填了「{typed}」，依平均為「{one.outcome}」；請確認",
                RULE,
            )
    selected = [
        one for one in standings(answers) if (one.candidate.outcome or one.outcome).startswith(SELECTED)
    ]
    if len(selected) > SEATS:
        yield _warn("candidates", label, f"{SELECTED} {len(selected)} 家，名額是 {SEATS} 家；請確認", RULE)
