"""The wording of 附表一 is the source's, but for the edits that docs/sources.md lists."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "sources"
RECORD = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
EXCERPT = (SOURCES / "unit_recommendation.txt").read_text(encoding="utf-8")
INSTRUCTIONS = (SOURCES / "unit_recommendation_instructions.txt").read_text(encoding="utf-8")
OFFICIAL = tomllib.loads(
    (ROOT / "formgen/forms/unit_recommendation/official.toml").read_text(encoding="utf-8")
)
GRADES = [
    (item, grade) for section in OFFICIAL["sections"] for item in section["items"] for grade in item["grades"]
]
TREATMENTS = {"併格", "還原", "標點", "移位", "年度", "其他"}


def squeeze(text: str) -> str:
    """The text without what is not a word: blanks, rules to write on, boxes."""
    return re.sub(r"[\s_□]", "", text)


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading of docs/sources.md."""
    _, found, after = RECORD.partition(f"\n### {heading}\n")
    assert found, f"docs/sources.md has no heading {heading}"
    lines = [line for line in after.split("\n#")[0].splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def edited(text: str, heading: str) -> str:
    """The squeezed text after each edit of the table, in order."""
    text = squeeze(text)
    for before, after, treatment, reason in rows(heading):
        assert text.count(before) == 1, f"{before}: {text.count(before)} times"
        assert before != after
        assert reason
        assert treatment in TREATMENTS
        text = text.replace(before, after)
    return text


def heading_words(form: dict[str, Any]) -> Iterator[str]:
    yield from (form["heading"]["annex"], form["heading"]["title"])
    yield from form["heading"]["table_title"]
    head = form["head"]
    yield from (head["unit_name"], head["address"], head["person_in_charge"])
    yield from (head["classification_number"], head["phone"], head["headcount"])
    yield from (head["own"], head["people"], head["contractor"], head["people"])
    yield from (head["insurance_number"], head["uniform_number"])
    yield from (head["industry"], head["safety_staff"])
    columns = form["columns"]
    yield from (columns["item"], columns["criteria_head"], columns["self"], columns["self_note"])
    yield from (columns["review"], columns["grade"], columns["criteria"])


def section_words(form: dict[str, Any]) -> Iterator[str]:
    formula = form["formula"]
    for section in form["sections"]:
        yield section["heading"]
        yield from (formula["earned"], formula["close"], formula["total"], formula["times"])
        yield from (section["weight"], formula["equals"], formula["close"])
        yield from (formula["possible"], formula["close"])
        for item in section["items"]:
            yield from (item["title"], item["max"])
            for grade in item["grades"]:
                yield grade["grade"]
                yield from grade["criteria"]
    yield form["total"]["label"]


def image_and_rates_words(form: dict[str, Any]) -> Iterator[str]:
    image, rates = form["image"], form["rates"]
    yield image["label"]
    for choice in ("sharing", "charity", "other"):
        yield from (image[choice], image["facts"])
    yield from (rates["category"], rates["year_head"], rates["average"], rates["review"])
    yield from [rates["year"]] * 3
    for row in ("frequency", "severity"):
        yield rates[row]
        yield from [rates["unit"], rates["contractor"]] * 3


def closing_words(form: dict[str, Any]) -> Iterator[str]:
    remarks, result, assessors = form["remarks"], form["result"], form["assessors"]
    yield remarks["label"]
    yield from remarks["national"]
    yield remarks["commended"]
    yield from remarks["five_star"]
    yield from remarks["excellent"]
    yield from (remarks["never"], remarks["other"])
    yield from (result["label"], result["passed"], result["failed"], result["other"])
    yield from (assessors["label"], assessors["name"], assessors["employer"])
    yield from (assessors["title"], assessors["signature"])
    yield from (form["note"]["text"], form["body"]["label"], form["body"]["seal"])


def printed(form: dict[str, Any]) -> str:
    """Every word of the form in the order in which the page prints it, squeezed."""
    parts = (heading_words, section_words, image_and_rates_words, closing_words)
    return squeeze("".join(word for part in parts for word in part(form)))


def strings(table: dict[str, Any]) -> Iterator[str]:
    """Every string of a table except its source, as it stands."""
    for key, value in table.items():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict):
                yield from strings(entry)
            elif key != "source":
                yield entry


