"""Any file that holds answers, opened for a programme: JSON, a Word, ODT or PDF file of ours, a bundle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formgen import catalog, jsonfile
from formgen.bundle import archive
from formgen.checking import salvage
from formgen.errors import InvalidAnswers, Problem, UnreadableFile, why
from formgen.exhibits import LISTED
from formgen.form import Form
from formgen.programmes import Programme
from formgen.programmes.filing import of_form
from formgen.read import Reading, is_ours, opened, read


@dataclass(frozen=True)
class Opened:
    """Answers by form name, evidence files that the answers list (number, file), warnings of the reading.

    `left_out` are answers that could not be read, where the reading is lenient; else they are an error.
    `evidence_sums` are the numbers and sums of the evidence inside a bundle; None for a file that holds none.
    """

    answers: dict[str, Any]
    evidence: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    evidence_sums: Mapping[str, str] | None = None

    @property
    def numbers(self) -> frozenset[str] | None:
        """The numbers of the evidence, None where the file holds none."""
        return None if self.evidence_sums is None else frozenset(self.evidence_sums)


def open_for(programme: Programme, source: str, *, is_lenient: bool = False) -> Opened:
    """What the file at `source` (``-``: JSON on standard input) says for the programme.

    Raises UnreadableFile, InvalidAnswers; a lenient reading only for what is no set of answers at all.
    """
    path = Path(source)
    if source != "-" and archive.is_bundle(path):
        return _from_bundle(path.name, archive.answers_in(path), is_lenient=is_lenient)
    if source != "-" and _is_paper(path):
        return _of_readings([read(path, is_lenient=is_lenient)])
    data = jsonfile.load(source)
    if isinstance(data, dict) and isinstance(data.get("forms"), list):
        return _from_bundle(path.name, data, is_lenient=is_lenient)
    found = _from_json(programme, data)
    return _salvaged(programme.all_forms, found) if is_lenient else found


def open_any(path: Path, forms: Sequence[str], *, is_lenient: bool = False) -> Opened:
    """What any file says, whichever programme it is for. JSON that names no form is that of `forms` which it fits.

    Raises UnreadableFile, InvalidAnswers; a lenient reading only for what is no set of answers at all.
    """
    if archive.is_bundle(path):
        found = _from_bundle(path.name, archive.answers_in(path), is_lenient=is_lenient)
        return replace(found, evidence_sums=archive.evidence_in(path))
    if _is_paper(path):
        return _of_readings([read(path, is_lenient=is_lenient)])
    data = jsonfile.load(str(path))
    if isinstance(data, dict) and isinstance(data.get("forms"), list):
        return _from_bundle(path.name, data, is_lenient=is_lenient)
    if isinstance(data, dict) and data.keys() & set(catalog.names()):
        answers = {name: one for name, one in data.items() if name != LISTED}
        told = Opened(answers, _listed(data.get(LISTED)))
    else:
        told = Opened({_fitting(path.name, data, forms): data})
    return _salvaged(map(catalog.get, catalog.names()), told) if is_lenient else told


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
    return _from_bundle(path.name, archive.answers_in(path)).answers


def _is_paper(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_ours(file.read(1024))
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error


def _from_bundle(file: str, data: Any, *, is_lenient: bool = False) -> Opened:
    envelopes = data.get("forms") if isinstance(data, dict) else None
    if not isinstance(envelopes, list) or not envelopes:
        raise UnreadableFile(file=file, reason="裡面沒有本系統的填答")
    return _of_readings([opened(file, one, is_lenient=is_lenient) for one in envelopes])


def _of_readings(found: Sequence[Reading]) -> Opened:
    forms = [one.form for one in found]
    return Opened(
        {one.form.name: one.answers.given() for one in found},
        warnings=tuple(problem for one in found for problem in one.warnings),
        left_out=tuple(of_form(one.form, problem, forms) for one in found for problem in one.left_out),
    )


def _salvaged(known: Iterable[Form], found: Opened) -> Opened:
    """What can be read of JSON; a form that is not among the known ones is left out too."""
    forms = {form.name: form for form in known}
    readings = []
    for name, data in found.answers.items():
        if name in forms:
            answers, wrong = salvage(forms[name], {} if data is None else data)
            readings.append(Reading(forms[name], answers, left_out=tuple(wrong)))
    unknown = [
        Problem(name, "填答", f"沒有「{name[:60]}」這張表單") for name in found.answers if name not in forms
    ]
    read_back = _of_readings(readings)
    return replace(read_back, evidence=found.evidence, left_out=(*read_back.left_out, *unknown))


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
