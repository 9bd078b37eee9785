"""Making what a plan says: the PDF of all, a file for each row, and the ledger beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formgen import files, jobs
from formgen.awards import ledger, printing
from formgen.awards.certificate import Certificate
from formgen.awards.combined import Combined, Page
from formgen.awards.ledger import (
    AGAIN,
    AGAIN_PENDING,
    COMBINED,
    DONE,
    FAILED,
    PREPRINTED,
    WORD,
    Entry,
    Recipient,
    Written,
)
from formgen.awards.planning import Plan
from formgen.filenames import safe
from formgen.render.fitting import fit
from formgen.render.plate import Plate

FAILED_ROWS = "failed.csv"
# Below this many files a new process would cost more than it saves.
INSTANT = 200
CHUNK = 50
PT_PER_MM = 72 / 25.4

Tell = Callable[[int, int], None]  # how many are done, of how many


@dataclass(frozen=True)
class Wish:
    """What is to be made. `kinds` are EACH and WORD; `only` the chosen rows, None for all; `shift` is in mm."""

    kinds: tuple[str, ...] = ()
    only: frozenset[int] | None = None
    is_preprinted: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    pool: jobs.Pool | None = None

    def chooses(self, row: int) -> bool:
        return self.only is None or row in self.only


@dataclass(frozen=True)
class Outcome:
    """The files of a job; how many certificates are new, unchanged, issued again, and how many rows failed.

    `everything` is the PDF of all `pages`, None where there is no page; `to_print` what this run made, as a PDF.
    """

    paths: tuple[Path, ...]
    new: int
    same: int
    again: int
    failed: int
    pages: int
    made: int
    everything: Path | None
    to_print: Path | None


def produce(plan: Plan, folder: Path, wish: Wish, tell: Tell) -> Outcome:
    """Make everything; the folder must be locked. Raises OSError, and what `jobs.run` raises."""
    files.sweep(folder)
    return _Job(plan, folder, wish).run(tell)


class _Job:
    """One run in one folder. `entries` is the ledger of the chosen rows as it stands, `others` all else in it."""

    def __init__(self, plan: Plan, folder: Path, wish: Wish) -> None:
        self._plan, self._folder, self._wish = plan, folder, wish
        self._chosen = [one for one in plan.certificates if wish.chooses(one.row)]
        self._entries = {one.recipient: plan.entries[one.recipient] for one in self._chosen}
        self._former = [old for new, old in plan.former.items() if new in self._entries]
        gone = {*self._former, *self._entries}
        self._others = {key: entry for key, entry in plan.earlier.items() if key not in gone}
        self._kind = PREPRINTED if wish.is_preprinted else COMBINED
        self._made = [one for one in self._chosen if wish.only is not None or not self._is_printed(one)]

    def run(self, tell: Tell) -> Outcome:
        if self._wish.only is not None:
            for one in self._chosen:
                self._entries[one.recipient] = _reprinted(self._entries[one.recipient])
        # Numbers are on the disk before anything is printed with them.
        self._write_ledger([*self._others.values(), *self._entries.values()])
        self._drop_former_files()
        work = {one.recipient: kinds for one in self._chosen if (kinds := self._undone(one))}
        pages = list(self._pages())
        total = len(pages) + sum(map(len, work.values()))
        everything, to_print = self._print(pages, lambda done: tell(done, total))
        done = len(pages)
        for count in self._each(work):
            done += count
            tell(done, total)
        for one in self._chosen:
            self._entries[one.recipient] = _finished(self._entries[one.recipient])
        return self._end(len(pages), everything, to_print)

    def _is_printed(self, one: Certificate) -> bool:
        """Whether it stands in the file of all with the very same words."""
        before = self._plan.before(one.recipient)
        return before is not None and self._kind in before.files and self._plan.is_unchanged(one)

    def _undone(self, one: Certificate) -> tuple[str, ...]:
        """The kinds of files that are still to be made: not there, or not as they were written."""
        written = self._entries[one.recipient].files
        return tuple(
            kind
            for kind in self._wish.kinds
            if kind not in written or not written[kind].is_whole(self._folder)
        )

    def _pages(self) -> Iterator[Page]:
        """Everybody's, in the order of the list, then those whom it does not name, as they were printed before."""
        rows = self._rows()
        chosen, awards = {one.recipient: one for one in self._chosen}, self._plan.presses.awards
        others = dict(self._others)
        for recipient in sorted(rows, key=rows.__getitem__):
            entry = others.pop(self._plan.former.get(recipient, recipient), None)
            if one := chosen.get(recipient):
                yield Page(recipient, one.award, one.values)
            elif entry and self._was_printed(entry):
                yield Page(entry.recipient, awards[entry.recipient.award], entry.values)
        for entry in filter(self._was_printed, others.values()):
            yield Page(entry.recipient, awards[entry.recipient.award], entry.values)

    def _rows(self) -> dict[Recipient, int]:
        """The row of everybody in the list."""
        requests = [*self._plan.failures, *(one.request for one in self._plan.certificates)]
        return {request.recipient: request.row.number for request in requests}

    def _was_printed(self, entry: Entry) -> bool:
        return self._kind in entry.files and entry.recipient.award in self._plan.presses.awards

    def _print(self, pages: Sequence[Page], tell: Callable[[int], None]) -> tuple[Path | None, Path | None]:
        """The file of all pages, and the one to print: that of the new pages, None where nothing is new."""
        wish, made = self._wish, {one.recipient for one in self._made}
        shift = (wish.shift[0] * PT_PER_MM, wish.shift[1] * PT_PER_MM) if wish.is_preprinted else (0.0, 0.0)
        combined = Combined(self._folder, self._kind, self._plan.presses, shift)
        new = combined.write_new(
            [page for page in pages if page.recipient in made], is_part=len(made) < len(pages)
        )
        if not pages:
            return None, None
        written = combined.write_all(pages, tell)
        for page in pages:
            side = self._entries if page.recipient in self._entries else self._others
            side[page.recipient] = side[page.recipient].with_file(self._kind, written)
        everything = self._folder / written.file
        return everything, new or (everything if made else None)

    def _each(self, work: dict[Recipient, tuple[str, ...]]) -> Iterator[int]:
        """A file for each row and kind, chunk by chunk: how many came. After each chunk the ledger tells of them."""
        certificates = [one for one in self._chosen if one.recipient in work]
        sheets = [self._sheet(key, one, work[one.recipient]) for key, one in enumerate(certificates)]
        texts = "".join(text for sheet in sheets for text in sheet.values.values())
        characters = "".join(sorted(set(texts)))
        parts = [printing.Chunk(part, characters) for part in jobs.chunks(sheets, CHUNK)]
        for _, made in self._results(parts, sum(map(len, work.values()))):
            changed = {}
            for key, kind, content in made:
                one = certificates[key]
                # Not waited for: what a power cut damages has another sum than the ledger says, and is made again.
                name = _file_of(one, kind)
                files.put(self._folder / name, content, is_synced=False)
                written = Written.of(self._folder, name)
                self._entries[one.recipient] = self._entries[one.recipient].with_file(kind, written)
                changed[one.recipient] = self._entries[one.recipient]
            ledger.append(self._folder, changed.values())
            yield len(made)

    def _results(
        self, parts: Sequence[printing.Chunk], count: int
    ) -> Iterator[tuple[int, list[tuple[int, str, bytes]]]]:
        """Here if it is instant, else in processes or on a cluster."""
        if self._wish.pool is None and count < INSTANT:
            return ((place, printing.make(part)) for place, part in enumerate(parts))
        return jobs.run(printing.make, parts, self._wish.pool or jobs.processes())

    def _sheet(self, key: int, one: Certificate, kinds: tuple[str, ...]) -> printing.Sheet:
        presses, award = self._plan.presses, one.award
        word_page = presses.word_page(award, _word_sizes(presses.plate(award), one)) if WORD in kinds else ""
        title = f"{award.title}　{one.recipient.name}"
        return printing.Sheet(
            key, presses.page(award), word_page, dict(one.values), title, award.title, kinds
        )

    def _write_ledger(self, entries: Sequence[Entry]) -> None:
        files.put(self._folder / ledger.FILE, ledger.whole(entries))

    def _drop_former_files(self) -> None:
        """The file of a recipient who is called otherwise now, if it is still as we wrote it."""
        present = {one.file for entry in self._entries.values() for one in entry.files.values()}
        for old in self._former:
            for kind, written in self._plan.earlier[old].files.items():
                is_own = kind not in (COMBINED, PREPRINTED) and written.file not in present
                if is_own and written.is_whole(self._folder):
                    (self._folder / written.file).unlink()

    def _end(self, pages: int, everything: Path | None, to_print: Path | None) -> Outcome:
        """The ledger in the order of the rows, and the failed rows by themselves."""
        failed = list(self._failed())
        named, rows = {entry.recipient for entry in failed if entry.number}, self._rows()
        others = [one for one in self._others.values() if one.recipient not in named]
        not_chosen = [replace(one, row=rows[one.recipient]) for one in others if one.recipient in rows]
        lines = sorted([*self._entries.values(), *failed, *not_chosen], key=lambda entry: entry.row)
        self._write_ledger([*lines, *(one for one in others if one.recipient not in rows)])
        paths = [everything, to_print if to_print != everything else None, self._folder / ledger.FILE]
        if self._wish.only is None:
            paths.append(self._write_failed_rows())
        is_same = [self._wish.only is None and self._plan.is_unchanged(one) for one in self._chosen]
        states = [self._entries[one.recipient].state for one in self._chosen]
        again = sum(state == AGAIN and not same for state, same in zip(states, is_same, strict=True))
        return Outcome(
            tuple(path for path in paths if path),
            new=len(states) - sum(is_same) - again,
            same=sum(is_same),
            again=again,
            failed=sum(self._wish.chooses(request.row.number) for request in self._plan.failures),
            pages=pages,
            made=len(self._made),
            everything=everything,
            to_print=to_print,
        )

    def _failed(self) -> Iterator[Entry]:
        """A line for each failed row. A recipient who had a number keeps it, and the files of before."""
        made = {one.recipient for one in self._plan.certificates}
        for request in self._plan.failures:
            here = request.recipient
            before = None if here in made else self._others.get(here)
            entry = before or Entry(request.row.number, here, FAILED)
            problem = "；".join(request.problems)
            yield replace(entry, row=request.row.number, state=FAILED, problem=problem)

    def _write_failed_rows(self) -> Path | None:
        """The rows to mend; no file where there are none."""
        path, heads = self._folder / FAILED_ROWS, self._plan.table.heads
        if not self._plan.failures:
            path.unlink(missing_ok=True)
            return None
        rows = ([request.row.cells.get(head, "") for head in heads] for request in self._plan.failures)
        files.put(path, ledger.table(heads, rows))
        return path


def _reprinted(entry: Entry) -> Entry:
    """A chosen certificate is made again even if nothing changed; what was never made is no repeat."""
    if entry.state not in (DONE, AGAIN):
        return entry
    files_of_all = {kind: one for kind, one in entry.files.items() if kind in (COMBINED, PREPRINTED)}
    return replace(entry, state=AGAIN_PENDING, files=files_of_all)


def _finished(entry: Entry) -> Entry:
    return replace(entry, state=AGAIN if entry.state in (AGAIN, AGAIN_PENDING) else DONE)


def _word_sizes(plate: Plate, one: Certificate) -> dict[str, float]:
    """Text in Word does not shrink by itself: the size of each slot whose text does, in Word's half points."""
    sizes = {}
    for name, text in one.values.items():
        lines = fit(text, plate.slots[name])
        if lines and lines[0].size < plate.slots[name].size:
            sizes[name] = int(lines[0].size * 2) / 2
    return sizes


def _file_of(one: Certificate, kind: str) -> str:
    ending = printing.ENDINGS[kind]
    number = f"{one.serial:07}" if one.serial else one.number
    return f"{ending}/{safe(f'{number}_{one.award.name}_{one.recipient.name}')}.{ending}"
