"""The 函: two real letters built again, its numbers and indents, its margins, and what its rules say."""

import io
import json
import re
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conftest import Office
from lxml import etree
from paper import Paper, say
from test_wording import squeeze
from tinyhtml5 import parse as parse_html

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.errors import InvalidAnswers
from formgen.forms.official_letter import recipients
from formgen.read import read
from formgen.render import page
from formgen.render.word.xml import name
from formgen.renditions import rendition
from formgen.values import printed

FORM = catalog.get("official_letter")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
LETTERS = Path(__file__).parent / "letters"
MM = 72 / 25.4
DEEP = [
    {"text": "甲" * 60},
    {"level": "(一)", "text": "乙" * 60},
    {"level": "1、", "text": "丙" * 60},
    {"level": "(1)", "text": "丁" * 60},
    {"level": "甲、", "text": "戊" * 60},
    {"level": "(甲)", "text": "己" * 60},
    *({"text": "庚" * 60} for _ in range(10)),
]


def answers(**changes: Any) -> Answers:
    """The example with some answers put otherwise."""
    return checking.parse(FORM, deepcopy(EXAMPLE) | changes)


def items(*given: Any) -> Answers:
    """The example with other items of 說明: texts of the first level, or pairs of level and text."""
    pairs = [(None, one) if isinstance(one, str) else one for one in given]
    return answers(explanation={"items": [{"level": level, "text": text} for level, text in pairs]})


def numbers(given: Answers) -> list[str]:
    """The printed numbers of the items, with the blanks that set a level in."""
    shown = printed(FORM, given)
    return [str(text) for path, text in shown.items() if path.endswith(".level")]


def drawn(given: Answers) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(rendition(FORM, given, "pdf"))


def characters(sheet: Any) -> list[tuple[str, float, float]]:
    """Each character of a page: itself, its left edge, and its foot above the page's foot, in pt."""
    text = sheet.get_textpage()
    boxes = (
        (text.get_text_range(at, 1), text.get_charbox(at, loose=True)) for at in range(text.count_chars())
    )
    return [(character, box[0], box[1]) for character, box in boxes if character.strip()]


def words(given: Answers) -> str:
    """All that stands on the letter, without blanks."""
    return squeeze(
        "".join(parse_html(page.of(FORM, given), namespace_html_elements=False).find("body").itertext())
    )


# --- two letters of ministries and associations, built again


@pytest.mark.parametrize("letter", ["selection", "alliance"])
def test_real_letters_are_built_again(letter: str) -> None:
    """A real letter, typed in with invented people, prints its own words in its own order."""
    given = checking.parse(FORM, json.loads((LETTERS / f"{letter}.json").read_text(encoding="utf-8")))
    source = squeeze((LETTERS / f"{letter}.txt").read_text(encoding="utf-8"))
    # What a letter does not use stays on it as an empty label: 檔號 at the top of the one, 正本 of the other.
    if "檔號" not in source:
        source = f"檔號：保存年限：{source}".replace("副本：", "正本：副本：")
    assert words(given) == source
    problems = [str(one) for one in checking.check(FORM, given) if one.level == "error"]
    assert problems == []


# --- numbers


def test_numbers_follow_their_level() -> None:
    """Items are numbered within their level, and a level begins anew below each item above it."""
    given = items(
        "一", ("(一)", "二"), ("(一)", "三"), ("1、", "四"), ("(1)", "五"), ("甲、", "六"), ("(甲)", "七"),
        "八", ("(一)", "九"),
    )  # fmt: skip
    assert numbers(given) == [
        "一、", "　(一)", "　(二)", "　　1、", "　　　(1)", "　　　　甲、", "　　　　　(甲)", "二、", "　(一)",
    ]  # fmt: skip


def test_letter_of_any_length_is_numbered() -> None:
    """The eleventh item is 十一、 and the hundred and first 一百零一、."""
    shown = numbers(items(*["內容"] * 101))
    assert (shown[10], shown[100]) == ("十一、", "一百零一、")


@pytest.mark.parametrize("typed", ["(一)", "（三）", " (十二) "])
def test_a_number_tells_its_level(typed: str) -> None:
    """Any number of a level, in full or half width, says that level; what is no number is refused."""
    assert numbers(items("一", (typed, "二"))) == ["一、", "　(一)"]
    with pytest.raises(InvalidAnswers) as wrong:
        items(("壹", "二"))
    (problem,) = wrong.value.problems
    assert problem.field == "explanation.items.0.level"
    assert "「壹」不是分項標號" in problem.message


