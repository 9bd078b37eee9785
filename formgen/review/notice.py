"""The 補正通知: what is to be completed and until when, as facts and as a 函."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from formgen import catalog
from formgen.errors import Problem
from formgen.filenames import safe
from formgen.letters import FORM, known
from formgen.letters.items import under
from formgen.programmes.deadline import long
from formgen.review.completion import Checked, last_day, time_to_complete
from formgen.review.drawable import renditions

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Times:
    """The day of the notice, and the last day that the office itself sets, which counts more than a rule's."""

    notified: date | None = None
    due: date | None = None

    def last_day(self, checked: Checked) -> date | None:
        return self.due or last_day(checked, self.notified)


def facts(checked: Checked, times: Times) -> dict[str, Any]:
    """To whom, what is to be completed, and until when, by the programme's own words."""
    last = times.last_day(checked)
    return {
        "file": checked.file,
        "to": checked.who,
        "programme": checked.programme.title if checked.programme else "",
        "year": checked.year,
        "items": [
            {"label": one.label, "message": one.message, "rule": one.rule} for one in checked.to_complete
        ],
        "notified": times.notified.isoformat() if times.notified else None,
        "last_day": last.isoformat() if last else None,
        "deadline": until(checked, times),
    }


def until(checked: Checked, times: Times) -> list[str]:
    """In sentences, until when: what the rule says, and the day that the office has set."""
    own = [WORDS["until"].format(day=long(times.due))] if times.due and checked.to_complete else []
    return [*time_to_complete(checked, times.notified), *own]


def letters(checked: Sequence[Checked], times: Times, office: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers of a letter for each file that is to be completed, by the letter's name without ending.

    `office` as `formgen.letters.known` tells it.
    """
    lacking = [one for one in checked if one.to_complete]
    names = [safe(f"{WORDS['file']}-{one.who or Path(one.file).stem}") for one in lacking]
    return {
        f"{name}-{number}" if names.count(name) > 1 else name: answers(one, times, office)
        for number, (name, one) in enumerate(zip(names, lacking, strict=True), 1)
    }


def files(drafts: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    """Each letter as Word and PDF, by file name."""
    form = catalog.get(FORM)
    return {
        file: content for name, one in drafts.items() for file, content in renditions(form, name, one).items()
    }


def still_open(drafts: Mapping[str, dict[str, Any]]) -> list[str]:
    """What is to be written into the letters by hand, by its labels."""
    has_no_day = any(WORDS["open"] in draft["subject"] for draft in drafts.values())
    return [*known.still_open(*drafts.values()), *(["補正期限"] if has_no_day else [])]


def answers(checked: Checked, times: Times, office: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the letter; what is not known stays open, to be written in Word."""
    own = {
        "recipient": {"name": checked.who, "address": checked.address},
        "date": times.notified.isoformat() if times.notified else None,
        "subject": WORDS["subject"].format(what=_what(checked), day=_day(checked, times)),
        "explanation": {"items": list(_items(checked, times))},
        "originals": checked.who,
    }
    return {**office, **{key: value for key, value in own.items() if value}}


def _what(checked: Checked) -> str:
    """What was handed in: the programme with its year, else the name of the file."""
    if checked.programme is None:
        return Path(checked.file).name
    return f"{checked.year}年{checked.programme.title}" if checked.year else checked.programme.title


def _day(checked: Checked, times: Times) -> str:
    return long(times.last_day(checked)) or str(WORDS["open"])


def _items(checked: Checked, times: Times) -> Iterator[dict[str, str]]:
    """The rule, what is to be completed one by one, and until when."""
    rule = checked.programme.completion if checked.programme else None
    if rule:
        yield {"text": WORDS["basis"].format(basis=rule.basis, rule=rule.rule)}
    yield from under(WORDS["items"], list(map(_sentence, checked.to_complete)))
    is_counted = not times.due and last_day(checked, times.notified) is not None
    yield {"text": WORDS["counted" if is_counted else "until"].format(day=_day(checked, times))}


def _sentence(problem: Problem) -> str:
    rule = f"（{problem.rule}）" if problem.rule else ""
    return f"{problem.label}：{problem.message.rstrip('。')}{rule}。"
