"""The print copy of evidence: numbered where a reader looks for the number, whole, small, and the same each time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import papers
import pikepdf
import pypdfium2
import pytest
from papers import MM
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from formgen.errors import BadEvidence
from formgen.evidence.collate import Part, collate
from formgen.evidence.room import Looker

NUMBER = "4-3-1"
SIZES = ("210mm 297mm", "297mm 210mm", "297mm 420mm", "420mm 297mm", "55mm 40mm")


def collated(tmp_path: Path, *parts: Part | Path, title: str = "列印本") -> Path:
    to = tmp_path / "out" / "print.pdf"
    to.parent.mkdir(exist_ok=True)
    collate([one if isinstance(one, Part) else Part(one.stem, one, NUMBER) for one in parts], to, title)
    return to


def stamp_box(path: Path, number: int = 0, text: str = NUMBER) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text as a reader sees the page, from its top left, in units of the page."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number]
        textpage = page.get_textpage()
        found = textpage.search(text).get_next()
        assert found, textpage.get_text_range()
        boxes = [textpage.get_charbox(found[0] + place) for place in range(found[1])]
        bitmap = page.render(scale=10)
        see = bitmap.get_posconv(page)
        corners = [see.to_bitmap(x, y) for box in boxes for x, y in ((box[0], box[1]), (box[2], box[3]))]
        xs, ys = [x / 10 for x, _ in corners], [y / 10 for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)
    finally:
        pdf.close()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("is_cropped", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("unit", [1, 2])
def test_number_stands_at_the_top_right_as_seen(
    tmp_path: Path, rotate: int, is_cropped: bool, size: str, unit: float
) -> None:
    """Whatever turns, crops, shifts or scales a page, its number is upright and 4 to 9 mm from the seen corner."""
    file = papers.page(tmp_path / "one.pdf", "內文", size=size, margin="42%")
    with pikepdf.open(file) as pdf:
        wide, high = map(float, list(pdf.pages[0].mediabox)[2:])
    entries: dict[str, Any] = {"Rotate": rotate, "UserUnit": unit}
    if is_cropped:
        entries["MediaBox"] = [-30, -50, wide, high]
        entries["CropBox"] = [wide * 0.05, high * 0.1, wide * 0.9, high * 0.95]
    made = collated(tmp_path, papers.change(file, **entries))
    left, top, right, bottom = stamp_box(made)
    pdf = pypdfium2.PdfDocument(made)
    width, _ = pdf[0].get_size()
    pdf.close()
    mm = MM / unit
    assert right - left > 2 * (bottom - top), "upright"
    # The ink of a digit is smaller than its line.
    assert 4 <= (width - right) / mm <= 9
    assert 4 <= top / mm <= 9
    if "55mm" not in size:
        assert 9 <= (right - left) / mm <= 11, "13 pt on any paper"


def test_number_stands_beside_what_is_there(tmp_path: Path) -> None:
    """A head at the top right stays readable: the number stands beside or above it, on no ground of its own."""
    file = papers.page(tmp_path / "one.pdf", "內文", head="○○股份有限公司　機密", margin="14mm 6mm")
    plain = collated(tmp_path, Part("一", file))
    before = papers.seen(plain)
    numbered = papers.seen(collated(tmp_path, file))
    left, top, right, bottom = box = [round(one * 2) for one in stamp_box(tmp_path / "out" / "print.pdf")]
    assert set(before.crop((left, top, right, bottom)).convert("L").tobytes()) == {255}, "nothing stood there"
    changed = ImageChops.difference(before, numbered).getbbox()
    assert changed is not None
    assert changed[0] >= box[0] - 4
    assert changed[2] <= box[2] + 4


def test_number_is_readable_where_there_is_no_room(tmp_path: Path) -> None:
    """On a page that is full of ink the number has a white ground, and stands in the corner."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(b"0 g 0 0 595 842 re f")
        pdf.save(tmp_path / "black.pdf")
    made = collated(tmp_path, tmp_path / "black.pdf")
    left, top, right, bottom = (round(one * 2) for one in stamp_box(made))
    cut = papers.seen(made).crop((left - 2, top - 2, right + 2, bottom + 2)).convert("L")
    assert cut.getpixel((0, 0)) == 255
    assert min(cut.tobytes()) < 60
    assert (595 * 2 - right) / 2 / MM == pytest.approx(5, abs=1)


