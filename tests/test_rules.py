"""Every rule of 要點三 and the 補充說明, both ways: it speaks when it should, by its number, and else is silent.

The example breaks no rule, so each test changes one thing in it.
"""

import re
from datetime import date
from typing import Any

import pytest
from filling import answers, example, form, problems
from hypothesis import given
from hypothesis import strategies as st

from formgen import checking
from formgen.errors import Problem
from formgen.forms.unit_recommendation.eligibility import selection_day
from formgen.forms.unit_recommendation.items import ITEMS

ELIGIBILITY = "eligibility"
REVIEW: dict[str, Any] = {
    **{f"review.points.{number}": str(item.grades[0].points) for number, item in ITEMS.items()},
    "review.rates.frequency": "符合",
    "review.rates.severity": "符合",
    "review.result": "通過",
    "review.assessors": [{"name": "王○○", "employer": "○○○政府", "title": "科員"}],
    "review.body": "○○○政府",
}
# Not required to have a system, but one was verified.
VOLUNTARY: dict[str, Any] = {"eligibility.system_required": "否", "items.7-1.grade": "優"}


def found(changes: dict[str, Any]) -> list[Problem]:
    return problems(changes)


# What is changed, the field that is told, its rule, its level, and a word of the message.
BROKEN: list[tuple[dict[str, Any], str, str, str, str]] = [
    ({"insurance_number": "1234"}, "insurance_number", "補充說明一", "warning", "職災申報系統"),
    ({"headcount.contractor": None}, "headcount.contractor", "補充說明二", "gap", "註明承攬人"),
    ({"headcount.contractor": 0}, "headcount.contractor", "補充說明二", "warning", "0 人"),
    ({"eligibility.has_contractors": "否"}, "headcount.contractor", "補充說明二", "warning", "不是 0 人"),
    (
        {"eligibility.has_contractors": None, "headcount.contractor": None},
        "eligibility.has_contractors", "補充說明二、三(一)", "warning", "不具參選資格",
    ),
    (
        {"rates.1.unit.severity": None},
        "rates.1.unit.severity", "補充說明三(一)", "gap", "失能傷害損失日數與大於 0 的總經歷工時",
    ),
    (
        {"rates.2.with_contractors.frequency": None},
        "rates.2.with_contractors.frequency", "補充說明三(一)", "gap", "加計承攬人",
    ),
    ({"headcount.contractor": None}, "headcount.contractor", "補充說明三(二)", "warning", "均應包含承攬人"),
    ({"construction.others": None}, "construction.others", "補充說明三(二)、註", "warning", "施工日誌"),
    ({"construction.permit": None}, "construction.permit", "補充說明註", "warning", "營造業請提供"),
    ({"construction.completion": "97/12"}, "construction.completion", "補充說明註", "warning", "早於開工日期"),
    (
        {"industry": "建築工程業(410)(第9次)", "construction.permit": None},
        "construction.permit", "補充說明註", "warning", "營造業請提供",
    ),
    ({"construction.completion": "112/12"}, "construction.progress", "補充說明註", "warning", "未達 100%"),
    ({"construction.progress": "101"}, "construction.progress", "補充說明註", "warning", "超過 100%"),
    (
        {"headcount.own": 49, "eligibility.files_monthly_report": "否"},
        "eligibility.has_rate_evidence", "補充說明三(三)", "warning", "佐證數據",
    ),
    ({"industry": "建築工程業"}, "industry", "補充說明四", "warning", "3 碼"),
    ({"industry": "建築工程業(4100)"}, "industry", "補充說明四", "warning", "3 碼"),
    ({"industry": "(410)"}, "industry", "補充說明四", "warning", "行業別名稱"),
    (REVIEW | {"review.points.3-4": None}, "review.points", "補充說明五", "warning", "尚缺 3-4"),
    (REVIEW | {"review.assessors": []}, "review.assessors", "補充說明五", "warning", "確實簽名"),
    (
        REVIEW | {"review.assessors": [{"name": "王○○", "employer": "○○○政府"}]},
        "review.assessors.0.title", "補充說明五", "warning", "請填寫",
    ),
    (REVIEW | {"review.result": None}, "review.result", "補充說明五", "warning", "請勾選"),
    (REVIEW | {"review.result": "其他"}, "review.result_other", "補充說明五", "warning", "請說明"),
    (REVIEW | {"review.result_other": "補件"}, "review.result_other", "補充說明五", "warning", "沒有勾選"),
    (REVIEW | {"review.rates.severity": None}, "review.rates.severity", "補充說明五", "warning", "初審單位"),
    (REVIEW | {"review.body": None}, "review.body", "補充說明五", "warning", "用印"),
    ({"items.7-4.grade": None}, "items.7-4.grade", "補充說明六、初審意見表備註1", "warning", "請確認已提報113年"),
    ({"items.7-4.grade": "不適用"}, "items.7-4.grade", "補充說明六、初審意見表備註1", "warning", "未提報113年"),
    (
        {"eligibility.bad_labour_conditions": "是"},
        "eligibility.bad_labour_conditions", "初審意見表備註1", "warning", "不予推薦",
    ),
    ({"eligibility.major_accident": "是"}, "eligibility.major_accident", "要點三(一)", "warning", "110年至113年"),
    ({"eligibility.major_accident": None}, "eligibility.major_accident", "要點三(一)", "warning", "請確認"),
    (
        {"honours.five_star": True, "honours.five_star_years": "110"},
        "honours.five_star_years", "要點三(三)", "warning", "110年曾獲",
    ),
    (
        {"honours.national": True, "honours.national_years": "112"},
        "honours.national_years", "要點三(三)", "warning", "112年曾獲",
    ),
    (
        {"honours.excellent_years": "109至112"},
        "honours.excellent_years", "要點三(四)", "warning", "109年至112年",
    ),
    (
        {"honours.excellent_years": "110至112", "honours.five_star": True, "honours.five_star_years": "109"},
        "honours.excellent_years", "要點三(四)", "warning", "連續四年",
    ),
    ({"eligibility.is_department": "是"}, "eligibility.is_department", "要點三", "warning", "不予受理"),
    ({"eligibility.system_required": None}, "eligibility.system_required", "要點三(五)", "warning", "請確認"),
    ({"eligibility.system": "無"}, "eligibility.system", "要點三(五)", "warning", "TOSHMS"),
    ({"eligibility.system": None}, "eligibility.system", "要點三(五)", "warning", "TOSHMS"),
    (
        {"eligibility.system_valid_until": None},
        "eligibility.system_valid_until", "要點三(五)", "warning", "請填",
    ),
    (
        {"eligibility.system_valid_until": "113/5/30"},
        "eligibility.system_valid_until", "要點三(五)", "warning", "113年5月30日（2024-05-30）",
    ),
    ({"items.7-1.grade": "優"}, "items.7-1.grade", "給分標準", "warning", "為「良」"),
    ({"eligibility.system_required": "否"}, "items.7-1.grade", "給分標準", "warning", "為「優」"),
    ({"eligibility.system": "無"}, "items.7-1.grade", "給分標準", "warning", "沒有管理系統"),
    (
        VOLUNTARY | {"eligibility.system_valid_until": "113/5/30"},
        "eligibility.system_valid_until", "給分標準", "warning", "早於選拔期間",
    ),
    (
        VOLUNTARY | {"eligibility.system_valid_until": None},
        "eligibility.system_valid_until", "給分標準", "warning", "請填",
    ),
    (VOLUNTARY | {"eligibility.system": None}, "eligibility.system", "給分標準", "warning", "TOSHMS"),
    ({"uniform_number": "12345678"}, "uniform_number", "", "warning", "可不理會"),
    ({"phone": "1234"}, "phone", "", "warning", "區碼"),
    ({"image.charity": True}, "image.charity_facts", "", "warning", "具體事蹟"),
    ({"image.other": False}, "image.other", "", "warning", "沒有勾選"),
    ({"image.other": False, "image.other_facts": None}, "image.other", "", "warning", "沒有勾選"),
    ({"image.other_name": None}, "image.other_name", "", "warning", "請寫"),
    ({"honours.excellent_years": None}, "honours.excellent_years", "", "warning", "獲獎年度"),
    ({"honours.excellent": False}, "honours.excellent", "", "warning", "沒有勾選"),
    ({"honours.never": True}, "honours.never", "", "warning", "都勾選了"),
    ({"honours.commended": False}, "honours.commended", "", "warning", "曾獲優良單位表揚"),
    ({"honours": {}}, "honours.never", "", "warning", "請勾選"),
    ({"honours.other": True}, "honours.other_text", "", "warning", "請說明"),
    (REVIEW | {"review.points.1-4": "1.5"}, "review.points.1-4", "", "error", "0 到 1.0 分"),
    (
        {"rates.0.unit.cases": 2, "rates.0.unit.hours": 1_000_000},
        "rates.0.unit.frequency", "", "warning", "計算為 2.00",
    ),
]  # fmt: skip
KEPT: list[tuple[dict[str, Any], str]] = [
    ({"insurance_number": "0123 4567-a"}, "insurance_number"),
    ({"headcount.contractor": 1}, "headcount.contractor"),
    ({"eligibility.has_contractors": "否", "headcount.contractor": 0}, "headcount.contractor"),
    ({"eligibility.has_contractors": None}, "eligibility.has_contractors"),
    ({"rates.0.unit.severity": None, "rates.0.unit.lost_days": 0, "rates.0.unit.hours": 9}, "rates.0.unit.severity"),
    ({"eligibility.has_contractors": "否", "headcount.contractor": 0, "rates.0.with_contractors": {}},
     "rates.0.with_contractors.frequency"),
    ({"construction": {}, "industry": "積體電路製造業(261)"}, "construction.permit"),
    ({"construction.completion": "110/1"}, "construction.completion"),
    ({"construction.progress": "100"}, "construction.progress"),
    ({"construction.progress": "100", "construction.completion": "112/12"}, "construction.progress"),
    ({"construction.completion": "113/1"}, "construction.progress"),
    ({"headcount.own": 50, "eligibility.files_monthly_report": "否"}, "eligibility.has_rate_evidence"),
    ({"headcount.own": 49}, "eligibility.has_rate_evidence"),
    ({"headcount.own": 49, "eligibility.files_monthly_report": "否", "eligibility.has_rate_evidence": "是"},
     "eligibility.has_rate_evidence"),
    ({"industry": "建築工程業（４１０）"}, "industry"),
    ({"industry": "其他營造業(含裝修) 439"}, "industry"),
    ({"industry": "建築工程業(410)(第9次)"}, "industry"),
    ({"industry": "第 ９ 版 建築工程業(410)，100年3月公布"}, "industry"),
    ({"items.7-4.grade": "可"}, "items.7-4.grade"),
    ({"eligibility.bad_labour_conditions": None}, "eligibility.bad_labour_conditions"),
    ({"honours.five_star": True, "honours.five_star_years": "109"}, "honours.five_star_years"),
    ({"honours.five_star": True, "honours.five_star_years": "113"}, "honours.five_star_years"),
    ({"honours.national": True, "honours.national_years": "109"}, "honours.national_years"),
    ({"honours.excellent_years": "108、109、111、112"}, "honours.excellent_years"),
    ({"honours.excellent_years": "108至111"}, "honours.excellent_years"),
    ({"eligibility.is_department": None}, "eligibility.is_department"),
    ({"eligibility.system_required": "否", "eligibility.system": "無"}, "eligibility.system"),
    ({"eligibility.system_valid_until": "113/5/31"}, "eligibility.system_valid_until"),
    ({"items.7-1.grade": "優", "eligibility.system": "績效審查"}, "items.7-1.grade"),
    ({"items.7-1.grade": "優", "eligibility.system_required": "否"}, "items.7-1.grade"),
    ({"items.7-1.grade": "不適用", "eligibility.system": "無"}, "items.7-1.grade"),
    (VOLUNTARY | {"eligibility.system_valid_until": "113/5/31"}, "eligibility.system_valid_until"),
    (VOLUNTARY | {"eligibility.system_valid_until": None, "items.7-1.grade": "不適用"},
     "eligibility.system_valid_until"),
    ({"uniform_number": "00501508"}, "uniform_number"),
    ({"phone": "(02)8995-6666轉8202"}, "phone"),
    ({"honours": {"never": True}}, "honours.never"),
    ({"honours": {"other": True, "other_text": "無"}}, "honours.never"),
    (REVIEW | {"review.points.1-4": "1.0"}, "review.points.1-4"),
    ({"rates.0.unit.cases": 2, "rates.0.unit.hours": 1_300_000}, "rates.0.unit.frequency"),
    ({"rates.0.unit.lost_days": 200, "rates.0.unit.hours": 1_900_000}, "rates.0.unit.severity"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "rule", "level", "words"), BROKEN)
