"""From text to glyphs, by HarfBuzz and our fonts, a character that one font lacks from the next."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import uharfbuzz

from formgen import glyphs
from formgen.glyphs import FAMILIES, FONT_FILES
from formgen.paths import FONTS

# Only this face has rules for kerning and marks; the others draw one character after the other.
_RULED = "Formgen Serif"
# In em: wider than any number of an item, narrower than the narrowest paragraph that hangs.
WIDEST_HANG = 12


@dataclass(frozen=True, eq=False, slots=True)
class Glyph:
    """A drawn character. There is one object for each; lengths are in em.

    `advance` is the way to the next glyph, `width` the font's own; they differ by kerning. `right` and `up`
    move a mark over its letter. `text` is what it stands for, to be found when somebody searches.
    """

    family: str
    number: int
    text: str
    advance: float
    width: float
    right: float = 0
    up: float = 0


@cache
def face(family: str) -> uharfbuzz.Face:
    """The font file of a family, mapped and not read."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FONTS / FONT_FILES[family]))


@cache
def _font(family: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(face(family))


@cache
def extent(family: str) -> tuple[float, float]:
    """How far a family reaches above and below the baseline, in em."""
    font = _font(family)
    extents, em = font.get_font_extents("ltr"), face(family).upem
    return extents.ascender / em, -extents.descender / em


@cache
def ideographic_foot(family: str) -> float:
    """Where HarfBuzz takes the foot of a family's ideographs to be, above the baseline in em."""
    above, below = extent(family)
    return (above + below) / 10 - below


def shape(text: str, families: tuple[str, ...] = FAMILIES) -> tuple[Glyph, ...]:
    """The glyphs of one line of text. `families` are tried in their order, then all others.

    What no font draws becomes glyph 0; `formgen.glyphs.missing` tells it beforehand.
    """
    plain = _plain_glyphs(families)
    shaped: list[Glyph] = []
    waiting = ""
    for character in text:
        glyph = plain[character]
        if glyph is None:
            waiting += character
            continue
        if waiting:
            shaped += _by_rules(waiting, shaped[-1].family if shaped else families[0], families)
            waiting = ""
        shaped.append(glyph)
    if waiting:
        shaped += _by_rules(waiting, shaped[-1].family if shaped else families[0], families)
    return tuple(shaped)


def width(text: str) -> float:
    """How wide a line of text is, in em.

    >>> width("(一)"), width("1、"), width("\u3000甲、")
    (1.666015625, 1.5, 3.0)
    """
    return sum(glyph.advance for glyph in shape(text))


def hang(text: str) -> float:
    """How far lines hang under a paragraph that begins with `text`, in em; a long text leaves room beside it.

    >>> hang("主旨："), hang("密等及解密條件" * 9)
    (3.0, 12)
    """
    return min(width(text), WIDEST_HANG)


class _Plain(dict[str, Glyph | None]):
    """Characters that are always drawn alike, whatever stands beside them; None for others."""

    def __init__(self, families: tuple[str, ...]) -> None:
        super().__init__()
        self._families = families

    def __missing__(self, character: str) -> Glyph | None:
        family = _family(character, self._families)
        self[character] = glyph = _plain(character, family) if family and family != _RULED else None
        return glyph


_plain_glyphs = cache(_Plain)


def _plain(character: str, family: str) -> Glyph:
    number = _font(family).get_nominal_glyph(ord(character))
    width = _width(family, number)
    return _glyph(family, number, character, width, width)


def _by_rules(text: str, family: str, families: tuple[str, ...]) -> Iterator[Glyph]:
    """Latin text, and what follows the font of the character before it, which is of `family`."""
    for run, one in _runs(text, family, families):
        yield from _shaped(run, one)


def _runs(text: str, current: str, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Pieces that one family draws. Blanks, marks and what is invisible stay with what stands before them."""
    run = ""
    for character in text:
        family = _family(character, families) or current
        if run and family != current:
            yield run, current
            run = ""
        run, current = run + character, family
    if run:
        yield run, current


@cache
def _family(character: str, families: tuple[str, ...]) -> str | None:
    """None if the family of the character before is to be used."""
    if unicodedata.category(character) in {"Zs", "Mn", "Me", "Cf", "Cc"}:
        return None
    order = dict.fromkeys((*families, *FAMILIES))
    return next((family for family in order if glyphs.draws(family, character)), None)


@cache
def _width(family: str, number: int) -> float:
    return float(_font(family).get_glyph_h_advance(number) / face(family).upem)


_glyph = cache(Glyph)


def _shaped(run: str, family: str) -> Iterable[Glyph]:
    if run.isascii():
        # Plain Latin letters know no rule but kerning, which takes a letter and the next one: no need to ask again.
        return [_before(one, after, family) for one, after in zip(run, [*run[1:], ""], strict=True)]
    return _by_harfbuzz(run, family)


@cache
def _before(letter: str, after: str, family: str) -> Glyph:
    return next(_by_harfbuzz(letter + after, family))


def _by_harfbuzz(run: str, family: str) -> Iterator[Glyph]:
    buffer = uharfbuzz.Buffer()
    # Each character keeps its own place in the text, a letter and its mark too.
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(run)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    uharfbuzz.shape(_font(family), buffer)
    em, glyph_positions = face(family).upem, buffer.glyph_positions
    starts = [info.cluster for info in buffer.glyph_infos]
    ends = [*starts[1:], len(run)]
    for info, position, end, before in zip(
        buffer.glyph_infos, glyph_positions, ends, [-1, *starts], strict=False
    ):
        # Of several glyphs for one letter, the first stands for it.
        text = "" if info.cluster == before else run[info.cluster : max(end, info.cluster + 1)]
        advance, width = position.x_advance / em, _width(family, info.codepoint)
        moved = position.x_offset / em, position.y_offset / em
        yield _glyph(family, info.codepoint, text, advance, width, *moved)
