"""Taiwan's rules: what holds for every rule, and what doctests would only clutter."""

import datetime
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.errors import InvalidAnswers, Problem
from formgen.tw import (
    cas_number,
    date,
    digits,
    factory_number,
    industry,
    injury_rate,
    insurance_number,
    number,
    numeral,
    outline_number,
    phone,
    postal_code,
    text,
    uniform_number,
    year,
)
from formgen.tw.exceptions import Invalid

JUNK = (
    "", " ", "\u3000\n\t", "None", "null", "undefined", "nan", "NaN", "inf", "-Infinity", "True", "[]", "{}", "{value}", "%s",
    "b'113'", "b'\\xe5'", "0", "-1", "+1", "1e5", "1_000", "0x10", "1/0", "--", "-", ".", ",", "、", "年", "民國", "民國年",
    "民國前1年", "西元", "分機", "#", "轉", "五十", "一一二", "①②③", "²", "½", "٣٤٥", "१२३", "𝟏𝟏𝟑", "👩‍👩‍👧‍👦", "🇹🇼", "葛\U000e0100", "\U0001f468",
    "\u202e311", "\u2066113\u2069", "مرحبا", "\ud800", "\udfff\ud83d", "\x00", "113\x00", "\ufeff113", "\ufffe", "\ufa0c\ufa0d", "a\u0301",
    "<script>alert(1)</script>", "'; DROP TABLE answers; --", "../../etc/passwd", "113/2/30", "113/0/0", "0/1/1", "9999-12-31",
    "9999年", "113//8//1", "113-8/1", "13/13/13", "99999999", "1911/12/31", "民國2024年8月1日", "西元113年8月1日",
    "9" * 100_000, " " * 100_000, "1" + " " * 100_000 + "1", "、" * 100_000, "年" * 100_000, "-" * 100_000, "1-" * 50_000,
    "轉" * 100_000, "1,111" * 20_000, "王" * 100_000,
)  # fmt: skip

PARSERS: tuple[Callable[[str], object], ...] = (
    uniform_number.validate,
    insurance_number.validate,
    factory_number.validate,
    postal_code.validate,
    cas_number.validate,
    industry.validate,
    outline_number.validate,
    outline_number.leading,
    phone.validate,
    phone.split_extension,
    year.parse,
    year.parse_many,
    date.parse,
    date.parse_month,
    number.integer,
    number.decimal,
    text.clean,
    text.clean_line,
    digits.half_width,
)
SHAPES: dict[Callable[[str], str], str] = {
    uniform_number.validate: "[0-9０-９]{8}",
    cas_number.validate: "([1-9０-９][0-9０-９]{1,6}[-－][0-9]{2}-[0-9])|無",
    insurance_number.validate: "[0-9]{8}[- ]?[A-Za-zＡ]",
    factory_number.validate: "[0-9TtPSＳ][0-9A-Za-z]{2}[- ]?[0-9０-９]{5}",
    postal_code.validate: "[0-9０-９]{3}[- ]?([0-9]{2,3})?",
    industry.validate: "[0-9０-９]{3} ?",
    phone.validate: "(0[2-8]|\\(0[2-8]\\))[- ]?[0-9]{4}-?[0-9]{4}( ?(#|轉|分機)[0-9]{1,4})?",
}
REPUBLICAN_DATES = st.dates(min_value=datetime.date(1912, 1, 1), max_value=datetime.date(2910, 12, 31))


def name(parser: Callable[[str], object]) -> str:
    return f"{parser.__module__}.{parser.__name__}"


@pytest.mark.parametrize("parser", PARSERS, ids=name)
def test_junk_breaks_nothing(parser: Callable[[str], object]) -> None:
    """Whatever is typed, a rule returns or says its sentence."""
    for junk in JUNK:
        try:
            parser(junk)
        except Invalid as error:
            assert_is_a_sentence(str(error))


