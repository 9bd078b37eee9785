"""The PDF of every form: archival, tagged, in our fonts, and safe."""

import io
import logging
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from drawn import blank_pdf, example_pdf
from PIL import Image
from pypdf import PdfReader
from strategies import example
from tinyhtml5 import parse as parse_html

from formgen import catalog, checking
from formgen.errors import RenderingError
from formgen.form import Form
from formgen.paths import TEMPLATES
from formgen.render import page, pdf
from formgen.renditions import rendition

FORMS = [catalog.get(name) for name in catalog.names()]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


def characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


@each_form
def test_filled_pdf_is_archival_and_complete(form: Form, caplog: pytest.LogCaptureFixture) -> None:
    """A filled PDF is tagged PDF/A-3a in zh-Hant-TW with title and bookmark, its answers attached once, in our fonts.

    WeasyPrint has nothing to say about it, and draws the same bytes again.
    """
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        content = rendition(form, example(form), "pdf")
    assert caplog.records == []
    assert content == example_pdf(form)
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == pdf_language()
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert len(root["/AF"]) == 1
    assert reader.outline
    assert reader.metadata is not None
    assert reader.metadata.title == form.title
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r'pdfaid:part(?:="|>)3', xmp)
    assert re.search(r'pdfaid:conformance(?:="|>)A', xmp)
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for one in reader.pages
        for font in resources(one)["/Font"].values()
    }
    assert fonts
    assert all("Formgen" in font for font in fonts), fonts


def resources(one: Any) -> Any:
    return one["/Resources"]


def pdf_language() -> str:
    return page.LANGUAGE


@each_form
def test_pdf_says_what_the_page_says(form: Form) -> None:
    """Every character of the page stands in the PDF, and no other but page numbers and what stands in the margins."""
    html = page.of(form, example(form))
    body = parse_html(html, namespace_html_elements=False).find("body")
    reader = PdfReader(io.BytesIO(example_pdf(form)))
    drawn = characters("".join(one.extract_text() for one in reader.pages))
    pages = len(reader.pages)
    numbers = characters("".join(f"{number}/{pages}" for number in range(1, pages + 1)))
    # A rule to write on is drawn as a line; a page head is drawn again on each page.
    missing = characters("".join(body.itertext())) - drawn
    assert not missing, missing
    style = (TEMPLATES / "html" / f"{form.name}.css").read_text(encoding="utf-8")
    margins = characters("".join(re.findall("content: ([^;]*);", style)))
    assert set(drawn) <= set(characters("".join(body.itertext()))) | set(numbers) | set(margins)


