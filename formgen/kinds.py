"""The kinds of answers: what each accepts, and how each stands on paper.

A kind is a pydantic type. Whatever its type, an answer that was not given is ``None`` (a tick: ``False``).
Text from a person, a spreadsheet or a Word field is accepted for every kind and read by Taiwan's habits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Strict
from pydantic_core import PydanticCustomError

from formgen.tw import (
    cas_number,
    clauses,
    factory_number,
    insurance_number,
    number,
    phone,
    postal_code,
    text,
    uniform_number,
    year,
)
from formgen.tw import date as roc_date
from formgen.tw.exceptions import Invalid


@dataclass(frozen=True)
class Kind:
    """One kind of answer: its name, how its value is printed, and of a choice, whether Word takes other words too."""

    name: str
    show: Callable[[Any], str] = str
    is_open: bool = False


@dataclass(frozen=True)
class Usual:
    """What an answer usually looks like; another one is warned about and kept, since the person may know better."""

    validate: Callable[[Any], object]


@dataclass(frozen=True)
class Alike:
    """An answer that usually is the same in all groups which ask it: a page lets it be given once."""


@dataclass(frozen=True)
class Meanings:
    """Plain words for choices that are printed as signs."""

    words: Mapping[str, str]


T = TypeVar("T")

CHOICE = Kind("choice")
CHECK = Kind("check", lambda value: "■" if value else "□")
CLAUSES = Kind("lines", clauses.Clauses)
PARAGRAPH = Kind("paragraph")


def reader(read: Callable[[Any], Any], *accepted: type) -> BeforeValidator:
    """A validator that reads text by `read`, lets `accepted` types through it too, and refuses the rest."""

    def validate(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (str, *accepted)):
            raise PydanticCustomError("wrong_type", _WRONG_TYPE[str in accepted])
        if isinstance(value, str) and not text.clean(value):
            return None
        try:
            return read(text.clean(value) if isinstance(value, str) else value)
        except ValueError as error:
            why = str(error) if isinstance(error, Invalid) else UNREADABLE
            raise PydanticCustomError("unreadable", "{why}", {"why": why}) from error

    return BeforeValidator(validate)


UNREADABLE = "看不懂這個答案，請重填"
_WRONG_TYPE = {
    True: '請填文字；數字與代碼請加引號（例如 "04595257"），開頭的 0 才不會不見',
    False: "型別不對，請填文字或數字",
}


class Negative(Invalid):
    """「{value}」是負數；請填 0 以上的數字。"""


class WrongYears(Invalid):
    """看不出是哪幾年；請寫成「110、111、112」，或只有年度的清單，例如 [110, 111, 112]。"""


class WrongEmail(Invalid):
    """「{value}」不像電子郵件地址；應像 name@example.com，請再看一次。"""


_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _email(value: str) -> None:
    """One address, or several in a row."""
    if not all(_EMAIL.fullmatch(one) for one in re.split(r"[\s;；,，、]+", value)):
        raise WrongEmail(value)


def _integer(value: str | int | Decimal) -> int:
    whole = number.integer(str(value))
    if whole < 0:
        raise Negative(value)
    return whole


def _decimal(value: str | int | Decimal) -> Decimal:
    if isinstance(value, Decimal):
        # Written out, an exponent of nine digits would fill the memory.
        if abs(value.adjusted()) > number.MOST_DIGITS:
            raise number.TooLong(value, most=number.MOST_DIGITS)
        value = show_decimal(value)
    amount = number.decimal(str(value))
    if amount.is_signed():
        raise Negative(value)
    return amount


def _year(value: str | int | Decimal) -> int:
    return year.parse(str(value))


def _years(value: str | int | list[Any] | tuple[Any, ...]) -> tuple[int, ...]:
    if isinstance(value, (list, tuple)):
        if any(isinstance(one, bool) or not isinstance(one, (str, int)) for one in value):
            raise WrongYears(value)
        return tuple(year.parse(str(one)) for one in value) or None  # type: ignore[return-value]
    return year.parse_many(str(value))


def _chosen(value: Any) -> Any:
    return (text.clean_line(value) or None) if isinstance(value, str) else value


def show_decimal(value: Decimal) -> str:
    """The digits as typed, never an exponent."""
    return format(value, "f")


def show_grouped(value: Decimal) -> str:
    """The digits as typed, thousands set apart."""
    return format(value, ",f")


def show_years(value: tuple[int, ...]) -> str:
    return "、".join(map(str, value))


Text = Annotated[str | None, reader(text.clean_line, str), Kind("text")]
# One paragraph of any length; a page gives it room to be typed.
Paragraph = Annotated[str | None, reader(text.clean_line, str), PARAGRAPH]
Phone = Annotated[Text, Usual(phone.validate)]
UniformNumber = Annotated[Text, Usual(uniform_number.validate)]
InsuranceNumber = Annotated[Text, Usual(insurance_number.validate)]
FactoryNumber = Annotated[Text, Usual(factory_number.validate)]
PostalCode = Annotated[Text, Usual(postal_code.validate)]
Email = Annotated[Text, Usual(_email)]
CasNumber = Annotated[Text, Usual(cas_number.validate)]
Lines = Annotated[str | None, reader(text.clean, str), Kind("lines")]
Clauses = Annotated[str | None, reader(clauses.clean, str), CLAUSES]
Count = Annotated[int | None, reader(_integer, int, Decimal), Kind("number")]
Amount = Annotated[Decimal | None, reader(_decimal, int, Decimal), Kind("number", show_decimal)]
Money = Annotated[Decimal | None, reader(_decimal, int, Decimal), Kind("number", show_grouped)]
Quantity = Money  # large enough to read better with thousands set apart
Year = Annotated[int | None, reader(_year, int), Kind("year")]
Years = Annotated[tuple[int, ...] | None, reader(_years, int, list, tuple), Kind("years", show_years)]
Date = Annotated[date | None, reader(roc_date.parse, date), Kind("date", roc_date.show)]
PastDate = Annotated[Date, Usual(roc_date.not_later_than_today)]
Month = Annotated[date | None, reader(roc_date.parse_month, date), Kind("month", roc_date.show_month)]
Choice = Annotated[T | None, BeforeValidator(_chosen), CHOICE]


def choice_of(*values: str) -> Any:
    """A choice whose values are known at run time only."""
    return Choice[Literal[values]]  # type: ignore[misc, valid-type]


Check = Annotated[bool, Strict(), CHECK]
