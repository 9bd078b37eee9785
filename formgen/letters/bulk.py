"""One letter to many: once with 「如正本收受者」, or once for each name, in chunks that may be done again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, checking, files, jobs
from formgen.errors import InvalidAnswers, Problem
from formgen.filenames import safe
from formgen.forms.official_letter import recipients
from formgen.letters import FORM
from formgen.letters.known import known, look_into
from formgen.renditions import FORMATS, rendition

# The handbook's words where one letter goes to all of them.
TO_ORIGINALS, TO_ALL = "如正本收受者", "如正副本收受者"
# Below this many letters a new process would cost more than it saves.
INSTANT = 8
CHUNK = 8

Tell = Callable[[int, int], None]  # how many are done, of how many


@dataclass(frozen=True)
class Letter:
    """One letter as plain data: its file name without ending, and its answers."""

    name: str
    answers: Mapping[str, Any]


def of_file(source: str, *, is_each: bool) -> tuple[list[Letter], list[Problem]]:
    """The letters of a filled letter, over what the settings say of the office; what is open or doubtful in them.

    Raises UnreadableFile; InvalidAnswers with all that there is to say.
    """
    opened = look_into(source)
    said, wrong = known() | opened.answers[FORM], list(opened.left_out)
    unread = {one.field for one in wrong}
    try:
        made, found = letters(said, is_each=is_each)
    except InvalidAnswers as error:
        made, found = [], list(error.problems)
    # What could not be read is not missing.
    problems = [*wrong, *(one for one in found if one.field not in unread), *opened.warnings]
    if wrong or not made:
        raise InvalidAnswers(problems)
    return made, problems


def letters(data: Mapping[str, Any], *, is_each: bool) -> tuple[list[Letter], list[Problem]]:
    """The letters to write, and what is open or doubtful in them. Raises InvalidAnswers, with these too."""
    form = catalog.get(FORM)
    answers, problems = checking.look(form, data)
    if answers is None:
        raise InvalidAnswers(problems)
    told: Any = answers
    # Who gets it is worked out here, so nothing is to be asked about it.
    kept = [one for one in problems if one.level == "error" or not one.field.startswith("recipient")]
    if not (recipients.split(told.originals) or recipients.split(told.copies)):
        nobody = Problem("originals", form.label("originals"), "名單是空的；請填要發給誰")
        kept = [nobody, *(one for one in kept if one.field != nobody.field)]
    if any(one.level == "error" for one in kept):
        raise InvalidAnswers(kept)
    return (_for_each(told) if is_each else [_for_all(told)]), kept


def _for_all(told: Any) -> Letter:
    to = TO_ALL if told.copies else TO_ORIGINALS
    return Letter(safe(catalog.get(FORM).title), told.given() | {"recipient": {"name": to}})


def _for_each(told: Any) -> list[Letter]:
    each = recipients.for_each(told)
    width = len(str(len(each)))
    return [
        Letter(safe(f"{number:0{width}}-{one.recipient.name}"), one.given())
        for number, one in enumerate(each, 1)
    ]


def write(folder: Path, made: Sequence[Letter], tell: Tell) -> list[Path]:
    """Word and PDF of each; a file is whole or not there, and doing it again gives the same.

    Raises CannotWrite, Busy, RenderingError, and what `jobs.run` raises.
    """
    with files.locked(folder):
        files.sweep(folder)
        done = 0
        for content in _results(jobs.chunks(made, CHUNK), len(made)):
            for name, one in content.items():
                files.put(folder / name, one)
            done += len(content)
            tell(done, len(made) * len(FORMATS))
    return [path for one in made for path in paths(folder, one)]


def paths(folder: Path, letter: Letter) -> list[Path]:
    """Where its files are."""
    return [folder / f"{letter.name}.{each}" for each in FORMATS]


def _results(work: Sequence[Sequence[Letter]], count: int) -> Iterator[dict[str, bytes]]:
    """Here if it is quick, else in processes."""
    if count < INSTANT:
        return map(drawn, work)
    return (result for _, result in jobs.run(drawn, work, jobs.processes()))


def drawn(chunk: Sequence[Letter]) -> dict[str, bytes]:
    """The files of some letters, by name."""
    form = catalog.get(FORM)
    return {
        f"{one.name}.{each}": rendition(form, checking.parse(form, one.answers), each)
        for one in chunk
        for each in FORMATS
    }
