"""A row stamped on a plate: the same page that WeasyPrint would draw, as a picture and as text."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import certificate
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

from formgen.errors import TemplateError
from formgen.render import pdf
from formgen.render.plate import Plate
from formgen.render.press import CannotStamp, Press, single
from formgen.render.subset import Subset

RESOLUTION = 100
VISIBLE = 96
FAINT, MOST_FAINT = 32, 400


@pytest.fixture(scope="module")
def plate() -> Plate:
    return Plate.of(certificate.template())


def stamped(plate: Plate, rows: list[dict[str, str]], title: str = "獎狀") -> bytes:
    out = io.BytesIO()
    with Press(out, title) as press:
        for row in rows:
            press.add(plate, row)
    return out.getvalue()


def pictures(content: bytes, folder: Path) -> list[Image.Image]:
    """The pages in grey."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    folder.mkdir(exist_ok=True)
    command = ["pdftoppm", "-gray", "-r", str(RESOLUTION), "-", str(folder / "page")]
    subprocess.run(command, input=content, check=True)
    return [Image.open(file) for file in sorted(folder.iterdir())]


def difference(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    """How many pixels differ plainly, and how many faintly."""
    assert one.size == other.size
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[VISIBLE:]), sum(counts[FAINT:])


def text_of(page: PageObject) -> str:
    return "".join(page.extract_text().split())


def assert_drawn_alike(plate: Plate, rows: list[dict[str, str]], size: str, folder: Path) -> None:
    ours = pictures(stamped(plate, rows), folder / "ours")
    for number, (row, picture) in enumerate(zip(rows, ours, strict=True)):
        theirs = pictures(pdf.write(certificate.drawn(plate, row, size)), folder / f"theirs{number}")
        seen, faint = difference(picture, theirs[0])
        assert seen == 0, (seen, faint, row)
        assert faint <= MOST_FAINT, (seen, faint, row)


@pytest.mark.parametrize("size", ["A4 landscape", "210mm 200mm"])
def test_a_stamped_page_is_the_page_that_weasyprint_draws(size: str, tmp_path: Path) -> None:
    """Random rows, stamped, look like WeasyPrint's own drawing of the same page with the text in place."""
    plate = Plate.of(certificate.template(size))
    assert_drawn_alike(plate, certificate.rows(12, seed=len(size)), size, tmp_path)


def test_stretched_lines_reach_both_edges_as_weasyprint_draws_them(tmp_path: Path) -> None:
    """Justified and spread lines stand where CSS puts letters with equal space between them."""
    size = "A4 landscape"
    plate = Plate.of(certificate.template(size, align="justify"))
    assert_drawn_alike(plate, certificate.chinese(4, seed=1), size, tmp_path)


def test_text_is_found_as_it_was_typed(plate: Plate) -> None:
    """The text of a page is the row's, in the order of the slots, rare characters and all."""
    row = certificate.rows(1, seed=3)[0] | {"name": "𡍼○○ㄅ", "title": "署長　\U0002f81a\ufa0c兀𠅤é"}
    page = PdfReader(io.BytesIO(stamped(plate, [row]))).pages[0]
    text = text_of(page)
    expected = "".join("".join(row[name].split()) for name in plate.slots)
    assert text.endswith(expected), (text, expected)
    assert text.startswith("獎狀特頒此狀以資鼓勵")


def test_two_characters_of_one_glyph_stay_apart(plate: Plate) -> None:
    """A character is found as typed even if the font draws another one with the same glyph."""
    name = "A\u00a0王 王\u3000測"
    page = PdfReader(io.BytesIO(stamped(plate, [{"name": name}]))).pages[0]
    assert name in page.extract_text()


def test_pdf_describes_itself_and_is_sound(plate: Plate, tmp_path: Path) -> None:
    """The file is PDF/A-3u in Chinese with title, bookmarks and its own fonts alone, and qpdf finds nothing amiss."""
    file = tmp_path / "獎狀.pdf"
    with file.open("wb") as out, Press(out, "獎狀（甲）") as press:
        for row in certificate.rows(3, seed=5):
            press.add(plate, row, bookmark=row["name"])
    reader = PdfReader(file)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "獎狀（甲）"
    assert root["/Lang"] == "zh-Hant-TW"
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="U"' in xmp
    assert "獎狀（甲）" in xmp
    assert [item.title for item in reader.outline if isinstance(item, Destination)] == [
        row["name"] for row in certificate.rows(3, seed=5)
    ]
    assert_sound(file)