def test_broken_rule_speaks(changes: dict[str, Any], field: str, rule: str, level: str, words: str) -> None:
    """A broken rule tells its field, its own number, its level, and what is wrong."""
    told = [one for one in found(changes) if one.field == field and one.rule == rule and words in one.message]
    assert len(told) == 1, [str(one) for one in found(changes)]
    assert told[0].level == level
    assert told[0].label


@pytest.mark.parametrize(("changes", "field"), KEPT)
def test_kept_rule_is_silent(changes: dict[str, Any], field: str) -> None:
    """A rule that is kept, even narrowly, says nothing about its field."""
    assert [str(one) for one in found(changes) if one.field == field] == []


def test_example_breaks_no_rule() -> None:
    """The example breaks no rule at all, and a complete review none either."""
    assert problems() == []
    assert problems(REVIEW) == []


def test_each_number_of_the_rules_has_a_test() -> None:
    """Every rule number that the code can print is met in the tests above or in those of the averages."""
    tested = {rule for _, _, rule, *_ in BROKEN if rule} | {"要點三(二)"}
    folder = form().folder
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    printed = set(re.findall('"((?:補充說明|要點三|初審意見表)[^"a-z{（\\s]*)', written))
    assert {one for one in printed if not any(rule.startswith(one) for rule in tested)} == set()
    numbers = "".join(tested)
    assert [number for number in "一二三四五六" if f"補充說明{number}" not in numbers] == []
    assert [number for number in "一二三四五" if f"要點三({number})" not in numbers] == []


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("whose", ["unit", "with_contractors"])
@pytest.mark.parametrize(("rate", "label"), [("frequency", "災害頻率"), ("severity", "嚴重率")])
def test_each_rate_against_the_average(place: int, whose: str, rate: str, label: str) -> None:
    """Both pairs of rates, in each of three years, must be below the average; equal is not below (要點三(二))."""
    path = f"rates.{place}.{whose}.{rate}"
    average = {"frequency": "6.05", "severity": "388"}[rate]
    for value, word in (
        (average, "等於"),
        (average + "0", "等於") if rate == "frequency" else ("388.0", "等於"),
        ("999", "高於"),
    ):
        (told,) = found({path: value})
        assert (told.field, told.rule, told.level) == (path, "要點三(二)", "warning")
        assert told.label == f"{label}／{110 + place}年／{'原事業單位' if whose == 'unit' else '加計承攬人'}"
        assert word in told.message
    below = {"frequency": "6.04", "severity": "387.99"}[rate]
    assert found({path: below}) == []


