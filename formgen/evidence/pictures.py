"""Pictures as A4 pages: upright, inside margins that leave room for the number, and lossless where they were."""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from formgen.errors import BadEvidence, why
from formgen.evidence.boundary import about, write_pdf
from formgen.evidence.exif import without_metadata
from formgen.evidence.kinds import HEIC, JPEG, TIFF, FileKind

# Pixels. An A3 page scanned at 600 dpi has 70 million.
MOST_PIXELS = 120_000_000
MOST_FRAMES = 2000
_DAMAGED = "圖檔損壞或不完整，打不開；請從原處重新取得，或重新掃描"
_A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
_MARGIN = 15 / 25.4 * 72
# pt for a pixel. A small picture is not blown up beyond this.
_LARGEST_PIXEL = 72 / 96
_QUALITY = 90
_ORIENTATION = 0x0112
# What a unit square becomes, for each orientation of EXIF: (a, b, c, d, e, f) of a matrix, upright = 1.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def as_pdf(source: Path, kind: FileKind, to: Path) -> None:
    """Write the picture, each of its frames as a page of A4. Raises BadEvidence."""
    from PIL import Image

    if kind is HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        with about(source.name, _DAMAGED), _strict():
            try:
                with Image.open(source) as image:
                    _write(source, kind, image, to)
            except Image.DecompressionBombError as error:
                raise _too_large(source) from error
    except OSError as error:
        raise BadEvidence(file=source.name, reason=why(error)) from error


@contextmanager
def _strict() -> Iterator[None]:
    """Half a picture is an error, which WeasyPrint switches off for everybody, and a large one is no warning.

    Our own limit of size comes before anything is decoded.
    """
    from PIL import ImageFile

    was_lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = was_lenient


def _too_large(source: Path) -> BadEvidence:
    most = MOST_PIXELS // 10_000
    return BadEvidence(file=source.name, reason=f"圖的像素超過 {most} 萬；請縮小，或用 300 dpi 重新掃描")


def _write(source: Path, kind: FileKind, image: Any, to: Path) -> None:
    # A phone's JPEG may hold a second picture for bright screens, and a PNG may move: the first is what is seen.
    frames = getattr(image, "n_frames", 1) if kind is TIFF else 1
    if frames > MOST_FRAMES:
        raise BadEvidence(file=source.name, reason=f"有 {frames} 頁，最多 {MOST_FRAMES} 頁；請分成幾個檔案")
    orientations = []
    for frame in range(frames):
        image.seek(frame)
        if image.width * image.height > MOST_PIXELS:
            raise _too_large(source)
        orientations.append(image.getexif().get(_ORIENTATION, 1))
        if kind is JPEG:
            # An eighth of the size is enough to know that the file is whole.
            image.draft("RGB", (1, 1))
        image.load()
    if kind is TIFF and set(orientations) != {1}:
        # Pillow turns a TIFF as it reads it.
        pictures, orientations = _anew(image, frames), [1] * frames
    else:
        pictures = _embedded(source, kind, image, frames)
    _on_paper(io.BytesIO(pictures), orientations, to)


def _embedded(source: Path, kind: FileKind, image: Any, frames: int) -> bytes:
    """A PDF with a page for each frame. What was lossless stays so, and a JPEG keeps its very picture."""
    if kind is HEIC or (kind is TIFF and _is_lossy(image, frames)):
        return _anew(image, frames)
    content = source.read_bytes()
    try:
        return _converted([without_metadata(content) if kind is JPEG else content])
    except Exception:  # noqa: BLE001 # Pillow has read it whole: whatever img2pdf has against it, the picture is sound
        return _anew(image, frames)


def _anew(image: Any, frames: int) -> bytes:
    """A PDF of what Pillow makes of the frames: eight bits a colour, JPEG if it was, or else lossless."""
    is_lossy = image.format == "HEIF" or _is_lossy(image, frames)
    options = {"quality": _QUALITY} if is_lossy else {}
    return _converted(
        [_saved(one, "JPEG" if is_lossy else "PNG", **options) for one in _frames(image, frames)]
    )


def _converted(pictures: list[bytes]) -> bytes:
    import img2pdf

    logger = logging.getLogger("img2pdf")
    was_off, logger.disabled = logger.disabled, True
    try:
        made: bytes = img2pdf.convert(
            pictures,
            engine=img2pdf.Engine.pikepdf,
            nodate=True,
            rotation=img2pdf.Rotation.none,
            # Pages of any size: `_place` gives each its own. A long picture would have too large a one.
            layout_fun=lambda *_: (*_A4, *_A4),
        )
    finally:
        logger.disabled = was_off
    return made


def _is_lossy(image: Any, frames: int) -> bool:
    """Whether a TIFF holds JPEG data, which would grow tenfold as anything else."""

    def compressions() -> Iterator[str]:
        for frame in range(frames):
            image.seek(frame)
            yield image.info.get("compression", "")

    return any("jpeg" in one for one in compressions())


def _frames(image: Any, frames: int) -> Iterator[Any]:
    for frame in range(frames):
        image.seek(frame)
        yield image


def _saved(image: Any, file_format: str, **options: Any) -> bytes:
    from PIL import Image

    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    elif image.has_transparency_data:
        # Paper is white.
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    stream = io.BytesIO()
    mode = image.mode if image.mode in ("1", "L") else "RGB"
    image.convert("L" if mode == "1" and file_format == "JPEG" else mode).save(stream, file_format, **options)
    return stream.getvalue()


def _on_paper(pictures: io.BytesIO, orientations: list[int], to: Path) -> None:
    """Put each picture in the middle of an A4 page that stands or lies as the picture does."""
    import pikepdf

    with pikepdf.open(pictures) as pdf:
        del pdf.pages[len(orientations) :]
        for page, orientation in zip(pdf.pages, orientations, strict=True):
            _place(pdf, page, orientation if orientation in _TURNS else 1)
        write_pdf(pdf, to, deterministic_id=True)


def _place(pdf: Any, page: Any, orientation: int) -> None:
    from pikepdf import Array, Name

    ((name, picture),) = page.Resources.XObject.items()
    width, height = int(picture.Width), int(picture.Height)
    if orientation >= 5:
        width, height = height, width
    paper = _A4 if height >= width else _A4[::-1]
    room = [side - 2 * _MARGIN for side in paper]
    scale = min(room[0] / width, room[1] / height, _LARGEST_PIXEL)
    a, b, c, d, e, f = _TURNS[orientation]
    x, y = scale * width, scale * height
    left, bottom = (paper[0] - x) / 2, (paper[1] - y) / 2
    matrix = (a * x, b * y, c * x, d * y, e * x + left, f * y + bottom)
    numbers = " ".join(f"{one:.4f}" for one in matrix)
    page.Contents = pdf.make_stream(f"q {numbers} cm {name} Do Q".encode())
    page.obj.MediaBox = Array([0, 0, round(paper[0], 2), round(paper[1], 2)])
    for key in (Name.CropBox, Name.Rotate, Name.UserUnit, Name.TrimBox, Name.BleedBox, Name.ArtBox):
        if key in page.obj:
            del page.obj[key]
