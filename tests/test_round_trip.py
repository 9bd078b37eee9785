"""What a filled file says when it is read back: answers → Word or PDF → answers."""

import io
import json
import re
import struct
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from drawn import blank_pdf, example_pdf
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from paper import ANSWERS, CONTENT, CONTROL, DOCUMENT, Paper, empty, repacked, say, tag_of, tick, write
from pypdf import PdfWriter
from strategies import DIRTY, NASTY, answers, example, path_of, with_answers

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.errors import FormgenError, InvalidAnswers, UnreadableFile
from formgen.form import Form
from formgen.read import Reading, read
from formgen.render import pdf
from formgen.render.word.package import answers_xml
from formgen.render.word.xml import MC, name, text, w
from formgen.render.word.xml import tag as element
from formgen.renditions import rendition
from formgen.values import answered, printed

FORMS = catalog.names()
LONG = "職業安全衛生管理" * 1250
every_form = pytest.mark.parametrize("name", FORMS)
every_form_with_text = pytest.mark.parametrize(
    "name", [name for name in FORMS if path_of(catalog.get(name), "text")]
)
# A second for each example, so shrinking would take minutes.
FEW = settings(max_examples=1, phases=[Phase.explicit, Phase.generate])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("read")


@pytest.fixture
def form() -> Form:
    return catalog.get("unit_recommendation")


def word(form: Form, given: Answers, *, is_blank: bool = False) -> bytes:
    return rendition(form, given, "docx", is_blank=is_blank)


def read_bytes(folder: Path, content: bytes, name: str = "交來的檔案.docx") -> Reading:
    (folder / name).write_bytes(content)
    return read(folder / name)


def again(folder: Path, form: Form, given: Answers, file_format: Any) -> Answers:
    return read_bytes(folder, rendition(form, given, file_format)).answers


# --- the identity


@every_form
@settings(max_examples=10)
@given(data=st.data())
def test_word_gives_the_answers_back(name: str, folder: Path, data: st.DataObject) -> None:
    """Answers → DOCX → answers is the identity, whatever was typed."""
    form = catalog.get(name)
    given = data.draw(answers(form))
    assert again(folder, form, given, "docx") == given


@every_form
@FEW
@given(data=st.data())
def test_pdf_gives_the_answers_back(name: str, folder: Path, data: st.DataObject) -> None:
    """Answers → PDF → answers is the identity, whatever can be printed."""
    form = catalog.get(name)
    given = data.draw(answers(form, only_drawable=True))
    assert again(folder, form, given, "pdf") == given


@every_form
@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_example_and_blank(name: str, folder: Path, file_format: Any) -> None:
    """The example comes back whole, and a blank says nothing."""
    form = catalog.get(name)
    if file_format == "pdf":
        blank, filled = blank_pdf(form), example_pdf(form)
    else:
        blank, filled = word(form, form.answers(), is_blank=True), word(form, example(form))
    assert read_bytes(folder, blank).answers == form.answers()
    assert read_bytes(folder, filled).answers == example(form)


@every_form_with_text
def test_hard_texts(name: str, folder: Path) -> None:
    """Rare characters, markup and tabs come back as typed from Word and PDF, and 10,000 characters from Word."""
    form = catalog.get(name)
    line, lines = path_of(form, "text"), path_of(form, "lines", "text")
    hard = "王" + "王".join(NASTY) + "王"
    given = with_answers(form, {line: hard, lines: f"{hard}\n\n\t{hard}"})
    assert again(folder, form, given, "pdf") == given
    given = with_answers(form, {line: hard, lines: f"{hard}\n\n\t{hard}\n{LONG}"})
    assert LONG in str(printed(form, given)[lines])
    assert again(folder, form, given, "docx") == given


@every_form_with_text
@pytest.mark.parametrize("dirt", DIRTY, ids=lambda dirt: f"U+{ord(dirt):04X}")
def test_dirt_is_cleaned(name: str, folder: Path, dirt: str) -> None:
    """Control and bidi characters are cleaned before they reach a file, and the file is whole."""
    form = catalog.get(name)
    path = path_of(form, "text")
    given = with_answers(form, {path: f"王{dirt}○○"})
    assert printed(form, given)[path] in ("王○○", "王 ○○")
    assert again(folder, form, given, "docx") == given


