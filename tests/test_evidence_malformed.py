"""Evidence that breaks the rules of its kind: mended where readers agree, else a sentence with the person's file."""

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import papers
import pikepdf
import pytest
from papers import MM
from pikepdf import Array, Dictionary, Name, Object
from PIL import Image
from test_evidence_collate import NUMBER, collated, stamp_box

from formgen.errors import BadEvidence, CannotWrite
from formgen.evidence import stamps
from formgen.evidence.boundary import MALFORMED, write_pdf
from formgen.evidence.collate import Part
from formgen.evidence.documents import odd_sizes
from formgen.evidence.folder import find
from formgen.evidence.sources import Prepared, prepare
from formgen.exhibits import Exhibit

EXHIBITS = (Exhibit("4-3-1", "採購管理"), Exhibit("4-3-2", "承攬管理"))
NULL = Object.parse(b"null")


def prepared(folder: Path) -> tuple[dict[str, Prepared], str]:
    found = find(folder, EXHIBITS)
    ready, problems = prepare(found, EXHIBITS, folder / ".work")
    return ready, "\n".join(map(str, [*found.problems, *problems]))


def broken(path: Path, breaks: Callable[[pikepdf.Pdf, Any], object]) -> Path:
    """A page with a font, a picture, a link and the words 甲, changed in one place."""
    papers.page(path, "甲", margin="40%")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        picture = pdf.make_stream(
            b"\0\0\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )  # fmt: skip
        page.add_resource(picture, Name.XObject, Name("/I"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        page.obj.Annots = Array([pdf.make_indirect(link)])
        breaks(pdf, page.obj)
        pdf.save(path)
    return path


def put(value: Any, *way: str) -> Callable[[pikepdf.Pdf, Any], None]:
    """Write a value into a page, or into the catalog where the way begins with /Root."""

    def breaks(pdf: pikepdf.Pdf, page: Any) -> None:
        holder = pdf.Root if way[0] == "/Root" else page
        for step in way[way[0] == "/Root" : -1]:
            if step not in holder:
                holder[step] = Dictionary()
            holder = holder[step]
        holder[way[-1]] = value

    return breaks


def put_link(action: Any) -> Callable[[pikepdf.Pdf, Any], None]:
    return lambda _, page: page.Annots[0].__setitem__("/A", action)


def lead_everywhere(pdf: pikepdf.Pdf, page: Any) -> None:
    """A number that is a way through the whole file, and round again."""
    value = page
    for _ in range(9):
        value = Array([value])
    page.Resources.XObject.I.Height = value


SEEN = {
    "crop box elsewhere": put(Array([2000, 2000, 2600, 2800]), "/CropBox"),
    "crop box beside": put(Array([-900, 0, -1, 800]), "/CropBox"),
    "turn is a text": put(pikepdf.String("z"), "/Rotate"),
    "turn is a list": put(Array([90]), "/Rotate"),
    "pictures are a number": put(7, "/Resources", "/XObject"),
    "pictures are a list": put(Array([]), "/Resources", "/XObject"),
    "hidden layers are a number": put(7, "/Root", "/OCProperties", "/D", "/OFF"),
    "hidden layers are no layers": put(Array([7, NULL, Name.X]), "/Root", "/OCProperties", "/D", "/OFF"),
    "names are a number": lambda pdf, page: (
        put(7, "/Root", "/Names", "/Dests")(pdf, page),
        put_link(Dictionary(S=Name.GoTo, D="x"))(pdf, page),
    ),
    "an action is a number": put_link(7),
    "a height leads everywhere": lead_everywhere,
    "a mask is its own": lambda _, page: page.Resources.XObject.I.__setitem__("/SMask", page.Resources.XObject.I),
    "page labels are no labels": lambda pdf, _: pdf.Root.__setitem__(
        "/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=pdf.make_stream(b"q"))]))
    ),
    "page labels have no pages": put(
        Dictionary(Nums=Array([NULL, Dictionary(S=Name.D)])), "/Root", "/PageLabels"
    ),
    "remarks are a number": put(7, "/Annots"),
    "a remark is nothing": put(Array([NULL, 7]), "/Annots"),
    "a font's fonts are a number": lambda _, page: next(iter(page.Resources.Font.values())).__setitem__(
        "/DescendantFonts", 7
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("is_joined", [False, True])
def test_what_readers_agree_on_is_mended(tmp_path: Path, name: str, is_joined: bool) -> None:
    """Where what is seen is clear, the page is used, alone or joined, and numbered at its top right."""
    broken(tmp_path / "4-3-1.pdf", SEEN[name])
    if is_joined:
        papers.page(tmp_path / "4-3-1_2.pdf", "乙")
    ready, said = prepared(tmp_path)
    assert "錯誤" not in said
    made = collated(tmp_path, ready["4-3-1"].pdf)
    assert papers.count(made) == 1 + is_joined
    left, top, right, _ = stamp_box(made)
    with pikepdf.open(made) as pdf:
        width = float(pdf.pages[0].mediabox[2])
    assert (width - right) / MM == pytest.approx(5.5, abs=1)
    assert top / MM == pytest.approx(6, abs=1)
    assert left < right


@pytest.mark.parametrize("contents", [Array([NULL]), Array([]), 7, Array([7, Array([])]), Dictionary()])
def test_a_page_without_content_is_an_empty_page(tmp_path: Path, contents: Any) -> None:
    """Contents that are no streams draw nothing; the page is there with its number."""
    made = collated(tmp_path, broken(tmp_path / "4-3-1.pdf", put(contents, "/Contents")))
    assert papers.words(made).strip() == NUMBER


@pytest.mark.parametrize("turn", [135, 45, -45, -135, 91, 1000000, 450])
def test_an_odd_turn_is_the_turn_that_is_seen(tmp_path: Path, turn: int) -> None:
    """Only right angles are allowed: others are cut down as PDFium does, and every reader is told the same."""
    made = collated(tmp_path, papers.change(papers.page(tmp_path / "one.pdf", "甲"), Rotate=turn))
    left, top, right, bottom = stamp_box(made)
    width = papers.seen(made, scale=10).width / 10
    assert right - left > 2 * (bottom - top), "upright"
    assert (width - right) / MM == pytest.approx(5.5, abs=1)
    with pikepdf.open(made) as pdf:
        assert pdf.pages[0].obj.get("/Rotate", 0) in (0, 90, 180, 270)


def mask_chain(pdf: pikepdf.Pdf, page: Any) -> None:
    """Pictures that mask each other, deeper than calls can go."""
    last = page.Resources.XObject.I
    for _ in range(3000):
        mask = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image)
        last.SMask = mask
        last = mask


@pytest.mark.parametrize(
    "breaks", [put(7, "/Resources", "/XObject", "/FormgenExhibit0"), mask_chain], ids=["stamp", "whole"]
)
def test_what_nobody_foresaw_names_the_person_s_file(
    tmp_path: Path, breaks: Callable[[pikepdf.Pdf, Any], object]
) -> None:
    """Whatever a library raises, in whatever step, is a sentence about the file that the person sent."""
    good, bad = papers.page(tmp_path / "good.pdf", "乙"), broken(tmp_path / "work.pdf", breaks)
    with pytest.raises(BadEvidence) as raised:
        collated(
            tmp_path,
            Part("4-3-1", good, "4-3-1", names=("好.pdf",)),
            Part("4-3-2", bad, "4-3-2", names=("採購.pdf",)),
        )
    assert raised.value.facts == {"file": "採購.pdf", "reason": MALFORMED}
    with pytest.raises(BadEvidence, match="「4-3-2 承攬」"):
        collated(tmp_path, Part("4-3-2 承攬", bad, "4-3-2"))


def test_the_file_that_cannot_be_joined_is_named(tmp_path: Path) -> None:
    """Of several files of one number, the bad one is told, not the first."""
    papers.page(tmp_path / "4-3-1.pdf", "甲")
    broken(tmp_path / "4-3-1_2.pdf", mask_chain)
    ready, said = prepared(tmp_path)
    assert not ready
    assert said == f"錯誤　4-3-1_2.pdf：{MALFORMED}（佐證資料）"


@pytest.mark.parametrize(
    "content",
    [b"q Q\n" * 5_000_000, b"%\n" * 2_000_000, b" " * 40_000_000, b"ID " * 400_000],
    ids=["saves", "remarks", "blanks", "pictures"],
)
def test_content_made_to_keep_us_busy_is_closed_off_unread(tmp_path: Path, content: bytes) -> None:
    """A page of millions of words costs seconds, and its number stands where it should."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pikepdf.Stream(pdf, zlib.compress(content, 1))
        page.obj.Contents.Filter = Name.FlateDecode
        began = time.process_time()
        assert not stamps._is_even(page)
        assert time.process_time() - began < 5
        pdf.save(tmp_path / "busy.pdf")
    if len(content) < 5_000_000:
        _, top, right, _ = stamp_box(collated(tmp_path, tmp_path / "busy.pdf"))
        assert (595 - right) / MM == pytest.approx(5.5, abs=1)
        assert top / MM == pytest.approx(6, abs=1)


def test_a_full_disk_is_told_with_its_folder(tmp_path: Path) -> None:
    """Neither the process nor the person's file is blamed for a disk that is full."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pytest.raises(CannotWrite, match="無法寫入「/dev」：磁碟已滿"):
            write_pdf(pdf, Path("/dev/full"))


@pytest.mark.parametrize("most", [1000, 100_000, 310_000, 500_000, 650_000])
def test_a_write_that_fails_anywhere_is_told(tmp_path: Path, most: int) -> None:
    """Whichever work file does not fit, the sentence says what could not be written."""
    for count in (1, 2):
        with pikepdf.new() as pdf:
            pdf.add_blank_page().obj.Contents = pdf.make_stream(os.urandom(300_000))
            pdf.save(tmp_path / f"4-3-1_{count}.pdf")
    # A process of its own: qpdf would end it.
    run = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path), str(most)],
        capture_output=True,
        text=True,
        check=False,
    )
    work = tmp_path / ".work"
    expected = f"無法寫入「{work}」：" if most < 600_000 else "ready"
    assert run.stdout.startswith(expected), run.stderr
    assert run.returncode == 0


_LIMITED = """
import resource, sys
from pathlib import Path
from formgen.errors import CannotWrite
from formgen.evidence.folder import find
from formgen.evidence.sources import prepare
from formgen.exhibits import Exhibit
folder, exhibits = Path(sys.argv[1]), (Exhibit("4-3-1", "採購管理"),)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    ready, problems = prepare(find(folder, exhibits), exhibits, folder / ".work")
    print("ready" if ready else problems)
except CannotWrite as error:
    print(error)
"""


def test_a_phone_s_picture_of_two_is_its_first(tmp_path: Path) -> None:
    """An HDR photo (MPO) holds a second picture: the first is printed, and nothing of the second is handed in."""
    second = papers.photo((320, 240))
    exif = second.getexif()
    exif[0x0110] = "PHONE-MODEL"
    stream = BytesIO()
    second.encoderinfo = {"exif": exif}
    papers.photo().save(stream, "MPO", save_all=True, append_images=[second], exif=exif)
    assert b"PHONE-MODEL" in stream.getvalue()
    (tmp_path / "4-3-1.jpg").write_bytes(stream.getvalue())
    ready, said = prepared(tmp_path)
    assert not said
    assert ready["4-3-1"].pages == 1
    (embedded,) = papers.streams(ready["4-3-1"].pdf, "/Image")
    assert embedded.count(b"\xff\xd8\xff") == 1
    assert b"MPF" not in embedded
    assert b"PHONE-MODEL" not in ready["4-3-1"].pdf.read_bytes()
    with Image.open(BytesIO(embedded)) as handed, Image.open(tmp_path / "4-3-1.jpg") as own:
        assert handed.tobytes() == own.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_what_follows_a_picture_s_end_is_not_handed_in(tmp_path: Path, progressive: bool) -> None:
    """Phones append films and notes to a JPEG; the picture ends where its scans end."""
    file = papers.picture(tmp_path / "4-3-1.jpg", progressive=progressive)
    content = file.read_bytes()
    file.write_bytes(content + b"MotionPhoto" * 99)
    (embedded,) = papers.streams(prepared(tmp_path)[0]["4-3-1"].pdf, "/Image")
    assert embedded == content


@pytest.mark.parametrize("size", [(30000, 1), (1, 30000), (1, 1)])
@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_a_picture_of_any_shape_is_sound(tmp_path: Path, size: tuple[int, int], ending: str) -> None:
    """A picture as thin as a line is whole: it is not called damaged."""
    papers.picture(tmp_path / f"4-3-1.{ending}", Image.new("RGB", size, "red"))
    ready, said = prepared(tmp_path)
    assert not said
    assert ready["4-3-1"].pages == 1


@pytest.mark.parametrize(("colours", "channels"), [(4, 2), (6, 4), (2, 3)], ids=["LA", "RGBA", "RGB"])
def test_a_picture_of_16_bits_with_alpha_is_drawn(tmp_path: Path, colours: int, channels: int) -> None:
    """A PNG of 16 bits, transparent or not, comes out on white paper."""
    head = (8).to_bytes(4, "big") * 2 + bytes((16, colours, 0, 0, 0))
    rows = (b"\0" + b"\0\0" * (channels - 1) * 8 + b"\xff\xff" * 8) * 8

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    (tmp_path / "4-3-1.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    ready, said = prepared(tmp_path)
    assert not said
    assert papers.seen(ready["4-3-1"].pdf).getpixel((5, 5)) == (255, 255, 255)


def zipped(content: bytes, name: str = "mimetype") -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


ODT_KIND = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("4-3-1.odt", zipped(ODT_KIND)[:38] + b"\xff" * 20 + zipped(ODT_KIND)[58:]),
        ("4-3-1.docx", zipped(b"", "é.xml").replace("é".encode(), b"\xff\xfe")),
        ("4-3-1.docx", zipped(b"").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63")),
    ],
    ids=["stream", "name", "version"],
)
def test_a_damaged_zip_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    """Whatever is wrong inside a Word or ODT file is a sentence."""
    (tmp_path / name).write_bytes(content)
    assert f"{name}：檔案損壞，打不開" in prepared(tmp_path)[1]


@pytest.mark.parametrize(("name", "taken"), [("4-3-1.xlsx", False), ("4-3-1", True), ("4-3-1.", True), ("4-3-1.PDF", True)])  # fmt: skip
def test_an_ending_says_the_kind_or_nothing(tmp_path: Path, name: str, taken: bool) -> None:
    """An ending that we do not know lies as one that we know; a name without one says nothing."""
    papers.page(tmp_path / "one.pdf", "甲").rename(tmp_path / name)
    found = find(tmp_path, EXHIBITS)
    assert bool(found.files) is taken
    if not taken:
        assert "副檔名是 .xlsx，內容卻是PDF；請確認是不是拿錯檔案，不是的話把副檔名改成 .pdf" in str(
            found.problems[0]
        )


def test_circled_and_raised_numbers_are_letters(tmp_path: Path) -> None:
    """① and ² in a name are no numbers that Python reads, and no traceback."""
    for name in ("4-3-1①.pdf", "4-3-1 10m².pdf", "4-3-1/²/①.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        papers.page(tmp_path / name, "甲")
    found = find(tmp_path, EXHIBITS)
    assert not found.problems
    assert len(found.files["4-3-1"]) == 3
    assert "沒有編號" in str(find(tmp_path, EXHIBITS, [("9" * 5000, "x.pdf")]).problems[0])


def test_a_name_in_big5_is_told_as_it_is_meant(tmp_path: Path) -> None:
    """Names of an old ZIP program cannot go on: they are told in words that can be read and printed."""
    good = papers.page(tmp_path / "4-3-2.pdf", "甲")
    folder = tmp_path / "4-3-1"
    folder.mkdir()
    for place in (tmp_path / "4-3-1_", folder):
        odd = os.fsencode(place if place != folder else f"{folder}/") + "許可紀錄.pdf".encode("big5")
        Path(os.fsdecode(odd)).write_bytes(good.read_bytes())
    found = find(tmp_path, EXHIBITS)
    assert [one.label for one in found.problems] == ["4-3-1/許可紀錄.pdf", "4-3-1_許可紀錄.pdf"]
    assert "檔名不是 UTF-8 編碼" in found.problems[0].message
    assert list(found.files) == ["4-3-2"]


def test_a_name_as_long_as_the_disk_takes_is_no_hindrance(tmp_path: Path) -> None:
    """What is made of a file has a name of its own, which is short."""
    papers.picture(tmp_path / "one.png").rename(tmp_path / ("4-3-1" + "a" * 250))
    ready, said = prepared(tmp_path)
    assert not said
    assert ready["4-3-1"].pages == 1


def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path) -> None:
    """1200 folders in each other are a folder like any other."""
    (tmp_path / "4-3-1").mkdir()
    deep = os.open(tmp_path / "4-3-1", os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=deep)
        inner = os.open("a", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    try:
        assert "資料夾是空的" in str(find(tmp_path, EXHIBITS).problems[0])
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "4-3-1"], check=True)


