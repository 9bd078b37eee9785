"""附件3: CAS numbers, sums and multiples, the tick that must agree with them, and the further sheet."""

import json
import re
import subprocess
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import CONTROL, Paper, say, tag_of

from formgen import catalog, checking, read
from formgen.answers import Answers
from formgen.forms.chemical_inventory.amounts import flammable_total, multiple_total
from formgen.render import page
from formgen.renditions import rendition
from formgen.values import printed

FORM = catalog.get("chemical_inventory")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
AMOUNTS = st.decimals("0.001", "999999", places=3)


def answers(**changes: Any) -> Answers:
    return checking.parse(FORM, {**deepcopy(EXAMPLE), **changes})


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.level) for problem in checking.check(FORM, answers(**changes))]


def substance(**changes: Any) -> dict[str, Any]:
    """A whole row: 900 kg of 3,000 kg."""
    whole = {"name": "苯", "cas": "71-43-2", "quantity": 900, "prescribed": 3000}
    return {key: value for key, value in {**whole, **changes}.items() if value is not None}


def shown(**changes: Any) -> dict[str, Any]:
    return printed(FORM, answers(**changes))


def test_example_is_without_problems() -> None:
    """Nothing is wrong with the example, not even a warning."""
    assert problems() == []


@pytest.mark.parametrize(
    ("cas", "expected"),
    [
        ("71-43-2", []),
        ("７１－４３－２", []),
        ("無", []),
        ("○○-○○-○", []),
        ("71-43-3", [("hazardous.0.cas", "warning")]),
        ("71432", [("hazardous.0.cas", "warning")]),
        (None, [("hazardous.0.cas", "gap")]),
    ],
)
def test_cas_number(cas: str | None, expected: list[tuple[str, str]]) -> None:
    """A wrong check digit warns and is kept; a mixture has 無; an empty place is a gap."""
    assert problems(hazardous=[substance(cas=cas)]) == expected


def test_cas_number_is_printed_as_typed() -> None:
    """What is warned about stands on the paper all the same."""
    assert shown(hazardous=[substance(cas="71-43-3")])["hazardous.0.cas"] == "71-43-3"


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5))
def test_sums_are_exact(amounts: list[tuple[Decimal, Decimal]]) -> None:
    """總數量 is the sum as typed; 總倍數 is the sum of the exact 倍數."""
    pairs = [(quantity, prescribed) for quantity, prescribed in amounts]
    filled = answers(
        flammables=[{"name": "甲醇", "quantity": str(quantity)} for quantity, _ in pairs],
        hazardous=[substance(quantity=str(one), prescribed=str(other)) for one, other in pairs],
    )
    assert Fraction(flammable_total(filled).value) == sum(Fraction(quantity) for quantity, _ in pairs)
    assert multiple_total(filled).value == sum(Fraction(one) / Fraction(other) for one, other in pairs)


def test_thirds_add_up_to_one() -> None:
    """Three thirds print 0.33 each and 1.00 together."""
    values = shown(hazardous=[substance(quantity=1, prescribed=3)] * 3)
    assert [values[f"hazardous.{place}.multiple"] for place in range(3)] == ["0.33"] * 3
    assert values["=multiples_total"] == "1.00"


def test_half_up() -> None:
    """0.005 prints as 0.01."""
    assert shown(hazardous=[substance(quantity="0.5", prescribed=100)])["hazardous.0.multiple"] == "0.01"


def test_quantities_keep_their_decimals() -> None:
    """總數量 has the decimals that were typed, thousands set apart, however large."""
    wide = [{"name": "甲", "quantity": "999999999999999"}, {"name": "乙", "quantity": "0.00000000000010"}]
    assert shown(flammables=wide)["=flammables_total"] == "999,999,999,999,999.00000000000010"


def test_prescribed_quantity_is_not_printed() -> None:
    """規定數量 is asked and stays off the paper."""
    assert "7,654,321" not in page.of(FORM, answers(hazardous=[substance(prescribed=7654321)]))


def test_row_without_prescribed_quantity() -> None:
    """Its 倍數 stays open, 總倍數 is not printed as if complete, and both are said."""
    rows = [substance(), substance(prescribed=None)]
    values = shown(hazardous=rows)
    assert (values["hazardous.0.multiple"], values["hazardous.1.multiple"]) == ("0.30", "")
    assert values["=multiples_total"] == ""
    assert problems(hazardous=rows) == [("hazardous.1.multiple", "warning")]
    assert "還有 1 列沒有倍數" in dict(FORM.report(answers(hazardous=rows)).figures)["總倍數"]


