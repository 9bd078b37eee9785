"""The plan of a bulk job: for each row its certificate and number, or what is wrong; nothing is written yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from formgen.awards import certificate, columns, layout, ledger, numbering
from formgen.awards.certificate import Certificate, Request
from formgen.awards.ledger import Entry, Recipient
from formgen.awards.rows import Row, Table
from formgen.awards.wording import Award, Office
from formgen.errors import InvalidRows, Problem, UnreadableFile
from formgen.render.plate import Plate


@dataclass(frozen=True)
class Presses:
    """What pages are printed on: each award's page as HTML and, drawn once, as a plate."""

    awards: Mapping[str, Award]
    folders: tuple[Path, ...]
    _pages: dict[str, str] = field(default_factory=dict)
    _plates: dict[str, Plate] = field(default_factory=dict)
    _word_pages: dict[tuple[object, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Office, awards: Mapping[str, Award]) -> "Presses":
        return cls(awards, layout.folders(said))

    def page(self, award: Award) -> str:
        if award.name not in self._pages:
            self._pages[award.name] = layout.render(award, self.folders)
        return self._pages[award.name]

    def word_page(self, award: Award, sizes: Mapping[str, float]) -> str:
        """The page for Word; `sizes` in pt for the slots whose text is smaller than usual."""
        key = (award.name, *sorted(sizes.items()))
        if key not in self._word_pages:
            self._word_pages[key] = layout.render(award, self.folders, word_sizes=sizes)
        return self._word_pages[key]

    def plate(self, award: Award) -> Plate:
        """Awards with the same page share a plate."""
        page = self.page(award)
        if page not in self._plates:
            self._plates[page] = Plate.of(page)
        return self._plates[page]


@dataclass(frozen=True)
class Plan:
    """`certificates` in the order of the rows, `failures` with their problems, `entries` by recipient: the
    ledger as it will be, and `earlier` as it is. `former` are names that were corrected.
    """

    table: Table
    presses: Presses
    certificates: tuple[Certificate, ...]
    failures: tuple[Request, ...]
    earlier: Mapping[Recipient, Entry]
    former: Mapping[Recipient, Recipient]

    @cached_property
    def entries(self) -> dict[Recipient, Entry]:
        """A line for each certificate, about to be made; what was made before comes along."""
        return {one.recipient: self._entry(one) for one in self.certificates}

    @cached_property
    def absent(self) -> list[Recipient]:
        """Who has a certificate from before and is no longer in the list."""
        requests = (*(one.request for one in self.certificates), *self.failures)
        here = {*(request.recipient for request in requests), *self.former.values()}
        return [key for key in self.earlier if key not in here]

    def before(self, recipient: Recipient) -> Entry | None:
        return self.earlier.get(self.former.get(recipient, recipient))

    def _entry(self, one: Certificate) -> Entry:
        before, content = self.before(one.recipient), one.content(self.presses.page(one.award))
        former = self.former.get(one.recipient)
        note = f"原為「{former.name}」，沿用字號" if former else ""
        texts = Entry.texts_of(one.values)
        entry = Entry(
            one.row, one.recipient, ledger.PENDING, one.serial, one.number, note, content, texts=texts
        )
        if before is None:
            return entry
        if before.content != content:
            was_issued = bool(before.files) or before.state in (ledger.AGAIN, ledger.AGAIN_PENDING)
            return replace(entry, state=ledger.AGAIN_PENDING if was_issued else ledger.PENDING)
        state = ledger.DONE if before.state == ledger.FAILED else before.state
        problem = "" if before.state == ledger.FAILED else before.problem
        return replace(entry, state=state, files=before.files, problem=note or problem)

    def is_unchanged(self, one: Certificate) -> bool:
        """Whether it was made before with the very same words."""
        before, entry = self.before(one.recipient), self.entries[one.recipient]
        if before is None or before.content != entry.content:
            return False
        # Where a row failed for a while, what was made before has been kept.
        was_kept = before.state == ledger.FAILED and bool(before.files)
        return was_kept or before.state in (ledger.DONE, ledger.AGAIN)


def plan(
    table: Table,
    presses: Presses,
    earlier: Mapping[Recipient, Entry],
    *,
    award: str = "",
    date: str = "",
    heads: Mapping[str, str] | None = None,
) -> Plan:
    """What would become of each row. Raises InvalidRows for columns that are missing or doubled.

    `heads` is the head of each field where a person has chosen them; else they are found by their names.
    """
    if heads is None:
        heads = columns.match(table.heads, columns.CERTIFICATE)
        needed = ["name"] if award else ["award", "name"]
        if problems := columns.problems(table.heads, columns.CERTIFICATE, needed):
            raise InvalidRows(problems)
    if not table.rows:
        raise UnreadableFile(file=table.sheet, reason="只有欄名，沒有任何一列")
    damaged = _damaged(table)
    requests = [
        certificate.read(row, heads, presses.awards, award, date).wrong(*damaged.get(row.number, ()))
        for row in table.rows
    ]
    requests = list(_single(requests))
    former = numbering.successions(requests, earlier)
    numbers = numbering.Numbers(presses.awards, earlier)
    numbers.reserve([request for request in requests if not request.problems])
    made: list[Certificate] = []
    failed = [request for request in requests if request.problems]
    for request in requests:
        if request.problems:
            continue
        before = earlier.get(former.get(request.recipient, request.recipient))
        one = _numbered(request, numbers, before, presses)
        if isinstance(one, Request):
            failed.append(one)
        else:
            made.append(one)
    made, former, twins = _apart(made, former, earlier)
    failed = sorted([*failed, *twins], key=lambda request: request.row.number)
    return Plan(table, presses, tuple(made), tuple(failed), earlier, former)


def _apart(
    made: list[Certificate], former: Mapping[Recipient, Recipient], earlier: Mapping[Recipient, Entry]
) -> tuple[list[Certificate], dict[Recipient, Recipient], list[Request]]:
    """Without those whose number is another's: what is made, what was corrected, and the requests that fail.

    Who fails takes over nothing: the recipient of before keeps the number, and may now be another's twin.
    """
    failed: list[Request] = []
    while True:
        here = {one.recipient for one in made}
        taken = {new: old for new, old in former.items() if new in here}
        kept = {key: entry for key, entry in earlier.items() if key not in taken.values()}
        twins = list(numbering.twins([(one.request, one.number) for one in made], kept))
        if not twins:
            return made, taken, failed
        rows = {request.row.number for request in twins}
        made = [one for one in made if one.row not in rows]
        failed += twins


def _damaged(table: Table) -> dict[int, list[str]]:
    """The sentences about cells whose text was damaged on its way, by row."""
    found: dict[int, list[str]] = {}
    for problem in table.problems:
        number, _, head = problem.field.partition(".")
        found.setdefault(int(number), []).append(f"{head}：{problem.message}")
    return found


def _single(requests: Sequence[Request]) -> Iterator[Request]:
    """A recipient who comes again is a problem of the later row."""
    first: dict[Recipient, Row] = {}
    for request in requests:
        if request.problems or (row := first.setdefault(request.recipient, request.row)) is request.row:
            yield request
        else:
            yield request.wrong(f"與第 {row.number} 列重複：同一個獎項、同一位得獎者；請刪去一列")


def _numbered(
    request: Request, numbers: numbering.Numbers, earlier: Entry | None, presses: Presses
) -> Certificate | Request:
    """The certificate, or the request with what cannot be printed. A number is given to what can be printed only."""
    award = presses.awards[request.recipient.award]
    tried = certificate.made(request, 0, request.given)
    if problems := tuple(certificate.unprintable(tried, presses.plate(award))):
        return request.wrong(*problems)
    return certificate.made(request, *numbers.give(request, earlier))


def told(failures: Sequence[Request]) -> list[Problem]:
    """The problems for a person: a sentence that holds for several rows is said once."""
    found: dict[str, list[Request]] = {}
    for request in failures:
        for text in request.problems:
            found.setdefault(text, []).append(request)
    return [Problem(str(requests[0].row.number), _label(requests), text) for text, requests in found.items()]


def _label(requests: Sequence[Request]) -> str:
    if len(requests) == 1:
        name = requests[0].recipient.name
        return f"第 {requests[0].row.number} 列" + (f"「{name}」" if name else "")
    return f"第 {_ranges([request.row.number for request in requests])} 列（共 {len(requests)} 列）"


def _ranges(numbers: Sequence[int]) -> str:
    """Rows as --only takes them.

    >>> _ranges([2, 3, 4, 7])
    '2-4、7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
