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
            label=_label(file, also),
            asked=CHECKS[file].evidence,
            also=tuple(also),
            claimed=claimed,
            is_required=claimed,
        )


def _label(file: str, also: list[str]) -> str:
    """「四、採購管理(三)檢討與改進 1.定期檢討…」, and which other check the same evidence serves."""
    check = CHECKS[file]
    shared = f"（與 {'、'.join(also)} 共用）" if also else ""
    return f"{check.section}{check.category}　{check.standard}{shared}"