def assert_sound(file: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_font_is_embedded_with_the_widths_it_has(plate: Plate) -> None:
    """PDF/A: each font is in the file, a code for each glyph, and the widths told are the font's own."""
    reader = PdfReader(io.BytesIO(stamped(plate, certificate.rows(6, seed=2))))
    resources: Any = reader.pages[0]["/Resources"]
    fonts = resources["/Font"]
    assert {str(font["/BaseFont"])[8:] for font in fonts.values()} >= {
        "FormgenSerif-Regular",
        "FormgenKai-Regular",
    }
    for font in fonts.values():
        below = font["/DescendantFonts"][0].get_object()
        embedded = TTFont(io.BytesIO(below["/FontDescriptor"]["/FontFile2"].get_data()))
        glyphs = below["/CIDToGIDMap"].get_data()[2:]
        first, widths = below["/W"]
        assert first == 1
        assert len(widths) == len(glyphs) // 2
        for place, width in enumerate(widths):
            number = int.from_bytes(glyphs[2 * place : 2 * place + 2], "big")
            told = embedded["hmtx"][embedded.getGlyphName(number)][0] * 1000 / embedded["head"].unitsPerEm
            assert abs(told - float(width)) <= 0.01


def test_same_rows_give_the_same_bytes(plate: Plate) -> None:
    """Nothing but the rows and the title is in the bytes, and another row changes the file's ID."""
    rows = certificate.rows(5, seed=7)
    once = stamped(plate, rows)
    assert once == stamped(Plate.of(certificate.template()), rows)
    other = stamped(plate, rows[:4])
    assert PdfReader(io.BytesIO(once)).trailer["/ID"] != PdfReader(io.BytesIO(other)).trailer["/ID"]


def test_same_bytes_in_another_process(plate: Plate) -> None:
    """A process with other hash seeds writes the same file."""
    program = (
        "import certificate, sys, test_plate; from formgen.render.plate import Plate; "
        "sys.stdout.buffer.write(test_plate.stamped(Plate.of(certificate.template()), certificate.rows(3, seed=9)))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=with_tests(PYTHONHASHSEED="7")
    )
    assert made.stdout == stamped(plate, certificate.rows(3, seed=9))


def with_tests(**more: str) -> dict[str, str]:
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | more


def test_bare_pages_hold_the_slots_alone_and_can_be_shifted(plate: Plate, tmp_path: Path) -> None:
    """For pre-printed paper: the text of the row without the plate, moved by the given points, right and down."""
    row = certificate.rows(1, seed=4)[0]
    out, moved = io.BytesIO(), (36, 18)
    with Press(out, "獎狀") as press:
        press.add(plate, row, bare=True)
        press.add(plate, row, bare=True, shift=moved)
        press.add(plate, row, bare=True, shift=(-36, -18))
    assert "獎狀" not in text_of(PdfReader(io.BytesIO(out.getvalue())).pages[0])
    here, there, back = pictures(out.getvalue(), tmp_path / "bare")
    right, down = (round(part * RESOLUTION / 72) for part in moved)
    box = ImageChops.invert(here).getbbox()
    assert box is not None
    left, top, end, bottom = box
    assert ImageChops.invert(there).getbbox() == (left + right, top + down, end + right, bottom + down)
    assert ImageChops.invert(back).getbbox() == (left - right, top - down, end - right, bottom - down)


def test_pages_of_two_plates_keep_their_own_size(plate: Plate, tmp_path: Path) -> None:
    """Plates of several sizes go into one file, the colours once."""
    tall, row = Plate.of(certificate.template("A4")), certificate.rows(1, seed=4)[0]
    file = tmp_path / "two.pdf"
    with file.open("wb") as out, Press(out, "獎狀") as press:
        for one in (plate, tall, plate):
            press.add(one, row)
    pages = PdfReader(file).pages
    assert [round(page.mediabox.width) for page in pages] == [842, 595, 842]
    assert all(text_of(page).startswith("獎狀") for page in pages)
    assert file.read_bytes().count(b"/N 3") == 1
    assert_sound(file)


def test_many_pages_hang_on_a_tree(plate: Plate, tmp_path: Path) -> None:
    """More pages than a node holds are all there, in their order."""
    file = tmp_path / "many.pdf"
    with file.open("wb") as out, Press(out, "獎狀") as press:
        for number in range(1203):
            press.add(plate, {"number": f"第{number}號"})
    pages = PdfReader(file).pages
    assert len(pages) == 1203
    for number in (0, 499, 500, 999, 1000, 1202):
        assert f"第{number}號" in pages[number].extract_text()
    assert_sound(file)


def test_a_single_file_is_the_same_page(plate: Plate, tmp_path: Path) -> None:
    """One file for one row, from the job's fonts, shows and says what the page in the long file does."""
    rows = certificate.rows(3, seed=6)
    subset = Subset.of(text for row in rows for text in row.values())
    long = pictures(stamped(plate, rows), tmp_path / "long")
    for row, page in zip(rows, long, strict=True):
        content = single(plate, row, subset, title="獎狀")
        assert difference(page, pictures(content, tmp_path / row["number"])[0]) == (0, 0)
        (tmp_path / "one.pdf").write_bytes(content)
        assert_sound(tmp_path / "one.pdf")
        assert row["number"] in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_a_single_file_may_say_what_the_job_did_not(plate: Plate) -> None:
    """A character that the job's texts did not tell of comes from the whole font."""
    content = single(plate, {"name": "堃𡍼X"}, Subset.of(["王"]), title="獎狀")
    assert "堃𡍼X" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("values", "misfits", "missing"),
    [
        ({"name": "王" * 400}, ["name"], {}),
        ({"name": "王🙂𬎦", "number": "1"}, [], {"name": "🙂𬎦"}),
        ({"number": "字" * 130, "reason": "獎" * 999, "name": ""}, ["number", "reason"], {}),
        ({"name": "王\n○○", "title": "\u2028"}, [], {"title": "\u2028"}),
    ],
)
def test_what_cannot_be_stamped_is_named(
    plate: Plate, values: dict[str, str], misfits: list[str], missing: dict[str, str]
) -> None:
    """Text that does not fit and characters without a font are told by slot, and are no page."""
    assert plate.misfits(values) == misfits
    assert plate.missing(values) == missing
    out = io.BytesIO()
    with Press(out, "獎狀") as press:
        with pytest.raises(CannotStamp):
            press.add(plate, values)
        press.add(plate, {"name": "○○○"})
    assert len(PdfReader(io.BytesIO(out.getvalue())).pages) == 1


