"""Any file that holds answers, opened for a programme: JSON, a Word or PDF file of ours, a bundle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, jsonfile
from formgen.bundle import archive
from formgen.errors import InvalidAnswers, Problem, UnreadableFile, why
from formgen.exhibits import LISTED
from formgen.programmes import Programme
from formgen.read import is_ours, opened, read


@dataclass(frozen=True)
class Opened:
    """Answers by form name, evidence files that the answers list (number, file), warnings of the reading.

    `evidence_sums` are the numbers and sums of the evidence inside a bundle; None for a file that holds none.
    """

    answers: dict[str, Any]
    evidence: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Problem, ...] = ()
    evidence_sums: Mapping[str, str] | None = None

    @property
    def numbers(self) -> frozenset[str] | None:
        """The numbers of the evidence, None where the file holds none."""
        return None if self.evidence_sums is None else frozenset(self.evidence_sums)


def open_for(programme: Programme, source: str) -> Opened:
    """What the file at `source` (``-``: JSON on standard input) says for the programme.

    Raises UnreadableFile, InvalidAnswers.
    """
    path = Path(source)
    if source != "-" and archive.is_bundle(path):
        return Opened(_from_bundle(path.name, archive.answers_in(path)))
    if source != "-" and _is_paper(path):
        reading = read(path)
        return Opened({reading.form.name: reading.answers.given()}, warnings=reading.warnings)
    data = jsonfile.load(source)
    if isinstance(data, dict) and isinstance(data.get("forms"), list):
        return Opened(_from_bundle(source, data))
    return _from_json(programme, data)


def open_any(path: Path, forms: Sequence[str]) -> Opened:
    """What any file says, whichever programme it is for. JSON that names no form is that of `forms` which it fits.

    Raises UnreadableFile, InvalidAnswers.
    """
    if archive.is_bundle(path):
        return Opened(read_bundle(path), evidence_sums=archive.evidence_in(path))
    if _is_paper(path):
        reading = read(path)
        return Opened({reading.form.name: reading.answers.given()}, warnings=reading.warnings)
    data = jsonfile.load(str(path))
    if isinstance(data, dict) and isinstance(data.get("forms"), list):
        return Opened(_from_bundle(path.name, data))
    if isinstance(data, dict) and data.keys() & set(catalog.names()):
        return Opened({name: one for name, one in data.items() if name != LISTED}, _listed(data.get(LISTED)))
    return Opened({_fitting(path.name, data, forms): data})


def _fitting(file: str, data: Any, forms: Sequence[str]) -> str:
    """The form whose questions most of the names are."""
    known = {
        name: len(data.keys() & set(catalog.get(name).answers.model_fields)) if isinstance(data, dict) else 0
        for name in forms
    }
    best = [name for name, count in known.items() if count and count == max(known.values())]
    if len(best) != 1:
        titles = "、".join(catalog.get(name).title for name in forms)
        raise UnreadableFile(file=file, reason=f"看不出是哪一張表單的填答；這裡讀的是：{titles}")
    return best[0]


def read_bundle(path: Path) -> dict[str, Any]:
    """The answers in a bundle, by form name. Raises UnreadableFile, InvalidAnswers."""
    return _from_bundle(path.name, archive.answers_in(path))


def _is_paper(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_ours(file.read(1024))
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error


def _from_bundle(file: str, data: Any) -> dict[str, Any]:
    envelopes = data.get("forms") if isinstance(data, dict) else None
    if not isinstance(envelopes, list) or not envelopes:
        raise UnreadableFile(file=file, reason="裡面沒有本系統的填答")
    found = [opened(file, one) for one in envelopes]
    return {form.name: answers.given() for form, answers in found}


def _from_json(programme: Programme, data: Any) -> Opened:
    """An object of answers by form name; for a single form, its answers as they are."""
    if not isinstance(data, dict):
        raise InvalidAnswers([Problem("", "填答", "應為一組欄位（JSON 物件）")], data)
    answers = {key: value for key, value in data.items() if key != LISTED}
    if not answers.keys() & set(catalog.names()):
        if answers and len(programme.forms) > 1:
            some = f'{{"{programme.forms[0]}": {{…}}, "{programme.forms[1]}": {{…}}}}'
            message = f"這像是一張表單的填答；「{programme.title}」有 {len(programme.forms)} 張，請每張一段，例如 {some}"
            raise InvalidAnswers([Problem("", "填答", message)], data)
        answers = {programme.forms[0]: answers} if len(programme.forms) == 1 else {}
    return Opened(answers, _listed(data.get(LISTED)))


def _listed(data: Any) -> tuple[tuple[str, str], ...]:
    """``[{"number": "4-3-1", "file": "紀錄.pdf"}]``, in order. Raises InvalidAnswers."""
    if data is None:
        return ()
    rows = data if isinstance(data, list) else [data]
    wrong = [
        Problem(f"{LISTED}.{index}", f"佐證資料第{index + 1}筆", '請寫編號與檔名，例如 {"number": "4-3-1", "file": "紀錄.pdf"}')
        for index, row in enumerate(rows)
        if not isinstance(row, Mapping) or row.keys() != {"number", "file"} or not all(isinstance(one, str) and one.strip() for one in row.values())
    ]  # fmt: skip
    if wrong:
        raise InvalidAnswers(wrong, data)
    return tuple((row["number"], row["file"]) for row in rows)
