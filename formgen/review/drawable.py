"""Characters that no font of ours draws: on our sheets their code stands instead, and the person is told.

Whoever is reviewed cannot change a name, and one name must not keep a body from handing in all the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from formgen import checking, glyphs
from formgen.checking import UNDRAWABLE
from formgen.errors import Problem
from formgen.form import Form
from formgen.renditions import Format, rendition
from formgen.review.candidates import Candidate


def marked(value: Any) -> Any:
    """Texts, in groups and lists too, with the code of each character that cannot be drawn in its place.

    >>> marked({"name": "王🙂", "rows": ["甲"]})
    {'name': '王〔U+1F642〕', 'rows': ['甲']}
    """
    if isinstance(value, dict):
        return {key: marked(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [marked(one) for one in value]
    if not isinstance(value, str):
        return value
    for character in glyphs.missing(value):
        value = value.replace(character, f"〔U+{ord(character):04X}〕")
    return value


def told(candidates: Iterable[Candidate]) -> Iterator[Problem]:
    """A warning for each answer with such a character."""
    for one in candidates:
        for problem in one.problems:
            if problem.rule == UNDRAWABLE:
                label = f"{one.paper.file}／{problem.label}"
                message = f"{problem.message}；Word 檔照印，PDF 上印成字碼，請手寫補上"
                yield replace(problem, label=label, message=message, level="warning", rule="")


def is_drawable(problems: Iterable[Problem]) -> bool:
    """Whether answers with these problems can be drawn as PDF."""
    return not any(one.rule == UNDRAWABLE for one in problems)


def renditions(form: Form, name: str, data: Any) -> dict[str, bytes]:
    """A form as Word file and as PDF; the PDF has a code for what cannot be drawn. Raises InvalidAnswers."""
    by_format: dict[Format, Any] = {"docx": data, "pdf": marked(data)}
    return {
        f"{name}.{each}": rendition(form, checking.parse(form, said), each)
        for each, said in by_format.items()
    }