def test_row_without_quantity() -> None:
    """A flammable without its quantity is a gap, and 總數量 is not printed."""
    rows = [{"name": "甲醇", "quantity": 1}, {"name": "甲苯"}]
    assert shown(flammables=rows)["=flammables_total"] == ""
    assert problems(flammables=rows) == [("flammables.1.quantity", "gap")]


def test_multiple_typed_in_word() -> None:
    """Who has only the paper types the 倍數; it counts as typed, and 0 stands for a substance that is not listed."""
    rows = [substance(prescribed=None, multiple="0.25"), substance(prescribed=None, multiple=0)]
    assert problems(hazardous=rows) == []
    assert shown(hazardous=rows)["=multiples_total"] == "0.25"


@pytest.mark.parametrize(("typed", "fits"), [("0.3", True), ("0.30", True), ("0.4", False), ("0.31", False)])
def test_typed_multiple_against_the_computed(typed: str, fits: bool) -> None:
    """A typed 倍數 that its quantities do not give is warned about."""
    expected = [] if fits else [("hazardous.0.multiple", "warning")]
    assert problems(hazardous=[substance(multiple=typed)]) == expected


def test_prescribed_quantity_of_nothing() -> None:
    """Nothing is divided by 0."""
    assert problems(hazardous=[substance(prescribed=0)]) == [("hazardous.0.prescribed", "error")]
    assert shown(hazardous=[substance(prescribed=0)])["hazardous.0.multiple"] == ""


def test_multiple_too_large_to_be_meant() -> None:
    """A quotient that could not be typed is left open and told."""
    rows = [substance(quantity="999999999999999", prescribed="0.000000001")]
    assert shown(hazardous=rows)["hazardous.0.multiple"] == ""
    assert problems(hazardous=rows) == [("hazardous.0.multiple", "warning")]


@pytest.mark.parametrize(
    ("workplace", "quantities", "is_told"),
    [
        ("甲類工作場所", [3000], False),
        ("甲類工作場所", [2999], True),
        ("非屬上述工作場所", [2999], False),
        ("非屬上述工作場所", [3000], True),
        ("非屬上述工作場所", [1500, 1500], True),
        ("非屬上述工作場所", [3000, None], True),
        ("甲類工作場所", [2999, None], False),
        ("甲類工作場所", [], False),
    ],
)
def test_tick_against_the_sum(workplace: str, quantities: list[int | None], is_told: bool) -> None:
    """The tick must agree with 總倍數, as far as it is known."""
    rows = [substance(quantity=quantity) for quantity in quantities]
    told = ("workplace", "warning") in problems(workplace=workplace, hazardous=rows)
    assert told == is_told


def test_explanation_belongs_to_the_second_tick() -> None:
    assert problems(workplace=None, other_workplace="倉儲") == [
        ("workplace", "gap"),
        ("workplace", "warning"),
    ]


@pytest.mark.parametrize(
    ("quantity", "words"), [("4500", "已達 4,500 公斤"), ("4499.999", "未達 4,500 公斤")]
)
def test_flammables_reach_the_threshold(quantity: str, words: str) -> None:
    """「達」 includes the number itself."""
    figures = dict(FORM.report(answers(flammables=[{"name": "甲醇", "quantity": quantity}])).figures)
    assert words in figures["易燃性化學物質總數量"]


def test_hair_below_one_is_told() -> None:
    """總倍數 that prints 1.00 and is less is no 甲類工作場所, and the report says why."""
    rows = [substance(quantity="0.999", prescribed=1)]
    assert "實際略小於 1" in dict(FORM.report(answers(hazardous=rows)).figures)["總倍數"]


def test_rows_run_down_the_left_column_first() -> None:
    """The ninth substance stands at the right of the first."""
    rows = [{"name": f"物質{place}", "quantity": place} for place in range(16)]
    html = page.of(FORM, answers(flammables=rows))
    names = re.findall(r">(物質\d+)<", html)
    assert names == [f"物質{row + column}" for row in range(8) for column in (0, 8)]


