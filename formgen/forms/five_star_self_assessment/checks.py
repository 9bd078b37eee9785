"""The 42 checks of 附表四, read from the official words.

A check's number is 大項-類別-項目: 4-3-1 is 四、採購管理 (三)檢討與改進 1. It is also the name of its evidence
file. Where two checks share one cell of 檢核資料, one file serves both and has the first one's number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.form import read_official

OFFICIAL = read_official(Path(__file__).parent)
CATEGORIES = ("planning", "doing", "improving")
DONE, NOT_APPLICABLE = "V", "-"
# The words of the 填表說明 and of 8-2-2 for these signs.
MEANINGS = {DONE: "已辦理", NOT_APPLICABLE: "不適用"}


@dataclass(frozen=True)
class Check:
    """One numbered check; `evidence` are the lines of its 檢核資料, `file` the number of that cell."""

    number: str
    section: str
    category: str
    standard: str
    evidence: tuple[str, ...]
    file: str

    @property
    def label(self) -> str:
        return f"{self.number} {self.section}{self.category}"


def _checks() -> Iterator[Check]:
    for section in OFFICIAL.sections:
        for name in CATEGORIES:
            cell: Any = None
            for words in getattr(section, name):
                cell = words if words.evidence else cell
                yield Check(
                    number=words.number,
                    section="".join(section.heading),
                    category="".join(getattr(OFFICIAL.categories, name)),
                    standard=words.standard,
                    evidence=cell.evidence,
                    file=cell.number,
                )


CHECKS = {check.number: check for check in _checks()}
FILES = {
    file: tuple(check.number for check in CHECKS.values() if check.file == file)
    for file in dict.fromkeys(check.file for check in CHECKS.values())
}
