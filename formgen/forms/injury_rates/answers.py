"""What a unit says in the sheet: for each month of three years the hours, cases and lost days of both parties.

Facts that 附表一 asks for too have its names, so that they are typed once.
"""

from pathlib import Path

from formgen.answers import Answers, ask, many, part
from formgen.form import read_official
from formgen.kinds import Count, Date, InsuranceNumber, Quantity, Text, UniformNumber, Year

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _MONTHLY = OFFICIAL.head, OFFICIAL.monthly
Hours = Quantity


class Headcount(Answers):
    own: Count = ask("原事業單位", hint="人數，例如 38。")
    contractor: Count = ask("承攬人", hint="人數；沒有承攬人填 0，下表承攬人各欄免填。")


class Counts(Answers):
    """One party's month, as 職業災害統計月報 asks for it."""

    hours: Hours = ask(_MONTHLY.hours, hint="當月所有勞工實際經歷之工作時數。")
    cases: Count = ask(_MONTHLY.cases, hint="沒有失能傷害者填 0。")
    lost_days: Count = ask(_MONTHLY.lost_days, hint="沒有失能傷害者填 0。")


class Month(Answers):
    unit: Counts = part(_MONTHLY.unit, Counts)
    contractor: Counts = part(_MONTHLY.contractor, Counts)


class RateYear(Answers):
    months: list[Month] = many("各月", Month, each="{}月", exactly=12)


class InjuryRates(Answers):
    year: Year = ask(_HEAD.year, hint="選拔活動的民國年，例如 116；統計 113、114、115 年。", required=True)
    unit_name: Text = ask(_HEAD.unit_name, required=True)
    address: Text = ask(_HEAD.address)
    insurance_number: InsuranceNumber = ask(
        _HEAD.insurance_number, hint="8 位數字加 1 個英文字母，例如 12345678A。"
    )
    uniform_number: UniformNumber = ask(_HEAD.uniform_number, hint="8 位數字。")
    headcount: Headcount = part(_HEAD.headcount, Headcount)
    years: list[RateYear] = many("前三年度", RateYear, each="第{}年", exactly=3, yearly=True)
    prepared_on: Date = ask(OFFICIAL.signature.date, hint="可留空，印出後再手寫。")