def test_sixteen_rows_need_no_further_sheet() -> None:
    """The further sheet is printed from the 17th substance on, with its heads and the company's name."""
    rows = [substance() for _ in range(17)]
    assert "續頁" not in page.of(FORM, answers(hazardous=rows[:16]))
    sheet = page.of(FORM, answers(hazardous=rows)).partition("續頁")[2]
    assert "○○化工股份有限公司" in sheet
    assert re.search(r"<th[^>]*>Cas No\.</th>", sheet)


def long_list(path: Path) -> list[str]:
    """The lines of each page of a list whose names are long and whose amounts are large."""
    row = {
        "name": "雙酚A型環氧樹脂溶液（固含量百分之七十五，溶於二甲苯與丁酮）",
        "cas": "1234567-89-5",
        "quantity": "12,345,678.9",
    }
    rows = [{**row, "multiple": "12345.67" if place % 2 else "4115.23"} for place in range(16)]
    path.write_bytes(rendition(FORM, answers(hazardous=rows, flammables=rows_of(row)), "pdf"))
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return told.stdout.split("\f")[:-1]


def rows_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": row["name"], "quantity": row["quantity"]} for _ in range(16)]


def test_numbers_are_not_broken(tmp_path: Path) -> None:
    """A 倍數 of five digits, an amount of eight and the longest CAS number each stand in one line."""
    text = "".join(long_list(tmp_path / "long.pdf"))
    assert [text.count(one) for one in ("12,345.67", "4,115.23", "1234567-89-5")] == [8, 8, 16]
    assert text.count("12,345,678.9") == 32


def test_head_repeats_on_the_next_page(tmp_path: Path) -> None:
    """Where the substances go on on the next page, their head stands there too; in Word it is a repeating row."""
    first, second = long_list(tmp_path / "long.pdf")
    assert ("Cas No." in first, "Cas No." in second) == (True, True)
    table = (
        Paper(rendition(FORM, answers(), "docx"))
        .control("hazardous.0.name")
        .xpath("ancestor::*[local-name()='tbl'][1]")
    )
    heads = table[0].xpath("./*[local-name()='tr'][.//*[local-name()='tblHeader']]")
    assert ["Cas No." in "".join(head.itertext()) for head in heads] == [True]


@pytest.mark.parametrize("count", [16, 17, 40, 60])
def test_one_list_on_two_sheets_comes_back(count: int, tmp_path: Path) -> None:
    """The list is one, whatever sheet its rows stand on, in Word and in PDF; an empty row 17 stays empty."""
    rows: list[dict[str, Any]] = [{"name": f"物質{place}", "quantity": place} for place in range(count)]
    if count > 17:
        rows[16] = {}
    given = answers(flammables=rows)
    for kind in ("docx", "pdf"):
        file = tmp_path / f"list.{kind}"
        file.write_bytes(rendition(FORM, given, kind))
        assert read.read(file).answers == given


def test_rows_added_and_deleted_in_word(tmp_path: Path) -> None:
    """A row added on the further sheet joins the list; the sheet deleted takes its rows along."""
    given = answers(flammables=[{"name": f"物質{place}", "quantity": 1} for place in range(18)])
    file = tmp_path / "list.docx"
    paper = Paper(rendition(FORM, given, "docx"))
    say(paper.controls("flammables.40.name")[0], "新物質")
    file.write_bytes(paper.saved())
    rows = read.read(file).answers.given()["flammables"]
    assert (len(rows), rows[40]) == (41, {"name": "新物質"})
    sheet, _section = (one for one in paper.root.iter(CONTROL) if tag_of(one) == "flammables.16")
    sheet.getparent().remove(sheet)
    file.write_bytes(paper.saved())
    assert len(read.read(file).answers.given()["flammables"]) == 16


@pytest.mark.parametrize(("count", "rows"), [(17, 24), (40, 24), (60, 44)])
def test_further_sheet_has_as_many_rows_in_word_as_in_pdf(count: int, rows: int) -> None:
    """A further sheet has 24 rows to write in, and more only for more substances."""
    given = answers(flammables=[{"name": "甲醇", "quantity": 1}] * count)
    assert len(Paper(rendition(FORM, given, "docx")).rows("flammables")) == rows
    assert page.of(FORM, given).count("<tr data-row=") == rows


def test_exactly_the_prescribed_quantity() -> None:
    """「規定數量以上」 includes the quantity itself: three thirds are 甲類工作場所."""
    rows = [substance(quantity=1, prescribed=3)] * 3
    figure = dict(FORM.report(answers(hazardous=rows)).figures)["總倍數"]
    assert figure == "1.00，已達 1，屬甲類工作場所"
