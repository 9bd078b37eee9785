"""Exhibits: the numbered places for evidence (佐證資料) that a form or a programme asks for."""

from dataclasses import dataclass

# Beside the answers a JSON may list files: {"evidence": [{"number": "4-3-1", "file": "紀錄.pdf"}]}.
LISTED = "evidence"


@dataclass(frozen=True)
class Exhibit:
    """One place for evidence.

    `number` names its file (``4-3-1``), `label` says what it is about, without the number; `also` are other numbers that mean the same place, as where two
    checks share one cell. `asked` is what to hand in. `claimed` says whether the answers rest on it
    (None: nothing in the answers tells), `is_required` that what is handed in is not complete without it.
    """

    number: str
    label: str
    asked: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    claimed: bool | None = None
    is_required: bool = False
