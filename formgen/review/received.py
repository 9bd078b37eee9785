"""Files that a body puts into a job's folder: under names of ours, with the names that people gave them beside."""

import filecmp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from formgen import steps
from formgen.filenames import ending

FOLDER, NAMES = "received", "names.json"


@dataclass(frozen=True)
class Received:
    """The files of one job; `names` by the name on the disk, in the order in which they came."""

    folder: Path
    names: Mapping[str, str]

    @classmethod
    def of(cls, job: Path) -> "Received":
        """A file that was cut off before its name was kept does not count."""
        folder = job / FOLDER
        said = steps.load(job, NAMES) or {}
        return cls(folder, {stored: name for stored, name in said.items() if (folder / stored).is_file()})

    @property
    def files(self) -> list[tuple[str, Path]]:
        return [(name, self.folder / stored) for stored, name in self.names.items()]


def take(job: Path, arrived: Sequence[tuple[str, Path]]) -> list[str]:
    """Add files that lie in the same file system, each with its name; the names of those that were there already.

    Another file of a name that is there is told apart by a number.
    """
    there = Received.of(job)
    names, again = dict(there.names), []
    there.folder.mkdir(exist_ok=True)
    place = max((int(Path(stored).stem) for stored in steps.load(job, NAMES) or {}), default=0)
    for name, path in arrived:
        if any(_is_same(path, there.folder / stored) for stored in names):
            again.append(name)
            continue
        place += 1
        stored = f"{place:05}{ending(name)}"
        path.replace(there.folder / stored)
        names[stored] = _own(name, set(names.values()))
    steps.save(job, NAMES, names)
    return again


def remove(job: Path, stored: str) -> None:
    """Take a file away, if it is there."""
    names = dict(Received.of(job).names)
    if names.pop(stored, None) is not None:
        steps.save(job, NAMES, names)
        (job / FOLDER / stored).unlink(missing_ok=True)


def _is_same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and filecmp.cmp(one, other, shallow=False)


def _own(name: str, taken: set[str]) -> str:
    """「甲.docx」, or 「甲（2）.docx」 where that is taken."""
    path, count, own = PurePosixPath(name), 1, name
    while own in taken:
        count += 1
        own = f"{path.stem}（{count}）{path.suffix}"
    return own
