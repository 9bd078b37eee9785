"""Which font draws a character."""

import unicodedata

import pytest

from formgen import glyphs


def big5() -> str:
    """Every character of code page 950, as its bytes are read."""
    leads, trails = range(0xA1, 0xFA), (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    codes = b"".join(bytes((lead, trail)) for lead in leads for trail in trails)
    return codes.decode("cp950", "ignore")


def test_big5_is_drawn() -> None:
    """Every character that a Big5 system can hold is drawn, whichever way it is read."""
    characters = big5()
    assert len(set(characters)) > 13_000
    assert glyphs.missing(characters + "∼") == []


@pytest.mark.parametrize(
    ("character", "family"),
    [
        ("7", "Formgen Serif"),
        ("ễ", "Formgen Serif"),
        ("〇", "Formgen Kai"),
        ("堃", "Formgen Kai"),
        ("煊", "Formgen Kai"),
        ("彞", "Formgen Kai"),
        ("\ufa0c", "Formgen Kai"),
        ("\ufa0d", "Formgen Kai"),
        ("㐁", "Formgen Kai Rest"),
        ("𡍼", "Formgen Kai ExtB"),
        ("𬎦", None),
        ("🙂", None),
    ],
)
def test_rare_characters(character: str, family: str | None) -> None:
    """A rare character has one known font, or none and is missing."""
    assert glyphs.family(character) == family
    assert glyphs.missing(character) == ([] if family else [character])


@pytest.mark.parametrize("character", "○□■☑☐“”—…﹝﹞㈠①％，。")
def test_chinese_punctuation(character: str) -> None:
    """Punctuation and symbols are drawn by the Chinese font, though Latin fonts have them too."""
    assert glyphs.family(character) == "Formgen Kai"


def test_missing_order() -> None:
    """Missing characters are told once each, in the order of the text."""
    assert glyphs.missing("🙂王𬎦小🙂明") == ["🙂", "𬎦"]


@pytest.mark.parametrize("character", "\u2028\u3164\uffa0\r\x0b\x7f\ue000\ud800")
def test_boxes(character: str) -> None:
    """What looks empty in an editor but prints a box is missing, and a lone surrogate too."""
    assert glyphs.missing(character) == [character]


def test_twin() -> None:
    """Only a missing compatibility ideograph has a twin, and only one that can be drawn."""
    assert glyphs.twin("\uf900") == "豈"
    assert glyphs.twin("\uf9d1") == "六"
    assert glyphs.twin("\ufa0c") is None  # drawn itself
    assert glyphs.twin("\ufa0e") is None  # an ordinary character in spite of its place
    assert glyphs.twin("é") is None
    assert glyphs.twin("🙂") is None


def test_each_compatibility_ideograph() -> None:
    """Each compatibility ideograph that has an ordinary twin is drawn or told by it."""
    for code in (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)):
        character = chr(code)
        if unicodedata.decomposition(character):
            assert not glyphs.missing(character) or glyphs.twin(character), glyphs.describe(character)


def test_describe() -> None:
    """A character is told with its code point; one that cannot be seen by its code point alone."""
    assert glyphs.describe("🙂") == "「🙂」(U+1F642)"
    assert glyphs.describe("\r") == "U+000D"