def test_number_typed_in_word_is_the_level(tmp_path: Path) -> None:
    """A number typed over in Word moves the item to its level, and all numbers are counted anew."""
    paper = Paper(rendition(FORM, items("一", "二", "三"), "docx"))
    say(paper.control("explanation.items.1.level"), "(四)")
    (tmp_path / "改過.docx").write_bytes(paper.saved())
    found = read(tmp_path / "改過.docx").answers
    assert numbers(found) == ["一、", "　(一)", "二、"]


def test_level_can_be_typed_in_word() -> None:
    """The number in Word is a box that takes what is typed: 四、 stands in no list of levels."""
    control = Paper(rendition(FORM, answers(), "docx")).control("explanation.items.0.level")
    assert control.find(f".//{name('w:comboBox')}") is not None


# --- indents


def test_lines_hang_under_the_text() -> None:
    """In PDF the second line of an item begins exactly under the first character after its number, at any level."""
    letter = answers(explanation={"items": DEEP})
    lines: dict[str, dict[float, float]] = {}
    for sheet in drawn(letter):
        for character, left, foot in characters(sheet):
            if character in "甲乙丙丁戊己" and left > 100:
                line = lines.setdefault(character, {})
                line[round(foot)] = min(left, line.get(round(foot), left))
    for character in "乙丙丁戊己":
        first, second = list(lines[character].values())[:2]
        assert first == pytest.approx(second, abs=0.1), character
    starts = [min(lines[character].values()) for character in "乙丙丁戊己"]
    assert starts == sorted(starts)


def test_word_hangs_as_the_pdf_does() -> None:
    """In Word the same widths, measured in the fonts: (一) is 1.666 em, 十一、 three, a label and its colon as long as they are."""
    paper = Paper(rendition(FORM, answers(explanation={"items": DEEP}), "docx"))
    rows = paper.rows("explanation.items")
    em = 16 * 20

    def hanging(row: Any) -> tuple[int, int]:
        found = row.find(f".//{name('w:ind')}")
        return int(found.get(name("w:left"))), int(found.get(name("w:hanging")))

    assert hanging(rows[0]) == (3 * em, 2 * em)
    assert hanging(rows[1]) == (em + round(2.666 * em), round(2.666 * em))
    assert hanging(rows[2]) == (em + round(3.5 * em), round(3.5 * em))
    assert hanging(rows[15]) == (4 * em, 3 * em)
    contacts = [hanging(row) for row in paper.rows("contacts")]
    assert [width / 240 for _, width in contacts] == [3, 4, 3, 3, 5]
    assert {left - width for left, width in contacts} == {round(197.3 * 20)}


def test_long_label_leaves_room() -> None:
    """A label as long as the paper is wide hangs no farther than 12 em, and what follows it stands on the paper."""
    given = answers(contacts=[{"label": "聯絡" * 20, "value": "王○○" * 20}])
    assert "padding-left:12.000em" in page.of(FORM, given)
    assert all(left < 190 * MM for _, left, _ in characters(drawn(given)[0]))
    (row,) = Paper(rendition(FORM, given, "docx")).rows("contacts")
    assert row.find(f".//{name('w:ind')}").get(name("w:hanging")) == str(12 * 12 * 20)


def test_signature_never_stands_alone() -> None:
    """However long the letter is, the page with the signature has 副本 too."""
    for lines in (1, 3, 5, 7):
        pages = drawn(answers(originals="○○市各產業工會" * 5 * lines))
        last = "".join(one for one, *_ in characters(pages[len(pages) - 1]))
        assert "副本" in last, lines


def test_sizes_and_pitches() -> None:
    """Size and line pitch of each part are those of 政府文書格式參考規範, in Word and so in PDF."""
    sizes = {}
    for paragraph in Paper(rendition(FORM, answers(), "docx")).root.iter(name("w:p")):
        text = "".join(one.text or "" for one in paragraph.iter(name("w:t")))
        run, pitch = (
            paragraph.find(f".//{name('w:sz')}"),
            paragraph.find(f".//{name('w:spacing')}[@{name('w:line')}]"),
        )
        points = int(run.get(name("w:val"))) / 2, int(pitch.get(name("w:line"))) / 20
        sizes[text.partition("：")[0]] = points
    expected = {
        (10, 10): ["檔號", "保存年限"],
        (20, 36): ["○○市政府勞工局　函"],
        (16, 25): ["受文者", "主旨", "說明", "一、依○○部115年1月12日○職授字第1150000012號函辦理。"],
        (12, 15): ["地址", "承辦人", "發文日期", "發文字號", "速別", "附件", "正本", "副本", "局長　○○○"],
    }
    for points, starts in expected.items():
        assert {start: sizes[start] for start in starts} == dict.fromkeys(starts, points)