def test_scan_paper_counts_as_paper(tmp_path: Path) -> None:
    """The even grey of a scan is no ink: the number stands on it in its place."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(b"0.9 g 0 0 595 842 re f")
        pdf.save(tmp_path / "grey.pdf")
    with Looker(tmp_path / "grey.pdf") as looker:
        spot = looker.spot(0, 13, 4.6)
    assert spot.is_free
    assert (spot.right, spot.top) == (5, 5) or spot.right == pytest.approx(4.5)


@pytest.mark.parametrize(
    "content", [b"q q 2 0 0 2 50 50 cm", b"Q Q 3 0 0 3 0 0 cm", b"q (a\\) Q) Tj .5 0 0 .5 9 9 cm"]
)
def test_a_page_that_leaves_its_state_changed_moves_no_number(tmp_path: Path, content: bytes) -> None:
    """Uneven q and Q, and a changed scale, do not reach the number."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(content)
        pdf.save(tmp_path / "uneven.pdf")
    _, top, right, _ = stamp_box(collated(tmp_path, tmp_path / "uneven.pdf"))
    assert (595 - right) / MM == pytest.approx(5.5, abs=1)
    assert top / MM == pytest.approx(6, abs=1)


def test_pages_stand_in_order_with_bookmarks_language_and_title(tmp_path: Path) -> None:
    """Parts, their children, and the bookmarks of each file, in the order of the paper."""
    first = papers.page(tmp_path / "first.pdf", "自評表")
    second = papers.page(tmp_path / "second.pdf", "甲", "乙")
    third = papers.page(tmp_path / "third.pdf", "丙")
    with pikepdf.open(second, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("第二頁", 1))
        pdf.save(second)
    made = collated(
        tmp_path,
        Part("自評表", first),
        Part("佐證資料", children=(Part("4-3-1 紀錄", second, "4-3-1"), Part("4-3-2", third, "4-3-2"))),
        Part("沒有頁"),
    )
    assert ["".join(papers.words(made, page).split()) for page in range(4)] == [
        "自評表",
        "甲4-3-1",
        "乙4-3-1",
        "丙4-3-2",
    ]
    pdf = pypdfium2.PdfDocument(made)
    lines = [(one.level, one.get_title(), one.get_dest().get_index()) for one in pdf.get_toc()]
    pdf.close()
    assert lines == [
        (0, "自評表", 0), (0, "佐證資料", 1), (1, "4-3-1 紀錄", 1), (2, "第二頁", 2), (1, "4-3-2", 3),
    ]  # fmt: skip
    with pikepdf.open(made) as opened:
        assert str(opened.Root.Lang) == "zh-Hant-TW"
        assert str(opened.docinfo["/Title"]) == "列印本"
        assert "/Metadata" not in opened.Root


def test_fonts_and_pictures_of_several_files_are_stored_once(tmp_path: Path) -> None:
    """A font and a picture that two files share are one stream; a picture of the same size that differs is another."""
    files = []
    for number, colour in enumerate(("red", "red", "blue")):
        file = papers.page(tmp_path / f"{number}.pdf", "同樣的字")
        with pikepdf.open(file, allow_overwriting_input=True) as pdf:
            picture = pdf.make_stream(
                {"red": b"\xff\0\0", "blue": b"\0\0\xff"}[colour] * 100,
                Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, BitsPerComponent=8,
                ColorSpace=Name.DeviceRGB, Place=number // 9,
            )  # fmt: skip
            page = pdf.pages[0]
            name = page.add_resource(picture, Name.XObject)
            page.contents_add(b"q 90 0 0 90 99 99 cm %s Do Q" % str(name).encode())
            pdf.save(file)
        files.append(file)
    made = collated(tmp_path, *(Part(file.stem, file) for file in files))
    with pikepdf.open(made) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one]
        assert len(fonts) == 1
    assert len(papers.streams(made, "/Image")) == 2
    assert papers.seen(made, 0).tobytes() == papers.seen(files[0]).tobytes()
    assert papers.seen(made, 2).tobytes() == papers.seen(files[2]).tobytes()


