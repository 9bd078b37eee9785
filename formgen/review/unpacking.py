"""What was handed in as one ZIP, a bundle apart: the files inside, under names of ours on the disk."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from formgen.bundle import archive
from formgen.errors import Problem, UnreadableFile, why
from formgen.filenames import ending

# Of all ZIPs together.
MOST_FILES = 1000
MOST_BYTES = 2 * 10**9
_UTF8 = 0x800
_CHUNK = 2**20


def unpacked(
    files: Iterable[tuple[str, Path]], into: Path, problems: list[Problem]
) -> Iterator[tuple[str, Path]]:
    """Each file by its name and path, and in place of a ZIP that is no bundle the files in it, put into a folder.

    What cannot be unpacked becomes a problem.
    """
    left, room = MOST_FILES, MOST_BYTES
    for place, (name, path) in enumerate(files):
        if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path) or archive.is_bundle(path):
            yield name, path
            continue
        folder = into / str(place)
        folder.mkdir(parents=True)
        try:
            found = _inside(name, path, folder, left, room)
            left -= len(found)
            room -= sum(one.stat().st_size for _, one in found)
            yield from found
        except UnreadableFile as error:
            problems.append(Problem(name, name, str(error.facts["reason"])))


def _inside(name: str, path: Path, folder: Path, most: int, room: int) -> list[tuple[str, Path]]:
    """All files of the ZIP or none: at most so many, and so many bytes. Raises UnreadableFile."""
    found = []
    try:
        with zipfile.ZipFile(path) as source:
            entries = [one for one in source.infolist() if not one.is_dir()]
            if len(entries) > most:
                reason = f"裡面有 {len(entries):,} 個檔案；所有的 ZIP 合計最多 {MOST_FILES:,} 個"
                raise UnreadableFile(file=name, reason=reason)
            for place, entry in enumerate(entries):
                inner = _plain(_name_of(entry))
                # The name inside the ZIP never becomes a path on the disk.
                to = folder / f"{place}{ending(inner)}"
                room -= _copy(source, entry, to, room)
                found.append((f"{name}／{inner}", to))
    except archive.DAMAGE as error:
        raise UnreadableFile(file=name, reason="ZIP 不完整、已損壞，或設有密碼") from error
    except OSError as error:
        raise UnreadableFile(file=name, reason=why(error)) from error
    return found


def _copy(source: zipfile.ZipFile, entry: zipfile.ZipInfo, to: Path, room: int) -> int:
    copied = 0
    with source.open(entry) as content, to.open("wb") as target:
        while chunk := content.read(_CHUNK):
            copied += target.write(chunk)
            if copied > room:
                raise UnreadableFile(
                    file=to.name, reason=f"所有的 ZIP 解開後合計最多 {MOST_BYTES // 10**6:,} MB"
                )
    return copied


def _plain(name: str) -> str:
    r"""A name below the ZIP, whatever way it claims to go.

    >>> _plain("../..\\x/./甲.docx")
    'x/甲.docx'
    """
    return "/".join(step for step in name.replace("\\", "/").split("/") if step not in ("", ".", ".."))


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as the person wrote it: Windows in Taiwan writes Big5, and no mark that says so.

    >>> entry = zipfile.ZipInfo("甲.docx".encode("cp950").decode("cp437"))
    >>> _name_of(entry)
    '甲.docx'
    """
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
