"""The answers that a PDF carries."""

import logging
import zlib
from io import BytesIO

from formgen.errors import UnreadableFile


def attached(file: str, content: bytes) -> list[bytes]:
    """The attachments of a PDF that have the name of ours."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    from formgen.render.pdf import ATTACHMENT

    # Whatever pypdf says about bytes that are not what they seem; a cipher it lacks is a DependencyError.
    damage = (
        PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError,
        ArithmeticError, RuntimeError, AssertionError, zlib.error, OSError,
    )  # fmt: skip
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about, we say ourselves
    try:
        reader = PdfReader(BytesIO(content))
        return [one.content for one in reader.attachment_list if one.name == ATTACHMENT]
    except damage as error:
        raise UnreadableFile(file=file, reason="PDF 已損壞或有密碼；請交沒有密碼的原檔") from error
