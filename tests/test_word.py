"""The Word file of every form: valid, clean when blank, and saying what the PDF says."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conftest import Office
from drawn import blank_pdf, example_pdf
from lxml import etree
from openxml_audit import OpenXmlValidator
from strategies import example

from formgen import catalog, checking
from formgen.agreement import _official
from formgen.form import Form
from formgen.render.word import template
from formgen.render.word.xml import name
from formgen.renditions import rendition

FORMS = [catalog.get(form) for form in catalog.names()]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


def document(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def both(form: Form) -> list[bytes]:
    blank = rendition(form, form.answers(), "docx", is_blank=True)
    return [blank, rendition(form, example(form), "docx")]


@each_form
def test_template_is_what_the_page_compiles_to(form: Form) -> None:
    """The Word form in the repository is the page of today, byte for byte; else run `make templates`."""
    assert template.path_of(form).read_bytes() == template.compiled(form)


@each_form
def test_word_file_is_valid(form: Form, tmp_path: Path) -> None:
    """The parts obey the schemas of ECMA-376."""
    for number, content in enumerate(both(form)):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(content)
        found = OpenXmlValidator().validate(str(file))
        # The validator does not know a glossary's kind for placeholders, which Word itself writes.
        problems = [one for one in found.errors if "bbPlcHdr" not in str(one)]
        assert problems == []


@each_form
def test_ids_are_unique_and_tags_short(form: Form) -> None:
    """No two controls share an id, and no tag is longer than Word allows."""
    for content in both(form):
        root = document(content)
        ids = [one.get(name("w:val")) for one in root.iter(name("w:id"))]
        assert len(ids) == len(set(ids))
        assert all(len(one.get(name("w:val"))) <= 64 for one in root.iter(name("w:tag")))


@each_form
def test_spans_fill_the_grid(form: Form) -> None:
    """In every row of every table the cells and their spans add up to the columns."""
    for content in both(form):
        for table in document(content).iter(name("w:tbl")):
            columns = len(table.findall(f"{name('w:tblGrid')}/{name('w:gridCol')}"))
            for row in table.iter(name("w:tr")):
                spans = [cell.find(f".//{name('w:gridSpan')}") for cell in row.iter(name("w:tc"))]
                assert sum(1 if span is None else int(span.get(name("w:val"))) for span in spans) == columns


@each_form
def test_rows_stay_whole_and_heads_repeat(form: Form) -> None:
    """A row with a fixed text does not break over pages, and the head rows of a long table repeat."""
    root = document(both(form)[0])
    assert all(
        row.find(f".//{name('w:cantSplit')}") is not None for row in root.iter(name("w:tr")) if not grows(row)
    )
    if form.name in ("unit_recommendation", "five_star_self_assessment"):
        assert root.find(f".//{name('w:tblHeader')}") is not None


def grows(row: Any) -> bool:
    """Whether an answer of several lines stands in the row."""
    return any(
        one.find(f"{name('w:sdtContent')}/{name('w:p')}") is not None for one in row.iter(name("w:sdt"))
    )


@each_form
def test_fonts_and_paper(form: Form) -> None:
    """標楷體 and Times New Roman stand in the defaults, no run says otherwise; A4; pages are numbered."""
    with zipfile.ZipFile(io.BytesIO(both(form)[1])) as package:
        parts = {part: package.read(part).decode() for part in package.namelist() if part.endswith(".xml")}
    assert 'w:eastAsia="標楷體"' in parts["word/styles.xml"]
    assert 'w:ascii="Times New Roman"' in parts["word/styles.xml"]
    assert set(re.findall("<w:rFonts[^>]*>", parts["word/document.xml"])) <= {'<w:rFonts w:hint="eastAsia"/>'}
    assert re.search(r"<w:pgSz w:w=\"(11906\" w:h=\"16838|16838\" w:h=\"11906)\"", parts["word/document.xml"])
    footer = "".join(text for part, text in parts.items() if "footer" in part)
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_tables_touch_or_stand_apart_as_on_the_page() -> None:
    """The paragraph between two tables is hidden where they touch, and as high as the margin (3 mm) where not."""
    between = []
    for paragraph in document(both(catalog.get("person_recommendation"))[0]).iter(name("w:p")):
        beside = {one.tag for one in (paragraph.getprevious(), paragraph.getnext()) if one is not None}
        if beside == {name("w:tbl")} and paragraph.find(name("w:r")) is None:
            is_hidden = paragraph.find(f".//{name('w:vanish')}") is not None
            between.append((is_hidden, paragraph.find(f".//{name('w:spacing')}").get(name("w:line"))))
    assert between == [(True, "20"), (True, "20"), (False, str(round(3 / 25.4 * 1440)))]


@each_form
def test_titles_of_controls_are_chinese(form: Form) -> None:
    """Word shows the title of a control that is clicked: it is the label of the form, never a path."""
    titles = [one.get(name("w:val")) for one in document(both(form)[1]).iter(name("w:alias"))]
    assert [title for title in titles if not re.search("[\u4e00-\u9fff]", title)] == []
    assert [title for title in titles if re.fullmatch(r"[\w.]+", title, re.ASCII)] == []


@each_form
def test_doubtful_characters_are_chinese(form: Form) -> None:
    """Word draws ○ “ ” … — from either font: each run that has one, and each answer, asks for the Chinese one."""
    for content in both(form):
        for run in document(content).iter(name("w:r")):
            text = "".join(piece.text or "" for piece in run.iter(name("w:t")))
            if re.search("[○□■“”…—※→①]", text):
                fonts = run.find(f"{name('w:rPr')}/{name('w:rFonts')}")
                assert fonts is not None, text
                assert fonts.get(name("w:hint")) == "eastAsia"


@each_form
def test_blank_shows_nothing_in_its_fields(form: Form) -> None:
    """A blank prints clean: an open field holds blanks or its official word, an open box its box, and no prompt."""
    root, words = document(both(form)[0]), set(_official(form.official))
    for control in root.iter(name("w:sdt")):
        if control.find(f"{name('w:sdtPr')}/{name('w:showingPlcHdr')}") is not None:
            shown = "".join(text.text or "" for text in control.iter(name("w:t")))
            assert shown in words or not re.search(r"[A-Za-z0-9]|按一下|點選|輸入", shown)


def text_of(pdf: bytes) -> str:
    """The text of a PDF but for the blanks and what stands in a page's foot."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    kept = [re.sub(r"\d+ ?/ ?\d+\s*$|^\s*\d+ ?/ ?\d+", "", page) for page in pages]
    return re.sub(r"[\s_/]", "", "".join(kept))