def tables(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in table.values():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict):
                yield entry
                yield from tables(entry)


def points(text: str) -> list[Decimal]:
    """The points that a grade's criteria name, as 「(n分)」 or 「最高n分」."""
    found = re.findall(r"\((\d+(?:\.\d+)?)分\)|最高(\d+(?:\.\d+)?)分", text)
    return [Decimal(fixed or most) for fixed, most in found]


def test_wording_is_the_edited_source() -> None:
    """The excerpt, after the listed edits and no others, is the printed wording."""
    expected, actual = edited(EXCERPT, "更動"), printed(OFFICIAL)
    pairs = enumerate(zip(expected, actual, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), 0)
    at = slice(max(0, same - 12), same + 12)
    assert actual == expected, f"source …{expected[at]}…, official.toml …{actual[at]}…"


def test_walk_leaves_no_word_out() -> None:
    """Every string of the printed tables is met on the walk through the printed order."""
    unprinted = {"form", "construction", "hints"}
    numbers = [section["number"] for section in OFFICIAL["sections"]]
    numbers += [item["number"] for section in OFFICIAL["sections"] for item in section["items"]]
    parts = (heading_words, section_words, image_and_rates_words, closing_words)
    walked = {word for part in parts for word in part(OFFICIAL)}
    shown = {key: value for key, value in OFFICIAL.items() if key not in unprinted}
    assert set(strings(shown)) - walked == set(numbers)


def test_counts() -> None:
    """The form has 7 sections, 34 items and 91 grades."""
    items = [item for section in OFFICIAL["sections"] for item in section["items"]]
    assert len(OFFICIAL["sections"]) == 7
    assert len(items) == 34
    assert len(GRADES) == 91


def test_weights_sum_to_one() -> None:
    """The seven weights add up to exactly 1."""
    assert sum(Decimal(section["weight"]) for section in OFFICIAL["sections"]) == 1


def test_item_maxima() -> None:
    """The maxima of the items add up to a hundred times the weight of their section."""
    sums = [sum(sum(points(item["max"])) for item in section["items"]) for section in OFFICIAL["sections"]]
    assert sums == [8, 20, 20, 12, 10, 10, 20]
    assert sums == [100 * Decimal(section["weight"]) for section in OFFICIAL["sections"]]


def test_numbers_follow_the_headings() -> None:
    """Sections and items are numbered as their printed headings are."""
    for place, section in enumerate(OFFICIAL["sections"], 1):
        assert section["number"] == "一二三四五六七"[place - 1]
        assert section["heading"].startswith(f"{section['number']}、")
        for order, item in enumerate(section["items"], 1):
            assert item["number"] == f"{place}-{order}"
            assert item["title"].startswith(f"{order}.")


@pytest.mark.parametrize(
    ("item", "grade"), GRADES, ids=[f"{item['number']}{grade['grade']}" for item, grade in GRADES]
)
def test_one_points_text_in_each_grade(item: dict[str, Any], grade: dict[str, Any]) -> None:
    """A grade names its points once, and they lie within the item's maximum."""
    (worth,) = points("".join(grade["criteria"]))
    (most,) = points(item["max"])
    assert 0 < worth <= most


def test_top_grade_is_worth_the_maximum() -> None:
    """The best grade earns the item's maximum, but for 三.6 as the source has it."""
    short = {}
    for section in OFFICIAL["sections"]:
        for item in section["items"]:
            (most,) = points(item["max"])
            (best,) = points("".join(item["grades"][-1]["criteria"]))
            if best != most:
                short[item["number"]] = (most, best)
    assert short == {"3-6": (Decimal("2.0"), Decimal("1.5"))}


