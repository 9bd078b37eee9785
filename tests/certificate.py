"""A certificate of the tests' own: blank for the plate, or with its text in place for WeasyPrint to draw.

WeasyPrint cuts letter-spacing to whole thousandths of an em, which adds up along a line. So stretched lines are drawn
as flex boxes with a box for each letter, and hold Chinese alone; running text of all kinds is drawn unstretched.
"""

import random
from collections.abc import Mapping
from html import escape

from formgen.render.fitting import Line, fit
from formgen.render.plate import Plate, Slot

_PAGE = """<html lang="zh-Hant-TW"><head><title>獎狀</title><style>
@page {{ size: {size}; margin: 15mm }}
html {{ font-family: "Formgen Serif", "Formgen Kai", "Formgen Kai Rest", "Formgen Kai ExtB"; font-size: 18pt }}
body {{ margin: 0; padding: 10mm; border: 3pt double #8a6d1b; height: 150mm; line-height: 1.3 }}
h1 {{ margin: 0; text-align: center; font-size: 44pt; letter-spacing: 1em; font-weight: normal }}
a {{ display: block; color: inherit; text-decoration: none; white-space: pre }}
.number {{ text-align: right; font-size: 12pt; height: 6mm }}
.name {{ text-align: center; font-size: 28pt; height: 18mm; color: #123456 }}
.reason {{ text-align: justify; font-size: 20pt; line-height: 1.5; height: 44mm; margin: 0 10mm }}
.date {{ font-size: 16pt; width: 110mm; height: 9mm; margin: auto }}
.title {{ letter-spacing: 0.5em; font-size: 14pt; line-height: 20pt; text-align: left; height: 14mm }}
i {{ display: block; font-style: normal }}
{style}</style></head><body><h1>獎狀</h1>
{number}{name}{reason}<p>特頒此狀　以資鼓勵</p>{title}{date}</body></html>"""
_DATA = {
    "number": "",
    "name": 'data-floor="15" data-lines="2"',
    "reason": 'data-floor="12" data-lines="4" data-align="{align}"',
    "title": 'data-vertical="bottom"',
    "date": 'data-align="spread"',
}
_CSS_ALIGN = {
    "left": "flex-start",
    "center": "center",
    "right": "flex-end",
    "justify": "flex-start",
    "spread": "center",
}
_CSS_VERTICAL = {"top": "flex-start", "middle": "center", "bottom": "flex-end"}
_IN_PLACE = "a { display: flex !important; flex-direction: column } a span { display: flex }"


def template(size: str = "A4 landscape", align: str = "left") -> str:
    """The page with sample text in its slots; `align` is that of the running text."""
    slots = {
        name: f'<a class="{name}" id="slot.{name}" href="slot:{name}" {data.format(align=align)}>樣</a>'
        for name, data in _DATA.items()
    }
    return _PAGE.format(size=size, style="", **slots)


def drawn(plate: Plate, values: Mapping[str, str], size: str = "A4 landscape") -> str:
    """The page with `values` in the slots: sizes and line ends are the fitting's, all places are CSS's."""
    slots = {name: _in_css(plate.slots[name], text) for name, text in values.items()}
    return _PAGE.format(size=size, style=_IN_PLACE, **slots)


def rows(count: int, seed: int) -> list[dict[str, str]]:
    """Rows of invented people and units: short and long, rare characters, Latin and digits."""
    chance = random.Random(seed)
    return [
        {
            "number": f"測安字第{chance.randrange(10**7):07}號",
            "name": _some_name(chance),
            "reason": _some_reason(chance),
            "date": f"中華民國{chance.randrange(1, 200)}年{chance.randrange(1, 13)}月{chance.randrange(1, 32)}日",
            "title": chance.choice(["理事長　○○○", "Director A. V. Tō", "署長　𡍼○○"]),
        }
        for _ in range(count)
    ]


def chinese(count: int, seed: int) -> list[dict[str, str]]:
    """Rows whose stretched lines hold one font."""
    return [
        row
        | {
            "reason": "於推動職業安全衛生，辦理「安全衛生」教育訓練" * (1 + number % 4),
            "date": "中華民國一百一十五年",
        }
        for number, row in enumerate(rows(count, seed))
    ]


def _in_css(slot: Slot, text: str) -> str:
    lines = fit(text, slot)
    assert lines, text
    spans = "".join(_line_in_css(slot, line) for line in lines)
    return f'<a class="{slot.name}" style="justify-content: {_CSS_VERTICAL[slot.vertical]}">{spans}</a>\n'


def _line_in_css(slot: Slot, line: Line) -> str:
    share = line.size / slot.size
    is_stretched = abs(line.spacing - slot.spacing * share) > 1e-6
    letters = (
        [glyph.text for glyph in line.glyphs]
        if is_stretched
        else ["".join(glyph.text for glyph in line.glyphs)]
    )
    style = (
        f"font-size: {line.size}pt; line-height: {slot.pitch * share}pt; letter-spacing: {slot.spacing * share}pt; "
        f"justify-content: {'space-between' if is_stretched else _CSS_ALIGN[slot.align]}"
    )
    return f'<span style="{style}">' + "".join(f"<i>{escape(letter)}</i>" for letter in letters) + "</span>"


def _some_name(chance: random.Random) -> str:
    unit = "".join(
        chance.choices(
            "台臺灣安全衛生環境保護職業訓練協會○○技術研究發展中心科技工程營造股份有限公司",
            k=chance.randrange(18, 41),
        )
    )
    return chance.choice([
        "○○○", "𡍼○○", "測試㐁堃", unit, unit[:12], f"{unit[:8]}（{unit[8:14]}）", "ABC Taiwan Co., Ltd.",
        f"{unit[:6]} ISO 45001 {unit[6:14]}", "Ｔａｉｗａｎ3○公司", "Đặng AVATo",
    ])  # fmt: skip


def _some_reason(chance: random.Random) -> str:
    parts = [
        "推動職業安全衛生，",
        "辦理「安全衛生」教育訓練3,200人次，",
        "（含ISO 45001驗證）",
        "成效卓著；",
        "協助中小企業。",
        "𠅤𤧛",
        "共同、",
    ]
    return "於" + "".join(chance.choices(parts, k=chance.randrange(2, 9))) + "足資表揚。"
