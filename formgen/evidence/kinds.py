"""The kinds of files that can be evidence, told by what is in the file and never by its ending."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from formgen.errors import BadEvidence, why
from formgen.evidence.boundary import about

ACCEPTED = "PDF、JPEG、PNG、TIFF、HEIC、Word（.docx、.doc）、ODT 或 RTF"
_START = 1024


@dataclass(frozen=True)
class FileKind:
    """One kind of file: how it is called, what its name may end with, and who turns it into a PDF."""

    name: str
    endings: tuple[str, ...]
    group: str


PDF = FileKind("PDF", (".pdf",), "pdf")
JPEG = FileKind("JPEG 圖檔", (".jpg", ".jpeg", ".jpe", ".jfif"), "picture")
PNG = FileKind("PNG 圖檔", (".png",), "picture")
TIFF = FileKind("TIFF 圖檔", (".tif", ".tiff"), "picture")
HEIC = FileKind("HEIC 圖檔", (".heic", ".heif", ".hif"), "picture")
DOCX = FileKind("Word 檔（.docx）", (".docx",), "office")
DOC = FileKind("Word 檔（.doc）", (".doc",), "office")
ODT = FileKind("ODT 檔", (".odt",), "office")
RTF = FileKind("RTF 檔", (".rtf",), "office")
KINDS = (PDF, JPEG, PNG, TIFF, HEIC, DOCX, DOC, ODT, RTF)

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"{\\rtf", RTF),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path) -> FileKind:
    """The kind of a file. Raises BadEvidence: empty, of no kind that we take, or under an ending of another kind.

    A name without an ending says nothing, so it does not lie.
    """
    try:
        kind = _kind_inside(path)
    except OSError as error:
        raise BadEvidence(file=path.name, reason=why(error)) from error
    said = next((one for one in KINDS if path.suffix.lower() in one.endings), None)
    if kind is None:
        but = f"副檔名是 {path.suffix}，內容卻不是{said.name}" if said else "不是可以收的檔案種類"
        raise BadEvidence(file=path.name, reason=f"{but}；請存成 PDF 再放入（可收 {ACCEPTED}）")
    if said != kind and path.suffix.strip("."):
        raise BadEvidence(
            file=path.name,
            reason=f"副檔名是 {path.suffix}，內容卻是{kind.name}；請確認是不是拿錯檔案，不是的話把副檔名改成 {kind.endings[0]}",
        )
    return kind


def _kind_inside(path: Path) -> FileKind | None:
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise BadEvidence(file=path.name, reason="檔案是空的（0 位元組）；請重新存一次")
    if b"%PDF-" in start:
        return PDF
    if start[4:8] == b"ftyp":
        return HEIC if start[8:12] in _HEIF_BRANDS else None
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if start.startswith(_COMPOUND):
        return _compound(path)
    return next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), None)


def _zipped(path: Path) -> FileKind | None:
    with about(path.name, "檔案損壞，打不開；請從原處重新取得"), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return DOCX
        is_text = "mimetype" in names and archive.getinfo("mimetype").file_size < _START
        declared = archive.read("mimetype") if is_text else b""
    return ODT if declared.startswith(b"application/vnd.oasis.opendocument.text") else None


def _compound(path: Path) -> FileKind | None:
    """The container of Word 97, and of Office files that are locked by a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise BadEvidence(file=path.name, reason="檔案有密碼保護；請解除密碼後另存，或存成 PDF")
    return DOC if "WordDocument".encode("utf-16-le") in content else None
