"""A folder of evidence: which files belong to which number, in which order, and what is wrong with the rest."""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from formgen.errors import BadEvidence, Level, Problem, why
from formgen.evidence.kinds import kind_of
from formgen.evidence.names import Order, close_to, looks_like_number, natural, readable, split
from formgen.exhibits import Exhibit

MOST_FILES = 500
FEW = 12
_NO_FILES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_NAMING = "請以編號開頭命名，例如「{}.pdf」或「{}_2.jpg」"


@dataclass(frozen=True)
class Found:
    """The files of each number, in order, and all that is wrong; `label` of a problem is the file's name."""

    files: dict[str, tuple[Path, ...]]
    problems: list[Problem]


@dataclass(frozen=True)
class _Place:
    """A file, and where it stands among those of its number."""

    path: Path
    name: str
    order: tuple[int, Order, int, tuple[Order, ...]]


@dataclass
class _Search:
    """One look at one folder."""

    folder: Path
    exhibits: Sequence[Exhibit]
    problems: list[Problem] = field(default_factory=list)
    places: defaultdict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.owners = {
            number: (exhibit.number, rank)
            for exhibit in reversed(self.exhibits)
            for rank, number in enumerate((exhibit.number, *exhibit.also))
        }
        self.example = self.exhibits[0].number if self.exhibits else "1"

    def wrong(self, name: str, message: str, number: str = "", level: Level = "error") -> None:
        self.problems.append(Problem(number, readable(name), readable(message), level, "佐證資料"))

    def refuse(self, name: str) -> None:
        """Say why a name says nothing to us."""
        number = looks_like_number(name)
        if not number:
            self.wrong(
                name, f"檔名沒有編號，沒有放入；{_NAMING.format(self.example, self.example)}", level="gap"
            )
            return
        close = close_to(number, self.owners)
        meant = f"是不是 {close}？" if close else "請改名或移走。"
        some = "、".join(one.number for one in self.exhibits) if len(self.exhibits) <= FEW else ""
        numbers = f"可用的編號：{some}" if some else ""
        self.wrong(name, f"沒有編號「{number}」，沒有放入；{meant}{numbers}", level="gap")

    def take(self, entry: Path) -> None:
        """One name directly in the folder: a file, or a folder of files."""
        stem = entry.name if entry.is_dir() else entry.stem
        number, rest = split(stem, self.owners)
        if not self.is_inside(entry, entry.name):
            return
        if not number:
            self.refuse(entry.name)
            return
        owner, rank = self.owners[number]
        if number != owner:
            self.wrong(
                entry.name, f"{number} 與 {owner} 共用一格檢核資料，放在編號 {owner}", owner, level="warning"
            )
        if not entry.is_dir():
            self.add(owner, _Place(entry, entry.name, (rank, natural(rest), 0, ())))
            return
        inside = list(self.walk(entry))
        if not inside:
            self.wrong(f"{entry.name}/", "資料夾是空的；請放入檔案，或刪除這個資料夾", owner)
        for path in inside:
            way = path.relative_to(entry)
            name = f"{entry.name}/{way.as_posix()}"
            if self.is_inside(path, name):
                orders = tuple(map(natural, (*way.parts[:-1], way.stem)))
                self.add(owner, _Place(path, name, (rank, natural(rest), 1, orders)))

    def walk(self, folder: Path) -> Iterator[Path]:
        """All files below a folder, in order. Folders may be nested deeper than calls can be."""
        waiting = _entries(folder)[::-1]
        while waiting:
            entry = waiting.pop()
            if entry.is_dir() and not entry.is_symlink():
                waiting += reversed(_entries(entry))
            else:
                yield entry

    def is_inside(self, path: Path, name: str) -> bool:
        """Whether a name leads to a file or folder of ours; a shortcut may lead anywhere."""
        if readable(name) != name:
            self.wrong(name, "檔名不是 UTF-8 編碼（舊的壓縮程式會這樣），其他程式讀不到；請重新命名")
            return False
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):
            self.wrong(name, "捷徑指到的檔案不在了；請放入檔案本身")
            return False
        if not real.is_relative_to(self.folder.resolve()):
            self.wrong(name, "捷徑指到佐證資料夾外面；請放入檔案本身")
        elif path.is_symlink() and real.is_dir():
            self.wrong(name, "是資料夾的捷徑；請放入資料夾本身")
        elif not (real.is_file() or real.is_dir()):
            self.wrong(name, "不是一般的檔案；請移走")
        else:
            return True
        return False

    def add(self, owner: str, place: _Place) -> None:
        """Keep a file, if it is of a kind that can be evidence."""
        try:
            kind_of(place.path)
        except BadEvidence as error:
            self.wrong(place.name, error.facts["reason"], owner)
        else:
            self.places[owner].append(place)

    def leave_out(self, paths: Iterable[Path]) -> None:
        """Files beside listed ones."""
        for path in paths:
            name = path.relative_to(self.folder).as_posix()
            self.wrong(name, "不在填答的佐證清單裡，所以沒有放入", level="warning")

    def say_which_is_first(self) -> None:
        """Two files with one place: nobody can know which comes first."""
        for owner, places in self.places.items():
            together: defaultdict[object, list[str]] = defaultdict(list)
            for place in sorted(places, key=lambda one: one.name):
                together[place.order].append(place.name)
            for names in together.values():
                if len(names) > 1:
                    new = "、".join(f"{owner}_{count}" for count in range(1, len(names) + 1))
                    others = "」「".join(names[1:])
                    self.wrong(names[0], f"與「{others}」不知誰先誰後；請改名為 {new}（副檔名不變）", owner)


