"""Evidence made ready: pictures, documents and PDF files as one PDF for each number, and a sentence for what is bad."""

import os
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import papers
import pikepdf
import pillow_heif
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from formgen.errors import BadEvidence
from formgen.evidence.exif import without_metadata
from formgen.evidence.folder import find
from formgen.evidence.sources import Prepared, as_pdf, prepare
from formgen.exhibits import Exhibit

EXHIBITS = (Exhibit("4-3-1", "採購管理"), Exhibit("4-3-2", "承攬管理"))
A4 = (595.28, 841.89)


def prepared(folder: Path) -> tuple[dict[str, Prepared], str]:
    ready, problems = prepare(find(folder, EXHIBITS), EXHIBITS, folder / ".work")
    return ready, "\n".join(map(str, problems))


def size(path: Path, number: int = 0) -> tuple[float, float]:
    with pikepdf.open(path) as pdf:
        return float(pdf.pages[number].mediabox[2]), float(pdf.pages[number].mediabox[3])


def colours(path: Path, number: int = 0) -> str:
    """Which corner of the picture on a page is red and which is blue."""
    image = papers.seen(path, number, scale=0.5)
    found = []
    for colour, place in (("red", 0), ("blue", 2)):
        spots = [
            (x, y)
            for x in range(image.width)
            for y in range(image.height)
            if (pixel := image.getpixel((x, y)))[place] > 200 and sum(pixel) < 330  # type: ignore[index,arg-type]
        ]
        middle = [sum(axis) / len(spots) for axis in zip(*spots, strict=True)]
        found.append(
            f"{colour} {'top' if middle[1] < image.height / 2 else 'bottom'} {'left' if middle[0] < image.width / 2 else 'right'}"
        )
    return ", ".join(found)


def test_a_clean_pdf_is_handed_in_byte_for_byte(tmp_path: Path) -> None:
    """The person's own file is not touched, only named by its number."""
    file = papers.page(tmp_path / "4-3-1 紀錄.pdf", "甲", "乙")
    ready, said = prepared(tmp_path)
    assert not said
    assert ready["4-3-1"] == Prepared("4-3-1", tmp_path / ".work" / "4-3-1.pdf", 2, ("4-3-1 紀錄.pdf",))
    assert ready["4-3-1"].pdf.read_bytes() == file.read_bytes()
    assert as_pdf(file, tmp_path) == file


