"""A picture of a page."""

from io import BytesIO
from typing import Any

# Dots for a pt: enough to read a certificate on a screen.
_DOTS = 1.6


def picture(content: bytes) -> bytes:
    """The first page of a PDF as PNG."""
    import pypdfium2

    pdf: Any = pypdfium2.PdfDocument(content)
    try:
        image = pdf[0].render(scale=_DOTS).to_pil()
    finally:
        pdf.close()
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