# --- margins


def dark(sheet: Any, left: float, top: float) -> int:
    """How many dark pixels a strip of 2 pt by 20 mm has, around `left` and from `top` on."""
    seen = sheet.render(scale=4).to_pil().convert("L")
    strip = seen.crop(
        (round((left - 1) * 4), round(top * 4), round((left + 1) * 4), round((top + 20 * MM) * 4))
    )
    return sum(count for shade, count in enumerate(strip.histogram()) if shade < 128)


def test_binding_line_on_every_page() -> None:
    """裝 訂 線 stand 15 mm from the left edge, at a quarter, half and three quarters of the height of every page."""
    letter = drawn(answers(explanation={"items": DEEP}))
    assert len(letter) > 1
    for sheet in letter:
        marks = {one: (left, foot) for one, left, foot in characters(sheet) if one in "裝訂線"}
        for character, quarter in (("裝", 3), ("訂", 2), ("線", 1)):
            left, foot = marks[character]
            assert left + 6 == pytest.approx(15 * MM, abs=1)
            assert foot + 6 == pytest.approx(297 / 4 * quarter * MM, abs=3)
        assert dark(sheet, 15 * MM, 40 * MM) > 20
        assert dark(sheet, 15 * MM, 260 * MM) > 20
        assert dark(sheet, 10 * MM, 260 * MM) == 0