def test_grades_rise() -> None:
    """The grades of an item stand in the order 可, 良, 優 and each is worth more."""
    for section in OFFICIAL["sections"]:
        for item in section["items"]:
            order = ["可良優".index(grade["grade"]) for grade in item["grades"]]
            worth = [points("".join(grade["criteria"]))[0] for grade in item["grades"]]
            assert order == sorted(set(order))
            assert worth == sorted(set(worth))


def test_criteria_lines_begin_with_their_numbers() -> None:
    """The numbered lines of a grade are 一、二、三、 in order, each an entry of its own."""
    for _, grade in GRADES:
        marks = [line[0] for line in grade["criteria"] if line[1] == "、"]
        assert marks == list("一二三四五"[: len(marks)])
        assert not any(re.search(r"[。，)][一二三四五]、", line) for line in grade["criteria"])


def test_every_table_names_its_source() -> None:
    """Each table says where its words come from, and a grade's line holds its first words."""
    assert all(table.get("source") for table in tables(OFFICIAL))
    lines = EXCERPT.splitlines()
    for _, grade in GRADES:
        number = int(grade["source"].removeprefix("附表一第").removesuffix("行"))
        line = squeeze(lines[number - 1]).replace(",", "，")
        assert grade["grade"] + "".join(grade["criteria"]) in line


def test_no_half_width_punctuation_between_han() -> None:
    """No half-width comma, colon or semicolon and no blank stands in the wording."""
    for text in strings(OFFICIAL):
        assert not re.search(r"(?<=[^\x00-\x7f])[,:;]|[,;](?=[^\x00-\x7f])", text), text
        assert squeeze(text) == text


def test_suspected_misprints_are_printed_as_they_are() -> None:
    """What the record calls doubtful still stands once in the wording, unchanged."""
    wording, hints = printed(OFFICIAL), "".join(strings(OFFICIAL["hints"]))
    assert [row[0] for row in rows("疑誤而照印") if wording.count(row[0]) != 1] == []
    assert [row[0] for row in rows("說明的疑誤而照印") if hints.count(row[0]) != 1] == []


def test_boxes_restored_from_the_example() -> None:
    """Every box that the record restores stands before the same words in the worked example."""
    example = re.sub(r"[\s_]", "", INSTRUCTIONS.replace('<input type="checkbox"/>', "□"))
    texts = [row[0] for row in rows("□ 的還原")]
    assert example.count("□") == len(texts) == 12
    for text in texts:
        assert example.count(f"□{text}") == texts.count(text)


def test_differences_from_the_example() -> None:
    """The wording follows the blank where the worked example has other words."""
    quoted = [row for row in rows("空白表與填寫範例不同，照空白表") if "印" not in row[0]]
    assert quoted
    for blank, example in quoted:
        assert blank in printed(OFFICIAL)
        assert example not in printed(OFFICIAL)
        assert example in squeeze(INSTRUCTIONS)


def test_hints_are_the_instructions() -> None:
    """Every hint is a passage of the official instructions, word for word."""
    text = edited(INSTRUCTIONS, "說明的更動")
    assert [hint for hint in strings(OFFICIAL["hints"]) if text.count(hint) != 1] == []


def test_construction_annex_follows_the_instructions() -> None:
    """The annex takes its words from the note and the sample, the year left open."""
    text = edited(INSTRUCTIONS, "附頁的更動")
    annex = OFFICIAL["construction"]
    assert "".join(annex["note"]) in text
    labels = [annex[key] for key in ("name", "permit", "outline", "dates", "progress", "others")]
    sample = text.partition("【例如】")[2]
    assert re.search(".*".join(map(re.escape, labels)), sample)
    assert f"月{annex['to']}103年" in sample
    assert f"75{annex['percent']}" in sample
