"""遴選評分: weights, totals and means, who qualifies, who is chosen, and what is left to the committee."""

import json
import re
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import CONTROL, Paper, tag_of, write

from formgen import catalog, checking, read
from formgen.answers import Answers
from formgen.cli import main
from formgen.errors import InvalidAnswers
from formgen.forms.coaching_selection.answers import INDICATORS
from formgen.forms.coaching_selection.ranking import QUALIFYING, SEATS, standings
from formgen.render import page, pdf
from formgen.renditions import FORMATS, rendition
from formgen.values import printed

FORM = catalog.get("coaching_selection")
EXAMPLE = json.loads((FORM.folder / "example.json").read_text(encoding="utf-8"))
SOURCES = Path(__file__).parent / "sources"
TIE = "同分，由遴選委員共同決議"


def answers(**changes: Any) -> Answers:
    return checking.parse(FORM, {**deepcopy(EXAMPLE), **changes})


def problems(given: Answers) -> list[tuple[str, str]]:
    return [(problem.field, problem.level) for problem in checking.check(FORM, given)]


def row(candidate: str, member: str, *points: float | str | None) -> dict[str, Any]:
    """Five scores, or one for all of them."""
    scores = points * len(INDICATORS) if len(points) == 1 else points
    named = zip(INDICATORS, scores, strict=True)
    return {"candidate": candidate, "member": member} | {name: one for name, one in named if one is not None}


def committee(given: dict[str, list[Any]], /, **changes: Any) -> Answers:
    """Applicants by name, each with one score from each member for all indicators; None for no row."""
    most = max(len(points) for points in given.values())
    data = {
        "candidates": [{"name": name} for name in given],
        "members": [{"name": f"委員{place}"} for place in range(most)],
        "scores": [
            row(name, f"委員{place}", one)
            for name, points in given.items()
            for place, one in enumerate(points)
            if one is not None
        ],
    }
    return checking.parse(FORM, {**data, **changes})


def outcomes(given: Answers) -> dict[str, str]:
    values = printed(FORM, given)
    names = [one["name"] for one in given.given()["candidates"]]
    return {name: str(values[f"candidates.{place}.outcome"]) for place, name in enumerate(names)}


def test_example_is_without_problems() -> None:
    """Nothing is wrong with the example, not even a warning."""
    assert problems(answers()) == []


def test_example_by_hand() -> None:
    """88, 85, 90, 80, 85 × 40, 20, 20, 10, 10 % = 86.70; the mean of 86.70, 87.10 and 83.40 is 85.73."""
    values = printed(FORM, answers())
    assert [values[f"=scores.{place}.total"] for place in range(3)] == ["86.70", "87.10", "83.40"]
    assert (values["=candidates.0.mean"], values["=candidates.0.rank"]) == ("85.73", "2")
    assert list(outcomes(answers()).values()) == ["正取", "正取", "備取1", "未達70分"]


