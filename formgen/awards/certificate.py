"""From a row of a list to what its certificate prints, or to what is wrong with the row."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from formgen import glyphs
from formgen.awards import columns
from formgen.awards.ledger import Recipient
from formgen.awards.rows import Row
from formgen.awards.wording import Award, UnknownAward, get
from formgen.errors import FormgenError
from formgen.render.plate import Plate
from formgen.tw import date as roc_date
from formgen.tw import numeral
from formgen.tw import year as roc_year
from formgen.tw.text import clean_line

LABELS = {"number": "字號", "name": "得獎者", "body": "正文", "date": "日期"}
# A title of address at the end of a name; after a blank also those of posts.
_TITLED = re.compile(
    r"(先生|女士|小姐|[ \u3000](君|老師|教授|博士|醫師|技師|主任|工程師|(副?(理事|秘書|董事|組|課|廠|所|局|處|會)長|(總|副|協|襄)?經?理)))$"
)
# A paragraph begins two characters in.
INDENT = "\u3000\u3000"


class UnreadableDate(FormgenError):
    """--date：{reason}"""


@dataclass(frozen=True)
class Request:
    """A row, read. `problems` are sentences; a request with problems is not printed.

    `given` is the number that the row itself gives, `fields` the row's cells by field.
    """

    row: Row
    fields: Mapping[str, str]
    award: Award | None = None
    date: str = ""
    problems: tuple[str, ...] = ()

    @cached_property
    def recipient(self) -> Recipient:
        """Whom the row is about, as far as it says so."""
        name = self.award.name if self.award else self.fields.get("award", "")
        return Recipient(name, *(self.fields.get(field, "") for field in ("name", "unit", "work")))

    @property
    def given(self) -> str:
        return self.fields.get("number", "")

    def wrong(self, *problems: str) -> "Request":
        return replace(self, problems=(*self.problems, *problems))


@dataclass(frozen=True)
class Certificate:
    """One page: its number, the text of each slot, and what it was made from."""

    request: Request
    award: Award
    serial: int
    number: str
    values: Mapping[str, str] = field(hash=False)

    @property
    def row(self) -> int:
        return self.request.row.number

    @property
    def recipient(self) -> Recipient:
        return self.request.recipient

    def content(self, page: str) -> str:
        """A sum of all that is printed: the slots' text, and the page under it."""
        said = json.dumps([page, dict(self.values)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def read(
    row: Row,
    heads: Mapping[str, str],
    awards: Mapping[str, Award],
    usual_award: str = "",
    usual_date: str = "",
) -> Request:
    """The row's fields, its award and its date, with all that is missing or not understood."""
    fields = {name: clean_line(row.cells.get(head, "")) for name, head in heads.items()}
    request = Request(row, fields)
    try:
        award = (
            get(awards, fields.get("award") or usual_award) if fields.get("award") or usual_award else None
        )
    except UnknownAward as error:
        return request.wrong(str(error))
    if award is None:
        return request.wrong("沒有「獎項」；請補上，或指定全部共用的獎項（--award）")
    written = fields.get("date") or usual_date or award.date
    request = replace(request, award=award, date=written)
    return request.wrong(*_missing(request, award), *_date_problems(written))


def _missing(request: Request, award: Award) -> Iterator[str]:
    for name in ("name", *award.needs):
        if not request.fields.get(name):
            why = "" if name == "name" else f"，「{award.name}」的正文要用"
            yield f"沒有「{columns.CERTIFICATE[name][0]}」{why}；請補上"


def _date_problems(written: str) -> Iterator[str]:
    if not written:
        yield "沒有日期；請加「日期」欄，或指定全部共用的日期（--date），或在設定檔 [certificates] 寫 date"
        return
    try:
        _day(written)
    except ValueError as error:
        yield f"日期：{error}"


def check_date(written: str | None) -> None:
    """Of --date, before any row is looked at. Raises UnreadableDate."""
    try:
        if written is not None:
            _day(written)
    except ValueError as error:
        raise UnreadableDate(reason=str(error)) from error


def year_of(request: Request) -> int:
    """The 民國 year of the activity: the award's own, else that of the certificate's date."""
    if request.award and request.award.year:
        return request.award.year
    return roc_year.from_common_era(_day(request.date).year)


def made(request: Request, serial: int, number: str) -> Certificate:
    """The certificate of a request without problems."""
    award, fields = request.award, request.fields
    if award is None:
        raise ValueError(request)
    reason = fields.get("reason", "").rstrip("。，；、,.; ") or award.reason
    body = award.body.format(
        **{field: fields.get(field, "") for field in ("name", "unit", "work")},
        reason=reason,
        award=award.name,
        alliance=award.alliance,
        year=_year_in_letters(year_of(request), award.date_style),
    )
    values = {
        "number": number,
        "name": _addressed(award.recipient, fields["name"]),
        "body": INDENT + body,
        "date": in_letters(request.date, award.date_style),
    }
    return Certificate(request, award, serial, number, values)


def _addressed(recipient: str, name: str) -> str:
    """The name as it is called out; one that ends with a title of its own gets no 君.

    >>> _addressed("{name}　君", "王小明"), _addressed("{name}　君", "王小明 先生"), _addressed("{name}　君", "王小君")
    ('王小明\u3000君', '王小明 先生', '王小君\u3000君')
    """
    if recipient.endswith("君") and _TITLED.search(name):
        return recipient.removesuffix("君").rstrip().format(name=name)
    return recipient.format(name=name)


@cache
def _day(written: str) -> datetime.date:
    """The day; a list has few days and many rows."""
    return roc_date.parse(written)


def in_letters(written: str, style: str) -> str:
    """The day in Chinese numerals; days and months always as they are spoken.

    >>> in_letters("113/11/21", "positional"), in_letters("2024-11-21", "legal")
    ('中華民國一一三年十一月二十一日', '中華民國一百十三年十一月二十一日')
    """
    day = _day(written)
    letters = _year_in_letters(roc_year.from_common_era(day.year), style)
    return f"中華民國{letters}年{numeral.legal(day.month)}月{numeral.legal(day.day)}日"


def _year_in_letters(year: int, style: str) -> str:
    return numeral.positional(year) if style == "positional" else numeral.legal(year)


def unprintable(certificate: Certificate, plate: Plate) -> Iterator[str]:
    """What of the certificate cannot be printed: characters without a font, text that does not fit."""
    for slot, characters in plate.missing(certificate.values).items():
        text, said = certificate.values[slot].strip(), "、".join(map(glyphs.describe, characters))
        twins = [
            f"「{character}」請改用「{twin}」" for character in characters if (twin := glyphs.twin(character))
        ]
        instead = "，".join([*twins, "其他的請換一個字" if len(twins) < len(characters) else "或換一個字"])
        instead = instead if twins else "請換一個字"
        yield f"{LABELS[slot]}「{text}」裡的{said}沒有字型能印；{instead}"
    for slot in plate.misfits(certificate.values):
        box, text = plate.slots[slot], certificate.values[slot].strip()
        yield (
            f"{LABELS[slot]}「{text}」放不下：縮到 {box.floor:g} 點、排 {box.lines} 行還是太長；請縮短，或換一個範本"
        )