def test_several_files_become_one_in_order(tmp_path: Path) -> None:
    """PDF and picture are joined as they are named, with a bookmark for each; the same files give the same bytes."""
    papers.page(tmp_path / "4-3-1.pdf", "甲")
    papers.picture(tmp_path / "4-3-1_2.jpg")
    papers.page(tmp_path / "4-3-1_10.pdf", "乙", "丙")
    ready, said = prepared(tmp_path)
    assert not said
    one = ready["4-3-1"]
    assert (one.pages, one.names) == (4, ("4-3-1.pdf", "4-3-1_2.jpg", "4-3-1_10.pdf"))
    assert [papers.words(one.pdf, page).strip() for page in range(4)] == ["甲", "", "乙", "丙"]
    with pikepdf.open(one.pdf) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["4-3-1", "4-3-1_2", "4-3-1_10"]
    first = one.pdf.read_bytes()
    assert prepared(tmp_path)[0]["4-3-1"].pdf.read_bytes() == first
    assert sorted(path.name for path in (tmp_path / ".work").iterdir()) == ["4-3-1.pdf"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_on_a4_and_keeps_its_picture(tmp_path: Path, orientation: int) -> None:
    """Whatever way the phone was held, the picture is as it was seen, inside margins, not compressed again."""
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = papers.photo((800, 600))
    if orientation > 1:
        # How the sensor must have stored what the reader is to see.
        image = image.transpose(turned[orientation])  # type: ignore[arg-type]
    exif = image.getexif()
    exif[0x0112] = orientation
    file = papers.picture(tmp_path / "4-3-1.jpg", image, exif=exif, quality=95)
    ready, said = prepared(tmp_path)
    assert not said
    made = ready["4-3-1"].pdf
    (embedded,) = papers.streams(made, "/Image")
    assert embedded == without_metadata(file.read_bytes())
    assert size(made) == pytest.approx(A4[::-1], abs=0.1)
    assert colours(made) == "red top left, blue bottom right"
    margin = papers.seen(made).crop((0, 0, 1683, 80))
    assert margin.getextrema() == ((255, 255),) * 3, "room for the number"
    assert made.stat().st_size < file.stat().st_size + 3000


def test_where_a_photo_was_taken_is_not_handed_in(tmp_path: Path) -> None:
    """GPS, camera and time stay with the applicant; the picture is the very same."""
    image = papers.photo((800, 600))
    exif = image.getexif()
    exif[0x0110] = "PHONE-MODEL"
    exif.get_ifd(0x8825)[1] = "N"
    file = papers.picture(tmp_path / "4-3-1.jpg", image, exif=exif, comment=b"NOTE-OF-MINE")
    assert b"PHONE-MODEL" in file.read_bytes()
    made = prepared(tmp_path)[0]["4-3-1"].pdf
    (embedded,) = papers.streams(made, "/Image")
    assert b"PHONE-MODEL" not in embedded
    assert b"NOTE-OF-MINE" not in embedded
    assert b"Exif" not in embedded
    with Image.open(BytesIO(embedded)) as handed, Image.open(file) as own:
        assert handed.tobytes() == own.tobytes()


def test_a_heic_photo_does_not_balloon(tmp_path: Path) -> None:
    """A phone's 12 million pixels stay a few megabytes, and stand upright."""
    pillow_heif.register_heif_opener()
    file = papers.picture(tmp_path / "4-3-1.heic", papers.photo((3024, 4032)))
    ready, said = prepared(tmp_path)
    assert not said
    made = ready["4-3-1"].pdf
    assert size(made) == pytest.approx(A4, abs=0.1)
    assert colours(made) == "red top left, blue bottom right"
    assert made.stat().st_size < max(20 * file.stat().st_size, 4_000_000)


@pytest.mark.parametrize("compression", [None, "group4", "jpeg", "tiff_lzw"])
def test_a_tiff_has_as_many_pages_as_frames(tmp_path: Path, compression: str | None) -> None:
    """A scanner's file of several pages, however it is packed; what was small stays small."""
    mode = "1" if compression == "group4" else "RGB"
    frames = [papers.photo((1600, 1200)).convert(mode), papers.photo((1200, 1600)).convert(mode)]
    file = papers.picture(
        tmp_path / "4-3-1.tif", frames[0], save_all=True, append_images=frames[1:], compression=compression
    )
    ready, said = prepared(tmp_path)
    assert not said
    made = ready["4-3-1"].pdf
    assert ready["4-3-1"].pages == 2
    assert size(made, 0) == pytest.approx(A4[::-1], abs=0.1)
    assert size(made, 1) == pytest.approx(A4, abs=0.1)
    assert made.stat().st_size < 3 * file.stat().st_size + 5000
    if mode == "RGB":
        assert colours(made, 1) == "red top left, blue bottom right"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16"])
def test_rare_pictures_are_drawn_on_white(tmp_path: Path, mode: str) -> None:
    """Transparent, grey, 16-bit and palette pictures come out on white paper."""
    image = papers.photo((200, 100))
    if mode == "RGBA":
        image = image.convert("RGBA")
        image.putalpha(0)
    papers.picture(
        tmp_path / "4-3-1.png", image.convert("L").convert(mode) if mode == "I;16" else image.convert(mode)
    )
    if mode == "I;16":
        (tmp_path / "4-3-1.png").rename(tmp_path / "4-3-2.png")
        papers.picture(tmp_path / "4-3-1.tif", image.convert("L").convert("I;16"))
    ready, said = prepared(tmp_path)
    assert not said
    page = papers.seen(ready["4-3-1"].pdf)
    assert page.getpixel((5, 5)) == (255, 255, 255)
    if mode == "RGBA":
        assert page.getextrema() == ((255, 255),) * 3


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    """96 dots an inch at the least."""
    papers.picture(tmp_path / "4-3-1.png", papers.photo((96, 96)))
    made = prepared(tmp_path)[0]["4-3-1"].pdf
    with pikepdf.open(made) as pdf:
        assert b"72.0000 0.0000 0.0000 72.0000" in pdf.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_word_file_is_drawn_by_libreoffice(tmp_path: Path, ending: str) -> None:
    """With LibreOffice a Word or ODT file is evidence like any other."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    written(tmp_path / "4-3-1.docx")
    if ending == "odt":
        import subprocess

        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / '.profile').as_uri()}", "--headless",
             "--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "4-3-1.docx")],
            check=True, capture_output=True,
        )  # fmt: skip
        (tmp_path / "4-3-1.docx").unlink()
    ready, said = prepared(tmp_path)
    assert not said
    assert "採購契約" in papers.words(ready["4-3-1"].pdf)
    first = ready["4-3-1"].pdf.read_bytes()
    if ending == "docx":
        assert prepared(tmp_path)[0]["4-3-1"].pdf.read_bytes() == first, "no clock and no chance in it"


def written(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("採購契約應載明安全衛生規範")
    document.save(str(path))
    return path


def test_without_libreoffice_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No LibreOffice: the message says to save as PDF."""
    written(tmp_path / "4-3-1.docx")
    monkeypatch.setenv("PATH", str(tmp_path))
    ready, said = prepared(tmp_path)
    assert not ready
    assert "沒有安裝；請用 Word 另存成 PDF" in said


def empty(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(path)


def locked(path: Path) -> None:
    changed(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def rights(path: Path) -> None:
    nothing = pikepdf.Permissions(modify_assembly=False, print_highres=False, modify_other=False)
    changed(path, encryption=pikepdf.Encryption(user="", owner="secret", allow=nothing))


def changed(path: Path, work: Callable[[pikepdf.Pdf], object] = lambda _: None, **options: object) -> None:
    papers.page(path, "甲", "乙")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        work(pdf)
        pdf.save(path, **options)  # type: ignore[arg-type]


def cut(path: Path) -> None:
    papers.page(path, "甲")
    path.write_bytes(path.read_bytes()[:-20])


def huge(path: Path) -> None:
    papers.change(papers.page(path, "甲"), MediaBox=[0, 0, 200, 15000])


def huge_by_unit(path: Path) -> None:
    papers.change(papers.page(path, "甲"), UserUnit=100)


def many(path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        for _ in range(2000):
            pdf.pages.append(page)
        pdf.save(path)


def xfa(path: Path) -> None:
    papers.form(path, "x", extra={"XFA": Array([])})


def collection(path: Path) -> None:
    changed(path, lambda pdf: pdf.Root.__setattr__("Collection", Dictionary()))


def script(path: Path) -> None:
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    changed(path, lambda pdf: pdf.Root.__setattr__("OpenAction", action))


def launch(path: Path) -> None:
    def work(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="calc.exe"))

    changed(path, work)


def attachment(path: Path) -> None:
    changed(path, lambda pdf: pdf.attachments.__setitem__("帳冊.xlsx", b"PK"))


def film(path: Path) -> None:
    def work(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
        )

    changed(path, work)


def signed(path: Path) -> None:
    def work(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(
            Dictionary(
                FT=Name.Sig, T="s", V=Dictionary(Type=Name.Sig, ByteRange=Array([0, 1]), Contents=b"x")
            )
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    changed(path, work)


def undrawn(path: Path) -> None:
    papers.form(path, "王小明")


def junk(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\nnothing of a PDF")


def no_size(path: Path) -> None:
    papers.change(papers.page(path, "甲"), MediaBox=[0, 0, 0, 0], CropBox=[0, 0, 0, 0])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (empty, "沒有頁面"),
        (locked, "要密碼才能開啟；請解除密碼"),
        (junk, "PDF 損壞，打不開"),
        (huge, "第 1 頁長 5.3 公尺，超過 5 公尺"),
        (huge_by_unit, "超過 5 公尺"),
        (no_size, "第 1 頁沒有大小"),
        (many, "有 2001 頁，最多 2000 頁"),
        (xfa, "XFA 表單"),
        (collection, "作品集"),
        (undrawn, "印出來會是空白"),
    ],
)
def test_a_bad_pdf_has_a_sentence_of_its_own(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    """What cannot be used is told with what to do, and nothing else is lost."""
    make(tmp_path / "4-3-1.pdf")
    papers.page(tmp_path / "4-3-2.pdf", "好")
    ready, said = prepared(tmp_path)
    assert words in said
    assert said.startswith("錯誤　4-3-1.pdf：")
    assert list(ready) == ["4-3-2"]
    with pytest.raises(BadEvidence, match=r"4-3-1\.pdf"):
        as_pdf(tmp_path / "4-3-1.pdf", tmp_path)


@pytest.mark.parametrize(
    ("make", "words", "is_kept"),
    [
        (cut, "已修復", False),
        (rights, "權限限制", True),
        (script, "程式（JavaScript 或啟動動作），放入的副本已移除", False),
        (launch, "程式（JavaScript 或啟動動作），放入的副本已移除", False),
        (attachment, "夾帶檔案（帳冊.xlsx），不會印出", True),
        (film, "影片", False),
        (signed, "", True),
    ],
)
def test_a_doubtful_pdf_is_used_with_a_warning(
    tmp_path: Path, make: Callable[[Path], None], words: str, is_kept: bool
) -> None:
    """Programs go and damage is mended, in a copy; else the file stays as it is, and the person is told."""
    make(tmp_path / "4-3-1.pdf")
    ready, said = prepared(tmp_path)
    assert words in said
    assert "錯誤" not in said
    content = ready["4-3-1"].pdf.read_bytes()
    assert (content == (tmp_path / "4-3-1.pdf").read_bytes()) is is_kept
    with pikepdf.open(ready["4-3-1"].pdf) as pdf:
        every = b"".join(
            one.unparse(resolved=True) for one in pdf.objects if not isinstance(one, pikepdf.Stream)
        )
    assert b"JavaScript" not in every
    assert b"Launch" not in every
    assert "甲" in papers.words(ready["4-3-1"].pdf)


def test_joining_a_signed_file_warns(tmp_path: Path) -> None:
    """A signature does not survive joining; alone, the file keeps its bytes and its signature."""
    signed(tmp_path / "4-3-1.pdf")
    papers.page(tmp_path / "4-3-1_2.pdf", "丙")
    assert "電子簽章，與其他檔案合併後簽章失效" in prepared(tmp_path)[1]


def test_all_bad_files_are_told_at_once(tmp_path: Path) -> None:
    """Two bad files of one number are two problems."""
    locked(tmp_path / "4-3-1.pdf")
    junk(tmp_path / "4-3-1_2.pdf")
    ready, said = prepared(tmp_path)
    assert not ready
    assert said.count("錯誤") == 2


def test_a_picture_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """A small file of very many pixels is told by its size."""
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    for number, side in enumerate((12_000, 60_000), 1):
        head = side.to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
        (tmp_path / f"4-3-{number}.png").write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"\0" * 9))
            + chunk(b"IEND", b"")
        )
    ready, said = prepared(tmp_path)
    assert not ready
    assert said.count("像素超過 12000 萬") == 2


@pytest.mark.parametrize("ending", ["jpg", "png", "tif"])
def test_half_a_picture_is_refused(tmp_path: Path, ending: str) -> None:
    """A picture whose end is missing would print grey: it is told instead."""
    papers.picture(tmp_path / f"4-3-1.{ending}", papers.photo((800, 600)))
    content = (tmp_path / f"4-3-1.{ending}").read_bytes()
    (tmp_path / f"4-3-1.{ending}").write_bytes(content[: len(content) // 2])
    ready, said = prepared(tmp_path)
    assert not ready
    assert "圖檔損壞或不完整" in said


def test_a_filled_form_joined_still_shows_its_value(tmp_path: Path) -> None:
    """Fields of the same name in two files keep their own values."""
    papers.form(tmp_path / "4-3-1.pdf", "Chen")
    papers.form(tmp_path / "4-3-1_2.pdf", "Lin")
    ready, said = prepared(tmp_path)
    assert not said
    assert [papers.words(ready["4-3-1"].pdf, page).strip() for page in range(2)] == ["Chen", "Lin"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A sentence, and no traceback."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    papers.page(tmp_path / "4-3-1.pdf", "甲").chmod(0)
    assert "沒有權限" in prepared(tmp_path)[1]


@pytest.mark.parametrize("compression", [None, "group4", "jpeg"])
def test_a_turned_tiff_is_upright(tmp_path: Path, compression: str | None) -> None:
    """A scanner that wrote the sheet sideways, and said so, is believed once."""
    image = papers.photo((800, 600)).transpose(2)  # type: ignore[arg-type]
    if compression == "group4":
        image = image.convert("L").point(lambda level: 255 if level > 60 else 0).convert("1")
    papers.picture(tmp_path / "4-3-1.tif", image, compression=compression, tiffinfo={274: 6})
    made = prepared(tmp_path)[0]["4-3-1"].pdf
    assert size(made) == pytest.approx(A4[::-1], abs=0.1)
    if compression != "group4":
        assert colours(made) == "red top left, blue bottom right"
