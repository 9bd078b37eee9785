"""What the certificate of each award says: our wording, and over it what the office's settings say.

[certificates]
organisation = "○○市政府勞工局"
signer_title = "局長"
signer = "○○○"
date = "116/11/21"
number = "府勞安字第{year}{number:04}號"

[certificates.awards."推手獎"]
body = "{reason}，榮獲「{award}」。"
"""

import os
import string
import tomllib
from collections.abc import Container, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from formgen import settings
from formgen.awards import alliance
from formgen.errors import FormgenError, UnreadableFile
from formgen.tw import date as roc_date

AWARDS = Path(__file__).with_name("awards.toml")
BLANK = "○"
# mm. No printer is further off; more is a typing mistake.
MOST_SHIFT = 50.0


class UnknownAward(FormgenError):
    """沒有「{name}」這個獎項。{hint}"""


def _pattern(allowed: set[str], needed: str = "", digits: Container[str] = ()) -> AfterValidator:
    """A text whose places in braces are all known, so that a typing mistake never prints; `digits` are numbers."""

    def check(text: str) -> str:
        try:
            pieces = list(string.Formatter().parse(text))
            text.format(**{name: 1 if name in digits else "字" for name in allowed})
        except (ValueError, LookupError, AttributeError) as error:
            raise ValueError(_only(allowed)) from error
        if any(name is not None and name not in allowed for _, name, _, _ in pieces):
            raise ValueError(_only(allowed))
        if needed and needed not in {name for _, name, _, _ in pieces}:
            raise ValueError(f"要有 {{{needed}}}")
        return text

    return AfterValidator(check)


def _only(allowed: set[str]) -> str:
    return f"大括號裡只能是 {'、'.join(f'{{{name}}}' for name in sorted(allowed))}"


def _day(text: str) -> str:
    roc_date.parse(text)
    return text


class Shared(BaseModel):
    """What an office may say for all awards at once, and for each."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    organisation: str | None = None
    signer_title: str | None = None
    signer: str | None = None
    date: Annotated[str, AfterValidator(_day)] | None = None
    date_style: Literal["positional", "legal"] | None = None
    year: Annotated[int, Field(ge=1, le=999)] | None = None
    number: Annotated[str, _pattern({"number", "year"}, "number", {"number", "year"})] | None = None
    first: Annotated[int, Field(ge=0)] | None = None
    closing: str | None = None
    logo: str | None = None
    signature: str | None = None


_WORDS = {"name", "unit", "reason", "work", "award", "year", "alliance"}


class Own(Shared):
    """What an office may say for one award."""

    template: str | None = None
    title: str | None = None
    headline: Annotated[str, _pattern({"award", "alliance"})] | None = None
    recipient: Annotated[str, _pattern({"name"}, "name")] | None = None
    body: Annotated[str, _pattern(_WORDS)] | None = None
    reason: str | None = None


class Office(Shared):
    """The table [certificates] of the settings. `shift` is in mm, right and down, for --preprinted."""

    templates: str | None = None
    shift: tuple[
        Annotated[float, Field(ge=-MOST_SHIFT, le=MOST_SHIFT)],
        Annotated[float, Field(ge=-MOST_SHIFT, le=MOST_SHIFT)],
    ] = (0.0, 0.0)
    awards: dict[str, Own] = {}


class Award(BaseModel):
    """One award's certificate, all settled. Dates and the pictures' files may be missing."""

    model_config = ConfigDict(frozen=True)

    name: str
    template: str
    title: str
    headline: str
    recipient: str
    body: str
    closing: str
    number: str
    first: int
    organisation: str
    signer_title: str
    signer: str
    date_style: Literal["positional", "legal"]
    reason: str = ""
    date: str = ""
    year: int | None = None
    logo: str = ""
    signature: str = ""
    quotes: tuple[str, ...] = ()
    wording: Literal["quoted", "reading", "ours", "office"] = "office"
    source: str = ""
    alliance: str = ""

    @property
    def needs(self) -> list[str]:
        """The row's cells that the body cannot do without."""
        named = {name for _, name, _, _ in string.Formatter().parse(self.body)}
        optional = {"reason"} if self.reason else set()
        return [name for name in ("unit", "reason", "work") if name in named - optional]

    @property
    def is_unsigned(self) -> bool:
        """Whether the signer is still the blank that we put there."""
        return any(not text.strip(BLANK) for text in (self.organisation, self.signer_title, self.signer))


def office() -> Office:
    """The settings' [certificates]. Raises UnreadableFile for a word that nobody would read."""
    try:
        return Office.model_validate(settings.load().get("certificates", {}))
    except ValidationError as error:
        reasons = "；".join(_reason(one) for one in error.errors())
        raise UnreadableFile(file=os.environ.get(settings.VARIABLE, ""), reason=reasons) from error


def _reason(error: Any) -> str:
    place = ".".join(str(step) for step in ("certificates", *error["loc"]))
    says = {
        "extra_forbidden": "沒有這個設定，請看 README 的「大量製作獎狀」有哪些",
        "literal_error": "只能是 positional（一一六年）或 legal（一百十六年）",
    }
    return f"[{place}] {says.get(error['type']) or settings.mistake(error)}"


def beside_settings(name: str) -> Path:
    """A file or folder that the settings name: relative to the settings file."""
    return Path(os.environ.get(settings.VARIABLE, "")).parent / name


def all_awards(said: Office) -> dict[str, Award]:
    """Every award by name, the office's own too. Raises UnreadableFile for one that has no body."""
    data = tomllib.loads(AWARDS.read_text(encoding="utf-8"))
    ours = {one["name"]: one for one in data["award"]}
    shared = _given(said, Shared)
    called = alliance.load().alliance.name
    made = {}
    for name in dict.fromkeys([*ours, *said.awards]):
        own = _given(said.awards[name], Own) if name in said.awards else {}
        layers = {"name": name, "alliance": called, **data["every"], **ours.get(name, {}), **shared, **own}
        if "body" not in layers:
            reason = f"[certificates.awards.{name}] 是新的獎項，請寫 body（獎狀的正文）"
            raise UnreadableFile(file=os.environ.get(settings.VARIABLE, ""), reason=reason)
        layers["headline"] = layers["headline"].format(award=name, alliance=called)
        made[name] = Award(**layers)
    return made


def _given(model: Shared, kind: type[Shared]) -> Mapping[str, Any]:
    return model.model_dump(include=set(kind.model_fields), exclude_none=True)


def get(awards: Mapping[str, Award], name: str) -> Award:
    """The award called `name`; raises UnknownAward."""
    if name not in awards:
        close = get_close_matches(name, awards, 1, 0.4)
        hint = f"是不是「{close[0]}」？" if close else f"請從 {'、'.join(awards)} 選一個。"
        raise UnknownAward(name=name, hint=hint)
    return awards[name]