@pytest.mark.parametrize(
    ("size", "rotate", "paper"),
    [
        ("210mm 297mm", 0, ""),
        ("299mm 208mm", 90, ""),
        ("297mm 420mm", 0, "A3"),
        ("420mm 297mm", 0, "A3"),
        ("8.5in 11in", 0, "Letter"),
        ("8.5in 14in", 90, "Legal"),
        ("182mm 257mm", 0, "B5"),
        ("210mm 400mm", 0, "210×400 mm"),
        ("210mm 400mm", 270, "400×210 mm"),
    ],
)
def test_pages_of_another_size_are_told_by_their_paper(
    tmp_path: Path, size: str, rotate: int, paper: str
) -> None:
    """A4 either way up, give or take 3 mm, is A4; another page is told by its number and paper."""
    file = papers.change(papers.page(tmp_path / "one.pdf", "甲", "乙", size=size), Rotate=rotate)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.MediaBox = Array([0, 0, 595, 842])
        pdf.save(file)
    assert odd_sizes(file) == ([(2, paper)] if paper else [])


def test_a_user_unit_counts_for_the_paper(tmp_path: Path) -> None:
    """A page of 105 × 148.5 mm whose unit is two is A4 to the printer."""
    file = papers.page(tmp_path / "one.pdf", "甲", size="105mm 148.5mm")
    assert odd_sizes(file) == [(1, "A6")]
    assert odd_sizes(papers.change(file, UserUnit=2)) == []
