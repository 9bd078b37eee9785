"""The places for evidence of 附表四: one for each cell of 檢核資料, named by its file number."""

from collections.abc import Iterator
from typing import Any

from formgen.exhibits import Exhibit
from formgen.forms.five_star_self_assessment.checks import CHECKS, FILES


def exhibits(answers: Any) -> tuple[Exhibit, ...]:
    """The 37 files in order. A check that is answered needs its file, 「V」 and 「-」 alike (填表說明2)."""
    return tuple(_exhibits(answers.checks))


def _exhibits(checks: Any) -> Iterator[Exhibit]:
    for file, (_, *also) in FILES.items():
        claimed = any(getattr(checks, number).result for number in FILES[file])
        yield Exhibit(
            number=file,
            label=f"{CHECKS[file].section}{CHECKS[file].category}",
            asked=CHECKS[file].evidence,
            also=tuple(also),
            claimed=claimed,
            is_required=claimed,
        )
