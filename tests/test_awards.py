"""From activities to winners: points by 表2, awards by 表3, ties, and every mistake that a workbook can hold."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import spreadsheets
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run

from formgen import catalog, checking, settings
from formgen.awards import alliance as rules
from formgen.awards import papers
from formgen.awards.points import Score, points_of, rank, scores
from formgen.awards.winners import Winner, Winners, winners
from formgen.awards.workbook import Workbook, read
from formgen.errors import InvalidAnswers, Problem, UnreadableFile

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "alliance"
Rows = Sequence[Any]
HEADS: Mapping[str, Sequence[str]] = {
    "成員": ["成員", "類別"],
    "活動": ["成員", "編號", "數量", "日期", "備註"],
    "提名": ["成員", "姓名", "職稱", "編號"],
    "分享": ["成員", "題目"],
    "決定": ["獎項", "得獎者", "編號"],
}
MEMBERS = [["甲公會", "公協會"], ["乙公會", "公協會"], ["丙公會", "公協會"], ["丁工業會", "縣市工業會"]]
DAY = "112/3/5"


def folder_of(folder: Path, **sheets: Rows) -> Path:
    """A folder of CSV files; the sheet 成員 has four members unless it is given."""
    for name, lines in {"成員": MEMBERS, "活動": [], **sheets}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADS[name], *lines])
    return folder


def opened(folder: Path, **sheets: Rows) -> Workbook:
    return read(folder_of(folder, **sheets), rules.load())


def problems(folder: Path, **sheets: Rows) -> list[Problem]:
    with pytest.raises(InvalidAnswers) as error:
        judged(folder, **sheets)
    return list(error.value.problems)


def scored(folder: Path, **sheets: Rows) -> list[Score]:
    return scores(opened(folder, **sheets), rules.load())


def judged(folder: Path, **sheets: Rows) -> Winners:
    workbook, alliance = opened(folder, **sheets), rules.load()
    return winners(workbook, scores(workbook, alliance), alliance)


def won(made: Winners, award: str) -> list[str]:
    return [winner.member for winner in made.settled if winner.award == award]


def open_for(made: Winners, award: str) -> list[str]:
    return [winner.member for winner in made.all if winner.award == award and winner.is_open]


def points(**totals: int) -> Rows:
    """Activities that give members so many points, of kind 1."""
    return [[member, 1, total, DAY, ""] for member, total in totals.items()]


# --- points


@pytest.mark.parametrize(
    ("kind", "quantity", "expected"),
    [
        (1, "4", 4),
        (2, "3", 3),
        (3, "2", 4),
        (4, "3", 3),
        (4, "2.9", 0),
        (4, "5.9", 3),
        (4, "7.5", 6),
        (5, "2", 12),
    ],
)
def test_points_of_each_kind(kind: int, quantity: str, expected: int) -> None:
    """表2: 1, 1 and 2 points each, 3 for each full three hours of a course, 6."""
    assert points_of([Decimal(quantity)], rules.load().kinds[kind]) == expected


@given(st.lists(st.decimals(min_value="0.1", max_value=100, places=1), max_size=8))
def test_rests_of_courses(hours: list[Decimal]) -> None:
    """Each course counts by itself; an office may have the hours added up first, which is never less."""
    kind = rules.load().kinds[4]
    added = kind.model_copy(update={"fraction": "sum"})
    assert points_of(hours, kind) == sum(3 * int(one / 3) for one in hours)
    assert points_of(hours, kind) <= points_of(hours, added) <= sum(hours, Decimal(0))


def test_every_member_has_a_score(tmp_path: Path) -> None:
    """Points add up by member and kind; a member without activity has none, and no place."""
    activities = [
        ["甲公會", 1, 2, DAY, "一"],
        ["甲公會", "4", "4小時", DAY, ""],
        ["乙公會", 3, 1, DAY, ""],
        ["甲公會", 1, 1, DAY, ""],
    ]
    table = scored(tmp_path, 活動=activities)
    assert [(score.member.name, int(score.total)) for score in table] == [
        ("甲公會", 6), ("乙公會", 2), ("丙公會", 0), ("丁工業會", 0),
    ]  # fmt: skip
    assert table[0].tallies[1].quantity == 3
    assert table[0].tallies[4].quantity == 4
    assert [rank(score, table) for score in table] == [1, 2, None, None]


def test_equal_points_share_a_rank(tmp_path: Path) -> None:
    """1, 1, 3: the place after two equal ones stays empty."""
    table = scored(tmp_path, 活動=points(甲公會=5, 乙公會=5, 丙公會=1))
    assert [rank(score, table) for score in table] == [1, 1, 3, None]


@pytest.mark.parametrize("day", ["111/1/1", "112.12.31", "2022-01-01", "民國112年12月31日"])
def test_first_and_last_day_count(day: str, tmp_path: Path) -> None:
    """The period holds its first and its last day, in either calendar."""
    assert scored(tmp_path, 活動=[["甲公會", 1, 1, day, ""]])[0].total == 1


@pytest.mark.parametrize("kind", ["4", "４", "4 教育訓練課程辦理", "4、訓練", "教育訓練課程辦理", "訓練"])
def test_kinds_as_people_write_them(kind: Any, tmp_path: Path) -> None:
    """A kind is its number, its number and name, or its name."""
    assert opened(tmp_path, 活動=[["甲公會", kind, 3, DAY, ""]]).activities[0].kind == 4


# --- what is wrong with a workbook

WRONG: dict[str, tuple[Sequence[Any], str, str]] = {
    "before the period": (["甲公會", 1, 1, "110/12/31", ""], "date", "不在計分期間"),
    "after the period": (["甲公會", 1, 1, "113/1/1", ""], "date", "不在計分期間"),
    "no such day": (["甲公會", 1, 1, "112/2/30", ""], "date", "2 月沒有 30 日"),
    "no date": (["甲公會", 1, 1, "", ""], "date", "沒有填"),
    "unknown member": (["甲公曾", 1, 1, DAY, ""], "member", "是不是「甲公會」"),
    "no member": (["", 1, 1, DAY, ""], "member", "沒有填"),
    "kind 0": (["甲公會", 0, 1, DAY, ""], "kind", "沒有「0」"),
    "kind 6": (["甲公會", 6, 1, DAY, ""], "kind", "沒有「6」"),
    "kind 1.5": (["甲公會", "1.5", 1, DAY, ""], "kind", "沒有「1.5」"),
    "negative": (["甲公會", 1, -1, DAY, ""], "quantity", "大於 0"),
    "nothing": (["甲公會", 1, 0, DAY, ""], "quantity", "大於 0"),
    "half an advertisement": (["甲公會", 2, "1.5", DAY, ""], "quantity", "不是整數"),
    "courses not in hours": (["甲公會", 4, "2場", DAY, ""], "quantity", "以小時計"),
    "no number": (["甲公會", 1, "三", DAY, ""], "quantity", "不是數字"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_mistakes_are_named_by_sheet_and_line(mistake: str, tmp_path: Path) -> None:
    """Each mistake of an activity is told by sheet, line and column, with what to do."""
    row, field, words = WRONG[mistake]
    (told,) = problems(tmp_path, 活動=[["乙公會", 1, 1, DAY, ""], row])
    assert told.field == f"活動.3.{field}"
    assert told.label.startswith("活動第 3 列「")
    assert words in told.message


def test_the_unit_may_have_a_column_of_its_own(tmp_path: Path) -> None:
    """A column 單位 is checked too: hours for courses, firms for coaching."""
    heads = "成員,編號,數量,單位,日期\n"
    folder = folder_of(tmp_path)
    (folder / "活動.csv").write_text(f"{heads}甲公會,4,6,hr,{DAY}\n甲公會,3,6,家,{DAY}\n", encoding="utf-8")
    assert len(read(folder, rules.load()).activities) == 2
    (folder / "活動.csv").write_text(f"{heads}甲公會,4,6,場,{DAY}\n", encoding="utf-8")
    with pytest.raises(InvalidAnswers) as error:
        read(folder, rules.load())
    assert "以小時計，不是「場」" in error.value.problems[0].message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Every mistake of every sheet is told in one go."""
    told = problems(
        tmp_path,
        成員=[*MEMBERS, ["甲公會", ""]],
        活動=[row for row, _, _ in WRONG.values()],
        提名=[["戊公會", "丁○○", "", 4], ["甲公會", "丁○○", "", 1], ["甲公會", "", "", 5]],
        分享=[["己公會", ""]],
        決定=[["大獎", "甲公會", ""], ["特優獎", "庚公會", ""]],
    )
    assert len(told) == len(WRONG) + 7
    assert {problem.field.split(".")[0] for problem in told} == {"成員", "活動", "提名", "分享", "決定"}
    assert all(problem.message and problem.label.startswith(problem.field.split(".")[0]) for problem in told)


