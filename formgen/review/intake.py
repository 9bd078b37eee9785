"""What comes in: a folder of filled files, each opened or named with the reason why not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen import catalog, programmes
from formgen.errors import FormgenError, InvalidAnswers, Problem, UnreadableFile, why
from formgen.form import Form
from formgen.opening import Opened, open_any
from formgen.programmes import filing
from formgen.programmes.filing import Filing

UNIT, PERSON, OPINION = "unit_recommendation", "person_recommendation", "preliminary_review"
ROLES = (UNIT, PERSON, OPINION)
ENDINGS = (".docx", ".odt", ".pdf", ".json", ".zip")
# What systems and Word leave in a folder by themselves.
_LEFT_BEHIND = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
MOST_TOLD = 3


@dataclass(frozen=True)
class Paper:
    """One filled form. `file` is its place below the folder, as the person sees it; `numbers` as in Opened.

    `is_alone`: the file is this form and nothing else, so it can be handed on as it is.
    """

    file: str
    path: Path
    form: Form
    answers: Any
    numbers: frozenset[str] | None = None
    is_alone: bool = False


@dataclass(frozen=True)
class Intake:
    """The papers in the order of their files, and a problem for each file that could not be read."""

    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...]

    def of(self, form: str) -> list[Paper]:
        return [paper for paper in self.papers if paper.form.name == form]


def read_folder(folder: Path, made: Path | None = None) -> Intake:
    """Every paper below `folder`, except below `made`, where results go. Raises UnreadableFile for no folder."""
    return read_files((path.relative_to(folder).as_posix(), path) for path in _files(folder, made))


def read_files(files: Iterable[tuple[str, Path]], told: Sequence[Problem] = ()) -> Intake:
    """Every paper in the files, each with the name that the person knows it by; `told` is wrong with them already."""
    papers: list[Paper] = []
    problems = list(told)
    for file, path in files:
        if is_left_behind(file):
            continue
        if path.suffix.lower() not in ENDINGS:
            problems.append(Problem(file, file, "不是 DOCX、ODT、PDF、JSON 或套件 ZIP，沒有讀", "warning"))
            continue
        try:
            found, warnings = _papers(file, path)
        except (FormgenError, OSError) as error:
            problems.append(Problem(file, file, reason(error)))
        else:
            papers += found
            problems += warnings
    return Intake(tuple(papers), tuple(problems))


def _files(folder: Path, made: Path | None) -> Iterator[Path]:
    if not folder.is_dir():
        raise UnreadableFile(file=str(folder), reason="這不是資料夾；請給放附表一、附表二等檔案的資料夾")
    results = made.resolve() if made and made.resolve() != folder.resolve() else None
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not (results and path.resolve().is_relative_to(results)):
            yield path


def is_left_behind(file: str) -> bool:
    """Whether a system or Word has left the file there by itself."""
    return any(step.startswith(_LEFT_BEHIND) for step in re.split("[/／]", file))


def _papers(file: str, path: Path) -> tuple[list[Paper], list[Problem]]:
    opened = open_any(path, ROLES)
    papers = [
        Paper(file, path, catalog.get(name), answers, opened.numbers, _is_paper(path) and len(opened.answers) == 1)
        for given in filings(opened)
        for name, answers in given.answers.items()
        if name in ROLES
    ]  # fmt: skip
    if not papers:
        titles = "、".join(f"「{catalog.get(name).title}」" for name in opened.answers)
        raise UnreadableFile(file=path.name, reason=f"是{titles}，不是附表一、附表二或初審意見表")
    warnings = [
        Problem(file, f"{file}／{one.label}", one.message, "warning", one.rule) for one in opened.warnings
    ]
    return papers, warnings


def _is_paper(path: Path) -> bool:
    return path.suffix.lower() in (".docx", ".odt", ".pdf")


def filings(opened: Opened) -> Iterator[Filing]:
    """What was opened as filings: a whole programme where all its forms are there, else each form by itself.

    Raises InvalidAnswers, UnknownProgramme.
    """
    left = dict(opened.answers)
    for programme in map(programmes.get, programmes.names()):
        mine = [form.name for form in programme.all_forms if form.name in left]
        if set(programme.forms) <= set(mine):
            yield filing.parse(programme, {name: left.pop(name) for name in mine})
    for name, data in left.items():
        yield filing.parse(programmes.get(name), {name: data})


def reason(error: FormgenError | OSError) -> str:
    """Why a file could not be read, without its name, which stands before."""
    if isinstance(error, OSError):
        return why(error)
    if isinstance(error, InvalidAnswers):
        return listed([f"{one.label}：{one.message}" for one in error.problems if one.level == "error"])
    return str(error.facts.get("reason") or error)


def listed(sentences: Sequence[str]) -> str:
    """The first of several sentences, and how many there are."""
    more = f"……共 {len(sentences)} 個問題" if len(sentences) > MOST_TOLD else ""
    return "；".join(sentences[:MOST_TOLD]) + more
