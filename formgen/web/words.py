"""The words of the interface, all of them from one catalogue: `words.toml` beside this module."""

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_FILE = Path(__file__).with_name("words.toml")
CATALOGUE: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _named(value: Any) -> Any:
    return (
        SimpleNamespace(**{key: _named(one) for key, one in value.items()})
        if isinstance(value, dict)
        else value
    )


WORDS: Any = _named({key: value for key, value in CATALOGUE.items() if key != "programmes"})
# What a programme is called in plain words; one that the catalogue does not know has its official title.
PROGRAMMES: dict[str, dict[str, Any]] = CATALOGUE["programmes"]