@every_form_with_text
def test_emoji_are_refused(name: str) -> None:
    """What no font draws is an error with its field, character and code point."""
    form = catalog.get(name)
    question = form.question(path_of(form, "text"))
    problems = checking.check(form, with_answers(form, {question.path: "王🙂"}))
    (problem,) = (one for one in problems if one.rule == checking.UNDRAWABLE)
    assert (problem.field, problem.label, problem.level) == (question.path, question.label, "error")
    assert "「🙂」(U+1F642)" in problem.message


# --- what stands visibly wins


def printed_alone(form: Form, given: Answers) -> Answers:
    """The answers that a person sees on paper."""
    shown = printed(form, given).items()
    return with_answers(
        form,
        {path: value for path, value in shown if not path.startswith("=") and form.question(path).printed},
    )


@every_form
@settings(max_examples=2)
@given(data=st.data())
def test_blank_filled_in_word(name: str, folder: Path, data: st.DataObject) -> None:
    """A blank whose controls are filled as Word fills them says what was typed, rows added as Word adds them."""
    form = catalog.get(name)
    given = data.draw(answers(form))
    paper = Paper(word(form, form.answers(), is_blank=True))
    paper.fill(form, printed(form, given))
    assert read_bytes(folder, paper.saved()).answers == printed_alone(form, given)


@every_form
def test_everything_emptied_in_word(name: str, folder: Path) -> None:
    """A filled file whose controls are all emptied again keeps only what the paper does not show."""
    form = catalog.get(name)
    given = example(form)
    paper = Paper(word(form, given))
    for control in paper.root.iter(CONTROL):
        if tag_of(control) and next(control.iterdescendants(CONTROL), None) is None:
            empty(control)
    kept = {path: value for path, value in _leaves(form, given) if not form.question(path).printed}
    assert read_bytes(folder, paper.saved()).answers == with_answers(form, kept)


def _leaves(form: Form, given: Answers) -> list[tuple[str, Any]]:
    return [(question.path, value) for question, value in answered(form, given)]


