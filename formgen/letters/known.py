"""What is known before a letter is written: the settings' ``[letter]``, and over it what a file says.

[letter]
issuer = "○○市政府勞動局"
contacts = [{ label = "地址", value = "…" }, { label = "承辦人", value = "…" }]
signature = { title = "局長", name = "○○○" }
"""

from typing import Any

from formgen import catalog, checking, programmes, settings
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.letters import FORM
from formgen.opening import open_for


def known(source: str = "") -> dict[str, Any]:
    """Answers of a letter from the settings, and over them those in the file `source`.

    Raises UnreadableFile, InvalidAnswers.
    """
    return _settings() | (read(source) if source else {})


def read(source: str) -> dict[str, Any]:
    """The answers of the letter in a JSON, Word or PDF file. Raises UnreadableFile, InvalidAnswers."""
    answers = open_for(programmes.get(FORM), source).answers
    if FORM not in answers:
        titles = "、".join(f"「{catalog.get(name).title}」" for name in answers)
        raise UnreadableFile(file=source, reason=f"是{titles}，不是函" if titles else "裡面沒有函的填答")
    return checking.parse(catalog.get(FORM), answers[FORM]).given()


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
