"""Which font draws a character; the check before anything is printed.

The fonts are those of the folder ``fonts/``, and pages name them in the order of `FAMILIES`. A
character that none of them draws would print as an empty box, so it must be told before.
"""

import unicodedata
from collections.abc import Container
from functools import cache

import uharfbuzz

from formgen.paths import FONTS

# Latin first, for the digits; it lacks “ ” — … on purpose, so that the Chinese font draws them.
FONT_FILES = {
    "Formgen Serif": "FormgenSerif.ttf",
    "Formgen Kai": "FormgenKai.ttf",
    "Formgen Kai Rest": "FormgenKai-Rest.ttf",
    "Formgen Kai ExtB": "FormgenKai-ExtB.ttf",
}
FAMILIES = tuple(FONT_FILES)

# What needs no glyph. Line ends and tabs are layout, the spaces are made from U+0020, and the rest
# is what HarfBuzz hides: soft hyphen, joiners, directions, variation selectors, tags. The Hangul
# fillers and U+2028 are invisible too, but they do print a box.
_WITHOUT_GLYPH = (
    *((code, code) for code in (0x09, 0x0A, 0x20, 0xA0, 0xAD, 0x34F, 0x61C, 0x202F, 0x205F)),
    *((0x17B4, 0x17B5), (0x180B, 0x180E), (0x2000, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
    *((0x3000, 0x3000), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFF8)),
    *((0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
_TWINNED = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def missing(text: str) -> list[str]:
    """The characters of `text` that no font draws, each once, in their order.

    >>> missing("王小明🙂與🙂")
    ['🙂']
    """
    return [character for character in dict.fromkeys(text) if not _is_printable(character)]


def family(character: str) -> str | None:
    """The first of `FAMILIES` that draws `character`, None if no font does.

    >>> family("7"), family("柒"), family("🙂")
    ('Formgen Serif', 'Formgen Kai', None)
    """
    return next((name for name in FAMILIES if draws(name, character)), None)


def draws(family: str, character: str) -> bool:
    """Whether this one of `FAMILIES` has a glyph for `character`."""
    return ord(character) in _drawn_by(family)


def twin(character: str) -> str | None:
    r"""The ordinary character to offer for a missing compatibility ideograph, if a font draws it.

    >>> twin("\uf9d1")
    '六'
    """
    if not _within(character, _TWINNED) or family(character):
        return None
    ordinary = unicodedata.normalize("NFC", character)
    return ordinary if ordinary != character and family(ordinary) else None


def describe(character: str) -> str:
    r"""The character with its code point, to find it again by either.

    >>> describe("🙂"), describe("\r")
    ('「🙂」(U+1F642)', 'U+000D')
    """
    code = f"U+{ord(character):04X}"
    return f"「{character}」({code})" if character.isprintable() else code


@cache
def _is_printable(character: str) -> bool:
    return _within(character, _WITHOUT_GLYPH) or family(character) is not None


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


@cache
def _drawn_by(name: str) -> Container[int]:
    """The code points of one family; its file is mapped, not read."""
    blob = uharfbuzz.Blob.from_file_path(FONTS / FONT_FILES[name])
    codes: Container[int] = uharfbuzz.Face(blob).unicodes
    return codes