def test_binding_line_in_word() -> None:
    """Word draws the dotted line 10 mm left of the text, and its header has 裝 訂 線 in frames on the page."""
    content = rendition(FORM, answers(), "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    document: Any = etree.fromstring(parts["word/document.xml"])
    line = document.find(f".//{name('w:pgBorders')}")
    assert line.get(name("w:offsetFrom")) == "text"
    assert [(one.tag, one.get(name("w:val")), one.get(name("w:space"))) for one in line] == [
        (name("w:left"), "dotted", "28")
    ]
    headers: list[Any] = [
        etree.fromstring(content) for part, content in parts.items() if "word/header" in part
    ]
    assert len(headers) == 2  # of the first page, and of the others
    for header in headers:
        frames = header.findall(f".//{name('w:framePr')}")
        assert "".join(one.text for one in header.iter(name("w:t"))) == "裝訂線"
        middles = [
            (int(one.get(name("w:y"))) + int(one.get(name("w:h"))) / 2) / 1440 * 25.4 for one in frames
        ]
        assert middles == pytest.approx([297 / 4, 297 / 2, 297 / 4 * 3], abs=0.2)


def foot(sheet: Any) -> str:
    return "".join(one for one, _, foot in characters(sheet) if foot < 20 * MM)


def test_pages_are_numbered_from_two_on() -> None:
    """A letter of one page has no page number; of more, each page has 第N頁 共M頁."""
    assert [foot(sheet) for sheet in drawn(answers())] == [""]
    sheets = list(drawn(answers(explanation={"items": DEEP})))
    count = len(sheets)
    assert count > 1
    assert [foot(sheet) for sheet in sheets] == [f"第{place}頁共{count}頁" for place in range(1, count + 1)]


def test_word_numbers_pages_from_two_on(office: Office) -> None:
    """Word's first page asks how many there are; LibreOffice, which cannot, numbers the pages after it."""
    files = {
        "one": rendition(FORM, answers(), "docx"),
        "more": rendition(FORM, answers(explanation={"items": DEEP}), "docx"),
    }
    with zipfile.ZipFile(io.BytesIO(files["one"])) as package:
        footers = [package.read(part).decode() for part in package.namelist() if "word/footer" in part]
        assert b"<w:titlePg/>" in package.read("word/document.xml")
    (first,) = (one for one in footers if " IF " in one)
    said = "".join(re.findall("<w:instrText[^>]*>([^<]*)<", first))
    assert said == ' IF  NUMPAGES  &gt; 1 "第 PAGE 頁　共 NUMPAGES 頁" "" '
    made = {file: pypdfium2.PdfDocument(content) for file, content in office.convert(files, "pdf").items()}
    assert [foot(sheet) for sheet in made["one"]] == [""]
    count = len(made["more"])
    assert count > 1
    assert [foot(sheet) for sheet in made["more"]] == [
        "", *(f"第{place}頁共{count}頁" for place in range(2, count + 1))
    ]  # fmt: skip


# --- what a letter may lack, and whose words its labels are


def test_what_is_not_said_is_not_printed() -> None:
    """A letter without 說明 lacks the label too, in PDF as in Word; one of a single paragraph has no number."""
    none, plain = answers(explanation={}), answers(explanation={"text": "檢附原函1份。"})
    assert "說明：" not in words(none)
    assert "說明：" not in "".join(Paper(rendition(FORM, none, "docx")).root.itertext())
    assert "說明：檢附原函1份。正本：" in words(plain)
    assert "一、" not in "".join(Paper(rendition(FORM, plain, "docx")).root.itertext())


def test_labels_are_the_offices() -> None:
    """A label of 聯絡方式 is printed as the office says it, with one colon; a blank shows the usual ones."""
    given = answers(contacts=[{"label": "聯絡人及電話：", "value": "王○○"}])
    assert "函聯絡人及電話：王○○999002" in words(given)
    blank = page.blank(FORM, FORM.answers())
    shown = squeeze("".join(parse_html(blank, namespace_html_elements=False).find("body").itertext()))
    assert "函地址：聯絡人：電話：電子郵件：受文者：" in shown


def test_names_may_be_typed_one_a_line() -> None:
    """正本 and 副本 take a list pasted one name a line, and print it in a row."""
    given = answers(originals="甲局\n乙局、\n\n丙局\n")
    assert printed(FORM, given)["originals"] == "甲局、乙局、丙局"


def test_one_letter_for_each_recipient() -> None:
    """A letter for each name in 正本 and 副本 differs from the letter in its 受文者 alone."""
    letter = answers(originals="甲局、乙局（含丙處、丁處）", copies="戊局（均含附件）、甲局")
    each = recipients.for_each(letter)  # type: ignore[arg-type]
    assert [one.recipient.name for one in each] == ["甲局", "乙局（含丙處、丁處）", "戊局"]
    assert all(one.recipient.address is None for one in each)
    assert all(one.model_copy(update={"recipient": letter.recipient}) == letter for one in each)  # type: ignore[attr-defined]


# --- rules


def test_example_is_without_problems() -> None:
    """Nothing is wrong with the example, not even a warning."""
    assert [str(one) for one in checking.check(FORM, answers())] == []


@pytest.mark.parametrize(
    ("changes", "field", "level"),
    [
        ({"recipient": {"name": "○○縣工業會"}}, "recipient.name", "warning"),
        ({"contacts": [{"value": "○○市"}]}, "contacts.0.label", "gap"),
        ({"explanation": {"items": [{"text": "甲"}]}}, "explanation.items.0.level", "warning"),
        (
            {"explanation": {"items": [{"text": "甲"}, {"text": "二、乙"}]}},
            "explanation.items.1.text",
            "warning",
        ),
        (
            {"explanation": {"items": [{"text": "甲"}, {"level": "1、", "text": "乙"}]}},
            "explanation.items.1.level",
            "warning",
        ),
        (
            {"explanation": {"text": "甲", "items": [{"text": "乙"}, {"text": "丙"}]}},
            "explanation.text",
            "warning",
        ),
        ({"subject": None}, "subject", "gap"),
    ],
)
def test_rules(changes: dict[str, Any], field: str, level: str) -> None:
    """What a letter should not do is said at its field, and what a final letter needs is a gap."""
    assert (field, level) in [(one.field, one.level) for one in checking.check(FORM, answers(**changes))]


@pytest.mark.parametrize("listed", ["如正本收受者", "詳如正副本行文單位", "○○部職業安全衛生署"])
def test_recipient_may_be_the_list(listed: str) -> None:
    """受文者 may point to the list of 正本, or be a name in 副本."""
    assert [str(one) for one in checking.check(FORM, answers(recipient={"name": listed}))] == []


def test_eleventh_stem_is_refused() -> None:
    """甲 to 癸 are ten: an eleventh item of that level is an error, not a wrong number."""
    ten = [("(一)", "二"), ("1、", "三"), ("(1)", "四"), *[("甲、", "五")] * 11]
    problems = [one for one in checking.check(FORM, items("一", *ten)) if one.level == "error"]
    assert [one.field for one in problems] == ["explanation.items.14.level"]
    assert "最多 10 項" in problems[0].message
