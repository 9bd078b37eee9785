"""The covering letter to the 職安署 as a 函, and until when the body hands in."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from formgen.letters.items import under
from formgen.programmes import Deadline
from formgen.review.candidates import Person, Unit
from formgen.review.outcome import Outcome
from formgen.review.ranking import Line
from formgen.tw import date as roc_date

WORDS = tomllib.loads(Path(__file__).with_name("selection.toml").read_text(encoding="utf-8"))
SAID = WORDS["letter"]


def answers(outcome: Outcome, office: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the letter; what is not known stays open. `office` as `formgen.letters.known` tells it."""
    hand_in = WORDS["hand_in"]
    return {
        "issuer": outcome.body,
        **office,
        "recipient": {"name": hand_in["to"]},
        "attachments": "、".join(hand_in["what"]),
        "subject": SAID["subject"].format(year=outcome.year or "○"),
        "explanation": {"items": list(_items(outcome))},
        "originals": hand_in["to"],
    }


def when(outcome: Outcome) -> str:
    """Until when the body hands in, where a notice of that year named the day."""
    deadline = Deadline.of(WORDS["deadline"], None)
    last = deadline.dates.get(outcome.year or 0)
    said = f"至{roc_date.show(last)}止" if last else f"{outcome.year or '當'}年度的日期請以公告為準"
    return f"{deadline.what}：{said}（{deadline.source}）。{deadline.counts}"


def _items(outcome: Outcome) -> Iterator[dict[str, str]]:
    hand_in = WORDS["hand_in"]
    yield {"text": SAID["basis"].format(basis=hand_in["basis"])}
    yield from under(SAID["units"], [_unit(line) for line in outcome.units.recommended])
    yield from under(SAID["persons"], [_person(line) for line in outcome.persons.recommended])
    yield {"text": SAID["enclosures"].format(what="、".join(hand_in["what"]))}


def _unit(line: Line[Unit]) -> str:
    unit = line.candidate
    return str(SAID["unit"]).format(name=unit.name, total=unit.shown_total, open=_open(line))


def _person(line: Line[Person]) -> str:
    person = line.candidate
    about = filter(None, (person.employer, SAID["award"].format(award=person.award) if person.award else ""))
    return str(SAID["person"]).format(name=person.name, about="，".join(about), open=_open(line))


def _open(line: Line[Any]) -> str:
    return str(SAID["open"]) if line.is_tied else ""