@each_form
def test_pdf_is_sound(form: Form, tmp_path: Path) -> None:
    """qpdf finds nothing to complain about."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    file = tmp_path / "form.pdf"
    file.write_bytes(blank_pdf(form))
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("source", ["file:///etc/passwd", "http://127.0.0.1:9/a.css", "../../pyproject.toml"])
def test_a_page_fetches_nothing_but_our_style_sheets(source: str) -> None:
    """A page that asks for another file is an error, not a file in the PDF."""
    with pytest.raises(RenderingError):
        pdf.write(f'<html><head><link rel="stylesheet" href="{source}"></head><body>一</body></html>', {})


def test_a_character_that_no_font_draws_is_an_error() -> None:
    """What WeasyPrint only logs, a missing glyph, stops the PDF."""
    with pytest.raises(RenderingError):
        pdf.write(
            "<html><head><link rel='stylesheet' href='paper.css'></head><body><p>🙂</p></body></html>", {}
        )


def test_an_answer_is_text_and_never_a_template() -> None:
    """What looks like a template or markup in an answer is printed as it was typed."""
    form = catalog.get("unit_recommendation")
    typed = "<b>&amp;{{ 7*7 }}{% raw %}]]>"
    html = page.of(form, checking.parse(form, {"unit_name": typed}))
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.write(html, {}))).pages)
    assert re.sub(r"\s", "", typed) in re.sub(r"\s", "", text)


@each_form
def test_black_frame_is_around_what_the_reviewer_fills(form: Form) -> None:
    """Where a form has both an applicant's and a reviewer's part, the 黑框 holds all of the one and none of the other."""
    tree = parse_html(page.blank(form, form.answers()), namespace_html_elements=False)
    framed: set[str] = set()
    free: set[str] = set()
    for cell in [*tree.iter("td"), *tree.iter("th")]:
        inside = {node.get("data-field") or node.get("data-mark") for node in cell.iter()} - {None}
        is_framed = {"box", "box-left", "box-right"} & set((cell.get("class") or "").split())
        (framed if is_framed else free).update(map(str, inside))
    if framed:
        # The middle columns of the assessors' rows touch no side of the frame.
        reviewers = {tag for tag in framed | free if re.match(r"review\.(?!assessors)", tag)}
        assert reviewers <= framed
        assert {tag for tag in framed if not tag.startswith(("review.", "="))} == set()


def test_what_stands_in_the_column_of_ticks_is_centred(tmp_path: Path) -> None:
    """V and 不適用 of 附表一 have one middle, though 不適用 stands behind a place for the V."""
    path = tmp_path / "form.pdf"
    path.write_bytes(example_pdf(catalog.get("unit_recommendation")))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True).stdout.decode()
    found = re.findall(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>(V|不適用)<', boxes)
    assert {word for *_, word in found} == {"V", "不適用"}
    assert {round((float(left) + float(right)) / 2) for left, right, _ in found} == {449}


LONG = "\n".join(f"第{number}次宣導活動" for number in range(90))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unit_recommendation", {"image": {"charity_facts": LONG}}),
        ("person_recommendation", {"deeds": {"2": LONG}}),
    ],
)
def test_divided_rows_are_closed_on_each_page(name: str, said: dict[str, Any], tmp_path: Path) -> None:
    """A table that goes on on the next page has a rule from side to side at the foot of the one and the head of the other."""
    form = catalog.get(name)
    (tmp_path / "form.pdf").write_bytes(rendition(form, checking.parse(form, said), "pdf"))
    subprocess.run(["pdftoppm", "-gray", "-r", "100", "-png", "form.pdf", "page"], cwd=tmp_path, check=True)
    was_full, divided = False, 0
    for path in sorted(tmp_path.glob("page*.png")):
        with Image.open(path) as picture:
            page = picture.convert("L").crop((0, 0, picture.width, int(picture.height * 0.95)))
        side = [y for y in range(page.height) if is_dark(page, SIDE, y) or is_dark(page, SIDE - 1, y)]
        assert is_ruled(page, min(side)) or not was_full, path.name
        was_full = max(side) > 0.9 * page.height
        assert is_ruled(page, max(side)) or not was_full, path.name
        divided += was_full
    assert divided >= 2


# Of a page of 100 dots to the inch: where the left side of our tables stands, 15 mm in.
SIDE = 59


def is_dark(page: Image.Image, x: int, y: int) -> bool:
    grey = page.getpixel((x, y))
    return isinstance(grey, (int, float)) and grey < 160


def is_ruled(page: Image.Image, row: int) -> bool:
    """Whether a rule crosses the whole table at about this row of dots."""
    across = range(SIDE + 2, page.width - SIDE - 2)
    return any(all(is_dark(page, x, y) for x in across) for y in range(row - 2, min(row + 2, page.height)))


@pytest.mark.parametrize("name", ["amendment_comparison", "control_plan_evaluation"])
def test_heads_stand_on_each_page(name: str) -> None:
    """A table over many pages has its heads on each of them."""
    form = catalog.get(name)
    with pypdfium2.PdfDocument(example_pdf(form)) as document:
        pages = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    heads = [head for key, head in vars(form.official.table).items() if key != "source"]
    assert len(pages) > 2
    assert all("".join(heads) in page for page in pages)
