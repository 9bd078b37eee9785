"""What looks odd in the figures. Nothing is refused: the person has the records, we have not."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.injury_rates.answers import OFFICIAL
from formgen.forms.injury_rates.totals import COLUMNS, add, year_of

RULE = "補充說明三(三)"
# 補充說明三(三): 人數未達50人.
SMALL = 50
PARTIES = {"unit": OFFICIAL.monthly.unit, "contractor": OFFICIAL.monthly.contractor}
ORDINALS = ("第一年", "第二年", "第三年")


def check(answers: Any) -> Iterator[Problem]:
    """Every finding, a warning each."""
    yield from size(answers)
    for party in PARTIES:
        yield from untouched(answers, party)
        yield from gaps(answers, party)
        yield from too_large(answers, party)
        yield from no_hours(answers, party)
        yield from cases_without_days(answers, party)
        yield from days_without_cases(answers, party)


def size(answers: Any) -> Iterator[Problem]:
    own = answers.headcount.own
    if own is not None and own >= SMALL:
        message = f"{own} 人已達 {SMALL} 人，應填報職業災害統計月報；請以申報資料為準，並核對與本表相同"
        yield Problem("headcount.own", f"{OFFICIAL.head.headcount}／原事業單位", message, "warning", RULE)


def untouched(answers: Any, party: str) -> Iterator[Problem]:
    """A year in which nothing is said; 承攬人 may be left open by a unit that has none."""
    for place, year in enumerate(answers.years):
        if _is_untouched(year, party) and (party == "unit" or answers.headcount.contractor):
            message = "各月都沒有填；十二個月都填，才能計算全年"
            yield _warn(answers, (place, 0), party, "hours", message)


def gaps(answers: Any, party: str) -> Iterator[Problem]:
    """Columns that lack months."""
    for place, column, values in _columns(answers, party):
        months = [month for month, value in enumerate(values) if value is None]
        if months and not _is_untouched(answers.years[place], party):
            message = f"{_months(months)}沒有填；十二個月都填，才能計算全年（沒有者填 0）"
            yield _warn(answers, (place, months[0]), party, column, message)


def too_large(answers: Any, party: str) -> Iterator[Problem]:
    for place, column, values in _columns(answers, party):
        if None not in values and add(values) is None:
            message = "全年合計的位數太多，無法計算，請檢查是否多打"
            yield _warn(answers, (place, 0), party, column, message)


def _is_untouched(year: Any, party: str) -> bool:
    return all(getattr(month, party).is_empty for month in year.months)


def _columns(answers: Any, party: str) -> Iterator[tuple[int, str, list[Any]]]:
    """The place of the year, the column, and its twelve figures."""
    for place, year in enumerate(answers.years):
        for column in COLUMNS:
            yield place, column, [getattr(getattr(month, party), column) for month in year.months]


def no_hours(answers: Any, party: str) -> Iterator[Problem]:
    """A month without hours: odd for the unit itself, and for whoever was hurt in it."""
    for place, year in enumerate(answers.years):
        counts = [getattr(month, party) for month in year.months]
        idle = [n for n, one in enumerate(counts) if one.hours == 0 and (party == "unit" or one.cases)]
        if idle:
            message = f"{_months(idle)}為 0，請確認當月確實沒有人工作"
            yield _warn(answers, (place, idle[0]), party, "hours", message)


def cases_without_days(answers: Any, party: str) -> Iterator[Problem]:
    """A disabling injury costs a day or more; those of a month's end may stand in the next month."""
    months = _all_months(answers, party)
    for at, one in enumerate(months):
        follows = months[at + 1].lost_days if at + 1 < len(months) else None
        if one.cases and one.lost_days == 0 and not follows:
            message = (
                f"{at % 12 + 1}月有 {one.cases} 人次，損失日數卻是 0；失能傷害之損失日數為一日以上，請確認"
            )
            yield _warn(answers, divmod(at, 12), party, "lost_days", message)


def days_without_cases(answers: Any, party: str) -> Iterator[Problem]:
    """Days may go on after the month of the injury, but an injury comes first."""
    for at, one in enumerate(_all_months(answers, party)):
        if one.cases != 0:  # an injury, or nobody has said
            return
        if one.lost_days:
            message = (
                f"{at % 12 + 1}月損失 {one.lost_days} 日，但當月與表上以前各月都沒有失能傷害人次，請確認"
            )
            yield _warn(answers, divmod(at, 12), party, "cases", message)


def _all_months(answers: Any, party: str) -> list[Any]:
    return [getattr(month, party) for year in answers.years for month in year.months]


def _warn(answers: Any, at: tuple[int, int], party: str, column: str, message: str) -> Problem:
    """A warning about a month; its label names the year as the sheet does."""
    place, month = at
    year = year_of(answers, place)
    label = (
        f"{f'{year}年' if year else ORDINALS[place]}／{PARTIES[party]}／{getattr(OFFICIAL.monthly, column)}"
    )
    return Problem(f"years.{place}.months.{month}.{party}.{column}", label, message, "warning", RULE)


def _months(places: list[int]) -> str:
    """「2月、5月至7月」.

    >>> _months([1, 4, 5, 6])
    '2月、5月至7月'
    """
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return "、".join(f"{run[0] + 1}月至{run[-1] + 1}月" if len(run) > 2 else _each(run) for run in runs)


def _each(places: list[int]) -> str:
    return "、".join(f"{place + 1}月" for place in places)