def test_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock or of the machine is in the file."""
    files = [papers.page(tmp_path / f"{number}.pdf", f"第{number}頁") for number in range(3)]
    first = collated(tmp_path, *files).read_bytes()
    assert collated(tmp_path, *files).read_bytes() == first


@pytest.mark.parametrize(
    ("value", "drawn", "shown"), [("Chen 7", False, "Chen 7"), ("Chen", True, "drawn"), ("王", True, "drawn")]
)
def test_filled_fields_still_show_their_values(tmp_path: Path, value: str, drawn: bool, shown: str) -> None:
    """A form that was filled shows its values on the print, and has no field any more."""
    made = collated(tmp_path, papers.form(tmp_path / "form.pdf", value, drawn=drawn))
    assert shown in papers.words(made)
    with pikepdf.open(made) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj


def test_links_stay_and_programs_go(tmp_path: Path) -> None:
    """A link to the web or to a page is kept; whatever runs, opens or is attached is not."""
    file = papers.page(tmp_path / "one.pdf", "甲", "乙")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        box = Array([0, 0, 9, 9])
        actions: list[dict[str, Any]] = [
            {"S": Name.URI, "URI": "https://example.com/"},
            {"S": Name.GoTo, "D": Array([pdf.pages[1].obj, Name.Fit])},
            {"S": Name.JavaScript, "JS": "app.alert(1)"},
            {"S": Name.Launch, "F": "calc.exe"},
        ]
        pdf.pages[0].obj.Annots = Array(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(**action))
            for action in actions
        )
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(2)")
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(3)"))
        pdf.attachments["x.exe"] = b"MZ"
        pdf.save(file)
    made = collated(tmp_path, file)
    with pikepdf.open(made) as pdf:
        kinds = [str(one.A.S) for one in pdf.pages[0].obj.Annots]
        assert kinds == ["/URI", "/GoTo"]
        assert pdf.pages[0].obj.Annots[1].A.D[0].objgen == pdf.pages[1].obj.objgen
        everything = b"".join(
            one.unparse(resolved=True) for one in pdf.objects if not isinstance(one, pikepdf.Stream)
        )
    assert not [word for word in (b"JavaScript", b"Launch", b"EmbeddedFile") if word in everything]


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    """What a file does not show, the print does not show either."""
    file = tmp_path / "layers.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="底稿"))
        page.obj.Resources = Dictionary(Properties=Dictionary(L0=layer))
        page.obj.Contents = pdf.make_stream(b"/OC /L0 BDC 1 0 0 rg 100 100 300 300 re f EMC")
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        pdf.save(file)
    plain = papers.page(tmp_path / "plain.pdf", "甲")
    made = collated(tmp_path, plain, file)
    assert papers.seen(made, 1).getpixel((400, 2 * 842 - 400)) == (255, 255, 255)


def test_a_number_of_an_earlier_time_stays(tmp_path: Path) -> None:
    """A print copy can be evidence again: both numbers are there."""
    file = papers.page(tmp_path / "one.pdf", "內文")
    old = collated(tmp_path, Part("舊", file, "1-1-1")).rename(tmp_path / "old.pdf")
    text = papers.words(collated(tmp_path, old))
    assert "1-1-1" in text
    assert NUMBER in text


def test_a_file_that_cannot_be_opened_leaves_the_old_print(tmp_path: Path) -> None:
    """All or nothing: what was there before is there still."""
    made = collated(tmp_path, papers.page(tmp_path / "one.pdf", "甲"))
    before = made.read_bytes()
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(BadEvidence):
        collated(tmp_path, tmp_path / "one.pdf", tmp_path / "bad.pdf")
    assert made.read_bytes() == before
    assert names(made.parent) == ["print.pdf"]


def names(folder: Path) -> Sequence[str]:
    return sorted(one.name for one in folder.iterdir())