def test_computed_rate_against_the_average() -> None:
    """A rate that is computed from its counts is held against the average like a typed one."""
    counts = {"rates.0.unit.frequency": None, "rates.0.unit.cases": 605, "rates.0.unit.hours": 100_000_000}
    (told,) = found(counts)
    assert (told.rule, "6.05 等於" in told.message) == ("要點三(二)", True)
    assert found(counts | {"rates.0.unit.cases": 604}) == []


def test_rates_without_an_average() -> None:
    """While the average is open its gap is told, and no rate is judged."""
    told = found({"average.frequency": None, "rates.0.unit.frequency": "999"})
    assert [(one.field, one.level) for one in told] == [("average.frequency", "gap")]


@pytest.mark.parametrize(("year", "expected"), [(113, date(2024, 5, 31)), (900, date(2811, 2, 1))])
def test_certificate_is_valid_at_the_selection(year: int, expected: date) -> None:
    """A certificate must be valid on a day of that year's selection, 二月 to 五月: the one nearest today."""
    assert selection_day(year) == expected
    assert selection_day(None) >= date(2024, 1, 1)


def test_eligibility_never_blocks() -> None:
    """Eligibility only warns: a unit that breaks all of 要點三 can still print its draft and its final form."""
    changes: dict[str, Any] = {
        "eligibility": {"major_accident": "是", "is_department": "是", "bad_labour_conditions": "是",
                        "system_required": "是", "system": "無", "has_contractors": "是",
                        "files_monthly_report": "是"},
        "honours": {"national": True, "national_years": "112", "commended": True, "five_star": True,
                    "five_star_years": "112", "excellent": True, "excellent_years": "109-112"},
        "average": {"frequency": "0", "severity": "0"},
    }  # fmt: skip
    told = found(changes)
    assert {one.level for one in told} == {"warning"}
    assert {one.rule for one in told} >= {f"要點三({number})" for number in "一二三四五"}


