"""Files without tags on their fields: ODT, and what LibreOffice saves of a Word file. Answers stand between the words."""

import io
import re
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from conftest import Office
from lxml import etree
from paper import repacked
from strategies import example
from visiting import Visitor, file

from formgen import catalog
from formgen.answers import Answers
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.read import Reading, read, sheet
from formgen.renditions import renditions

# Boxes; a list that grows; paragraphs that grow and holes that touch; V columns and answers of several lines.
FORMS = ("coaching_application", "award_roll", "official_letter", "unit_recommendation")
Odts = dict[str, bytes]


@pytest.fixture(scope="module")
def odts() -> Odts:
    papers = [(form, example(form)) for form in map(catalog.get, FORMS)]
    return dict(zip(FORMS, renditions(papers, "odt"), strict=True))


def read_bytes(folder: Path, content: bytes, *, is_lenient: bool = False) -> Reading:
    path = folder / "交來的檔案"
    path.write_bytes(content)
    return read(path, is_lenient=is_lenient)


class Sheet:
    """An ODT in the hands of a person."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.root: Any = etree.fromstring(package.read("content.xml"))

    def saved(self) -> bytes:
        return repacked(self._content, **{"content.xml": etree.tostring(self.root)})

    def line(self, said: str) -> Any:
        """The one paragraph that says this."""
        (found,) = (one for one in self.root.iter("{*}p") if "".join(one.itertext()).strip() == said)
        return found

    def type(self, said: str, typed: str) -> "Sheet":
        """Type a line anew."""
        line = self.line(said)
        line[:], line.text = [], typed
        return self

    def row(self, said: str) -> Any:
        return next(self.line(said).iterancestors("{*}table-row"))


def retyped(content: bytes, lines: Mapping[str, str]) -> bytes:
    sheet = Sheet(content)
    for said, typed in lines.items():
        sheet.type(said, typed)
    return sheet.saved()


def test_what_libreoffice_saves_comes_back_whole(tmp_path: Path, office: Office) -> None:
    """Every form, blank and filled, that LibreOffice has saved as Word file gives the same answers, also unprinted ones."""
    forms = [catalog.get(name) for name in catalog.names()]
    words = renditions([(form, example(form)) for form in forms], "docx")
    blanks = renditions([(form, form.answers()) for form in forms], "docx", is_blank=True)
    files = {form.name: word for form, word in zip(forms, words, strict=True)}
    files |= {f"{form.name}-blank": word for form, word in zip(forms, blanks, strict=True)}
    saved = office.convert(files, "docx")
    for form in forms:
        for name, given in ((form.name, example(form)), (f"{form.name}-blank", form.answers())):
            reading = read_bytes(tmp_path, saved[name])
            assert reading.answers == given, name
            assert not reading.warnings, name


def test_an_odt_comes_back_whole_through_libreoffice(tmp_path: Path, odts: Odts, office: Office) -> None:
    """An ODT of ours gives its answers back, also when LibreOffice has saved it again, as ODT or as Word file."""
    again = office.convert(odts, "odt", ending="odt")
    words = office.convert(odts, "docx", ending="odt")
    for name in FORMS:
        for content in (odts[name], again[name], words[name]):
            reading = read_bytes(tmp_path, content)
            assert reading.answers == example(catalog.get(name)), name
            assert not reading.warnings


def test_an_odt_without_hidden_answers(tmp_path: Path, office: Office) -> None:
    """Of a Word file that LibreOffice has saved as ODT the paper alone is left: it is read, and that is said."""
    form = catalog.get("personal_data_consent")
    word = renditions([(form, example(form))], "docx")
    (saved,) = office.convert({"saved": word[0]}, "odt").values()
    reading = read_bytes(tmp_path, saved)
    assert reading.answers == example(form)
    assert "只讀得到印在表上的" in str(reading.warnings[0])
    assert form.question("unit_name").label in str(reading.warnings[-1])


def test_what_was_typed_wins(tmp_path: Path, odts: Odts) -> None:
    """A text typed anew is read, its field is named to look at again, and all others stay."""
    reading = read_bytes(tmp_path, retyped(odts["coaching_application"], {"環氧樹脂、界面活性劑": "溶劑"}))
    assert reading.answers == changed("coaching_application", products="溶劑")
    (warning,) = reading.warnings
    assert str(warning).endswith("請核對：主要產品")


def changed(name: str, **answers: Any) -> Answers:
    data = example(catalog.get(name)).model_dump(mode="json")
    return catalog.get(name).answers.model_validate(data | answers)


@pytest.mark.parametrize("box", ["■", "☑", "✔", "V"])
def test_a_box_is_ticked_whatever_the_sign(tmp_path: Path, odts: Odts, box: str) -> None:
    """□ is no answer; whatever else a person draws in its place is one."""
    line = "□否；\u3000■是，○○產業園區"
    reading = read_bytes(
        tmp_path, retyped(odts["coaching_application"], {line: f"{box}否；\u3000□是，產業園區"})
    )
    assert reading.answers == changed("coaching_application", park="否", park_name=None)


def test_a_v_in_another_row(tmp_path: Path, odts: Odts) -> None:
    """The V column of 附表一: the V that stands in another row is another grade."""
    sheet = Sheet(odts["unit_recommendation"])
    best = next(
        row
        for row in sheet.root.iter("{*}table-row")
        if "並確實落實執行，均備有執行紀錄可稽" in "".join(row.itertext())
    )
    good = best.getprevious()
    marks = [next(row.iter("{*}content-control")) for row in (good, best)]
    for mark, sign in zip(marks, ("V", "\u3000"), strict=True):
        mark[:], mark.text = [], sign
    answers: Any = read_bytes(tmp_path, sheet.saved()).answers
    grades = {number: one["grade"] for number, one in answers.given()["items"].items()}
    before = {
        number: one["grade"]
        for number, one in example(catalog.get("unit_recommendation")).given()["items"].items()
    }
    different = {number for number in before if before[number] != grades.get(number)}
    assert len(different) == 1
    assert grades[different.pop()] == "良"


def test_an_answer_of_several_lines(tmp_path: Path, odts: Odts) -> None:
    """A line added with Enter belongs to the answer."""
    sheet = Sheet(odts["unit_recommendation"])
    last = sheet.line("職業安全衛生管理員：張○○")
    last.addnext(deepcopy(last))
    last.getnext()[:], last.getnext().text = [], "護理人員：李○○"
    answers: Any = read_bytes(tmp_path, sheet.saved()).answers
    assert answers.safety_staff.endswith("管理員：張○○\n護理人員：李○○")


def test_a_list_that_grew(tmp_path: Path, odts: Odts) -> None:
    """A row that a person adds to a table is a row of the list."""
    sheet = Sheet(odts["award_roll"])
    rows = list(sheet.root.iter("{*}table-row"))
    rows[-1].addnext(new := deepcopy(rows[-1]))
    for line, typed in zip(new.iter("{*}p"), ("99", "新獎", "新的單位", "", ""), strict=True):
        line[:], line.text = [], typed
    answers: Any = read_bytes(tmp_path, sheet.saved()).answers
    assert len(answers.winners) == len(rows)
    added = answers.winners[-1]
    assert (added.place, added.award, added.unit) == (99, "新獎", "新的單位")
    assert answers.winners[:-1] == example(catalog.get("award_roll")).winners  # type: ignore[attr-defined]


def test_paragraphs_that_grew(tmp_path: Path, odts: Odts) -> None:
    """A line of 聯絡方式 that a person adds to a letter is a row of its list."""
    sheet = Sheet(odts["official_letter"])
    sheet.line("傳真：02-00000001").addnext(new := deepcopy(sheet.line("傳真：02-00000001")))
    new[:], new.text = [], "手機：0900-000000"
    contacts: Any = read_bytes(tmp_path, sheet.saved()).answers.given()["contacts"]
    assert contacts[4] == {"label": "手機", "value": "0900-000000"}
    assert len(contacts) == 6


def test_holes_that_touch(tmp_path: Path, odts: Odts) -> None:
    """Where no word parts two fields, the one that was not touched tells where the other begins; else both are named."""
    item = "1、書面審查：資料不齊者，通知限期補正。"
    content = retyped(odts["official_letter"], {item: "1、書面審查。"})
    reading = read_bytes(tmp_path, content)
    assert reading.answers.given()["explanation"]["items"][4] == {"level": "1、", "text": "書面審查。"}
    content = retyped(odts["official_letter"], {item: "◎書面審查。"})
    with pytest.raises(InvalidAnswers) as error:
        read_bytes(tmp_path, content)
    assert [one.label for one in error.value.problems] == [
        "說明／分項／第5項／層次",
        "說明／分項／第5項／內容",
    ]


def test_changed_words_lose_their_fields_alone(tmp_path: Path, odts: Odts) -> None:
    """Where the words around a field are changed, it is named and left open; all other fields are read."""
    line = "□否；\u3000■是，○○產業園區"
    content = retyped(odts["coaching_application"], {line: "在○○工業區裡", "王○○": "李○○"})
    with pytest.raises(InvalidAnswers, match="問題"):
        read_bytes(tmp_path, content)
    reading = read_bytes(tmp_path, content, is_lenient=True)
    assert {one.field for one in reading.left_out} == {"park", "park_name"}
    assert reading.answers == changed(
        "coaching_application", person_in_charge="李○○", park=None, park_name=None
    )


def test_lines_that_belong_nowhere(tmp_path: Path, odts: Odts) -> None:
    """Lines that may belong to this list or that field: all of these are named, also rows that may be none."""
    sheet = Sheet(odts["official_letter"])
    line = sheet.line("999002 ○○市○○區工業一路8號")
    for typed in ("其他：甲", "其他：乙"):
        line.addnext(new := deepcopy(line))
        new[:], new.text = [], typed
    reading = read_bytes(tmp_path, sheet.saved(), is_lenient=True)
    lost = {one.field for one in reading.left_out}
    assert {"recipient.address", "contacts.0.value", "contacts.6.value"} <= lost
    before = example(catalog.get("official_letter")).given()
    assert reading.answers.given()["subject"] == before["subject"]


def test_another_paper_is_refused(tmp_path: Path, odts: Odts) -> None:
    """A file whose words are others is refused, whatever it hides."""
    sheet = Sheet(odts["coaching_application"])
    for line in sheet.root.iter("{*}p"):
        line[:], line.text = [], "別的文件"
    with pytest.raises(UnreadableFile, match="改了太多"):
        read_bytes(tmp_path, sheet.saved())


def test_a_broken_odt_is_refused(tmp_path: Path, odts: Odts) -> None:
    """What cannot be opened is told."""
    with pytest.raises(UnreadableFile, match="ODT 檔已損壞"):
        read_bytes(tmp_path, repacked(odts["award_roll"], **{"content.xml": b"<p"}))


def test_an_odt_starts_a_draft(visitor: Visitor, odts: Odts) -> None:
    """On the web an ODT that was filled in comes back, and what was read by the words is named."""
    content = retyped(odts["coaching_application"], {"環氧樹脂、界面活性劑": "溶劑"})
    page = visitor.send("/return", {"file": file("申請表.odt", content), "how": "continue"}).text
    assert "請核對：主要產品" in page


def test_a_word_file_whose_tags_libreoffice_kept_in_part(tmp_path: Path) -> None:
    """Where LibreOffice has kept some tags and lost others, the words tell; of a file of Word's own the lost ones are named."""
    form = catalog.get("coaching_application")
    (word,) = renditions([(form, example(form))], "docx")
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        document, program = package.read("word/document.xml"), package.read("docProps/app.xml")
    lost = repacked(word, **{"word/document.xml": document.replace(b'<w:tag w:val="products"/>', b"")})
    with pytest.raises(UnreadableFile, match="檔案少了這些欄位：主要產品"):
        read_bytes(tmp_path, lost)
    libreoffice = re.sub(rb"<Application>[^<]*", b"<Application>LibreOffice/24.8", program)
    assert libreoffice != program
    assert read_bytes(tmp_path, repacked(lost, **{"docProps/app.xml": libreoffice})).answers == example(form)


def test_a_paper_far_longer_than_any_form_is_refused_at_once(tmp_path: Path) -> None:
    """Lines and characters without end would be compared for minutes; such a file is refused before."""
    form = catalog.get("official_letter")
    (content,) = renditions([(form, example(form))], "docx")
    tagless = re.sub(rb"<w:tag [^>]*/>", b"", _part(content, "word/document.xml"))
    one, other = b"<w:p/>" * 8000, b"<w:p><w:r><w:t>" + "字".encode() * 300_000 + b"</w:t></w:r></w:p>"
    for more in (one, other):
        body = tagless.replace(b"<w:body>", b"<w:body>" + more)
        with pytest.raises(UnreadableFile, match="長得太多"):
            read_bytes(tmp_path, repacked(content, **{"word/document.xml": body}))


@pytest.mark.parametrize("count", ["99999999999999", "-1", "多", ""])
def test_blanks_that_are_only_counted_have_a_measure(count: str) -> None:
    """An ODT says how many blanks there are; a number without sense takes no memory and stops nothing."""
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = etree.fromstring(f'<b xmlns:t="{text}"><t:p>甲<t:s t:c="{count}"/>乙</t:p></b>')
    assert sheet.of_odt(body) == ("甲 乙",)


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)
