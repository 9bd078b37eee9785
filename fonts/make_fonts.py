"""Make the fonts of this folder from those of two Debian packages.

Needs the packages fonts-cns11643-kai and fonts-liberation2 (not fonts-liberation, which holds the
older edition under another licence) and the Python package fonttools:

    python fonts/make_fonts.py [FOLDER]

The same sources and the same fonttools give the same bytes. What is changed, and why, stands in
README.md beside this file.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCES = Path("/usr/share/fonts/truetype")
KAI = SOURCES / "cns11643" / "TW-Kai-98_1.ttf"
KAI_EXT_B = SOURCES / "cns11643" / "TW-Kai-Ext-B-98_1.ttf"
SERIF = SOURCES / "liberation2" / "LiberationSerif-Regular.ttf"

OGDL = ("Open Government Data License, version 1.0", "https://data.gov.tw/license")
OFL = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "https://openfontlicense.org",
)

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
# Python has no codec for CNS 11643. Its planes 1 and 2 hold one Han character beside Big5's: 彞.
CNS_BESIDE_BIG5 = "\u5f5e"
# Latin letters, the marks of decomposed ones, and Vietnamese. All other punctuation and symbols
# are left to the Chinese font.
LATIN = ((0x20, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF))
# Big5 has ˉ (A3BC), which the source draws blank, and ∼ (A1E3, for which Windows has ～), which it
# does not draw at all. Each gets a copy of the glyph of its double.
BORROWED = {0x02C9: 0x00AF, 0x223C: 0xFF5E}
# Pango draws a space in the face of the character before it, so every face needs one. The other
# spaces are made from it.
BLANK = {0x20, 0x3000}
# Where the source has any other invisible character, it draws a dashed box with an abbreviation.
FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
SELECTORS = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
KEPT_NAMES = {0, 5}


def in_ranges(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def is_invisible(code: int) -> bool:
    if code in BLANK:
        return False
    category = unicodedata.category(chr(code))
    return category in {"Cc", "Zs", "Zl", "Zp"} or is_ignorable(code, category)


def is_ignorable(code: int, category: str) -> bool:
    """Arabic and Syriac number signs are of category Cf too, but they are drawn."""
    format_character = category == "Cf" and not in_ranges(code, [(0x600, 0x605), (0x6DD, 0x6DD)])
    return format_character or code in FILLERS or code in SELECTORS


def in_main_face(code: int) -> bool:
    character = chr(code)
    if not in_ranges(code, HAN) or character in CNS_BESIDE_BIG5:
        return True
    return any(_encodes(character, codec) for codec in ("cp950", "big5hkscs"))


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def borrow_glyphs(font: TTFont) -> None:
    """Give each character of BORROWED a glyph of its own, so that its text extracts as typed."""
    glyphs, metrics, best = font["glyf"], font["hmtx"], font.getBestCmap()
    for code, double in BORROWED.items():
        name = best.get(code, f"uni{code:04X}")
        glyphs[name] = deepcopy(glyphs[best[double]])
        metrics[name] = metrics[best[double]]
        _map(font, code, name)


def blank_no_break_space(font: TTFont) -> None:
    _map(font, 0xA0, font.getBestCmap()[0x20])


def _map(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = glyph


def rename(font: TTFont, family: str, licence: tuple[str, str]) -> None:
    """Give the font its own name alone; copyright and version stay, the licence is added."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in KEPT_NAMES and record.platformID == 3]
    version = table.getDebugName(5)
    postscript = family.replace(" ", "") + "-Regular"
    for number, text in {
        1: family,
        2: "Regular",
        3: f"{postscript} : {version}",
        4: family,
        6: postscript,
        13: licence[0],
        14: licence[1],
    }.items():
        table.setName(text, number, 3, 1, 0x409)


def cut(source: Path, keep: Callable[[int], bool], layout: list[str]) -> TTFont:
    """The source's glyphs of the kept code points, unhinted, with the source's own metrics."""
    font = TTFont(source, recalcTimestamp=False)
    if source == KAI:
        borrow_glyphs(font)
    options = Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        layout_features=layout,
        name_IDs=["*"],
        name_languages=["*"],
        prune_codepage_ranges=False,
    )
    options.drop_tables += ["FFTM", "gasp", "kern", "vhea", "vmtx"]
    if not layout:
        options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if keep(code)])
    subsetter.subset(font)
    return font


def save(font: TTFont, path: Path) -> None:
    """Write a new file and move it into place: fontconfig's cache goes by the folder's time."""
    waiting = path.with_suffix(".new")
    font.save(waiting, reorderTables=True)
    waiting.replace(path)
    content = path.read_bytes()
    print(path.name, len(font.getBestCmap()), len(content), hashlib.sha256(content).hexdigest())


def make(folder: Path) -> None:
    serif = cut(SERIF, lambda code: in_ranges(code, LATIN), ["ccmp", "kern", "mark"])
    rename(serif, "Formgen Serif", OFL)
    save(serif, folder / "FormgenSerif.ttf")

    kai = cut(KAI, lambda code: not is_invisible(code) and in_main_face(code), [])
    blank_no_break_space(kai)
    rename(kai, "Formgen Kai", OGDL)
    save(kai, folder / "FormgenKai.ttf")

    rest = cut(
        KAI,
        lambda code: code in BLANK or not (is_invisible(code) or in_main_face(code)),
        [],
    )
    rename(rest, "Formgen Kai Rest", OGDL)
    save(rest, folder / "FormgenKai-Rest.ttf")

    drawn = (kai.getBestCmap().keys() | rest.getBestCmap().keys()) - BLANK
    ext_b = cut(KAI_EXT_B, lambda code: code not in drawn, [])
    rename(ext_b, "Formgen Kai ExtB", OGDL)
    save(ext_b, folder / "FormgenKai-ExtB.ttf")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