EDITS: dict[str, tuple[str, str | bool, str, Any]] = {
    "text": ("unit_name", "甲公司", "unit_name", "甲公司"),
    "number": ("headcount.own", "1,234", "headcount.own", "1234"),
    "year": ("year", "民國116年", "year", "116"),
    "years": ("honours.excellent_years", "109至111", "honours.excellent_years", "109、110、111"),
    "month": ("construction.start", "113/8", "construction.start", "113/8"),
    "drop-down": ("kind", "自薦", "kind", "自薦"),
    "lines": ("safety_staff", "甲\n\n\t乙", "safety_staff", "甲\n\n\t乙"),
    "box": ("honours.never", True, "honours.never", True),
    "box off": ("image.other", False, "image.other", False),
    "emptied": ("address", "", "address", None),
    "computed": ("rates.0.unit.frequency", "3.21", "rates.0.unit.frequency", "3.21"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_visible_wins_over_hidden(edit: str, form: Form, folder: Path) -> None:
    """One control changed in a filled file changes that answer, and no other."""
    tag, typed, path, value = EDITS[edit]
    paper = Paper(word(form, example(form)))
    say(paper.control(tag), typed)
    assert read_bytes(folder, paper.saved()).answers == with_answers(form, {path: value}, example(form))


def test_another_grade(form: Form, folder: Path) -> None:
    """A V moved to another grade is the new grade, and the points that only the hidden copy has stay."""
    paper = Paper(word(form, example(form)))
    tick(paper.control("items.2-3.grade=優"), is_on=False)
    tick(paper.control("items.2-3.grade=良"), is_on=True)
    expected = with_answers(form, {"items.2-3.grade": "良"}, example(form))
    assert read_bytes(folder, paper.saved()).answers == expected
    assert expected.given()["items"]["2-3"]["points"] == "2.5"
    assert expected.given()["eligibility"] == example(form).given()["eligibility"]


def test_not_applicable(form: Form, folder: Path) -> None:
    """「不適用」 is picked from its list and taken back again."""
    paper = Paper(word(form, example(form)))
    tick(paper.control("items.1-1.grade=優"), is_on=False)
    write(paper.control("items.1-1.grade=不適用"), "不適用")
    empty(paper.control("items.3-4.grade=不適用"))
    changed = {"items.1-1.grade": "不適用", "items.3-4.grade": None}
    assert read_bytes(folder, paper.saved()).answers == with_answers(form, changed, example(form))


def test_two_grades_ticked(form: Form, folder: Path) -> None:
    """Two grades of one item are a problem told by the item's label; all else that was read is kept."""
    paper = Paper(word(form, example(form)))
    tick(paper.control("items.1-1.grade=可"), is_on=True)
    with pytest.raises(InvalidAnswers) as error:
        read_bytes(folder, paper.saved())
    (problem,) = error.value.problems
    assert problem.field == "items.1-1.grade"
    assert problem.label == form.question("items.1-1.grade").label
    assert "選一個" in problem.message
    assert error.value.answers["unit_name"] == example(form).given()["unit_name"]


def test_wrong_words_in_a_field(form: Form, folder: Path) -> None:
    """Every field that cannot be understood is told at once, each by its label."""
    paper = Paper(word(form, example(form)))
    write(paper.control("headcount.own"), "很多")
    write(paper.control("construction.start"), "去年")
    with pytest.raises(InvalidAnswers) as error:
        read_bytes(folder, paper.saved())
    paths = ["headcount.own", "construction.start"]
    assert [one.field for one in error.value.problems] == paths
    assert [one.label for one in error.value.problems] == [form.question(path).label for path in paths]


def test_two_places_of_one_field(form: Form, folder: Path) -> None:
    """A field that stands twice: the place that was changed wins; two different changes are a problem."""
    paper = Paper(word(form, example(form)))
    first = paper.control("unit_name")
    second = deepcopy(first)
    first.addnext(second)
    write(first, "甲公司")
    assert read_bytes(folder, paper.saved()).answers.given()["unit_name"] == "甲公司"
    write(second, "乙公司")
    with pytest.raises(InvalidAnswers) as error:
        read_bytes(folder, paper.saved())
    (problem,) = error.value.problems
    assert (problem.field, problem.label) == ("unit_name", form.question("unit_name").label)
    assert "甲公司" in problem.message
    assert "乙公司" in problem.message


# --- rows and parts


def assessors(count: int) -> dict[str, str]:
    return {f"review.assessors.{row}.name": f"委員{row}" for row in range(count)}


def names(reading: Reading) -> list[str | None]:
    return [row.get("name") for row in reading.answers.given().get("review", {}).get("assessors", [])]


def test_more_rows_than_the_blank_has(form: Form, folder: Path) -> None:
    """Nine rows come back from a form that prints four, and a tenth added in Word joins them."""
    given = with_answers(form, assessors(9), example(form))
    assert again(folder, form, given, "docx") == given
    paper = Paper(word(form, given))
    write(paper.controls("review.assessors.9.name")[0], "委員9")
    assert names(read_bytes(folder, paper.saved())) == [f"委員{row}" for row in range(10)]


def test_a_row_taken_out(form: Form, folder: Path) -> None:
    """A row deleted in Word is gone, and the rows after it move up."""
    paper = Paper(word(form, with_answers(form, assessors(6))))
    row = paper.rows("review.assessors")[2]
    row.getparent().remove(row)
    assert names(read_bytes(folder, paper.saved())) == ["委員0", "委員1", "委員3", "委員4", "委員5"]


def test_an_empty_row_between(form: Form, folder: Path) -> None:
    """An empty row between two full ones stays; empty rows at the end do not count."""
    given = with_answers(form, {"review.assessors.0.name": "甲", "review.assessors.2.name": "丙"})
    assert again(folder, form, given, "docx") == given
    assert names(read_bytes(folder, word(form, given))) == ["甲", None, "丙"]


def test_a_row_under_tracked_deletion(form: Form, folder: Path) -> None:
    """A row that tracked changes have deleted is gone."""
    paper = Paper(word(form, with_answers(form, assessors(5))))
    line = paper.rows("review.assessors")[1].find(f".//{name('w:tr')}")
    line.find(name("w:trPr")).append(revision("del"))
    assert names(read_bytes(folder, paper.saved())) == ["委員0", "委員2", "委員3", "委員4"]


def test_a_row_that_lost_a_field(form: Form, folder: Path) -> None:
    """A row without one of its controls is refused: what it says there is not known."""
    paper = Paper(word(form, with_answers(form, assessors(5))))
    control = paper.controls("review.assessors.1.name")[0]
    control.getparent().remove(control)
    with pytest.raises(UnreadableFile, match=r"檔案少了這些欄位：.*姓名；請用空白表單重新填寫"):
        read_bytes(folder, paper.saved())


def test_rows_outside_their_section(form: Form, folder: Path) -> None:
    """Rows whose section was dissolved cannot be told apart, so the file is refused."""
    paper = Paper(word(form, with_answers(form, assessors(5))))
    (section,) = paper.sections()
    for row in paper.rows("review.assessors"):
        section.addprevious(row)
    section.getparent().remove(section)
    with pytest.raises(UnreadableFile, match="現場評鑑人員"):
        read_bytes(folder, paper.saved())


def test_an_optional_part_deleted(form: Form, folder: Path) -> None:
    """A part that was deleted as a whole says nothing; the hidden copy does not bring it back."""
    paper = Paper(word(form, example(form)))
    part = paper.control("construction")
    part.getparent().remove(part)
    emptied = {question.path: None for question in form.questions() if "construction" in question.path}
    reading = read_bytes(folder, paper.saved())
    assert reading.answers == with_answers(form, emptied, example(form))
    assert "construction" not in reading.answers.given()


def test_an_optional_part_not_printed(form: Form, folder: Path) -> None:
    """A file without the part nobody needs is whole, and says nothing there."""
    given = with_answers(form, {"unit_name": "甲公司"})
    assert "construction" not in Paper(word(form, given)).control_tags()
    assert again(folder, form, given, "docx") == given


def test_half_a_part_deleted(form: Form, folder: Path) -> None:
    """A part of which some fields are gone is refused."""
    paper = Paper(word(form, example(form)))
    control = paper.control("construction.name")
    control.getparent().remove(control)
    with pytest.raises(UnreadableFile, match="營造業參選工址／工程名稱"):
        read_bytes(folder, paper.saved())


@every_form
def test_each_missing_control_is_told(name: str, folder: Path) -> None:
    """Whichever control is gone, the file is refused with the label of its field, never read from the copy."""
    form = catalog.get(name)
    content = word(form, example(form))
    tags = [tag for tag in Paper(content).control_tags() if not tag.startswith("=")]
    sections = {tag_of(section) for section in Paper(content).sections()}
    for tag in tags[:: max(1, len(tags) // 8)]:
        paper = Paper(content)
        controls = paper.controls(tag)
        if tag in sections or next(controls[0].iterdescendants(CONTROL), None) is not None:
            continue
        # A field that is printed twice is gone when both are.
        for control in controls:
            control.getparent().remove(control)
        with pytest.raises(UnreadableFile) as error:
            read_bytes(folder, paper.saved())
        assert form.question(tag.partition("=")[0]).labels[-1] in str(error.value)


# --- sums, tracked changes, and what else Word writes


def test_a_sum_typed_over(form: Form, folder: Path) -> None:
    """A sum written by hand that the answers do not add up to is a warning that says where; 100 is not 1."""
    paper = Paper(word(form, example(form)))
    write(paper.control("=total"), "99")
    write(paper.control("=year.0"), "110.0")  # the same number
    write(paper.control("=year.1"), "1110")
    reading = read_bytes(folder, paper.saved())
    assert reading.answers == example(form)
    assert {(one.field, one.level) for one in reading.warnings} == {
        ("=total", "warning"),
        ("=year.1", "warning"),
    }
    for problem in reading.warnings:
        assert re.search(r"第 \d+ 個表格第 \d+ 列第 \d+ 格", problem.label)
        assert "依填答計算為" in problem.message


def test_trailing_zeros_of_a_sum(form: Form, folder: Path) -> None:
    """110 and 11 are two numbers."""
    paper = Paper(word(form, with_answers(form, {"year": 113})))
    write(paper.control("=year.0"), "11")
    (problem,) = read_bytes(folder, paper.saved()).warnings
    assert "檔案上寫 11，依填答計算為 110" in problem.message


def test_a_right_sum_is_no_warning(form: Form, folder: Path) -> None:
    """A filled file that nobody touched has no warnings."""
    assert read_bytes(folder, word(form, example(form))).warnings == ()


def revision(kind: str, *children: Any) -> Any:
    return w(kind, *children, id=9001, author="○○○", date="2024-08-01T00:00:00Z")


def gone(deleted: str) -> Any:
    run = w("r", w("tab"), w("br"), w("delText"))
    run[-1].text = deleted
    return revision("del", run)


def test_tracked_changes_in_a_line(form: Form, folder: Path) -> None:
    """Tracked changes are read as accepted: what was inserted stands, what was deleted or moved away does not."""
    paper = Paper(word(form, example(form)))
    content = paper.control("unit_name").find(CONTENT)
    moved = revision("moveFrom", w("r", text("搬走")))
    came = revision("moveTo", w("r", text("搬來")))
    content[:] = [gone("舊"), revision("ins", w("r", text("新"))), moved, came, w("r", text("公司"))]
    assert read_bytes(folder, paper.saved()).answers.given()["unit_name"] == "新搬來公司"


def test_a_tracked_deletion_of_a_line_end(form: Form, folder: Path) -> None:
    """Two lines whose line end was deleted under tracked changes are one."""
    paper = Paper(word(form, example(form)))
    control = paper.control("safety_staff")
    write(control, "甲\n乙\n丙")
    control.find(f"{CONTENT}/{name('w:p')}/{name('w:pPr')}").append(w("rPr", revision("del")))
    assert read_bytes(folder, paper.saved()).answers.given()["safety_staff"] == "甲乙\n丙"


def test_what_else_word_writes_into_a_field(form: Form, folder: Path) -> None:
    """Tab stops, readings and a drawing's second copy are not typed text; breaks and hyphens are."""
    paper = Paper(word(form, example(form)))
    control = paper.control("safety_staff")
    stops = w("tabs", w("tab", val="left", pos=480))
    ruby = w("ruby", w("rt", w("r", text("ㄨㄤˊ"))), w("rubyBase", w("r", text("王"))))
    drawing = element(MC, "AlternateContent", element(MC, "Fallback", w("r", text("圖"))))
    run = w("r", ruby, w("noBreakHyphen"), w("br"), text("乙"), drawing)
    write(control, "甲")
    control.find(CONTENT)[:] = [w("p", w("pPr", stops), run)]
    assert read_bytes(folder, paper.saved()).answers.given()["safety_staff"] == "王-\n乙"


def test_pasted_into_a_field(form: Form, folder: Path) -> None:
    """A table and a control of another document pasted into a field are lines of its text."""
    paper = Paper(word(form, example(form)))
    control = paper.control("safety_staff")
    write(control, "甲")
    foreign = w("sdt", w("sdtPr", w("tag", val="unit_name")), w("sdtContent", w("p", w("r", text("乙")))))
    table = w("tbl", w("tr", w("tc", w("p", w("r", text("丙"))))))
    control.find(CONTENT).extend([foreign, table])
    given = read_bytes(folder, paper.saved()).answers.given()
    assert given["safety_staff"] == "甲\n乙\n丙"
    assert given["unit_name"] == example(form).given()["unit_name"]


@pytest.mark.parametrize(
    "tag", ["goog_rdk_0", "unit.name", "review.assessors.99.name", "items.-1", "review.assessors"]
)
def test_controls_that_are_not_ours(tag: str, form: Form, folder: Path) -> None:
    """Controls that other programs put around text are not answers."""
    paper = Paper(word(form, example(form)))
    foreign = w("sdt", w("sdtPr", w("tag", val=tag)), w("sdtContent", w("p", w("r", text("外來")))))
    paper.root[0].insert(0, foreign)
    assert read_bytes(folder, paper.saved()).answers == example(form)


def test_parts_under_other_names(form: Form, folder: Path) -> None:
    """Word may rename the parts: the text by its relation and the hidden copy by its namespace are found."""
    content = word(form, example(form))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document, hidden = package.read(DOCUMENT), package.read(ANSWERS)
        relations = package.read("_rels/.rels").replace(b"word/document.xml", b"word/document2.xml")
    other = b"<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'/>"
    renamed = repacked(content, **{
        DOCUMENT: None, "word/document2.xml": document, "_rels/.rels": relations,
        ANSWERS: other, "customXml/item2.xml": hidden,
    })  # fmt: skip
    assert read_bytes(folder, renamed).answers == example(form)


# --- what cannot be read


def refusal(folder: Path, content: bytes, name: str = "交來的檔案.docx") -> str:
    """Why a file is refused; the sentence names the file."""
    with pytest.raises(UnreadableFile) as error:
        read_bytes(folder, content, name)
    assert f"「{name}」" in str(error.value)
    return str(error.value)


def with_envelope(content: bytes, envelope: Any) -> bytes:
    return repacked(content, **{ANSWERS: answers_xml(envelope)})


def test_without_the_hidden_copy(form: Form, folder: Path) -> None:
    """A file whose hidden copy is gone, or is of another shape, is no file of ours."""
    content = word(form, example(form))
    assert "本系統的填答" in refusal(folder, repacked(content, **{ANSWERS: None}))
    strange: list[Any] = [None, [], {}, {"form": form.name}, "文字"]
    for envelope in strange:
        assert "本系統的填答" in refusal(folder, with_envelope(content, envelope))


def test_another_form_or_edition(form: Form, folder: Path) -> None:
    """An unknown form's name and another edition are told, and what to do."""
    content, envelope = word(form, example(form)), form.envelope(example(form))
    assert f"是不是「{form.name}」？" in refusal(
        folder, with_envelope(content, envelope | {"form": form.name[:-1]})
    )
    assert "沒有名為「../x」的表單" in refusal(folder, with_envelope(content, envelope | {"form": "../x"}))
    why = refusal(folder, with_envelope(content, envelope | {"edition": "99-01-01"}))
    assert "檔案是 99-01-01 版" in why
    assert "請用目前的空白表單重新填寫" in why


def test_hidden_answers_that_do_not_fit(form: Form, folder: Path) -> None:
    """A hidden copy that somebody changed is checked like any other answers."""
    broken = form.envelope(example(form)) | {"answers": {"year": [], "沒有的欄位": 1}}
    with pytest.raises(InvalidAnswers) as error:
        read_bytes(folder, with_envelope(word(form, example(form)), broken))
    assert {one.field for one in error.value.problems} == {"year", "沒有的欄位"}


def test_files_of_other_kinds(form: Form, folder: Path) -> None:
    """A text, an empty file, another zip, a strange Word file, a folder and nothing are each told as such."""
    import docx

    assert "不是 Word 檔" in refusal(folder, b"")
    assert "不是 Word 檔" in refusal(folder, "填答".encode())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("content.xml", "<x/>")
    assert "不是 Word 檔" in refusal(folder, stream.getvalue())
    stream = io.BytesIO()
    docx.Document().save(stream)
    assert "本系統的填答" in refusal(folder, stream.getvalue())
    for path, why in ((folder, "這是資料夾"), (folder / "沒有.docx", "找不到檔案")):
        with pytest.raises(UnreadableFile, match=why):
            read(path)


@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_cut_short(form: Form, folder: Path, file_format: Any) -> None:
    """A file that lost its end is refused wherever it was cut."""
    content = rendition(form, with_answers(form, {"unit_name": "甲公司"}), file_format)
    for length in [1, 2, 3, 4, 5, 9, 30, *range(100, len(content) - 100, len(content) // 8)]:
        refusal(folder, content[:length], f"檔案.{file_format}")


@settings(max_examples=10)
@given(place=st.floats(0, 1, exclude_max=True), junk=st.binary(min_size=1, max_size=40))
@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_damaged(
    place: float, junk: bytes, folder: Path, made: Callable[[str], bytes], file_format: str
) -> None:
    """A file with damage anywhere is read or refused in words, never with a traceback."""
    content = made(file_format)
    start = int(len(content) * place)
    with suppress(FormgenError):
        read_bytes(folder, content[:start] + junk + content[start + len(junk) :])


@settings(max_examples=10)
@given(data=st.data())
def test_strange_xml(data: st.DataObject, folder: Path, made: Callable[[str], bytes]) -> None:
    """Well-formed XML in which elements or attributes are missing is read or refused in words."""
    paper = Paper(made("docx"))
    nodes = list(paper.root.iter())[1:]
    for node in data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=8)):
        how = data.draw(st.sampled_from(["remove", "strip", "text"]))
        if how == "strip":
            node.attrib.clear()
        elif how == "text":
            node.text = "一"
        elif node.getparent() is not None:
            node.getparent().remove(node)
    with suppress(FormgenError):
        read_bytes(folder, paper.saved())


@pytest.fixture(scope="session")
def made() -> Callable[[str], bytes]:
    form = catalog.get("unit_recommendation")
    files: dict[str, bytes] = {}

    def of(file_format: Any) -> bytes:
        if file_format not in files:
            files[file_format] = rendition(form, example(form), file_format)
        return files[file_format]

    return of


@pytest.mark.parametrize("part", [DOCUMENT, ANSWERS, "_rels/.rels"])
def test_bombs(part: str, made: Callable[[str], bytes], folder: Path) -> None:
    """A part that unpacks to very much is not unpacked, and one that lies about its size is damaged."""
    bomb = repacked(made("docx"), **{part: b"<a>" + b" " * 64 * 2**20 + b"</a>"})
    tracemalloc.start()
    try:
        refusal(folder, bomb)
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()
    size = struct.pack("<I", 64 * 2**20 + 7)
    assert size in bomb
    refusal(folder, bomb.replace(size, struct.pack("<I", 1000)))


def test_xml_entities(made: Callable[[str], bytes], folder: Path) -> None:
    """Entities are not expanded, neither many times nor from a file."""
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈"}">' for n in range(12))
    for declared, used in ((laughs, "&e11;"), ('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;")):
        xml = f'<!DOCTYPE d [{declared}]><d xmlns="urn:formgen:answers">{used}</d>'
        refusal(folder, repacked(made("docx"), **{DOCUMENT: xml.encode()}))
        answers = xml.replace("<d ", "<answers ").replace("</d>", "</answers>")
        refusal(folder, repacked(made("docx"), **{ANSWERS: answers.encode()}))


def test_deep_json(made: Callable[[str], bytes], folder: Path) -> None:
    """A hidden copy nested without end is refused."""
    deep = '<answers xmlns="urn:formgen:answers">' + "[" * 100_000 + "]" * 100_000 + "</answers>"
    refusal(folder, repacked(made("docx"), **{ANSWERS: deep.encode()}))


def test_pdf_without_answers(made: Callable[[str], bytes], folder: Path) -> None:
    """A PDF that was printed again has no answers, and one joined of two has too many."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    stream = io.BytesIO()
    writer.write(stream)
    assert "PDF 裡沒有填答" in refusal(folder, stream.getvalue(), "列印.pdf")
    writer = PdfWriter(clone_from=io.BytesIO(made("pdf")))
    writer.add_attachment(pdf.ATTACHMENT, b"{}")
    stream = io.BytesIO()
    writer.write(stream)
    assert "2 份不同的填答" in refusal(folder, stream.getvalue(), "合併.pdf")


def test_pdf_with_a_password(made: Callable[[str], bytes], folder: Path) -> None:
    """A PDF that needs a password is refused in words."""
    (folder / "原檔.pdf").write_bytes(made("pdf"))
    for bits in ("128", "256"):
        locked = folder / f"鎖住{bits}.pdf"
        weak = ["--allow-weak-crypto"] if bits == "128" else []
        subprocess.run(
            ["qpdf", *weak, "--encrypt", "secret", "secret", bits, "--", folder / "原檔.pdf", locked],
            check=True,
        )
        assert "密碼" in refusal(folder, locked.read_bytes(), locked.name)


def test_pdf_with_something_else_attached(form: Form, folder: Path) -> None:
    """An attachment of our name that is not ours is refused."""
    for content in (b"", b"{", b"[]", json.dumps({"form": 1}).encode(), b"[" * 100_000):
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.add_attachment(pdf.ATTACHMENT, content)
        stream = io.BytesIO()
        writer.write(stream)
        assert "本系統的填答" in refusal(folder, stream.getvalue(), "別的.pdf")


def test_reading_says_nothing(
    made: Callable[[str], bytes], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What pypdf grumbles about a damaged file does not reach the person twice."""
    refusal(folder, made("pdf")[:2000], "壞檔.pdf")
    assert caplog.records == []
