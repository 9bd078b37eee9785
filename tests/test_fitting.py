"""Text into a slot: smaller first, then more lines, and what may stand at the ends of lines."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.render.fitting import Align, Line, Slot, Vertical, fit

NAME = Slot("name", 100, 200, 300, 80, size=30, floor=15, align="center", lines=2, pitch=36)
RUNNING = Slot(
    "reason", 100, 200, 300, 150, size=30, floor=15, align="left", lines=4, pitch=36, vertical="top"
)


def texts(lines: tuple[Line, ...] | None) -> list[str]:
    assert lines is not None
    return ["".join(glyph.text for glyph in line.glyphs) for line in lines]


def width(line: Line) -> float:
    return line.size * sum(glyph.advance for glyph in line.glyphs) + line.spacing * (len(line.glyphs) - 1)


@pytest.mark.parametrize(
    ("count", "lines", "size"),
    [(3, 1, 30), (10, 1, 30), (12, 1, 25), (20, 1, 15), (21, 2, 27.2), (40, 2, 15)],
)
def test_a_name_shrinks_before_it_takes_a_second_line(count: int, lines: int, size: float) -> None:
    """Up to twenty characters one line, smaller and smaller; then two, as large and as even as can be."""
    fitted = fit("職" * count, NAME)
    assert fitted is not None
    assert len(fitted) == lines
    assert [line.size for line in fitted] == [pytest.approx(size)] * lines
    assert abs(len(fitted[0].glyphs) - len(fitted[-1].glyphs)) <= 1


def test_what_does_not_fit_is_none() -> None:
    """More than two full lines at the floor are a misfit, and so is a line end too many."""
    assert fit("職" * 41, NAME) is None
    assert fit("一\n二\n三", NAME) is None
    assert texts(fit("一\n二", NAME)) == ["一", "二"]


def test_height_counts() -> None:
    """Two lines are no larger than the height of the slot allows."""
    low = fit("職" * 24, replace(NAME, height=40))
    assert low is not None
    assert len(low) == 2
    assert 2 * 36 / 30 * low[0].size <= 40.1
    assert fit("職" * 24, replace(NAME, height=30, floor=16)) is None


def test_running_text_fills_its_lines_before_it_shrinks() -> None:
    """A text of forty characters on four lines of ten keeps its size; a few more make it smaller, and many are too many."""
    assert {line.size for line in fit("職" * 40, RUNNING) or ()} == {30}
    (size,) = {line.size for line in fit("職" * 41, RUNNING) or ()}
    assert 27 <= size < 30
    assert fit("職" * 200, RUNNING) is None


@given(
    st.text(st.sampled_from("職安衛，。、；：？！）」』（「『《》…—AB1 "), min_size=1, max_size=60),
    st.sampled_from(["left", "center", "right", "justify", "spread"]),
)
def test_lines_begin_and_end_as_the_rules_say(text: str, align: Align) -> None:
    """No line begins with a closing mark or ends with an opening one, nothing but blanks is lost, all is in the slot."""
    slot = replace(RUNNING, align=align)
    fitted = fit(text, slot)
    if fitted is None:
        return
    shown = texts(fitted)
    assert "".join("".join(shown).split()) == "".join(text.split())
    # What stays together may be longer than a line: then it must be cut.
    if max(map(len, _held_together(text)), default=0) < 8:
        assert not [line for line in shown[1:] if line[0] in "，。、；：？！）」』》…—"]
        assert not [line for line in shown[:-1] if line[-1] in "（「『《"]
    for line in fitted:
        assert slot.left - 0.1 <= line.x
        assert line.x + width(line) <= slot.left + slot.width + 0.1
        assert slot.top < line.y < slot.top + slot.height + 0.1


def _held_together(text: str) -> list[str]:
    """Marks and Latin letters in a row, which hold on to each other and to their neighbours."""
    return "".join(" " if one in "職安衛" else "x" for one in text).split()


def test_words_and_numbers_stay_whole() -> None:
    """A Latin word or a number goes to the next line as a whole; one that is longer than the slot is cut."""
    shown = texts(fit("推動職業安全衛生含ISO 45001與訓練班3,200人次", RUNNING))
    assert shown == ["推動職業安全衛生含", "ISO 45001與訓練班", "3,200人次"]
    assert "".join(texts(fit("A" * 50, RUNNING))) == "A" * 50


@pytest.mark.parametrize(("align", "left"), [("left", 100), ("center", 220), ("right", 340)])
def test_places_across(align: Align, left: float) -> None:
    """A short line stands at the left, in the middle or at the right of the slot."""
    (line,) = fit("王明", replace(NAME, align=align)) or ()
    assert line.x == pytest.approx(left)


@pytest.mark.parametrize(("vertical", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_places_down(vertical: Vertical, share: float) -> None:
    """What is lower than the slot stands at its top, in its middle or at its bottom."""
    free = NAME.height - NAME.pitch
    (top,) = fit("A", replace(NAME, vertical="top")) or ()
    (line,) = fit("A", replace(NAME, vertical=vertical)) or ()
    assert line.y - top.y == pytest.approx(free * share)


def test_spread_reaches_both_edges() -> None:
    """分散對齊: the first character stands at the left edge, the last at the right, all gaps are equal."""
    (line,) = fit("王小明", replace(NAME, align="spread")) or ()
    assert line.x == 100
    assert width(line) == pytest.approx(300)


def test_justified_lines_but_the_last_reach_both_edges() -> None:
    """The last line of a paragraph keeps its natural width."""
    lines = fit("推動職業安全衛生，辦理教育訓練3場次，成效卓著", replace(RUNNING, align="justify"))
    assert lines is not None
    assert [width(line) for line in lines[:-1]] == [pytest.approx(300)] * (len(lines) - 1)
    assert lines[-1].spacing == 0


def test_letter_spacing_shrinks_with_the_letters() -> None:
    """Spaced letters are spaced in proportion when they get smaller."""
    (line,) = fit("職" * 12, replace(NAME, spacing=15)) or ()
    assert line.size < 20
    assert line.spacing == pytest.approx(line.size / 2)
    assert width(line) <= 300


STAGE = replace(NAME, width=448, height=82, floor=22, pitch=39, single=26)
LONG = "臺灣區電機電子暨金屬製品加工設備及零組件製造業安全衛生促進會聯合推動委員會秘書處事務所公會"


@pytest.mark.parametrize("count", range(3, 41))
def test_names_that_follow_each_other_look_alike(count: int) -> None:
    """A name is never smaller on one line than `single`, and takes two lines at the full size where they have room."""
    fitted = fit(LONG[:count], STAGE)
    assert fitted is not None
    if len(fitted) == 1:
        assert fitted[0].size >= 26
    else:
        assert fitted[0].size > 26 or count > 30
        shorter, longer = sorted(len(line.glyphs) for line in fitted)
        assert shorter >= longer / 2
    assert {line.size for line in fitted} == {30} or count > 14


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("台灣區表面處理暨電鍍防蝕工業同業公會", "台灣區表面處理暨"),
        ("台灣區電機電子工業同業公會（職業安全衛生推動委員會）", "台灣區電機電子工業同業公會"),
        ("台灣明尼蘇達礦業精密製造股份有限公司", "台灣明尼蘇達礦業精密製造"),
        ("台灣區照明燈具及輸出業設備零組件工業同業公會", "台灣區照明燈具及"),
    ],
)
def test_a_name_is_divided_between_its_parts(name: str, first: str) -> None:
    """A name of two lines ends the first after 暨, 及, 與, or before a bracket or the kind of unit, never inside one."""
    assert texts(fit(name, STAGE))[0] == first


BODY = replace(RUNNING, width=432, height=230, size=24, floor=16, align="justify", lines=6, pitch=36)


@pytest.mark.parametrize("length", range(1, 40))
@pytest.mark.parametrize("kept", ["「特優獎」", "115年", "第二期", "一一五年"])
def test_awards_and_years_stay_whole_and_no_line_is_lonely(length: int, kept: str) -> None:
    """However long the text before it, 「特優獎」 and 115年 stand on one line, and the last line has four characters."""
    shown = texts(fit(f"{'職' * length}榮獲{kept}。", BODY))
    assert sum(kept in line for line in shown) == 1
    assert len(shown) == 1 or len(shown[-1]) >= 4
