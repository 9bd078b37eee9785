"""Invented evidence for `make demo`: for each number that a programme's example asks for, a file or two.

python scripts/make_evidence.py PROGRAMME DIR
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from formgen import jsonfile, programmes
from formgen.exhibits import Exhibit
from formgen.paths import FONTS
from formgen.programmes import filing
from formgen.render import pdf

PAGE = """<!DOCTYPE html><html lang="zh-Hant-TW"><head><title>{number}</title>
<link rel="stylesheet" href="paper.css"></head><body>{pages}</body></html>"""
SHEET = """<div style="break-after: page"><h2>{label}</h2><p style="text-align: center">（示範資料，內容虛構）</p>
<p style="margin-top: 8mm">{asked}</p><p style="margin-top: 60mm; text-align: right">第 {page} 頁</p></div>"""
PHOTO = (1600, 1200)


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    programme = programmes.get(name)
    examples = {
        form.name: jsonfile.load(str(form.folder / "example.json"))
        for form in programme.all_forms
        if form.name in programme.forms
    }
    exhibits = programme.all_exhibits(filing.parse(programme, examples).answers)
    folder.mkdir(parents=True, exist_ok=True)
    for place, exhibit in enumerate(one for one in exhibits if one.is_required or one.claimed):
        (folder / f"{exhibit.number}.pdf").write_bytes(document(exhibit, 1 + place % 3))
        if place % 5 == 0:
            photo(exhibit, folder / f"{exhibit.number}_2.jpg")


def document(exhibit: Exhibit, pages: int) -> bytes:
    """A record of so many pages."""
    asked = "<br>".join(exhibit.asked)
    sheets = (SHEET.format(label=exhibit.label, asked=asked, page=page) for page in range(1, pages + 1))
    return pdf.write(PAGE.format(number=exhibit.number, pages="".join(sheets)))


def photo(exhibit: Exhibit, file: Path) -> None:
    """A picture as of a notice board."""
    picture = Image.new("RGB", PHOTO, (222, 226, 214))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((150, 150, 1450, 1050), fill="white", outline=(90, 90, 90), width=6)
    font = ImageFont.truetype(str(FONTS / "FormgenKai.ttf"), 60)
    draw.multiline_text((220, 260), f"現場照片（虛構）\n\n{exhibit.number}", fill=(20, 20, 20), font=font)
    picture.save(file, quality=85)


if __name__ == "__main__":
    main()
