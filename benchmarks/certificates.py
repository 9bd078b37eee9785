"""Certificates by the thousand: ours beside WeasyPrint, ReportLab and Typst, the same rows in the same look.

A page has a frame, a title, a closing line and the slots number, unit, name, reason and date. Number, unit and name are
new in each row, the reason is one of twelve. All write into memory. The ratio of a row is to the fastest of the others.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from time import perf_counter

import typst
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from formgen.paths import FONTS
from formgen.render import pdf
from formgen.render.plate import Plate
from formgen.render.press import Press, single
from formgen.render.subset import Subset

MANY = 10_000
SIZES = (100, 1_000, 10_000, 100_000)
# What is slow is measured on fewer rows.
ONE_BY_ONE, IN_ONE_DOCUMENT, SINGLES = 40, 300, 500
TURNS = 3

_STYLE = """
@page { size: A4; margin: 10mm }
html { font-family: "Formgen Serif", "Formgen Kai", "Formgen Kai Rest", "Formgen Kai ExtB"; font-size: 18pt }
body, h1, p { margin: 0 } a { color: inherit; text-decoration: none }
section { box-sizing: border-box; height: 277mm; border: 2pt solid #8a6d1b; position: relative; page: certificate }
h1 { position: absolute; top: 30mm; width: 100%; text-align: center; font-size: 50pt; font-weight: normal }
section > p, section > a { position: absolute; left: 20mm; width: 150mm; display: block; line-height: 1.3 }
.closing { top: 190mm } .number { top: 12mm; font-size: 12pt; text-align: right; height: 8mm }
.unit { top: 60mm; font-size: 20pt; text-align: center; height: 12mm }
.name { top: 78mm; font-size: 30pt; text-align: center; height: 18mm }
.reason { top: 110mm; font-size: 20pt; line-height: 1.6; height: 60mm } .date { top: 220mm; text-align: center; height: 10mm }
"""
_REASONS = [
    f"於{year}年度推動職業安全衛生工作，輔導中小企業改善作業環境，辦理教育訓練{year - 100}場次，成效卓著，堪為表率。"
    for year in range(104, 116)
]


@dataclass(frozen=True)
class Figure:
    """Seconds for one certificate, and the times that the others take as long."""

    what: str
    seconds: float
    ratio: float | None = None
    note: str = ""


def rows(count: int) -> list[dict[str, str]]:
    chance = random.Random(4)
    pool = (
        "台灣安全衛生環境保護職業訓練協會技術研究發展中心科技工程營造股份有限公司明華國家美德仁義禮智信堂𡍼堃"
    )
    return [
        {
            "number": f"測安字第{number:07}號",
            "unit": "○○" + "".join(chance.choices(pool, k=chance.randrange(6, 13))),
            "name": "○" + "".join(chance.choices(pool, k=2)),
            "reason": chance.choice(_REASONS),
            "date": "中華民國一一五年十一月二十一日",
        }
        for number in range(count)
    ]


def html(some: list[dict[str, str]]) -> str:
    pages = "".join(
        "<section><h1>獎狀</h1>"
        + "".join(
            f'<a class="{name}" href="slot:{name}" data-lines="{4 if name == "reason" else 1}">{escape(text)}</a>'
            for name, text in row.items()
        )
        + '<p class="closing">特頒此狀，以資鼓勵。</p></section>'
        for row in some
    )
    return f'<html lang="zh-Hant-TW"><head><title>獎狀</title><style>{_STYLE}</style></head><body>{pages}</body></html>'


def pressed(plate: Plate, some: list[dict[str, str]]) -> bytes:
    out = BytesIO()
    with Press(out, "獎狀") as press:
        for row in some:
            press.add(plate, row)
    return out.getvalue()


def weasyprint(some: list[dict[str, str]]) -> bytes:
    content: bytes = pdf.document(html(some)).write_pdf(pdf_variant="pdf/a-3u")
    return content


_ALIGN = {"number": TA_RIGHT, "reason": 0}
_SIZES = {"number": 12, "unit": 20, "name": 30, "reason": 20, "date": 18}
_DOWN = {"number": 22, "unit": 70, "name": 88, "reason": 120, "date": 230}


def reportlab(some: list[dict[str, str]]) -> bytes:
    """Its quickest way: the unchanging part is a form, running text alone a paragraph. One font, for it has no fallback."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(210 * mm, 297 * mm), pageCompression=1)
    canvas.beginForm("plate")
    canvas.setLineWidth(2)
    canvas.rect(10 * mm, 10 * mm, 190 * mm, 277 * mm)
    canvas.setFont("kai", 50)
    canvas.drawCentredString(105 * mm, 240 * mm, "獎狀")
    canvas.setFont("kai", 18)
    canvas.drawString(30 * mm, 92 * mm, "特頒此狀，以資鼓勵。")
    canvas.endForm()
    style = ParagraphStyle("reason", fontName="kai", fontSize=20, leading=32, wordWrap="CJK")
    for row in some:
        canvas.doForm("plate")
        for name, text in row.items():
            _draw(canvas, name, text, style)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, name: str, text: str, style: ParagraphStyle) -> None:
    y = (297 - _DOWN[name] - 6) * mm
    if name == "reason":
        paragraph = Paragraph(escape(text), style)
        _, height = paragraph.wrap(150 * mm, 60 * mm)
        paragraph.drawOn(canvas, 30 * mm, y + 6 * mm - height)
        return
    canvas.setFont("kai", _SIZES[name])
    if _ALIGN.get(name, TA_CENTER) == TA_RIGHT:
        canvas.drawRightString(180 * mm, y, text)
    else:
        canvas.drawCentredString(105 * mm, y, text)