def test_the_same_line_twice_is_warned_about(tmp_path: Path) -> None:
    """Two activities that are alike in everything may be a mistake; both count, and the person is told."""
    workbook = opened(tmp_path, 活動=[["甲公會", 1, 1, DAY, "會"], ["甲公會", 1, 1, "112年3月5日", "會"]])
    assert len(workbook.activities) == 2
    assert [(one.level, one.label) for one in workbook.warnings] == [("warning", "活動第 3 列")]


def test_sheets_that_must_be_there(tmp_path: Path) -> None:
    """成員 and 活動 must be there, each sheet once, and a single CSV is no workbook."""
    with pytest.raises(UnreadableFile, match="缺少「成員」與「活動」"):
        read(tmp_path, rules.load())
    folder_of(tmp_path)
    (tmp_path / "members.csv").write_text("成員\n甲\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="同一張表"):
        read(tmp_path, rules.load())
    with pytest.raises(UnreadableFile, match="單一的 CSV"):
        read(tmp_path / "成員.csv", rules.load())


def test_files_that_are_not_what_they_seem(tmp_path: Path) -> None:
    """Text named .xlsx, a CSV without a known head, and a sheet under a longer name are told as what they are."""
    text = tmp_path / "聯盟.xlsx"
    text.write_text("成員\n甲公會\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="內容不是試算表"):
        read(text, rules.load())
    folder = folder_of(tmp_path)
    (folder / "活動.csv").write_text("亂,寫\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"活動\.csv.*例如 成員、編號、數量"):
        read(folder, rules.load())
    (folder / "活動.csv").rename(folder / "活動紀錄.csv")
    with pytest.raises(UnreadableFile, match=r"缺少「活動」.*請把「活動紀錄」改名為「活動」"):
        read(folder, rules.load())


def test_sheets_that_nobody_reads(tmp_path: Path) -> None:
    """A sheet under another name is warned about, or a misspelled 提名 would be lost in silence."""
    (tmp_path / "提名表.csv").write_text("成員,姓名,編號\n甲公會,丁○○,4\n", encoding="utf-8")
    (told,) = opened(tmp_path).warnings
    assert (told.label, told.level) == ("提名表", "warning")


def test_no_members(tmp_path: Path) -> None:
    """An alliance without members is an error, not an empty roll."""
    assert ["沒有任何成員" in one.message for one in problems(tmp_path, 成員=[])] == [True]


def test_a_person_named_twice(tmp_path: Path) -> None:
    """One person named twice for the same would get two certificates."""
    row = ["甲公會", "丁○○", "", 4]
    (told,) = problems(tmp_path, 提名=[row, row])
    assert told.field == "提名.3.person"


def test_a_missing_column(tmp_path: Path) -> None:
    """A sheet without a column that it needs is told by sheet and column."""
    folder = folder_of(tmp_path)
    (folder / "活動.csv").write_text("成員,數量,日期\n甲公會,1,112/3/5\n", encoding="utf-8")
    with pytest.raises(InvalidAnswers) as error:
        read(folder, rules.load())
    assert [(one.field, one.label) for one in error.value.problems] == [("活動.kind", "活動「編號」")]


# --- winners


def test_everybody_is_a_supporter(tmp_path: Path) -> None:
    """推手獎 goes to every member, also without any activity; nobody wins anything else with nothing."""
    made = judged(tmp_path)
    assert won(made, "推手獎") == [name for name, _ in MEMBERS]
    assert {winner.award for winner in made.all} == {"推手獎"}
    assert {one.label for one in made.warnings} == {"宣傳獎", "輔導媒合獎", "達人獎", "優等獎", "特優獎"}


def test_places(tmp_path: Path) -> None:
    """特優獎 is the first by points, 優等獎 the second and third, who are called in rising order."""
    made = judged(tmp_path, 活動=points(甲公會=1, 乙公會=9, 丙公會=5, 丁工業會=2))
    assert won(made, "特優獎") == ["乙公會"]
    assert won(made, "優等獎") == ["丁工業會", "丙公會"]
    assert [one.reason[-3:] for one in made.all if one.award == "優等獎"] == ["第三名", "第二名"]
    assert list(dict.fromkeys(winner.award for winner in made.all))[-2:] == ["優等獎", "特優獎"]


def test_most_of_some_kinds(tmp_path: Path) -> None:
    """宣傳獎 counts kinds 1 and 2 together, 輔導媒合獎 kind 3 alone."""
    activities = [
        ["甲公會", 1, 3, DAY, ""],
        ["乙公會", 1, 2, DAY, ""],
        ["乙公會", 2, 2, DAY, ""],
        ["丙公會", 3, 1, DAY, ""],
    ]
    made = judged(tmp_path, 活動=activities)
    assert won(made, "宣傳獎") == ["乙公會"]
    assert won(made, "輔導媒合獎") == ["丙公會"]


def test_nominated_persons(tmp_path: Path) -> None:
    """達人獎 goes to the persons named by the member with most courses, and by the one most active in standards.

    Most courses are the most lines that got points, not the most hours.
    """
    activities = [
        ["甲公會", 4, 12, DAY, ""],
        ["甲公會", 4, 2, DAY, "太短"],
        ["甲公會", 4, 2, DAY, "也太短"],
        ["乙公會", 4, 3, DAY, "一"],
        ["乙公會", 4, 3, DAY, "二"],
        ["丙公會", 5, 1, DAY, ""],
    ]
    names = [
        ["甲公會", "丁○甲", "", 4],
        ["乙公會", "丁○乙", "組長", 4],
        ["乙公會", "丁○己", "", 4],
        ["乙公會", "丁○庚", "", 5],
        ["丙公會", "丁○丙", "", "標準"],
    ]
    made = judged(tmp_path, 活動=activities, 提名=names)
    masters = [winner for winner in made.settled if winner.award == "達人獎"]
    assert [(one.member, one.person, one.title) for one in masters] == [
        ("乙公會", "丁○乙", "組長"), ("乙公會", "丁○己", ""), ("丙公會", "丁○丙", ""),
    ]  # fmt: skip


def test_a_person_who_wins_twice_has_one_line(tmp_path: Path) -> None:
    """Who is named for courses and for standards by the member that wins both is called once, with both reasons."""
    activities = [["甲公會", 4, 3, DAY, ""], ["甲公會", 5, 1, DAY, ""]]
    names = [["甲公會", "丁○甲", "", 4], ["甲公會", "丁○甲", "組長", 5], ["甲公會", "丁○乙", "", 5]]
    made = judged(tmp_path, 活動=activities, 提名=names)
    first, second = [one for one in made.settled if one.award == "達人獎"]
    assert (first.person, first.title) == ("丁○甲", "組長")
    assert first.reason == "所屬單位辦理訓練場次最多，且所屬單位推動產業安全標準最積極"
    assert (second.person, second.reason) == ("丁○乙", "所屬單位推動產業安全標準最積極")


def test_a_course_too_short_for_points_is_told(tmp_path: Path) -> None:
    """Two hours, or 2 written for two courses, give nothing: a warning says so, and that hours are wanted."""
    workbook = opened(tmp_path, 活動=[["甲公會", 4, 2, DAY, ""], ["甲公會", 4, 3, DAY, ""]])
    (told,) = workbook.warnings
    assert (told.field, told.level) == ("活動.2.quantity", "warning")
    assert "2 小時不足 3 小時，得 0 分，也不算一場；數量要填小時" in told.message
    (score, *_) = scores(workbook, rules.load())
    assert (int(score.tallies[4].quantity), int(score.tallies[4].activities)) == (5, 1)


def test_nobody_named(tmp_path: Path) -> None:
    """A winner that named nobody is warned about and gets no certificate."""
    made = judged(tmp_path, 活動=[["甲公會", 4, 3, DAY, ""]])
    assert open_for(made, "達人獎") == ["甲公會"]
    assert any("提名" in one.message for one in made.warnings)


def test_who_shares(tmp_path: Path) -> None:
    """特別貢獻獎 goes to each member that shares, once, with all its topics."""
    made = judged(tmp_path, 分享=[["丙公會", "題一"], ["甲公會", ""], ["丙公會", "題二"]])
    assert [(one.member, one.note) for one in made.all if one.award == "特別貢獻獎"] == [
        ("丙公會", "分享「題一；題二」"),
        ("甲公會", ""),
    ]


# --- ties


def test_a_tie_is_never_settled_in_silence(tmp_path: Path) -> None:
    """Both candidates are shown as undecided, neither wins, and the place below waits."""
    made = judged(tmp_path, 活動=points(甲公會=5, 乙公會=5, 丙公會=1))
    assert won(made, "特優獎") == won(made, "優等獎") == []
    assert open_for(made, "特優獎") == ["甲公會", "乙公會"]
    assert {one.note for one in made.all if one.is_open} == {"同分，待決定"}
    assert any("甲公會、乙公會" in one.message and "決定" in one.message for one in made.warnings)


@pytest.mark.parametrize(
    ("decided", "first", "second"),
    [
        ([("特優獎", "乙公會")], ["乙公會"], ["丙公會", "甲公會"]),
        ([("特優獎", "甲公會"), ("特優獎", "乙公會")], ["甲公會", "乙公會"], ["丙公會"]),
    ],
)
def test_decisions(
    decided: list[tuple[str, str]], first: list[str], second: list[str], tmp_path: Path
) -> None:
    """The sheet 決定 settles a tie: the other one is second, or with both named nobody is."""
    lines = [(*one, "") for one in decided]
    made = judged(
        tmp_path, 活動=points(甲公會=5, 乙公會=5, 丙公會=1), 決定=[*lines, ["宣傳獎", "甲公會", ""]]
    )
    assert (won(made, "特優獎"), won(made, "優等獎")) == (first, second)
    assert won(made, "宣傳獎") == ["甲公會"]
    assert not [one for one in made.all if one.is_open]


def test_a_tie_that_does_not_matter(tmp_path: Path) -> None:
    """Two that share the second place both win; nothing is open."""
    made = judged(tmp_path, 活動=points(甲公會=9, 乙公會=5, 丙公會=5, 丁工業會=1))
    assert won(made, "優等獎") == ["乙公會", "丙公會"]
    assert not open_for(made, "優等獎")


def test_a_tie_for_the_third_place(tmp_path: Path) -> None:
    """The second is sure; of two with the third most points one is to be chosen."""
    activities = points(甲公會=9, 乙公會=5, 丙公會=3, 丁工業會=3)
    made = judged(tmp_path, 活動=activities)
    assert (won(made, "優等獎"), open_for(made, "優等獎")) == (["乙公會"], ["丙公會", "丁工業會"])
    made = judged(tmp_path, 活動=activities, 決定=[["優等獎", "丁工業會", ""]])
    assert (won(made, "優等獎"), open_for(made, "優等獎")) == (["丁工業會", "乙公會"], [])


def test_two_ties_of_one_award(tmp_path: Path) -> None:
    """達人獎 can be tied for courses and for standards; 編號 in 決定 tells which one is meant."""
    both = [[member, kind, 3, DAY, ""] for member in ("甲公會", "乙公會") for kind in (4, 5)]
    decided = [["特優獎", "甲公會", ""], ["達人獎", "甲公會", 4], ["達人獎", "乙公會", 5]]
    names = [[member, f"丁○{member[0]}", "", kind] for member in ("甲公會", "乙公會") for kind in (4, 5)]
    made = judged(tmp_path, 活動=both, 決定=decided, 提名=names)
    assert [(one.member, one.note[:2]) for one in made.settled if one.award == "達人獎"] == [
        ("甲公會", "訓練"),
        ("乙公會", "標準"),
    ]


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ([("特優獎", "丁工業會")], "不在同分的成員裡：甲公會、乙公會、丙公會"),
        ([("特優獎", "甲公會"), ("特優獎", "丁工業會")], "不在同分的成員裡"),
        ([("輔導媒合獎", "甲公會")], "沒有需要決定的同分"),
        ([("特優獎", "甲公會"), ("輔導媒合獎", "甲公會")], "沒有需要決定的同分"),
    ],
)
def test_decisions_that_decide_nothing(decided: list[tuple[str, str]], words: str, tmp_path: Path) -> None:
    """A decision is for tied members of an award only; any other is told by its line."""
    told = problems(tmp_path, 活動=points(甲公會=5, 乙公會=5, 丙公會=5), 決定=[(*one, "") for one in decided])
    assert [one.field for one in told] == [f"決定.{len(decided) + 1}.winner"]
    assert words in told[0].message


def test_a_sure_winner_may_be_named(tmp_path: Path) -> None:
    """A decision for a member that wins anyway changes nothing, and a warning says that it is not needed."""
    lines = [["推手獎", "甲公會", ""], ["特優獎", "甲公會", ""], ["優等獎", "乙公會", ""]]
    made = judged(tmp_path, 活動=points(甲公會=9, 乙公會=5), 決定=lines)
    assert won(made, "特優獎") == ["甲公會"]
    assert [one.label[:7] for one in made.warnings if "本來就得獎" in one.message] == [
        "決定第 2 列",
        "決定第 3 列",
        "決定第 4 列",
    ]


def test_each_tie_says_what_it_is_for(tmp_path: Path) -> None:
    """Where courses and standards are both tied, each warning names its 編號, and the cells to fill."""
    both = [[member, kind, 3, DAY, ""] for member in ("甲公會", "乙公會") for kind in (4, 5)]
    told = [one.message for one in judged(tmp_path, 活動=both).warnings if one.label == "達人獎"]
    assert ["（編號 4）" in one and "得獎者與編號 4" in one for one in told] == [True, False]
    assert ["（編號 5）" in one for one in told] == [False, True]


def test_too_few_decisions(tmp_path: Path) -> None:
    """Of three tied for second and third place, one alone is not enough."""
    told = problems(
        tmp_path, 活動=points(甲公會=5, 乙公會=5, 丙公會=5, 丁工業會=9), 決定=[["優等獎", "甲公會", ""]]
    )
    assert "有 2 個名額，只決定了 1 個" in told[0].message


# --- settings


def own(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> rules.Alliance:
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(settings.VARIABLE, str(path))
    return rules.load()


def test_an_office_changes_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings say comes in the place of ours, and all else stays."""
    text = '[awards.period]\nfirst = "113/1/1"\nlast = "114/12/31"\n[awards.kinds.4]\nfraction = "sum"\n[awards.awards."宣傳獎"]\nkinds = [1]\n'
    alliance = own(tmp_path / "office.toml", text, monkeypatch)
    assert (alliance.period.first, alliance.period.last) == (date(2024, 1, 1), date(2025, 12, 31))
    assert (alliance.kinds[4].fraction, int(alliance.kinds[4].points)) == ("sum", 3)
    assert alliance.awards["宣傳獎"].kinds == (1,)


@pytest.mark.parametrize(
    "text",
    [
        '[awards]\nperoid = "x"\n',
        '[awards.kinds.4]\npoints = "-1"\n',
        '[awards.period]\nfirst = "113/13/1"\n',
        '[awards.period]\nfirst = "113/1/1"\n',
        '[awards.awards."宣傳獎"]\nkinds = [7]\n',
        '[awards.awards."宣傳將"]\ncall = 3\n',
        "[awards.kinds.6]\npoints = 1\n",
        "awards = 3\n",
    ],
)
def test_wrong_settings_are_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that nobody would read, or that makes no sense, is an error."""
    with pytest.raises(UnreadableFile, match="awards"):
        own(tmp_path / "office.toml", text, monkeypatch)


def test_a_misspelt_award_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An award that there is none of is called so, with the nearest one."""
    with pytest.raises(UnreadableFile, match="沒有「宣傳將」這個獎；是不是「宣傳獎」？"):
        own(tmp_path / "office.toml", '[awards.awards."宣傳將"]\ncall = 3\n', monkeypatch)


def test_every_reading_says_so() -> None:
    """Everything names its source, and what is our reading says what was read into it."""
    alliance = rules.load()
    for one in (alliance.alliance, alliance.period, *alliance.kinds.values(), *alliance.awards.values()):
        assert one.source
        assert bool(one.note) == one.reading


# --- papers


def test_the_invented_alliance() -> None:
    """27 公協會 and 25 縣市工業會, most of them with long names; nothing is open, and every award is given."""
    alliance = rules.load()
    workbook = read(EXAMPLE, alliance)
    made = winners(workbook, scores(workbook, alliance), alliance)
    categories = [member.category for member in workbook.members]
    assert (categories.count("公協會"), categories.count("縣市工業會")) == (27, 25)
    assert sum(len(member.name) >= 20 for member in workbook.members) > 26
    assert (workbook.warnings, made.warnings) == ((), ())
    assert {winner.award for winner in made.settled} == set(alliance.awards)


def test_certificate_rows(tmp_path: Path) -> None:
    """One line for each settled winner; a person stands with the member, the title in the note."""
    made = [
        Winner("宣傳獎", "甲公會", reason="宣傳最多", note="宣導 3"),
        Winner("達人獎", "乙公會", "丁○○", "組長", "訓練最多", "訓練 5 場"),
    ]
    content = papers.rows_file(made)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["獎項", "得獎者", "所屬單位", "事由", "備註"],
        ["宣傳獎", "甲公會", "", "宣傳最多", "宣導 3"],
        ["達人獎", "丁○○", "乙公會", "訓練最多", "組長；訓練 5 場"],
    ]


def test_open_awards_stay_out_of_receipts(tmp_path: Path) -> None:
    """A candidate stands in the 頒獎名冊 without a number, and is on no list to sign."""
    made = judged(tmp_path, 活動=points(甲公會=5, 乙公會=5))
    alliance = rules.load()
    roll = papers.award_roll(made.all, alliance)["winners"]
    assert [row["place"] for row in roll if row["note"] == "同分，待決定"] == [None] * 4
    receipts = papers.receipt_list(made.settled, alliance)["receipts"]
    assert [row["place"] for row in roll if row["place"]] == [row["place"] for row in receipts]
    assert {row["award"] for row in receipts} == {"推手獎"}


def test_points_table_totals() -> None:
    """A total that is not the sum of the points is an error on the form."""
    form = catalog.get("points_table")
    row = {"place": 1, "member": "甲", "first": {"points": 2}, "third": {"points": "4"}, "total": "7"}
    told = checking.check(form, checking.parse(form, {"alliance": "聯盟", "members": [row]}))
    assert [one.field for one in told] == ["members.0.total"]
    assert "之和是 6，不是 7" in told[0].message


# --- the command

PAPERS = sorted(
    [
        f"{form}.{ending}"
        for form in ("points_table", "award_roll", "receipt_list")
        for ending in ("docx", "pdf")
    ]
    + ["certificates.csv"]
)


def sheets_of(folder: Path) -> spreadsheets.Sheets:
    """The example's CSV files as the sheets of a workbook."""
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.reader(file))
    return found


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_one_workbook_three_ways(ending: str, tmp_path: Path) -> None:
    """A folder of CSV, XLSX and ODS with the same rows give the same certificates."""
    path = EXAMPLE
    if ending != "csv":
        path = tmp_path / f"聯盟.{ending}"
        made = {"xlsx": spreadsheets.xlsx, "ods": spreadsheets.ods}[ending](sheets_of(EXAMPLE))
        path.write_bytes(made)
    alliance = rules.load()
    assert replace(read(path, alliance), warnings=()) == replace(read(EXAMPLE, alliance), warnings=())


def test_command_writes_all_papers(tmp_path: Path) -> None:
    """`awards` writes three papers as Word and PDF and the rows file, and prints each path."""
    ran = run("awards", EXAMPLE, "-o", "獎", at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "獎").iterdir()) == PAPERS
    assert sorted(Path(line).name for line in ran.out.splitlines()) == PAPERS


