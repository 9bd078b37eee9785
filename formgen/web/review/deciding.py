"""What a body decides on the page: a place for each of those who are equal, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from formgen.tw import number
from formgen.web.wording import fill
from formgen.web.words import WORDS


def groups(to_decide: Sequence[dict[str, Any]], typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those who are equal, each with the names of its two fields and what stands in them."""
    return [
        group
        | {
            "lines": [
                line
                | {
                    "key": key,
                    "typed_place": typed.get(f"place-{key}", line["decided"] or ""),
                    "typed_reason": typed.get(f"reason-{key}", line["reason"]),
                }
                for key, line in _keyed(place, group)
            ]
        }
        for place, group in enumerate(to_decide)
    ]


def read(
    to_decide: Sequence[dict[str, Any]], form: Mapping[str, str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What was decided, by file and form, and what is wrong with it, by the field's name."""
    decided: list[dict[str, Any]] = []
    wrong: dict[str, str] = {}
    for index, group in enumerate(to_decide):
        said = [
            (key, line, text)
            for key, line in _keyed(index, group)
            # The page may be of an earlier order, where somebody else stood here.
            if form.get(f"who-{key}") == _who(line) and (text := form.get(f"place-{key}", "").strip())
        ]
        places: dict[int, str] = {}
        for key, line, text in said:
            if (place := _place(key, text, wrong)) is None:
                continue
            if place in places:
                wrong[f"place-{key}"] = fill(WORDS.deciding.twice, other=places[place])
            places.setdefault(place, line["name"])
            reason = form.get(f"reason-{key}", "").strip()
            decided.append({"file": line["file"], "form": line["form"], "place": place, "reason": reason})
        if group["kind"] == "units" and said and len(said) < len(group["lines"]):
            there = {key for key, *_ in said}
            for key, _ in _keyed(index, group):
                if key not in there:
                    wrong[f"place-{key}"] = fill(WORDS.deciding.all_of_them, count=len(group["lines"]))
    return decided, wrong


def _keyed(index: int, group: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{index}-{place}", line | {"who": _who(line)}) for place, line in enumerate(group["lines"])]


def _who(line: Mapping[str, Any]) -> str:
    return f"{line['form']} {line['file']}"


def _place(key: str, text: str, wrong: dict[str, str]) -> int | None:
    try:
        place = number.integer(text)
    except ValueError as error:
        wrong[f"place-{key}"] = str(error)
        return None
    if place < 1:
        wrong[f"place-{key}"] = WORDS.deciding.too_low
        return None
    return place
