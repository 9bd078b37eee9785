"""Numbers (字號): each belongs to an award and its recipient, and is never given to another.

Awards whose numbers look alike share one series. A row may give its own number. Where a list is corrected and
a recipient's name, unit or work changes, the number goes along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from formgen.awards.certificate import Request, year_of
from formgen.awards.ledger import Entry, Recipient
from formgen.awards.wording import Award

# 王小名 and 王小明 are two thirds the same.
_ALIKE = 0.5


def successions(requests: Sequence[Request], ledger: Mapping[Recipient, Entry]) -> dict[Recipient, Recipient]:
    """Who was called otherwise in the ledger: recipient → the ledger's.

    A number that the row gives says so itself. Else it must be the same row of the same list: most of the
    ledger's recipients are still in the list, this one is not, and the row now has a name like it.
    """
    here = {request.recipient for request in requests}
    gone = {key: entry for key, entry in ledger.items() if key not in here}
    is_same_list = len(ledger) > 2 * len(gone)
    found: dict[Recipient, Recipient] = {}
    for request in requests:
        if request.problems or request.recipient in ledger:
            continue
        for old, entry in gone.items():
            if old.award != request.recipient.award or old in found.values():
                continue
            is_given = bool(request.given) and request.given in (entry.number, str(entry.serial or ""))
            if is_given or (is_same_list and entry.row == request.row.number and _is_alike(old, request)):
                found[request.recipient] = old
                break
    return found


def _is_alike(old: Recipient, request: Request) -> bool:
    return SequenceMatcher(None, old.name, request.recipient.name).ratio() >= _ALIKE


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
