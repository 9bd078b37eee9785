"""PDF: a page made by WeasyPrint, archival and tagged (PDF/A-3a), with the answers inside."""

import gc
import json
import logging
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from formgen.errors import RenderingError
from formgen.paths import FONTS, TEMPLATES
from formgen.render import splits

STYLE_SHEETS = (TEMPLATES / "html").as_uri() + "/"
# A picture may stand inside the page itself.
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
ATTACHMENT = "answers.json"
# One moment for all files, so that the same answers give the same bytes.
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@cache
def _weasyprint() -> Any:
    """WeasyPrint, told about our fonts before it is imported: it reads fontconfig once."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    if not _has_font_cache():
        with suppress(OSError):
            os.environ["XDG_CACHE_HOME"] = _passing_folder().name
    import weasyprint

    return weasyprint


def _has_font_cache() -> bool:
    """Whether fontconfig may keep what it learns of the fonts where fonts.conf says; else it complains in English."""
    home = os.environ.get("HOME")
    caches = os.environ.get("XDG_CACHE_HOME") or (home and f"{home}/.cache")
    if not caches:
        return False
    try:
        Path(caches, "fontconfig").mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(f"{caches}/fontconfig", os.W_OK | os.X_OK)


@cache
def _passing_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the program ends."""
    return tempfile.TemporaryDirectory(prefix="formgen.")


def document(page: str) -> Any:
    """The page as WeasyPrint's HTML, which may fetch our style sheets and nothing else; its pictures stand inside it."""
    return _weasyprint().HTML(string=page, base_url=STYLE_SHEETS, url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetchingError

    class OurStyleSheets(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(PICTURES):
                return super().fetch(url, headers)
            if not url.startswith(STYLE_SHEETS) or ".." in url or not url.endswith(".css"):
                raise URLFetchingError(f"not allowed: {url}")
            return super().fetch(url, headers)

    return OurStyleSheets(allowed_protocols={"file", "data"})


class _Complaints(logging.Handler):
    """Whatever WeasyPrint logs (a missing glyph, an ignored rule) would be wrong on paper."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def write(page: str, envelope: dict[str, Any] | None = None) -> bytes:
    """The page as PDF, `envelope` (form, edition and answers) attached. Raises RenderingError."""
    with _heard():
        try:
            return _drawn(page, envelope)
        except AssertionError:
            # WeasyPrint gives up where a row is to stay whole, and with the row before it, but is longer than a page.
            return _drawn(page, envelope, _ROWS_MAY_SPLIT)


def draw(page: str) -> tuple[bytes, dict[str, tuple[float, float, float, float]]]:
    """The page as a plain PDF of parts for other files, and the box of each element with an id on its sheet.

    A box is left, top, width and height in CSS pixels, from the sheet's top left. Raises RenderingError.
    """
    with _heard():
        rendered = document(page).render()
        boxes = {name: box for sheet in rendered.pages for name, box in sheet.anchors.items()}
        content: bytes = rendered.write_pdf()
    return content, boxes


def laid_out(page: str, style: str, variant: str) -> tuple[Any, Any]:
    """WeasyPrint's pages and its unwritten pydyf.PDF, to make a plate of. Raises RenderingError."""
    kept: list[Any] = []
    with _heard(), _no_garbage_collector():
        drawn = document(page).render(stylesheets=[_weasyprint().CSS(string=style)])
        drawn.write_pdf(pdf_variant=variant, finisher=lambda _document, pdf: kept.append(pdf))
    return drawn.pages, kept[0]


@contextmanager
def _heard() -> Iterator[None]:
    """Whatever WeasyPrint complains of inside is a RenderingError."""
    logger, complaints = logging.getLogger("weasyprint"), _Complaints()
    _weasyprint()
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.lines:
        raise RenderingError(reason="；".join(dict.fromkeys(complaints.lines)))


_ROWS_MAY_SPLIT = "tr { break-inside: auto !important; break-after: auto !important }"


def _drawn(page: str, envelope: dict[str, Any] | None, style: str = "") -> bytes:
    weasyprint = _weasyprint()
    with _no_garbage_collector():
        options = {
            "pdf_variant": "pdf/a-3a",
            "attachments": [_attachment(weasyprint, envelope)] if envelope else None,
            "stylesheets": [weasyprint.CSS(string=style)] if style else None,
        }
        drawn = document(page).render(**options)
        splits.close(drawn)
        content: bytes = drawn.write_pdf(finisher=_finish, **options)
    return content


@contextmanager
def _no_garbage_collector() -> Iterator[None]:
    """A layout makes a million objects and drops none before its end: looking for garbage costs a seventh."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _attachment(weasyprint: Any, envelope: dict[str, Any]) -> Any:
    return weasyprint.Attachment(
        string=json.dumps(envelope, ensure_ascii=False, indent=1),
        name=ATTACHMENT,
        description="填答（formgen）",
        relationship="Source",
        created=_MOMENT,
        modified=_MOMENT,
    )


def _finish(_document: Any, pdf: Any) -> None:
    """WeasyPrint lists each attachment twice, and pydyf compresses as hard as it can: an eighth of the time."""
    import pydyf

    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            stream.compress = False
            stream.stream = [
                zlib.compress(stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream"))
            ]
            stream.extra["Filter"] = "/FlateDecode"