@pytest.mark.parametrize("parser", PARSERS, ids=name)
@given(typed=st.text(st.characters(exclude_categories=())))
def test_any_text_breaks_nothing(parser: Callable[[str], object], typed: str) -> None:
    try:
        parser(typed)
    except Invalid as error:
        assert_is_a_sentence(str(error))


def assert_is_a_sentence(sentence: str) -> None:
    assert sentence.endswith("。")
    assert "\n" not in sentence
    assert len(sentence) < 100


@pytest.mark.parametrize(
    ("validate", "shape"), SHAPES.items(), ids=lambda value: getattr(value, "__module__", "")
)
@given(data=st.data())
def test_a_valid_value_stays_valid(validate: Callable[[str], str], shape: str, data: st.DataObject) -> None:
    """What a rule returns passes the rule again, unchanged."""
    typed = data.draw(st.from_regex(shape, fullmatch=True))
    try:
        value = validate(typed)
    except Invalid:
        return
    assert validate(value) == value


@pytest.mark.parametrize(
    "error",
    [
        uniform_number.WrongCheckDigit("12345678"),
        date.NoSuchDay(year=113, month=2, day=30, days=29),
        InvalidAnswers([Problem("year", "年度", "請填寫。")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_trip_from_a_worker(error: Any) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.facts) == (type(error), str(error), error.facts)


class TestText:
    @given(st.text(st.characters(exclude_categories=())))
    def test_cleaning_twice_is_cleaning_once(self, typed: str) -> None:
        assert text.clean(text.clean(typed)) == text.clean(typed)
        assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)

    @given(st.text(st.characters(exclude_categories=())))
    def test_a_line_has_no_line_end(self, typed: str) -> None:
        assert len(text.clean_line(typed).splitlines()) <= 1

    @pytest.mark.parametrize(
        "kept",
        [
            "\ufa0c\ufa0d",
            "\uf900",
            "\U0002f800",
            "e\u0301",
            "葛\U000e0100",
            "㊙\ufe0f",
            "👩\u200d👧",
            "Ａ１",
            "台臺",
        ],
    )
    def test_what_was_typed_is_never_normalised(self, kept: str) -> None:
        assert text.clean(f"\u3000{kept}\n") == kept

    @pytest.mark.parametrize(
        "dropped",
        ["\x00", "\x1f", "\x7f", "\x9f", "\ud800", "\u061c", "\u202e", "\u2069", "\ufeff", "\uffff"],
    )
    def test_what_no_paper_shows_is_dropped(self, dropped: str) -> None:
        assert text.clean(f"王{dropped}明") == "王明"

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029"])
    def test_every_line_end_becomes_one(self, end: str) -> None:
        assert text.clean(f"甲{end}乙") == "甲\n乙"


class TestUniformNumber:
    @given(st.integers(0, 10**8 - 1))
    def test_the_new_rule_takes_what_the_old_one_took(self, value: int) -> None:
        digits_typed = f"{value:08}"
        total = uniform_number.weighted_sum(digits_typed)
        if total % 10 == 0 or (digits_typed[6] == "7" and (total + 1) % 10 == 0):
            assert uniform_number.is_valid(digits_typed)


class TestYear:
    @given(st.integers(1, 999))
    def test_every_way_of_writing_says_the_same_year(self, value: int) -> None:
        ways = (value, str(value), f"{value}年", f"民國 {value} 年度", value + 1911, f"西元{value + 1911}年")
        assert {year.parse(way) for way in ways} == {value}

    @given(st.integers(1, 900), st.integers(0, 99))
    def test_a_range_names_each_year(self, first: int, more: int) -> None:
        assert year.parse_many(f"{first}年 ～ {first + more}年") == tuple(range(first, first + more + 1))

    @pytest.mark.parametrize("typed", ["1911", "西元113年", "民前5年"])
    def test_years_before_the_republic_are_refused(self, typed: str) -> None:
        with pytest.raises(year.BeforeRepublic):
            year.parse(typed)

    @pytest.mark.parametrize("typed", ["民國2024年", "2911", "20240801", "一一三", "113.5"])
    def test_nonsense_is_refused(self, typed: str) -> None:
        with pytest.raises(year.WrongShape):
            year.parse(typed)

    def test_a_list_has_an_end(self) -> None:
        with pytest.raises(year.WrongList):
            year.parse_many("1-999")

    def test_a_list_names_each_year_once(self) -> None:
        assert year.parse_many("民國112、111及112年度") == (112, 111)


class TestNumeral:
    @given(st.integers(1, 999))
    def test_positional_reads_back(self, value: int) -> None:
        assert int("".join(str(numeral.DIGITS.index(digit)) for digit in numeral.positional(value))) == value

    def test_legal_numerals_are_all_different(self) -> None:
        assert len({numeral.legal(value) for value in range(1, 1000)}) == 999


class TestDate:
    @given(REPUBLICAN_DATES)
    def test_what_is_shown_reads_back(self, day: datetime.date) -> None:
        assert date.parse(date.show(day)) == date.parse(day.isoformat()) == date.parse(day) == day
        assert (
            date.parse_month(date.show_month(day)) == date.parse_month(date.show(day)) == day.replace(day=1)
        )

    @given(REPUBLICAN_DATES)
    def test_digits_alone_read_back(self, day: datetime.date) -> None:
        assert date.parse(f"{day.year - 1911:03}{day:%m%d}") == date.parse(f"{day:%Y%m%d}") == day

    def test_a_moment_is_its_day(self) -> None:
        moment = datetime.datetime(2024, 8, 1, 23, 59, tzinfo=datetime.UTC)
        day = date.parse(moment)
        assert type(day) is datetime.date
        assert day == datetime.date(2024, 8, 1)

    @pytest.mark.parametrize("typed", ["8/1/113", "113/8-1", "990801", "民國2024/8/1", "113/8"])
    def test_other_shapes_are_refused(self, typed: str) -> None:
        with pytest.raises(date.WrongShape):
            date.parse(typed)

    def test_a_day_before_the_republic_is_refused(self) -> None:
        with pytest.raises(year.BeforeRepublic):
            date.parse(datetime.date(1911, 12, 31))
        with pytest.raises(year.BeforeRepublic):
            date.parse_month("民國前3年5月")

    def test_a_month_does_not_hide_an_impossible_day(self) -> None:
        with pytest.raises(date.NoSuchDay):
            date.parse_month("98/2/29")


class TestNumber:
    @given(st.integers(-(10**15) + 1, 10**15 - 1))
    def test_integers_read_back(self, value: int) -> None:
        assert number.integer(str(value)) == number.integer(f"{value:,}") == value

    @given(st.decimals(-(10**9), 10**9, places=3))
    def test_decimals_keep_their_places(self, value: Decimal) -> None:
        assert str(number.decimal(f"{value:,}")) == f"{value:f}"

    @pytest.mark.parametrize(
        "typed", ["1.", ".5", "1,23", "1 234", "+5", "1..5", "NaN", "Infinity", "1e3", "٣"]
    )
    def test_loose_writing_is_refused(self, typed: str) -> None:
        with pytest.raises(number.NotADecimal):
            number.decimal(typed)


class TestInjuryRate:
    @given(st.integers(0, 10**6), st.decimals("0.5", 10**9, places=1))
    def test_rates_are_cut_off_never_rounded_up(self, count: int, hours: Decimal) -> None:
        exact = count * 10**6
        for rate, step in (
            (injury_rate.frequency(count, hours), Decimal("0.01")),
            (injury_rate.severity(count, hours), Decimal(1)),
        ):
            assert rate * hours <= exact < (rate + step) * hours

    def test_a_float_is_no_exact_number(self) -> None:
        with pytest.raises(TypeError):
            injury_rate.severity(1, 1.5)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "hours", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+20"), Decimal("1E-99999"), -1], ids=str
    )
    def test_uncountable_hours_are_refused(self, hours: Decimal | int) -> None:
        with pytest.raises(injury_rate.NotCountable):
            injury_rate.frequency(1, hours)
