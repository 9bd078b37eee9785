"""The ZIP itself: the same bytes from the same files, names that every system unpacks right, and the way back."""

import hashlib
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from formgen import jsonfile
from formgen.errors import CannotWrite, UnreadableFile, why
from formgen.files import replacing, sum_of

ANSWERS, MANIFEST = "answers.json", "manifest.json"
# Larger ones are not JSON of ours, and no bundle of ours.
LARGEST_JSON = 50 * 2**20
LARGEST = 4 * 2**30
# Whatever zipfile says about bytes that are not what they seem.
DAMAGE = (
    KeyError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    UnicodeError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
_CHUNK = 2**20
# The numbers of exhibits, 4-3-1: they become names of files elsewhere.
_NUMBER = re.compile(r"[0-9]{1,4}(?:-[0-9]{1,4}){0,4}")
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    """One file of the bundle: its `name` inside, where it lies now, and what is told about it."""

    name: str
    source: Path
    pages: int = 0
    number: str = ""

    @property
    def bytes(self) -> int:
        return self.source.stat().st_size


def write(to: Path, files: Sequence[Packed], about: dict[str, Any], answers: dict[str, Any]) -> None:
    """Write the ZIP, whole or not at all. Raises CannotWrite."""
    manifest = about | {"files": [_told(one) for one in files]}
    try:
        if to.exists() and not to.is_file():
            # Never put a file in the place of a folder or, as root, of a device such as /dev/null.
            raise CannotWrite(file=str(to), reason="這個位置已有資料夾或裝置，請換一個檔名")
        with replacing(to) as stream, zipfile.ZipFile(stream, "w") as archive:
            for one in files:
                _add(archive, one.name, _chunks(one.source))
            _add(archive, ANSWERS, [_json(answers)], zipfile.ZIP_DEFLATED)
            _add(archive, MANIFEST, [_json(manifest)], zipfile.ZIP_DEFLATED)
    except OSError as error:
        raise CannotWrite(file=str(to), reason=why(error)) from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one ZIP, each under its name: the same bytes from the same files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            _add(archive, name, [content], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _told(one: Packed) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "bytes": one.bytes, "sha256": sum_of(one.source)}
    return told | ({"pages": one.pages} if one.pages else {}) | ({"number": one.number} if one.number else {})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _chunks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _add(
    archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes], method: int = zipfile.ZIP_STORED
) -> None:
    """PDF and Word files are compressed already; zipfile marks a Chinese name as UTF-8."""
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type, info.external_attr, info.create_system = method, 0o644 << 16, 3
    with archive.open(info, "w", force_zip64=True) as file:
        for chunk in chunks:
            file.write(chunk)


def is_bundle(path: Path) -> bool:
    """Whether the file is a ZIP that says it is a bundle of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            # A file that was cut off may end with a whole ZIP that lay inside it.
            starts = {info.header_offset for info in archive.infolist()}
            return {ANSWERS, MANIFEST} <= set(archive.namelist()) and 0 in starts
    except (OSError, *DAMAGE):
        return False


def answers_in(path: Path) -> Any:
    """The answers of a bundle, as they were written. Raises UnreadableFile."""
    return _loaded(path, ANSWERS)


def is_example(path: Path) -> bool:
    """Whether a bundle says of itself that all in it is invented. Raises UnreadableFile."""
    manifest = _loaded(path, MANIFEST)
    return isinstance(manifest, dict) and manifest.get("is_example") is True


def unpack_evidence(path: Path, into: Path, most: int = LARGEST) -> list[tuple[str, str]]:
    """Put each numbered file of a bundle into the folder; number and file name of each.

    Raises UnreadableFile, also where there are more than `most` bytes.
    """
    numbered = _numbered(path)
    found, room = [], most
    try:
        with zipfile.ZipFile(path) as archive:
            for place, one in enumerate(numbered):
                # The name inside the ZIP never becomes a path on the disk.
                name = f"{place}.pdf"
                room -= _copy(archive, str(one["name"]), into / name, room)
                if room < 0:
                    raise UnreadableFile(file=path.name, reason=f"解開後超過 {most // 10**6} MB")
                with (into / name).open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != one.get("sha256"):
                        raise UnreadableFile(file=path.name, reason=f"其中的「{one['name']}」已被改動或損壞")
                found.append((str(one["number"]), name))
    except DAMAGE as error:
        raise UnreadableFile(file=path.name, reason="套件不完整或已損壞，請用原來的 ZIP") from error
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error
    return found


def evidence_in(path: Path) -> dict[str, str]:
    """The evidence inside a bundle: each number and the SHA-256 of its file. Raises UnreadableFile."""
    return {str(one["number"]): str(one.get("sha256")) for one in _numbered(path)}


def _numbered(path: Path) -> list[dict[str, Any]]:
    """What the manifest says of each numbered file. Raises UnreadableFile."""
    manifest = _loaded(path, MANIFEST)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), list):
        raise UnreadableFile(file=path.name, reason=f"其中的 {MANIFEST} 不是本系統寫的")
    numbered = [one for one in manifest["files"] if isinstance(one, dict) and one.get("number")]
    if wrong := [one for one in numbered if not _NUMBER.fullmatch(str(one["number"]))]:
        raise UnreadableFile(file=path.name, reason=f"{MANIFEST} 裡有 {len(wrong)} 個編號不是本系統的編號")
    return numbered


def _copy(archive: zipfile.ZipFile, name: str, to: Path, most: int) -> int:
    """Copy one file out of the ZIP, and stop a little above `most` bytes; how many there were."""
    copied = 0
    with archive.open(name) as source, to.open("wb") as target:
        while copied <= most and (chunk := source.read(_CHUNK)):
            copied += target.write(chunk)
    return copied


def _loaded(path: Path, name: str) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > LARGEST_JSON:
                raise UnreadableFile(file=path.name, reason=f"其中的 {name} 太大")
            content = archive.read(name)
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=why(error)) from error
    except DAMAGE as error:
        raise UnreadableFile(file=path.name, reason="不是本系統的套件，或已損壞") from error
    return jsonfile.loads(content, f"{path.name} 的 {name}")