@pytest.mark.slow
def test_libreoffice_says_what_the_pdf_says(office: Office) -> None:
    """LibreOffice opens every Word file, blank and filled, and shows the characters of our PDF."""
    made = {f"{form.name}.{kind}": (form, kind) for form in FORMS for kind in ("blank", "filled")}
    files = {file: both(form)[kind == "filled"] for file, (form, kind) in made.items()}
    drawn = office.convert(files, "pdf")
    for file, (form, kind) in made.items():
        ours = Counter(text_of(blank_pdf(form) if kind == "blank" else example_pdf(form)))
        theirs = Counter(text_of(drawn[file]))
        heads = set((ours - theirs) + (theirs - ours))
        # A head row is drawn again on each page, and the two may break pages at different rows.
        assert heads <= head_characters(form), (file, ours - theirs, theirs - ours)


def head_characters(form: Form) -> set[str]:
    rows = [
        row
        for row in document(both(form)[0]).iter(name("w:tr"))
        if row.find(f".//{name('w:tblHeader')}") is not None
    ]
    return set("".join(text.text or "" for row in rows for text in row.iter(name("w:t")))) | set("0123456789")


def test_first_words_of_a_part_keep_their_size(office: Office) -> None:
    """LibreOffice draws the heading that begins a part as large as the page has it: 13 pt, and 16 pt in a letter."""
    expected = {"coaching_selection": ("委員評分表", 13), "official_letter": ("說明：", 16)}
    drawn = office.convert({form: both(catalog.get(form))[0] for form in expected}, "pdf")
    for form, (words, points) in expected.items():
        text = pypdfium2.PdfDocument(drawn[form])[0].get_textpage()
        left, _bottom, right, _top = text.get_charbox(text.get_text_range().index(words), loose=True)
        assert right - left == pytest.approx(points, abs=0.1), form


def test_long_answers_lose_nothing(office: Office) -> None:
    """A hundred and fifty lines in one cell and a name of 300 characters all arrive, in Word as in PDF."""
    form = catalog.get("unit_recommendation")
    lines = "\n".join(f"第{number}次宣導活動" for number in range(150))
    answers = checking.parse(
        form,
        {
            "unit_name": "長" * 300,
            "image": {"charity": True, "charity_facts": lines, "sharing_facts": "安" * 10_000},
            "review": {"assessors": [{"name": f"委員○{number}"} for number in range(9)]},
        },
    )
    word = office.convert({"long": rendition(form, answers, "docx")}, "pdf")["long"]
    for pdf in (word, rendition(form, answers, "pdf")):
        text = text_of(pdf)
        assert all(f"第{number}次宣導活動" in text for number in range(150))
        assert text.count("長") >= 300
        assert text.count("安") >= 10_000
        assert all(f"委員○{number}" in text for number in range(9))