def test_hints_are_the_instructions() -> None:
    """Every hint is a passage of the 申請簡章, word for word."""
    files = ("coaching_selection_instructions.txt", "coaching_application_instructions.txt")
    source = re.sub(r"\s", "", "".join((SOURCES / file).read_text(encoding="utf-8") for file in files))
    hints = [hint for key, hint in vars(FORM.official.hints).items() if key != "source"]
    assert [hint for hint in hints if source.count(re.sub(r"\s", "", hint)) != 1] == []


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, []),
        ({"technology": 35, "others": "15%"}, []),
        ({"technology": "３５％", "others": 15}, []),
        ({"technology": "37.5", "others": "12.5"}, []),
        ({"technology": 35}, [("weights", "error")]),
        ({"others": 0}, [("weights", "error")]),
    ],
)
def test_weights_add_up(weights: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Weights may be tuned as long as the five are 100 % together."""
    assert problems(answers(weights=weights)) == expected


def test_no_total_by_weights_that_are_not_whole() -> None:
    """While the weights do not add up, no total is printed."""
    values = printed(FORM, answers(weights={"technology": 50}))
    assert {text for path, text in values.items() if path.endswith((".total", ".mean"))} == {""}


def test_tuned_weight_is_printed_and_counts() -> None:
    """The tuned percentages stand in the official table, and the totals follow them."""
    tuned = answers(weights={"technology": 0, "people": 60})
    assert re.findall(r">(\d+%)<", page.of(FORM, tuned)) == ["0%", "60%", "20%", "10%", "10%"]
    assert printed(FORM, tuned)["=scores.0.total"] == "85.50"


@pytest.mark.parametrize("weight", ["-5", "四十", "4e1"])
def test_no_other_weight(weight: str) -> None:
    with pytest.raises(InvalidAnswers):
        answers(weights={"technology": weight})


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ([90, 80, 75, 72, 60], ["正取", "正取", "備取1", "備取2", "未達70分"]),
        ([70], ["正取"]),
        (["69.99"], ["未達70分"]),
        ([60, 50], ["未達70分", "未達70分"]),
        ([60, 60], ["未達70分", "未達70分"]),
        ([80, 80], [f"正取（{TIE}）", f"正取（{TIE}）"]),
        ([80, 80, 75], [f"正取（{TIE}）", f"正取（{TIE}）", "備取1"]),
        ([90, 80, 80], ["正取", TIE, TIE]),
        ([90, 80, 80, 75], ["正取", TIE, TIE, "備取2"]),
        ([80, 80, 80], [TIE, TIE, TIE]),
        ([90, 85, 80, 80], ["正取", "正取", f"備取（{TIE}）", f"備取（{TIE}）"]),
    ],
)
def test_outcomes(means: list[Any], expected: list[str]) -> None:
    """70 qualify, the best two are 正取, the others 備取 in order; a tie is the committee's wherever it matters."""
    given = committee({f"廠商{place}": [mean] for place, mean in enumerate(means)})
    assert list(outcomes(given).values()) == expected
    assert (
        list(outcomes(committee({f"廠商{n}": [means[n]] for n in reversed(range(len(means)))})).values())
        == (expected[::-1])
    )


@given(
    st.dictionaries(
        st.sampled_from("甲乙丙丁戊己庚"),
        st.lists(st.integers(0, 100), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_ranking_is_fair(scores: dict[str, list[int]]) -> None:
    """A better mean has a better rank, equal means the same, and no more than two are chosen without a tie."""
    found = standings(committee(scores))
    for one in found:
        assert one.mean == Fraction(sum(scores[one.candidate.name]), 3)
        assert (one.outcome == "未達70分") == (one.mean < QUALIFYING)
        for other in found:
            assert (one.rank == other.rank) == (one.mean == other.mean)
            assert one.mean is not None
            assert other.mean is not None
            assert (one.rank or 0) <= (other.rank or 0) or one.mean < other.mean
    assert sum(one.outcome.startswith("正取") for one in found) <= SEATS


def test_mid_cap_settles_no_tie() -> None:
    """中堅企業 is shown and does not move anybody."""
    given = committee(
        {"甲": [90], "乙": [80], "丙": [80]},
        candidates=[{"name": "甲"}, {"name": "乙"}, {"name": "丙", "mid_cap": True}],
    )
    assert list(outcomes(given).values()) == ["正取", TIE, TIE]
    assert any("優先考量" in line for line in FORM.report(given).advice)


def test_tie_is_told_until_it_is_decided() -> None:
    """A tie warns and stands in the report; the typed decision takes its place and ends the warning."""
    tied = committee({"甲": [90], "乙": [80], "丙": [80]})
    assert problems(tied) == [("candidates.1.outcome", "warning"), ("candidates.2.outcome", "warning")]
    assert any(line.startswith("乙、丙 平均同為 80.00 分") for line in FORM.report(tied).advice)
    decided = committee(
        {"甲": [90], "乙": [80], "丙": [80]},
        candidates=[{"name": "甲"}, {"name": "乙", "outcome": "備取1"}, {"name": "丙", "outcome": "正取"}],
    )
    assert (problems(decided), list(outcomes(decided).values())) == ([], ["正取", "備取1", "正取"])


def test_decision_against_the_means() -> None:
    """An outcome that no tie explains, and a third one chosen, are warned about."""
    candidates = [{"name": "甲"}, {"name": "乙"}, {"name": "丙", "outcome": "正取"}]
    given = committee({"甲": [90], "乙": [80], "丙": [75]}, candidates=candidates)
    assert set(problems(given)) == {("candidates.2.outcome", "warning"), ("candidates", "warning")}


def test_mean_over_complete_scores() -> None:
    """A member who did not score an applicant is named, and the paper says over how many the mean is."""
    given = committee({"甲": [90, 80, None], "乙": [80, 80, 80]})
    values = printed(FORM, given)
    assert (values["=candidates.0.mean"], values["=candidates.0.scored"]) == ("85.00", "2/3")
    (problem,) = checking.check(FORM, given)
    assert (problem.field, problem.level) == ("candidates.0.name", "warning")
    assert "委員 委員2 沒有完整評分" in problem.message


def test_one_gap_leaves_a_member_out() -> None:
    """Four scores of five are no total: a gap by its label, and nothing is counted as 0."""
    given = committee({"甲": [90]}, scores=[row("甲", "委員0", 90, 90, None, 90, 90)])
    values = printed(FORM, given)
    assert (values["=scores.0.total"], values["=candidates.0.mean"]) == ("", "")
    assert values["candidates.0.outcome"] == "尚無完整評分"
    assert ("scores.0.cooperation", "gap") in problems(given)


def test_zero_is_a_score() -> None:
    """A score of 0 was given, and is no gap."""
    given = committee({"甲": [0]})
    assert (problems(given), printed(FORM, given)["=candidates.0.mean"]) == ([], "0.00")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"scores": [row("甲", "委員0", 101)]}, ("scores.0.technology", "error")),
        ({"scores": [row("申", "委員0", 90)]}, ("scores.0.candidate", "error")),
        ({"scores": [row("甲", "委員9", 90)]}, ("scores.0.member", "error")),
        ({"scores": [row("甲", "委員0", 90)] * 2}, ("scores.1.member", "error")),
        ({"candidates": [{"name": "甲"}, {"name": "甲"}]}, ("candidates.1.name", "error")),
        ({"candidates": [{"mid_cap": True}]}, ("candidates.0.name", "gap")),
        ({"members": [{"name": "委員0"}] * 2}, ("members.1.name", "error")),
        ({"members": []}, ("members", "gap")),
        ({"scores": []}, ("scores", "gap")),
        ({"sheet": row("甲", "委員0", 90, 90, 90, 90, None)}, ("sheet.others", "gap")),
    ],
)
def test_what_does_not_fit(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """Scores out of range, names that nobody has, rows twice and gaps are each told."""
    assert expected in problems(committee({"甲": [90]}, **changes))


def test_hidden_differences_are_told() -> None:
    """Two means that print alike and differ, and one that prints 70.00 and is less, are warned about."""
    close = committee({"甲": [80, 80, "80.01"], "乙": [80, 80, "80.02"]})
    assert problems(close) == []  # 80.003… and 80.006… print 80.00 and 80.01
    close = committee({"甲": [80, 80, "80.01"], "乙": [80, 80, "80.011"]})
    assert problems(close) == [("candidates.0.name", "warning")]
    assert list(outcomes(close).values()) == ["正取", "正取"]
    below = committee({"甲": [70, 70, "69.99"]})
    assert printed(FORM, below)["=candidates.0.mean"] == "70.00"
    assert (problems(below), outcomes(below)) == ([("candidates.0.name", "warning")], {"甲": "未達70分"})


def test_one_sheet_alone() -> None:
    """A member's sheet has its own total, is ready to print by itself, and brings no result table along."""
    sheet = checking.parse(FORM, {"sheet": row("甲", "委員0", 90, 80, 70, 60, 50)})
    assert (problems(sheet), printed(FORM, sheet)["=sheet.total"]) == ([], "77.00")
    html = page.of(FORM, sheet)
    assert "委員評分表" in html
    assert "遴選結果" not in html


def test_result_brings_no_empty_sheet() -> None:
    """The sheet for a member's hand stands in the blank; a result is printed without it."""
    assert "委員評分表" not in page.of(FORM, answers())
    assert "委員評分表" in page.blank(FORM, FORM.answers())


def test_every_computed_value_is_printed() -> None:
    """What is computed for a row stands in that row of the page."""
    html = page.of(FORM, answers())
    for path, text in printed(FORM, answers()).items():
        if path.startswith("=") and not path.startswith("=sheet"):
            assert f'data-field="{path}" data-kind="computed">{text}</span>' in html


def test_marked_as_not_official() -> None:
    """Both sheets say that they are no official form."""
    assert page.blank(FORM, FORM.answers()).count("本表為輔助表，非官方格式") == 2


def test_many_scores_come_back(tmp_path: Path) -> None:
    """Seven members and six applicants come back from both files, and a total typed over is told by its row."""
    given = committee({name: list(range(70, 77)) for name in "甲乙丙丁戊己"})
    for kind in FORMATS:
        file = tmp_path / f"scores.{kind}"
        file.write_bytes(rendition(FORM, given, kind))
        assert (read.read(file).answers, read.read(file).warnings) == (given, ())


def test_a_mean_typed_over(tmp_path: Path) -> None:
    """A mean written over in Word is not taken, and is told by the applicant's row."""
    paper = Paper(rendition(FORM, answers(), "docx"))
    control = next(one for one in paper.root.iter(CONTROL) if tag_of(one) == "=candidates.1.mean")
    write(control, "99.99")
    file = tmp_path / "typed.docx"
    file.write_bytes(paper.saved())
    (problem,) = read.read(file).warnings
    assert read.read(file).answers == answers()
    assert (problem.label, problem.level) == ("計算欄（申請廠商名單／第2家）", "warning")
    assert "檔案上寫 99.99，依填答計算為 87.27" in problem.message


def test_report_has_its_own_headings(capsys: pytest.CaptureFixture[str]) -> None:
    """`check` calls the ranking by its name, not 自評分數."""
    assert main(["check", FORM.name, str(FORM.folder / "example.json")]) == 0
    said = capsys.readouterr().out
    assert "【遴選結果】\n第 1 名　△△石化股份有限公司　87.27 分，正取" in said
    assert "自評分數" not in said


def test_nothing_is_handed_on() -> None:
    """The committee's papers give no facts to other forms."""
    assert FORM.facts(answers()) == {}


def test_blank_has_a_row_for_each_score() -> None:
    """Applicants times members of the blank are its rows of scores, and all of them stand on the result's page."""
    html = page.blank(FORM, FORM.answers())
    rows = {one: len(re.findall(f'data-row="{one}[.]', html)) for one in ("candidates", "members", "scores")}
    assert rows["scores"] == rows["candidates"] * rows["members"]
    assert len(pdf.document(html).render().pages) == 2


def test_year_stands_in_our_own_line() -> None:
    """The year stands before the line that says whose sheet this is, on the criteria's page and on the result's."""
    assert re.sub(r"<[^>]*>|\s", "", page.of(FORM, answers(year=116))).count("116年度本表為輔助表") == 2