def find(folder: Path, exhibits: Sequence[Exhibit], listed: Sequence[tuple[str, str]] = ()) -> Found:
    """The evidence in a folder, by number.

    `listed` are numbers and paths below the folder, from the answers: a number that is listed takes these
    files in this order, and none by name.
    """
    search = _Search(folder, exhibits)
    if not folder.is_dir():
        search.wrong(str(folder), "找不到佐證資料夾；請確認路徑")
        return Found({}, search.problems)
    given = _listed(search, listed)
    used = {path for places in given.values() for path in places}
    try:
        for entry in _entries(folder):
            if entry.is_dir() and any(path.is_relative_to(entry) for path in used):
                search.leave_out(path for path in search.walk(entry) if path not in used)
            elif entry not in used:
                search.take(entry)
    except OSError as error:
        search.wrong(folder.name, why(error))
    for number in given:
        search.leave_out(place.path for place in search.places.pop(number, []) if place.path not in used)
    search.say_which_is_first()
    files = {
        number: tuple(place.path for place in sorted(places, key=lambda one: (one.order, one.name)))
        for number, places in search.places.items()
    } | given
    for number, paths in files.items():
        if len(paths) > MOST_FILES:
            search.wrong(number, f"有 {len(paths)} 個檔案，最多 {MOST_FILES} 個；請先合併成一個 PDF", number)
    return Found({one.number: files[one.number] for one in exhibits if one.number in files}, search.problems)


def _listed(search: _Search, listed: Sequence[tuple[str, str]]) -> dict[str, tuple[Path, ...]]:
    given: defaultdict[str, list[Path]] = defaultdict(list)
    for number, name in listed:
        owner, _ = search.owners.get(split(number, search.owners)[0], ("", 0))
        if not owner:
            search.refuse(number)
            continue
        path = _below(search, name, owner)
        if path is None:
            continue
        if path in given[owner]:
            search.wrong(name, "在佐證清單裡列了兩次；請刪去一次", owner)
            continue
        try:
            kind_of(path)
        except BadEvidence as error:
            search.wrong(name, error.facts["reason"], owner)
        else:
            given[owner].append(path)
    return {number: tuple(paths) for number, paths in given.items() if paths}


def _below(search: _Search, name: str, owner: str) -> Path | None:
    """The file that a list names; never one outside the folder."""
    way = PurePosixPath(name.replace("\\", "/"))
    if not way.parts or way.is_absolute() or ".." in way.parts or ":" in way.parts[0] or "\0" in name:
        search.wrong(name, "要寫佐證資料夾裡的檔名，例如「4-3-1.pdf」，不能指到資料夾外面", owner)
        return None
    path = _exact(search.folder, way)
    if path is None:
        there = [one.relative_to(search.folder).as_posix() for one in search.walk(search.folder)]
        close = difflib.get_close_matches(way.as_posix(), there, n=1)
        search.wrong(name, "佐證資料夾裡沒有這個檔案" + (f"，是不是「{close[0]}」？" if close else ""), owner)
        return None
    if path.is_dir():
        search.wrong(name, "這是資料夾，不是檔案；請逐一列出檔名", owner)
        return None
    return path if search.is_inside(path, name) else None


def _exact(folder: Path, way: PurePosixPath) -> Path | None:
    """A name as it stands on the disk: macOS writes 「é」 as two characters."""
    for part in way.parts:
        wanted = unicodedata.normalize("NFC", part)
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        same = [name for name in names if unicodedata.normalize("NFC", name) == wanted]
        if not same:
            return None
        folder /= part if part in same else same[0]
    return folder


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, without what systems put there by themselves."""
    return sorted(
        entry
        for entry in folder.iterdir()
        if not entry.name.startswith((".", "~$")) and entry.name.casefold() not in _NO_FILES
    )
