"""Word and ODT files as PDF, by LibreOffice if there is one."""

import shutil
import tempfile
from pathlib import Path

from formgen import office
from formgen.errors import BadEvidence


def as_pdf(source: Path, kind_name: str, to: Path) -> None:
    """Write the document as PDF. Raises BadEvidence: no LibreOffice, too slow, or not readable."""
    if not office.is_installed():
        reason = f"{kind_name}要靠 LibreOffice 轉成 PDF，這台電腦沒有安裝；請用 Word 另存成 PDF 再放入"
        raise BadEvidence(file=source.name, reason=reason)
    with tempfile.TemporaryDirectory() as folder:
        # A copy under a plain name: a file called --help would be an option.
        copy = Path(folder) / f"evidence{source.suffix.lower()}"
        shutil.copyfile(source, copy)
        (made,) = office.convert([copy], "pdf:writer_pdf_Export", Path(folder))
        if not made.is_file():
            reason = f"LibreOffice 無法在 {office.SECONDS} 秒內把它轉成 PDF；檔案可能損壞或有密碼，請用 Word 另存成 PDF 再放入"
            raise BadEvidence(file=source.name, reason=reason)
        shutil.move(made, to)
