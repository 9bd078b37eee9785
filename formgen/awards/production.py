"""Making what a plan says: the PDF of all, a file for each row, and the ledger beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formgen import jobs
from formgen.awards import files, ledger, printing
from formgen.awards.certificate import Certificate
from formgen.awards.filenames import safe
from formgen.awards.ledger import (
    AGAIN,
    AGAIN_PENDING,
    COMBINED,
    DONE,
    FAILED,
    WORD,
    Entry,
    Recipient,
    Written,
)
from formgen.awards.planning import Plan
from formgen.render.fitting import fit
from formgen.render.plate import Plate
from formgen.render.press import Press

FAILED_ROWS = "failed.csv"
TITLE = "獎狀"
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
    pool: Callable[[], jobs.Pool] | None = None


@dataclass(frozen=True)
class Outcome:
    """The files of a job; how many certificates are new, unchanged, issued again, and how many rows failed."""

    paths: tuple[Path, ...]
    new: int
    same: int
    again: int
    failed: int


def produce(plan: Plan, folder: Path, wish: Wish, tell: Tell) -> Outcome:
    """Make everything; the folder must be locked. Raises OSError, and what `jobs.run` raises."""
    files.sweep(folder)
    return _Job(plan, folder, wish).run(tell)


class _Job:
    """One run in one folder. `entries` is the ledger of this list as it stands."""

    def __init__(self, plan: Plan, folder: Path, wish: Wish) -> None:
        self._plan, self._folder, self._wish = plan, folder, wish
        self._entries = dict(plan.entries)
        self._chosen = [one for one in plan.certificates if wish.only is None or one.row in wish.only]

    def run(self, tell: Tell) -> Outcome:
        if self._wish.only is not None:
            for one in self._chosen:
                self._entries[one.recipient] = _reprinted(self._entries[one.recipient])
        # Numbers are on the disk before anything is printed with them.
        self._write_ledger([*self._others(), *self._entries.values()])
        self._drop_former_files()
        work = {one.recipient: kinds for one in self._chosen if (kinds := self._undone(one))}
        total = len(self._chosen) + sum(map(len, work.values()))
        path = self._folder / self._combined_name()
        self._print(path, tell, total)
        combined = Written(path.name, files.sum_of(path))
        for one in self._chosen:
            self._entries[one.recipient] = self._entries[one.recipient].with_file(COMBINED, combined)
        done = len(self._chosen)
        for count in self._each(work):
            done += count
            tell(done, total)
        for one in self._chosen:
            self._entries[one.recipient] = _finished(self._entries[one.recipient])
        return self._end(path)

    def _undone(self, one: Certificate) -> tuple[str, ...]:
        """The kinds of files that are still to be made: not there, or not as they were written."""
        written = self._entries[one.recipient].files
        return tuple(kind for kind in self._wish.kinds if not files.is_whole(self._folder, written.get(kind)))

    def _combined_name(self) -> str:
        """The first of certificates.pdf, certificates-2.pdf … in which no certificate stands but those made now."""
        mine = {self._plan.former.get(one.recipient, one.recipient) for one in self._chosen}
        others = {
            entry.files[COMBINED].file
            for key, entry in self._plan.earlier.items()
            if COMBINED in entry.files and key not in mine
        }
        stem = "preprinted" if self._wish.is_preprinted else "certificates"
        number, name = 1, f"{stem}.pdf"
        while name in others:
            number += 1
            name = f"{stem}-{number}.pdf"
        return name

    def _print(self, path: Path, tell: Tell, total: int) -> None:
        wish = self._wish
        shift = (wish.shift[0] * PT_PER_MM, wish.shift[1] * PT_PER_MM) if wish.is_preprinted else (0.0, 0.0)
        with files.replacing(path) as file, Press(file, TITLE) as press:
            for count, one in enumerate(self._chosen, 1):
                plate, bookmark = self._plan.presses.plate(one.award), f"{one.number}　{one.recipient.name}"
                press.add(plate, one.values, bookmark=bookmark, shift=shift, bare=wish.is_preprinted)
                tell(count, total)

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
                written = files.put(self._folder, _file_of(one, kind), content, is_synced=False)
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
        pool = self._wish.pool or jobs.processes
        return jobs.run(printing.make, parts, pool())

    def _sheet(self, key: int, one: Certificate, kinds: tuple[str, ...]) -> printing.Sheet:
        presses, award = self._plan.presses, one.award
        word_page = presses.word_page(award, _word_sizes(presses.plate(award), one)) if WORD in kinds else ""
        title = f"{award.title}　{one.recipient.name}"
        return printing.Sheet(
            key, presses.page(award), word_page, dict(one.values), title, award.title, kinds
        )

    def _others(self) -> list[Entry]:
        """What earlier runs made and this list does not name stays in the ledger."""
        gone = {*self._plan.former.values(), *self._entries}
        return [entry for key, entry in self._plan.earlier.items() if key not in gone]

    def _write_ledger(self, entries: Sequence[Entry]) -> None:
        files.put(self._folder, ledger.FILE, ledger.whole(entries))

    def _drop_former_files(self) -> None:
        """The file of a recipient who is called otherwise now, if it is still as we wrote it."""
        present = {one.file for entry in self._entries.values() for one in entry.files.values()}
        for old in self._plan.former.values():
            for kind, written in self._plan.earlier[old].files.items():
                if kind != COMBINED and written.file not in present and files.is_whole(self._folder, written):
                    (self._folder / written.file).unlink()

    def _end(self, path: Path) -> Outcome:
        """The ledger in the order of the rows, and the failed rows by themselves."""
        failed = list(self._failed())
        named = {entry.recipient for entry in failed if entry.number}
        lines = sorted([*self._entries.values(), *failed], key=lambda entry: entry.row)
        self._write_ledger([*lines, *(one for one in self._others() if one.recipient not in named)])
        paths = [path, self._folder / ledger.FILE]
        if failed:
            paths.append(self._write_failed_rows())
        else:
            (self._folder / FAILED_ROWS).unlink(missing_ok=True)
        states = [self._entries[one.recipient].state for one in self._chosen]
        same = sum(self._plan.is_unchanged(one) for one in self._chosen) if self._wish.only is None else 0
        again = sum(
            state == AGAIN and not (self._wish.only is None and self._plan.is_unchanged(one))
            for state, one in zip(states, self._chosen, strict=True)
        )
        return Outcome(tuple(paths), len(states) - same - again, same, again, len(failed))

    def _failed(self) -> Iterator[Entry]:
        """A line for each failed row. A recipient who had a number keeps it, and the files of before."""
        for request in self._plan.failures:
            here = request.recipient
            before = None if here in self._entries else self._plan.earlier.get(here)
            entry = before or Entry(request.row.number, here, FAILED)
            problem = "；".join(request.problems)
            yield replace(entry, row=request.row.number, state=FAILED, problem=problem)

    def _write_failed_rows(self) -> Path:
        heads = self._plan.table.heads
        rows = ([request.row.cells.get(head, "") for head in heads] for request in self._plan.failures)
        files.put(self._folder, FAILED_ROWS, ledger.table(heads, rows))
        return self._folder / FAILED_ROWS


def _reprinted(entry: Entry) -> Entry:
    """A chosen certificate is made again even if nothing changed; what was never made is no repeat."""
    return replace(entry, state=AGAIN_PENDING, files={}) if entry.state in (DONE, AGAIN) else entry


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