def test_command_with_problems_writes_nothing(tmp_path: Path) -> None:
    """With a mistake there is a sentence on stderr, code 1, and no file."""
    folder_of(tmp_path, 活動=[["甲公會", 9, 1, "113/1/1", ""]])
    ran = run("awards", tmp_path, "-o", tmp_path / "out", at=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "活動第 2 列「編號」" in ran.err
    assert "活動第 2 列「日期」" in ran.err
    assert "名單有 2 個問題" in ran.err
    assert not (tmp_path / "out").exists()


def test_command_with_a_tie_warns(tmp_path: Path) -> None:
    """A tie is a warning on stderr; all files are written."""
    folder_of(tmp_path, 活動=points(甲公會=5, 乙公會=5))
    ran = run("awards", tmp_path, "-o", tmp_path / "out", at=tmp_path)
    assert ran.code == 0
    assert "同分，待決定" in ran.err
    assert len(ran.out.splitlines()) == len(PAPERS)


def test_command_with_a_character_that_no_font_draws(tmp_path: Path) -> None:
    """A name that cannot be printed stops all papers, with the character and its code point."""
    folder_of(tmp_path, 成員=[["甲🙂公會", ""]])
    ran = run("awards", tmp_path, "-o", tmp_path / "out", at=tmp_path)
    assert ran.code == 1
    assert "U+1F642" in ran.err
    assert not (tmp_path / "out").exists()