def test_empty_draft_has_no_error() -> None:
    """An empty draft has gaps and warnings, but nothing that stops it, and each gap only once."""
    told = checking.check(form(), checking.parse(form(), {}))
    assert {one.level for one in told} == {"gap", "warning"}
    gaps = [one.field for one in told if one.level == "gap"]
    assert len(gaps) == len(set(gaps))


def test_reviewer_is_not_asked_before_it_begins() -> None:
    """The reviewing body's part says nothing while it is empty: an applicant never fills it."""
    told = checking.check(form(), checking.parse(form(), {}))
    assert [one for one in told if one.field.startswith("review")] == []


def test_problems_stand_in_the_order_of_the_form() -> None:
    """Problems are listed as their fields stand on the form, a group where its first field stands."""
    changes: dict[str, Any] = {"items.1-1.grade": None, "unit_name": None, "phone": "1", "eligibility.is_department": "是",
               **{f"items.{number}.grade": "不適用" for number in ITEMS if number.startswith("6-")}}  # fmt: skip
    assert [one.field for one in found(changes)] == [
        "unit_name", "phone", "items.1-1.grade", "items.6-1.grade", "eligibility.is_department",
    ]  # fmt: skip


def test_messages_are_by_the_label() -> None:
    """A message names its field by the words on the form, and never by a path or in English."""
    told = [one for changes, *_ in BROKEN for one in found(changes)]
    for one in [*told, *checking.check(form(), checking.parse(form(), {}))]:
        assert re.search("[\u4e00-\u9fff]", one.label), one
        assert not re.search("[a-z_]{3}", one.label + one.message), one


def leaves() -> list[str]:
    return [question.path for question in form().questions()]


@given(st.lists(st.sampled_from(leaves()), unique=True, max_size=60))
def test_any_gaps_can_be_checked(paths: list[str]) -> None:
    """Whatever is left open, the rules, the points and the report can be told."""
    data = example(REVIEW | {path: None for path in paths if not path.startswith("review.assessors")})
    made = checking.parse(form(), data)
    assert [one for one in checking.check(form(), made) if one.level == "error"] == []
    form().compute(made)
    form().report(made)


def test_answers_cannot_be_changed() -> None:
    """Checking leaves the answers as they are."""
    made = answers()
    before = made.given()
    checking.check(form(), made)
    assert made.given() == before
