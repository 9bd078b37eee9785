"""What is known before a letter is written: the settings' ``[letter]``, and over it what a file says.

[letter]
issuer = "○○市政府勞動局"
contacts = [{ label = "地址", value = "…" }, { label = "承辦人", value = "…" }]
signature = { title = "局長", name = "○○○" }
"""

from pathlib import Path
from typing import Any

from formgen import catalog, checking, programmes, settings
from formgen.errors import InvalidAnswers, Problem, UnreadableFile
from formgen.letters import FORM
from formgen.opening import Opened, open_for


def known(source: str = "") -> dict[str, Any]:
    """Answers of a letter from the settings, and over them those in the file `source`.

    Raises UnreadableFile, InvalidAnswers.
    """
    return _settings() | (read(source)[0] if source else {})


def read(source: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The answers of the letter in a file, and what is to be looked at again. Raises UnreadableFile, InvalidAnswers."""
    opened = look_into(source)
    if opened.left_out:
        raise InvalidAnswers(opened.left_out)
    return opened.answers[FORM], opened.warnings


def look_into(source: str) -> Opened:
    """What can be read of the letter in a file. Raises UnreadableFile, InvalidAnswers for what is no set of answers."""
    opened = open_for(programmes.get(FORM), source, is_lenient=True)
    if FORM not in opened.answers:
        others = {*opened.answers, *(one.field for one in opened.left_out)} & set(catalog.names())
        titles = "、".join(f"「{catalog.get(name).title}」" for name in sorted(others))
        reason = f"是{titles}，不是函" if titles else "裡面沒有函的填答"
        raise UnreadableFile(file=Path(source).name, reason=reason)
    return opened


def still_open(*letters: dict[str, Any]) -> list[str]:
    """The labels of what is to be filled in before the letters are sent."""
    form = catalog.get(FORM)
    gaps = [one for letter in letters for one in checking.look(form, letter)[1] if one.level == "gap"]
    return list(dict.fromkeys(one.label for one in gaps))


def _settings() -> dict[str, Any]:
    try:
        return checking.parse(catalog.get(FORM), settings.load().get("letter", {})).given()
    except InvalidAnswers as error:
        wrong = "；".join(f"{one.label}：{one.message}" for one in error.problems)
        raise UnreadableFile(file=settings.name(), reason=f"[letter] {wrong}") from error
