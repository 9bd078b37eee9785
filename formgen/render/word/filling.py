"""What a filling hands to each place of a Word form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True)
class Filling:
    """What is written: the printed values, and fresh ids; a blank keeps the parts that nobody has filled."""

    shown: Mapping[str, str | bool]
    is_blank: bool
    ids: Iterator[int] = field(default_factory=lambda: count(1))


# Writes a place; the prefix is the path of the row it stands in.
Place = Callable[[Filling, str], Iterator[str]]
