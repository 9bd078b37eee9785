"""Papers for the tests of evidence, made on the spot: pages, pictures and forms."""

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image

from formgen.render import pdf as render

MM = 72 / 25.4


def page(to: Path, *texts: str, size: str = "A4", head: str = "", margin: str = "20mm") -> Path:
    """A PDF with a page for each text, and a head at its top right."""
    style = (
        f'@page {{ size: {size}; margin: {margin}; @top-right {{ content: "{head}"; font: 11pt "Formgen Kai" }} }}'
        "body, p { margin: 0 } p { font: 12pt 'Formgen Serif', 'Formgen Kai'; break-after: page }"
    )
    body = "".join(f"<p>{text}</p>" for text in texts)
    to.write_bytes(render.draw(f"<html><head><style>{style}</style></head><body>{body}</body></html>")[0])
    return to


def change(path: Path, **entries: Any) -> Path:
    """Set entries of every page."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for one in pdf.pages:
            for name, value in entries.items():
                one.obj[f"/{name}"] = Array(value) if isinstance(value, (list, tuple)) else value
        pdf.save(path)
    return path


def photo(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with something different in every corner: red at the top left, blue at the bottom right."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    quarter = (size[0] // 4, size[1] // 4)
    image.paste("red", (0, 0, *quarter))
    image.paste("blue", (size[0] - quarter[0], size[1] - quarter[1], *size))
    return image


def picture(to: Path, image: Image.Image | None = None, **options: Any) -> Path:
    (image or photo()).save(to, **options)
    return to


def form(to: Path, value: str, *, drawn: bool = False, extra: dict[str, Any] | None = None) -> Path:
    """A PDF with one text field that says `value`; whether its writer drew the value or left that to readers."""
    with pikepdf.new() as pdf:
        one = pdf.add_blank_page(page_size=(595, 842))
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="name",
                V=value,
                F=4,
                Rect=Array([100, 700, 300, 720]),
                DA=b"/Helv 12 Tf 0 g",
                P=one.obj,
            )
        )
        if drawn:
            field.AP = Dictionary(
                N=pdf.make_stream(
                    b"BT /Helv 12 Tf 2 4 Td (drawn) Tj ET",
                    Type=Name.XObject,
                    Subtype=Name.Form,
                    BBox=Array([0, 0, 200, 20]),
                    Resources=Dictionary(Font=Dictionary(Helv=font)),
                )
            )
        one.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field]), NeedAppearances=True, DA=b"/Helv 12 Tf 0 g",
            DR=Dictionary(Font=Dictionary(Helv=font)), **(extra or {}),
        )  # fmt: skip
        pdf.save(to)
    return to


def words(path: Path, number: int = 0) -> str:
    """What a reader can select on a page."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        text: str = pdf[number].get_textpage().get_text_range()
        return text
    finally:
        pdf.close()


def seen(path: Path, number: int = 0, scale: float = 2) -> Image.Image:
    """A page as a reader sees it."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        pdf.init_forms()
        image: Image.Image = pdf[number].render(scale=scale).to_pil().convert("RGB")
        return image
    finally:
        pdf.close()


def count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def streams(path: Path, subtype: str) -> Sequence[bytes]:
    """The raw bytes of all streams of a subtype."""
    with pikepdf.open(path) as pdf:
        return [
            one.read_raw_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == subtype
        ]


def encoded(image: Image.Image, file_format: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, file_format, **options)
    return stream.getvalue()


def noise(kilobytes: int) -> bytes:
    """A picture of about this size, different each time."""
    return encoded(Image.frombytes("L", (1000, kilobytes), os.urandom(1000 * kilobytes)), "PNG")
