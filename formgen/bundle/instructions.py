"""The 交件須知: what a programme says about handing in, and the list of what must be in."""

from collections.abc import Iterator, Mapping, Sequence

from formgen.programmes import HAND_IN, Words
from formgen.programmes.deadline import year_of
from formgen.programmes.filing import Filing

FILE = "交件須知.pdf"


def draw(given: Filing, items: Sequence[Mapping[str, str]], *more: tuple[str, Words]) -> bytes:
    """The sheet as PDF; each item has a number, a label and a state. `more` is said first."""
    from formgen.render import sheet

    return sheet.draw(
        "hand_in",
        f"交件須知　{given.programme.title}",
        subtitle=subtitle(given),
        facts=[*more, *_facts(given)],
        items=items,
        numbering=line(given.programme.numbering),
    )


def _facts(given: Filing) -> Iterator[tuple[str, Words]]:
    """What the sheet says, in the order of `HAND_IN`, the deadline after the address."""
    programme = given.programme
    facts = [(HAND_IN[key], words) for key, words in (programme.hand_in or {}).items()]
    if programme.deadline:
        words = Words(programme.deadline.sentences(given.answers), programme.deadline.source)
        facts.insert(1, ("截止日期", words))
    return iter(facts)


def subtitle(given: Filing) -> str:
    """「116年度　職業安全衛生優良單位五星獎評選」."""
    year = year_of(given.answers)
    return f"{year}年度　{given.programme.title}" if year else given.programme.title


def line(words: Words) -> str:
    """The rule of numbering, and whose rule it is."""
    if not words.lines:
        return ""
    return "".join(words.lines) + (f"（{words.source}）" if words.source else "（本系統的慣例，非官方規定）")
