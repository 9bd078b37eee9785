"""File names of evidence: the number at their beginning, and the order of what follows it."""

import difflib
import re
from collections.abc import Iterable

# What people's keyboards and phones give for a digit and for a hyphen.
_FOLDED = str.maketrans(
    dict(zip("０１２３４５６７８９", "0123456789", strict=True))
    | dict.fromkeys("－‐‑‒–—―−﹣", "-")
    | {"　": " ", "．": "."}
)
_NUMBER = re.compile(r"[0-9]+(?:[-.][0-9]+)*")
_PIECES = re.compile(r"([0-9]+)")
# Python's way to hold a byte that is no UTF-8; in Big5 a letter may be the second half of a character.
_NOT_UTF_8 = re.compile("[\udc80-\udcff][@-~\udc80-\udcff]?|[\ud800-\udfff]")
_MOST_DIGITS = 300  # a file name has no more

Order = tuple[tuple[int, int, str], ...]


def fold(name: str) -> str:
    """A name with plain digits and hyphens.

    >>> fold("４－３—1 紀錄")
    '4-3-1 紀錄'
    """
    return name.translate(_FOLDED).strip()


def split(name: str, numbers: Iterable[str]) -> tuple[str, str]:
    """The one of `numbers` that a name begins with, and the rest of the name; no number is an empty one.

    >>> split("4-3-1_2", ["4-3-1", "4-3-10"])
    ('4-3-1', '_2')
    >>> split("4-3-10 紀錄", ["4-3-1", "4-3-10"])
    ('4-3-10', ' 紀錄')
    >>> split("4-3-1-2", ["4-3-1"])
    ('', '4-3-1-2')
    """
    folded = fold(name)
    for number in sorted(numbers, key=len, reverse=True):
        rest = folded.removeprefix(number)
        if folded.startswith(number) and not re.match(r"[0-9]|[-.][0-9]", rest):
            return number, rest
    return "", folded


def looks_like_number(name: str) -> str:
    """The number that a name seems to begin with, or nothing."""
    found = _NUMBER.match(fold(name))
    return found.group() if found else ""


def readable(name: str) -> str:
    r"""A name of the disk as text that can be printed: one that is not UTF-8 is read as Big5, as old ZIP programs write.

    >>> readable("4-3-1_\udcac\udcf6\udcbf\udcfd.pdf")
    '4-3-1_紀錄.pdf'
    """
    return _NOT_UTF_8.sub(_as_big5, name)


def _as_big5(found: re.Match[str]) -> str:
    try:
        return found.group().encode("utf-8", "surrogateescape").decode("cp950", "replace")
    except UnicodeEncodeError:
        return "\N{REPLACEMENT CHARACTER}"


def close_to(number: str, numbers: Iterable[str]) -> str:
    """The one of `numbers` that was probably meant, or nothing.

    >>> close_to("04-03-01", ["4-3-1", "4-3-2"])
    '4-3-1'
    >>> close_to("4.3.2", ["4-3-1", "4-3-2"])
    '4-3-2'
    """
    known = list(numbers)
    same = [one for one in known if _integers(one) == _integers(number)]
    return (same or difflib.get_close_matches(number, known, n=1, cutoff=0.5) or [""])[0]


def _integers(number: str) -> list[int]:
    # A list may name a number of thousands of digits, more than Python counts.
    return [int(piece[:_MOST_DIGITS]) for piece in re.findall(r"[0-9]+", number)]


def natural(text: str) -> Order:
    """An order in which 2 stands before 10, and capitals do not count.

    >>> sorted(["10", "2", "A", "b"], key=natural)
    ['2', '10', 'A', 'b']
    """
    pieces = _PIECES.split(fold(text).casefold())
    # Every second piece is one of digits; ① and ² are letters.
    return tuple(
        (0, int(one[:_MOST_DIGITS]), "") if place % 2 else (1, 0, one)
        for place, one in enumerate(pieces)
        if one
    )