def test_a_slot_that_is_not_there_is_an_error(plate: Plate) -> None:
    """A misspelt name never prints nothing."""
    with pytest.raises(TemplateError, match="nmae"):
        plate.misfits({"nmae": "○○○"})


@pytest.mark.parametrize(
    "body",
    [
        '<a href="slot:a">1</a><a href="slot:a">2</a>',
        '<a href="slot:a" data-align="middle">1</a>',
        '<a href="slot:a" style="display: inline">1</a>',
        '<a href="slot:a">1</a><p style="break-before: page">2</p>',
    ],
    ids=["twice", "align", "inline", "two pages"],
)
def test_a_wrong_template_is_told(body: str) -> None:
    """A slot twice, an alignment that is none, a slot without a width, a second page: errors of the template."""
    with pytest.raises(TemplateError):
        Plate.of(f'<html lang="zh-Hant-TW"><head><title>獎狀</title></head><body>{body}</body></html>')


_MEMORY = """
import resource, sys, certificate
from formgen.render.plate import Plate
from formgen.render.press import Press
plate, rows = Plate.of(certificate.template()), certificate.rows(200, seed=1)
class Nowhere:
    def write(self, content):
        return len(content)
with Press(Nowhere(), "獎狀") as press:
    for number in range(int(sys.argv[1])):
        press.add(plate, rows[number % 200] | {"number": f"第{number}號"}, bookmark=str(number))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows() -> None:
    """Twenty times the rows need no more than a few megabytes more."""
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", _MEMORY, str(count)], capture_output=True, check=True, env=with_tests()
            ).stdout
        )
        for count in (1_000, 20_000)
    )
    assert many - few < 12_000, (few, many)
