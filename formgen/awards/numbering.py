"""Numbers (字號): each belongs to an award and its recipient, and is never given to another.

Awards whose numbers look alike share one series. A row may give its own number. Where a list is corrected and
a recipient's name or work changes by a character or two, or the unit does, the number goes along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from formgen.awards.certificate import Request, year_of
from formgen.awards.ledger import Entry, Recipient
from formgen.awards.wording import Award

# A correction changes so many characters at most; more is somebody else.
_MOST_CHANGED = 2
# 王大明 for 王小明 is a correction; of longer names a common ending (市工業會, 公司) says nothing.
_SHORT = 3


def successions(requests: Sequence[Request], ledger: Mapping[Recipient, Entry]) -> dict[Recipient, Recipient]:
    """Who was called otherwise in the ledger: recipient → the ledger's.

    It must be the same list: most of the ledger's recipients are still in it. This one is not, and the same row,
    or one that gives the same number, now has a name like it. A number alone is no sign: it may be given twice.
    """
    here = {request.recipient for request in requests}
    gone = {key: entry for key, entry in ledger.items() if key not in here}
    found: dict[Recipient, Recipient] = {}
    if len(ledger) <= 2 * len(gone):
        return found
    for request in requests:
        if request.problems or request.recipient in ledger:
            continue
        for old, entry in gone.items():
            if old.award != request.recipient.award or old in found.values():
                continue
            is_given = bool(request.given) and request.given in (entry.number, str(entry.serial or ""))
            if (is_given or entry.row == request.row.number) and _is_corrected(old, request.recipient):
                found[request.recipient] = old
                break
    return found


def _is_corrected(old: Recipient, new: Recipient) -> bool:
    return is_alike(old.name, new.name) and is_alike(old.work, new.work)


def is_alike(old: str, new: str) -> bool:
    """Whether `new` is `old` with a slip mended: at most two characters, and a third of what tells them apart.

    >>> is_alike("王小名", "王小明"), is_alike("台灣區螺絲螺冒工業同業公會", "台灣區螺絲螺帽工業同業公會")
    (True, True)
    >>> is_alike("白沙灣市工業會", "觀瀾市工業會"), is_alike("台中市工業會", "台北市工業會"), is_alike("甲公會", "乙公會")
    (False, False, False)
    """
    if old == new:
        return True
    if old[:1] != new[:1]:
        return False
    same = _common_ending(old, new) if max(len(old), len(new)) > _SHORT else 0
    old, new = old[: len(old) - same], new[: len(new) - same]
    changed = _distance(old, new)
    return changed <= _MOST_CHANGED and 3 * changed <= max(len(old), len(new))


def _common_ending(old: str, new: str) -> int:
    pairs = zip(reversed(old), reversed(new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _distance(old: str, new: str) -> int:
    """How many characters are put in, left out or replaced."""
    above = list(range(len(new) + 1))
    for row, one in enumerate(old, 1):
        line = [row]
        for column, other in enumerate(new, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (one != other)))
        above = line
    return above[-1]


class Numbers:
    """Gives numbers out; `earlier` is the ledger's entry of each recipient."""

    def __init__(self, awards: Mapping[str, Award], ledger: Mapping[Recipient, Entry]) -> None:
        self._awards, self._ledger = awards, ledger
        self._used: dict[str, set[int]] = {}
        self._next_free: dict[str, int] = {}
        for entry in ledger.values():
            if entry.serial and entry.recipient.award in awards:
                self._of(awards[entry.recipient.award]).add(entry.serial)

    def _of(self, award: Award) -> set[int]:
        return self._used.setdefault(award.number, set())

    def reserve(self, requests: Sequence[Request]) -> None:
        """Keep the numbers that rows give themselves out of the way of those that we give."""
        for request in requests:
            if request.award and request.given.isdecimal():
                self._of(request.award).add(int(request.given))

    def give(self, request: Request, earlier: Entry | None) -> tuple[int, str]:
        """The serial (0 for a number that is the row's own text) and the number as it is printed."""
        award = request.award
        if award is None:
            raise ValueError(request)
        if request.given and not request.given.isdecimal():
            # As printed before, it is still the serial of the series.
            if earlier and earlier.number == request.given:
                return earlier.serial, request.given
            return 0, request.given
        if request.given:
            serial = int(request.given)
        elif earlier and earlier.serial:
            serial = earlier.serial
        elif earlier:
            return 0, earlier.number
        else:
            serial = self._next(award)
        return serial, award.number.format(number=serial, year=year_of(request))

    def _next(self, award: Award) -> int:
        """The first free number of the series; those before it are never looked at again."""
        used, serial = self._of(award), self._next_free.get(award.number, award.first)
        while serial in used:
            serial += 1
        self._next_free[award.number] = serial + 1
        return serial


def twins(numbers: Sequence[tuple[Request, str]], ledger: Mapping[Recipient, Entry]) -> Iterator[Request]:
    """The requests whose number another recipient has already, each with that problem."""
    owners = {entry.number: recipient for recipient, entry in ledger.items()}
    for request, number in numbers:
        owner = owners.setdefault(number, request.recipient)
        if owner != request.recipient:
            text = f"字號「{number}」已給「{owner.award}　{owner.name}」；請改「字號」，或留空由程式編號"
            yield replace(request, problems=(*request.problems, text))
