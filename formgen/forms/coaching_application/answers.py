"""What an applicant says in 附件1, and the two places that the executing unit fills in."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from formgen.answers import Answers, ask, part, tick
from formgen.form import read_official
from formgen.kinds import (
    Check,
    Choice,
    Count,
    Email,
    FactoryNumber,
    Kind,
    Lines,
    Money,
    PastDate,
    Phone,
    PostalCode,
    Text,
    UniformNumber,
    choice_of,
)
from formgen.tw.digits import half_width

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _SOURCES, _BEFORE = OFFICIAL.head, OFFICIAL.sources, OFFICIAL.before
_RANKING, _HINTS = OFFICIAL.ranking, OFFICIAL.hints

INDUSTRIES = tuple(re.findall(r"「(\d\d [^」]+)」", _HINTS.rule_1_1))
YesNo = Choice[Literal["是", "否"]]


def _by_code(value: Any) -> Any:
    """「18」 is the one group that begins so."""
    code = half_width(str(value))
    return next((one for one in INDUSTRIES if re.fullmatch(r"\d\d", code) and one.startswith(code)), value)


def _rank(value: Any) -> Any:
    is_rank = isinstance(value, (int, str)) and not isinstance(value, bool)
    return half_width(str(value)) or None if is_rank else value


def _without_number(question: str) -> str:
    """「一、」 stays on the paper."""
    return question.partition("、")[2]


def _as_wide_as_a_box(digit: str) -> str:
    """A rank as wide as the □ it takes the place of, in the face of the other digits."""
    return f"\u00a0{digit}\u00a0"


IndustryGroup: Any = Annotated[choice_of(*INDUSTRIES), BeforeValidator(_by_code)]
Rank = Annotated[
    Literal["1", "2", "3", "4", "5"] | None, BeforeValidator(_rank), Kind("choice", _as_wide_as_a_box)
]


class Sources(Answers):
    """Where the applicant heard of it; three of the boxes have a name to write."""

    park_centre: Check = tick(_SOURCES.park_centre)
    government: Check = tick(_SOURCES.government)
    government_name: Text = ask("縣市政府名稱", when="government")
    factory_association: Check = tick(_SOURCES.factory_association)
    factory_association_name: Text = ask("廠協會名稱", when="factory_association")
    guild: Check = tick(_SOURCES.guild)
    briefing: Check = tick(_SOURCES.briefing)
    other: Check = tick(_SOURCES.other)
    other_name: Text = ask("其他來源", hint="寫出從哪裡得知。", when="other")


class Coached(Answers):
    answer: YesNo = ask(_without_number(_BEFORE.coached), required=True)
    body: Text = ask("輔導單位", when="answer=是")
    item: Text = ask("輔導項目", when="answer=是")


class Attended(Answers):
    answer: YesNo = ask(_without_number(_BEFORE.attended), required=True)
    activity: Text = ask("活動名稱", when="answer=是")


class Ranking(Answers):
    """An order of one to five of the items, 1 first."""

    integrity: Rank = ask(_RANKING.integrity, hint="第一順位填 1；不申請的項目不填。")
    critical_equipment: Rank = ask(_RANKING.critical_equipment)
    bow_tie: Rank = ask(_RANKING.bow_tie)
    risk_based_inspection: Rank = ask(_RANKING.risk_based_inspection)
    fmeca: Rank = ask(_RANKING.fmeca)


class Review(Answers):
    """The executing unit's part; an applicant leaves it open."""

    number: Text = ask("編號")
    result: Lines = ask(OFFICIAL.signature.review)


class CoachingApplication(Answers):
    filled_on: PastDate = ask("填表日期", hint="可留空，印出後再手寫。")
    unit_name: Text = ask(_HEAD.unit_name, required=True)
    uniform_number: UniformNumber = ask(_HEAD.uniform_number, hint="8 位數字。", required=True)
    postal_code: PostalCode = ask("郵遞區號", hint="3、5 或 6 碼。")
    address: Text = ask(_HEAD.address, required=True)
    park: YesNo = ask("是否在產業園區內", required=True)
    park_name: Text = ask("產業園區名稱", when="park=是")
    person_in_charge: Text = ask(_HEAD.person_in_charge, required=True)
    factory_number: FactoryNumber = ask(
        _HEAD.factory_number, hint="工廠登記證上的編號，通常 8 碼。", required=True
    )
    contact: Text = ask(_HEAD.contact, required=True)
    email: Email = ask(_HEAD.email, required=True)
    phone: Phone = ask(_HEAD.phone, hint="含區碼；有分機請寫「分機」或「轉」。", required=True)
    fax: Phone = ask(_HEAD.fax, hint="沒有可留空。")
    employees: Count = ask(_HEAD.employees, required=True)
    industry_group: IndustryGroup = ask(_HEAD.industry_group, hint=_HINTS.rule_1_1, required=True)
    capital: Money = ask("資本額（萬元）", hint="以萬元計，例如 5,200 萬元填 5200。", required=True)
    products: Text = ask(_HEAD.products, required=True)
    sources: Sources = part(_SOURCES.label, Sources)
    coached: Coached = part("接受輔導經驗", Coached, yearly=True)
    attended: Attended = part("參加活動經驗", Attended, yearly=True)
    ranking: Ranking = part("擬申請輔導項目", Ranking, yearly=True)
    review: Review = part("執行單位填寫", Review, yearly=True, by_reviewer=True)
