"""What the covering letter to the 職安署 has to say, as facts: the letter itself is another paper."""

import tomllib
from pathlib import Path
from typing import Any

from formgen.programmes import Deadline
from formgen.review.outcome import Outcome
from formgen.tw import date as roc_date

FILE = Path(__file__).parent / "selection.toml"


def facts(outcome: Outcome) -> dict[str, Any]:
    """Sender and addressee, what is recommended in its order, the enclosures, the last day, and what is still open."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    hand_in, deadline = words["hand_in"], Deadline.of(words["deadline"], None)
    last = deadline.dates.get(outcome.year or 0)
    when = f"至{roc_date.show(last)}止" if last else f"{outcome.year or '當'}年度的日期請以公告為準"
    return {
        "from": outcome.body,
        "to": hand_in["to"],
        "year": outcome.year,
        "basis": hand_in["basis"],
        "enclosures": hand_in["what"],
        "source": hand_in["source"],
        "deadline": {"what": deadline.what, "when": when, "source": deadline.source},
        "units": [
            {
                "place": line.place,
                "name": line.candidate.name,
                "uniform_number": line.candidate.uniform_number,
                "total": line.candidate.shown_total,
                "state": line.state,
            }
            for line in outcome.units.recommended
        ],
        "persons": [
            {
                "place": line.place,
                "name": line.candidate.name,
                "employer": line.candidate.employer,
                "award": line.candidate.award,
                "state": line.state,
            }
            for line in outcome.persons.recommended
        ],
        "quota": {"units": outcome.units.quota, "persons": outcome.persons.quota},
        "open": outcome.open_points,
    }
