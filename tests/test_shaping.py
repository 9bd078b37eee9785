"""From text to glyphs."""

import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from formgen.render import shaping
from formgen.render.shaping import shape

LATIN = "Formgen Serif"


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30))
def test_latin_is_shaped_letter_by_letter_as_harfbuzz_does_it_at_once(text: str) -> None:
    """Glyphs and kerning of plain Latin text, put together from pairs, are HarfBuzz's own of the whole text."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(shaping.face(LATIN)), buffer)
    whole = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    em = shaping.face(LATIN).upem
    assert [(one.number, one.advance) for one in shape(text)] == [
        (info.codepoint, position.x_advance / em) for info, position in whole
    ]


@given(st.text(st.sampled_from("王○𡍼㐁é\u0301\u00a0 A1，「㈱\ufe00\U000e0100\ufa0c"), max_size=20))
def test_no_text_is_lost(text: str) -> None:
    """Put together again, the texts of the glyphs are the text."""
    assert "".join(glyph.text for glyph in shape(text)) == text


def test_fonts_follow_the_order_of_the_style() -> None:
    """A digit is Latin, a rare character comes from the font that has it, a blank from the font before it."""
    assert [glyph.family for glyph in shape("7 王 𡍼㐁")] == [
        LATIN, LATIN, "Formgen Kai", "Formgen Kai", "Formgen Kai ExtB", "Formgen Kai Rest",
    ]  # fmt: skip
    assert [glyph.family for glyph in shape("7𡍼", ("Formgen Kai",))] == ["Formgen Kai", "Formgen Kai ExtB"]


def test_a_mark_stands_over_its_letter() -> None:
    """A mark that has no letter of its own is moved and takes no room."""
    letter, mark = shape("q\u0301")
    assert (letter.text, mark.text) == ("q", "\u0301")
    assert mark.advance == 0
    assert mark.right or mark.up


def test_kerning_brings_letters_together() -> None:
    """A and V stand nearer than their widths."""
    first, _ = shape("AV")
    assert first.advance < first.width