_TYPST = """
#set document(title: "獎狀")
#set page(paper: "a4", margin: 0mm)
#set text(font: ("Formgen Serif", "Formgen Kai", "Formgen Kai Rest", "Formgen Kai ExtB"), size: 18pt, lang: "zh")
#let at(down, size, side, body) = place(dx: 30mm, dy: down, box(width: 150mm, align(side, text(size: size, body))))
#for row in json(bytes(sys.inputs.rows)) {
  place(dx: 10mm, dy: 10mm, rect(width: 190mm, height: 277mm, stroke: 2pt))
  at(40mm, 50pt, center)[獎狀]
  at(22mm, 12pt, right, row.number)
  at(70mm, 20pt, center, row.unit)
  at(88mm, 30pt, center, row.name)
  at(120mm, 20pt, left, row.reason)
  at(200mm, 18pt, left)[特頒此狀，以資鼓勵。]
  at(230mm, 18pt, center, row.date)
  pagebreak(weak: true)
}
"""


class Typst:
    """Its compiler with our fonts, which are loaded once."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])

    def __call__(self, some: list[dict[str, str]]) -> bytes:
        inputs = {"rows": json.dumps(some, ensure_ascii=False)}
        compiler = typst.Compiler(_TYPST.encode(), font_paths=self._fonts, sys_inputs=inputs)
        content = compiler.compile(format="pdf")
        assert isinstance(content, bytes)
        return content


def figures() -> Iterator[Figure]:
    sample = {"number": "號", "unit": "單位", "name": "姓名", "reason": "事由", "date": "日期"}
    start = perf_counter()
    plate = Plate.of(html([sample]))
    yield Figure("plate, once for each template", perf_counter() - start)
    many = rows(MANY)
    pdfmetrics.registerFont(TTFont("kai", FONTS / "FormgenKai.ttf"))
    yield from in_one(plate, many)
    yield from one_each(plate, many)
    yield from growth()


def in_one(plate: Plate, many: list[dict[str, str]]) -> Iterator[Figure]:
    """All rows in one PDF."""
    makers: dict[str, tuple[Callable[[list[dict[str, str]]], bytes], int]] = {
        "ours, one PDF": (lambda some: pressed(plate, some), MANY),
        "ReportLab, one PDF": (reportlab, MANY),
        "Typst, one PDF": (Typst(), MANY),
        "WeasyPrint, one document": (weasyprint, IN_ONE_DOCUMENT),
    }
    # In turns, so that what else the machine does falls on all alike; the best counts.
    turns = [[each(maker, many[:count]) for maker, count in makers.values()] for _ in range(TURNS)]
    ours, *theirs = map(min, zip(*turns, strict=True))
    names = [f"{name} of {count:,}" for name, (_, count) in makers.items()]
    yield Figure(names[0], ours, min(theirs) / ours, "times faster than the fastest below")
    yield from (Figure(name, seconds) for name, seconds in zip(names[1:], theirs, strict=True))


def one_each(plate: Plate, many: list[dict[str, str]]) -> Iterator[Figure]:
    """A PDF for each row; the job's fonts are cut in the time that is measured."""

    def ours(some: list[dict[str, str]]) -> None:
        subset = Subset.of(text for row in some for text in row.values())
        for row in some:
            single(plate, row, subset, title="獎狀")

    def theirs(some: list[dict[str, str]]) -> None:
        for row in some:
            weasyprint([row])

    their = each(theirs, many[:ONE_BY_ONE])
    our = min(each(ours, many[:SINGLES]) for _ in range(3))
    yield Figure("ours, one PDF each", our, their / our, "times faster than WeasyPrint one by one")
    yield Figure("WeasyPrint, one by one", their)


def each(maker: Callable[[list[dict[str, str]]], object], some: list[dict[str, str]]) -> float:
    """Seconds for each row, after a short run that is not counted."""
    maker(some[:2])
    start = perf_counter()
    maker(some)
    return (perf_counter() - start) / len(some)


_GROWTH = """
import sys, time
from pathlib import Path
from tempfile import TemporaryFile
from benchmarks.certificates import Plate, Press, html, rows
count = int(sys.argv[1])
some = rows(2000)
plate = Plate.of(html(some[:1]))
start = time.perf_counter()
with TemporaryFile() as out, Press(out, "獎狀") as press:
    for number in range(count):
        press.add(plate, some[number % 2000] | {"number": f"測安字第{number:07}號"})
status = Path("/proc/self/status").read_text()
print((time.perf_counter() - start) / count, status.partition("VmHWM:")[2].split()[0])
"""


def growth() -> Iterator[Figure]:
    """Cost of a row and memory of the process, from few rows to many; a process for each."""
    for count in SIZES:
        run = subprocess.run(
            [sys.executable, "-c", _GROWTH, str(count)], check=True, capture_output=True, text=True
        )
        seconds, memory = run.stdout.split()
        yield Figure(
            f"ours, one PDF of {count:,}, fonts and all",
            float(seconds),
            note=f"peak memory {int(memory) // 1024} MB",
        )


def main() -> None:
    for figure in figures():
        ratio = f"{figure.ratio:.1f}" if figure.ratio else ""
        print(f"{figure.what:<44}{figure.seconds * 1000:>10.3f} ms {ratio:>8} {figure.note}".rstrip())


if __name__ == "__main__":
    main()
