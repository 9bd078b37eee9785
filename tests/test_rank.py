"""`formgen rank`: from a folder of filled files to the order of units and persons, and what goes to the 職安署."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import spreadsheets
from reviewing import BODY, opinion, person, save, unit
from test_cli import run

from formgen import programmes
from formgen.bundle import Evidence, make
from formgen.errors import InvalidAnswers, UnreadableFile
from formgen.forms.recommendation_quota import QUOTAS
from formgen.forms.unit_recommendation.items import ITEMS
from formgen.forms.unit_recommendation.scoring import reviewed_scores
from formgen.programmes import filing
from formgen.read import read
from formgen.review import letter, papers
from formgen.review.bodies import UnknownBody
from formgen.review.outcome import Outcome, rank


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def places(found: Outcome) -> list[tuple[int | None, str, str]]:
    return [(line.place, line.candidate.name, line.state) for line in found.units.lines]


def outside(found: Outcome) -> dict[str, str]:
    return {one.name: "；".join(why) for one, why in (*found.units.outside, *found.persons.outside)}


def told(found: Outcome, level: str) -> list[str]:
    return [f"{one.label}：{one.message}" for one in found.problems if one.level == level]


def notes(found: Outcome) -> dict[str, str]:
    return {line.candidate.name: "；".join(line.notes) for line in found.units.lines}


def decided(folder: Path, *lines: tuple[str, ...], heads: tuple[str, ...] = ("名稱", "順序")) -> Path:
    path = folder.parent / "decisions.csv"
    path.write_text("\n".join(",".join(line) for line in (heads, *lines)), encoding="utf-8")
    return path


# --- reading


def test_every_kind_of_file_is_read(folder: Path) -> None:
    """Word, PDF, JSON and bundles are read as they were handed in, in subfolders too; the order is by points."""
    save(folder / "甲.docx", unit("甲公司", "04595257", {"1-1": "1"}))
    save(folder / "案件/乙.pdf", unit("乙公司", "22099131", {"1-1": "2"}))
    save(folder / "丙.json", unit("丙公司", "00501503", {"1-1": "3"}))
    programme = programmes.get("unit_selection")
    given = filing.parse(programme, {"unit_recommendation": unit("丁公司", "00501508", {"1-1": "1.5"})})
    make(given, Evidence(), folder / "丁.zip")
    found = rank(BODY, folder)
    assert [name for _, name, _ in places(found)] == ["丙公司", "乙公司", "丁公司", "甲公司"]
    assert not found.problems


def test_total_is_the_forms_own(folder: Path) -> None:
    """The total is the form's own exact computing: an item that does not apply leaves sevenths, which stay so."""
    path = save(folder / "甲.docx", unit(points={"1-1": "2", "1-4": "不適用"}))
    (line,) = rank(BODY, folder).units.lines
    expected = sum((one.value or 0) for one in reviewed_scores(read(path).answers) if one)
    assert line.candidate.total == expected
    assert line.candidate.total is not None
    assert line.candidate.total.denominator % 7 == 0


def test_broken_files_are_named_and_the_rest_goes_on(folder: Path) -> None:
    """Each file that cannot be read is named with its reason; the others are ranked."""
    save(folder / "甲.docx", unit())
    whole = (folder / "甲.docx").read_bytes()
    (folder / "cut.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "wrong.json").write_text(json.dumps(unit(headcount__own="很多")), encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / "~$甲.docx").write_bytes(b"x")
    found = rank(BODY, folder)
    assert [name for _, name, _ in places(found)] == ["甲公司"]
    errors = told(found, "error")
    assert [one.partition("：")[0] for one in errors] == ["cut.docx", "scan.pdf", "wrong.json"]
    assert "勞工人數／原事業單位" in errors[2]
    assert told(found, "warning") == ["photo.jpg：不是 DOCX、ODT、PDF、JSON 或套件 ZIP，沒有讀"]


def test_other_forms_are_named(folder: Path) -> None:
    """A file that holds another form of ours is told as that form, not as damaged."""
    (folder / "x.json").write_text('{"form": {}}', encoding="utf-8")
    (folder / "y.json").write_text('{"injury_rates": {"year": 116}}', encoding="utf-8")
    first, second = told(rank(BODY, folder), "error")
    assert "看不出是哪一張表單" in first
    assert "失能傷害頻率與嚴重率統計表" in second


def test_results_are_not_read_again(folder: Path) -> None:
    """Results that lie below the folder are not candidates of the next run."""
    save(folder / "甲.docx", unit())
    made = folder / "out"
    save(made / "2.docx", unit("別的公司", "22099131"))
    assert [name for _, name, _ in places(rank(BODY, folder, made=made))] == ["甲公司"]


def test_no_folder_is_told(tmp_path: Path) -> None:
    """A folder that is none is an error in a sentence."""
    with pytest.raises(UnreadableFile, match="這不是資料夾"):
        rank(BODY, tmp_path / "none")


@pytest.mark.parametrize(("typed", "meant"), [("台北市", "臺北市"), ("臺北市政府", "臺北市"), ("月球", "")])
def test_wrong_body_gets_the_list(tmp_path: Path, typed: str, meant: str) -> None:
    """A body that 附表三 does not name is told with the nearest one and with all 27."""
    with pytest.raises(UnknownBody) as error:
        rank(typed, tmp_path)
    assert all(body in str(error.value) for body in QUOTAS)
    assert ("是不是" in str(error.value)) is bool(meant)
    assert not meant or f"是不是「{meant}」？" in str(error.value)


# --- nobody twice


def test_same_candidate_is_counted_once(folder: Path) -> None:
    """The same unit as Word and as PDF is told and counted once, by number or by name; so is a person."""
    save(folder / "甲.docx", unit())
    save(folder / "甲.pdf", unit())
    save(folder / "甲-改名.json", unit("甲股份公司"))
    save(folder / "人.json", person())
    save(folder / "人2.json", person())
    found = rank(BODY, folder)
    assert len(found.units.lines) == len(found.persons.lines) == 1
    warnings = told(found, "warning")
    assert len(warnings) == 3
    assert all("只計一次" in one for one in warnings)


def test_reviewed_copy_counts(folder: Path) -> None:
    """Of an applicant's own copy and the reviewed one, the reviewed one counts, whatever the files are called."""
    save(folder / "1.json", unit(review={}))
    save(folder / "2.json", unit())
    found = rank(BODY, folder)
    assert [line.candidate.paper.file for line in found.units.lines] == ["2.json"]
    assert not told(found, "error")


def test_two_reviews_that_differ_are_an_error(folder: Path) -> None:
    """Two reviewed copies with other points are an error: nobody but the body knows which one counts."""
    save(folder / "1.json", unit())
    save(folder / "2.json", unit(points={"1-1": "1"}))
    (error,) = told(rank(BODY, folder), "error")
    assert "初審內容不同" in error


def test_two_plants_of_one_company_are_two(folder: Path) -> None:
    """One 統一編號 with other names and other 保險證字號 are two units: plants of one company."""
    save(folder / "1.json", unit("甲公司一廠", insurance_number="12345678A"))
    save(folder / "2.json", unit("甲公司二廠", insurance_number="87654321B"))
    assert len(rank(BODY, folder).units.lines) == 2


def test_opinion_without_its_unit_is_told(folder: Path) -> None:
    """A 初審意見表 of a unit that is not there is told, with the unit that may be meant."""
    save(folder / "1.json", unit("甲精密股份有限公司"))
    save(folder / "2.json", opinion("甲精密"))
    (warning,) = told(rank(BODY, folder), "warning")
    assert "是不是「甲精密股份有限公司」？" in warning


# --- the order


def test_quota_divides_the_order(folder: Path) -> None:
    """Units above the quota of 附表三 stand in the order and are marked; so do persons."""
    for place, (name, number) in enumerate({"甲": "04595257", "乙": "22099131", "丙": "00501503"}.items()):
        save(folder / f"{name}.json", unit(f"{name}公司", number, {"1-1": str(3 - place)}))
    found = rank("新竹縣", folder)
    assert places(found) == [
        (1, "甲公司", "擬推薦"),
        (2, "乙公司", "擬推薦"),
        (3, "丙公司", "逾額度"),
    ]
    assert [line.candidate.name for line in found.units.recommended] == ["甲公司", "乙公司"]


def test_ties_are_open_until_decided(folder: Path) -> None:
    """Equal units have one place; where the quota would part them, they are open until the body decides."""
    for name, number in {"甲": "04595257", "乙": "22099131", "丙": "00501503"}.items():
        save(folder / f"{name}.json", unit(f"{name}公司", number))
    found = rank("新竹縣", folder)
    assert {(place, state) for place, _, state in places(found)} == {(1, "待決定")}
    assert all("同分" in note and "名額剩 2" in note for note in notes(found).values())
    assert len(found.open_points) == 2
    settled = rank("新竹縣", folder, decided(folder, ("丙公司", "1"), ("甲公司", "2"), ("乙公司", "3")))
    assert [name for _, name, _ in places(settled)] == ["丙公司", "甲公司", "乙公司"]
    assert [state for *_, state in places(settled)] == ["擬推薦", "擬推薦", "逾額度"]
    assert set(notes(settled).values()) == {"同分，順序由初審單位決定"}


def test_ties_beyond_the_quota_need_no_decision(folder: Path) -> None:
    """A tie of units that are not handed in is marked, and is nothing that the body has to settle."""
    numbers = {"甲": "04595257", "乙": "22099131", "丙": "00501503", "丁": "00501508"}
    for (name, number), points in zip(numbers.items(), ("3", "2", "1", "1"), strict=True):
        save(folder / f"{name}.json", unit(f"{name}公司", number, {"1-1": points}))
    found = rank("新竹縣", folder)
    assert "同分" in notes(found)["丙公司"]
    assert not any("同分" in one for one in found.open_points)


@pytest.mark.parametrize("lines", [[("甲公司", "1")], [("甲公司", "1"), ("乙公司", "1")]])
def test_half_a_decision_settles_nothing(folder: Path, lines: list[tuple[str, str]]) -> None:
    """A tie stays open unless each of its units has a place of its own."""
    save(folder / "甲.json", unit("甲公司", "04595257"))
    save(folder / "乙.json", unit("乙公司", "22099131"))
    assert [place for place, *_ in places(rank(BODY, folder, decided(folder, *lines)))] == [1, 1]


def test_decisions_do_not_beat_points(folder: Path) -> None:
    """A decided order against the points is an error that names both units: only equal ones are decided."""
    save(folder / "甲.json", unit("甲公司", "04595257"))
    save(folder / "乙.json", unit("乙公司", "22099131", {"1-1": "1"}))
    with pytest.raises(InvalidAnswers) as error:
        rank(BODY, folder, decided(folder, ("乙公司", "1"), ("甲公司", "2")))
    assert ["甲公司" in one.message and "乙公司" in one.message for one in error.value.problems] == [True]


def test_wrong_decisions_are_told_at_once(folder: Path) -> None:
    """Unknown names and orders that are no numbers are all told, with line and the nearest name."""
    save(folder / "甲.json", unit("甲精密公司"))
    with pytest.raises(InvalidAnswers) as error:
        rank(BODY, folder, decided(folder, ("甲精密", "1"), ("甲精密公司", "第一"), ("甲精密公司", "0")))
    first, second, third = [f"{one.label}：{one.message}" for one in error.value.problems]
    assert "第 2 列" in first
    assert "是不是「甲精密公司」？" in first
    assert "第 3 列" in second
    assert "不能是順序" in third


def test_equal_as_printed_is_told(folder: Path) -> None:
    """Units whose totals print alike and differ by less are ordered by the exact points, and both lines say so."""
    save(folder / "甲.json", unit("甲公司", "04595257", {"1-1": "2.001"}))
    save(folder / "乙.json", unit("乙公司", "22099131", {"1-1": "2.002"}))
    found = rank(BODY, folder)
    assert [place for place, *_ in places(found)] == [1, 2]
    assert len({line.candidate.shown_total for line in found.units.lines}) == 1
    assert "與「甲公司」印出同分" in notes(found)["乙公司"]
    assert "與「乙公司」印出同分" in notes(found)["甲公司"]


@pytest.mark.parametrize(("own", "is_marked"), [(99, True), (100, False)])
def test_small_units_are_marked(folder: Path, own: int, is_marked: bool) -> None:
    """A unit under 100 people is marked, as 附表三註二 asks the body to weigh size."""
    save(folder / "甲.json", unit(headcount__own=own))
    assert ("未滿100人" in notes(rank(BODY, folder))["甲公司"]) is is_marked


def test_persons_wait_for_the_body(folder: Path) -> None:
    """附表二 has no points: persons have no place until the body gives one, and then exactly that one."""
    for name in ("林○一", "方○二", "柳○三"):
        save(folder / f"{name}.json", person(name))
    found = rank(BODY, folder)
    assert [(line.place, line.state) for line in found.persons.lines] == [(None, "待決定")] * 3
    assert "附表二沒有配分" in "".join(found.open_points)
    chosen = rank(BODY, folder, decided(folder, ("柳○三", "1"), ("林○一", "2"), ("方○二", "3")))
    assert [line.candidate.name for line in chosen.persons.lines] == ["柳○三", "林○一", "方○二"]
    assert [line.state for line in chosen.persons.lines] == ["擬推薦", "擬推薦", "逾額度"]


def test_persons_of_one_name_are_told_apart(folder: Path) -> None:
    """A decision for a name that two persons share needs the employer."""
    save(folder / "1.json", person("林○一", "甲公司"))
    save(folder / "2.json", person("林○一", "乙公司"))
    with pytest.raises(InvalidAnswers, match="1 個問題"):
        rank(BODY, folder, decided(folder, ("林○一", "1")))
    heads = ("姓名", "任職單位", "順序")
    lines = (("林○一", "乙公司", "1"), ("林○一", "甲公司", "2"))
    found = rank(BODY, folder, decided(folder, *lines, heads=heads))
    assert [line.candidate.employer for line in found.persons.lines] == ["乙公司", "甲公司"]


def test_decision_for_somebody_outside_is_told(folder: Path) -> None:
    """A place for a unit that stands outside is told as in vain, and is not held against the points of the others."""
    save(folder / "甲.json", unit("甲公司", "04595257", {"1-1": "0"}))
    save(folder / "乙.json", unit("乙公司", "22099131", eligibility__bad_labour_conditions="是"))
    found = rank(BODY, folder, decided(folder, ("甲公司", "1"), ("乙公司", "2")))
    assert [name for _, name, _ in places(found)] == ["甲公司"]
    assert told(found, "warning") == ["決定順序／乙公司：已填順序，但未列入順序；原因見「未列入」"]


# --- 初審意見表備註1, and who else stands outside


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"points": {"7-4": "0"}}, "職場安全健康週"),
        ({"points": {"7-4": "不適用"}}, "職場安全健康週"),
        ({"eligibility__bad_labour_conditions": "是"}, "勞動條件不佳"),
        ({"review__result": "不通過"}, "初審不通過"),
        ({"points": {"2-3": None}}, "尚缺 2-3"),
        ({"review": {}}, "沒有初審評分"),
        ({"points": {"1-1": "9"}}, "應為 0 到 3.0 分"),
    ],
)
def test_outside_the_order(folder: Path, changes: dict[str, Any], why: str) -> None:
    """初審意見表備註1, a 初審不通過 and points that are missing or wrong put a unit outside, with the reason."""
    save(folder / "甲.json", unit(**changes))
    found = rank(BODY, folder)
    assert not found.units.lines
    assert why in outside(found)["甲公司"]


def test_health_week_is_what_reviewers_found(folder: Path) -> None:
    """Points of the reviewers for 7-4 count more than an applicant who left it open."""
    open_grade: dict[str, Any] = {"items.7-4.grade": None}
    save(folder / "甲.json", unit(**open_grade))
    assert not outside(rank(BODY, folder))


def test_health_week_needs_proof_in_a_bundle(folder: Path) -> None:
    """A bundle without proof of the 職場安全健康週, and without points for it, is advised against."""
    given = filing.parse(
        programmes.get("unit_selection"), {"unit_recommendation": unit(points={"7-4": None})}
    )
    make(given, Evidence(), folder / "甲.zip")
    assert "編號 7-4 或 8-1" in outside(rank(BODY, folder))["甲公司"]


def test_points_without_proof_are_told(folder: Path) -> None:
    """A scored copy beside the applicant's bundle: points for the 職場安全健康週 without proof there are to be looked up."""
    given = filing.parse(programmes.get("unit_selection"), {"unit_recommendation": unit(review={})})
    make(given, Evidence(), folder / "甲.zip")
    save(folder / "甲.docx", unit())
    (lack,) = rank(BODY, folder).lacks
    assert [gap.message for gap in lack.gaps if "7-4" in gap.label] == [
        "有評分，但套件裡沒有佐證資料（編號 7-4 或 8-1）；請上網確認"
    ]


def test_opinion_can_rule_a_unit_out(folder: Path) -> None:
    """A 初審意見表 that says 未具參選資格 keeps the unit out of the order."""
    save(folder / "1.json", unit())
    save(folder / "2.json", opinion(confirmation__contractors={"result": "未具參選資格", "ground": "未提供"}))
    assert "未具參選資格" in outside(rank(BODY, folder))["甲公司"]


def test_refused_persons_stand_outside(folder: Path) -> None:
    """A person with 初審不通過 is not in the order."""
    save(folder / "1.json", person(review__result="不通過", review__award=None))
    assert outside(rank(BODY, folder)) == {"林○一": "初審不通過，建議不納入決審"}


# --- what is lacking


def test_what_is_lacking_is_listed(folder: Path) -> None:
    """Each recommended candidate's gaps are listed: the 初審意見表, the 黑框, another body's name, signatures and seal."""
    save(folder / "1.json", unit(review__assessors=[], review__body="新北市政府", review__result=None))
    save(folder / "2.json", person(review__assessors=[]))
    first, second = rank(BODY, folder).lacks
    labels = [gap.label for gap in first.gaps]
    assert {"初審意見表", "現場評鑑人員", "初審結果", "初審單位"} <= set(labels)
    assert "評鑑人員簽名" in first.signatures
    assert "初審單位印信" in first.signatures
    assert [gap.label for gap in second.gaps] == ["現場評鑑人員"]
    assert "事業單位用印（經事業單位同意）" in second.signatures


# --- the files


@pytest.fixture
def whole(folder: Path) -> Path:
    """A folder in which all is well but one tie, one unit outside and one person too many."""
    save(folder / "甲.docx", unit("甲公司", "04595257"))
    save(folder / "乙.docx", unit("乙公司", "22099131", {"1-1": "2"}, image__other_facts="外籍移工母語訓練"))
    save(folder / "丙.json", unit("丙公司", "00000074", {"1-1": "2"}, image__other_facts="中高齡職務再設計"))
    save(folder / "戊.docx", unit("戊公司", "00501508", {"7-4": "0"}))
    for name in ("甲公司", "乙公司", "丙公司"):
        save(folder / f"意見/{name}.docx", opinion(name))
    for name in ("林○一", "方○二", "柳○三"):
        save(folder / f"{name}.docx", person(name))
    return folder


def test_sheet_shows_ties_beside_each_other(whole: Path) -> None:
    """The sheet has equal units one below the other with their 其他具體事蹟, and who stands outside."""
    answers = papers.order(rank(BODY, whole), is_whole=True)
    facts = [(row["name"], row["image"].splitlines()[-1]) for row in answers["ties"]]
    assert sorted(facts) == [("丙公司", "中高齡職務再設計"), ("乙公司", "外籍移工母語訓練")]
    assert [row["name"] for row in answers["outside"]] == ["戊公司"]


def test_package_holds_what_is_handed_in(whole: Path, tmp_path: Path) -> None:
    """The ZIP has order, 推薦表 byte for byte as handed in or drawn anew, and 初審意見表; nobody who is outside."""
    made = papers.files(rank(BODY, whole), {})
    with zipfile.ZipFile(BytesIO(made["送件.zip"])) as archive:
        names = archive.namelist()
        assert archive.read("2-推薦表/優良單位/01-甲公司.docx") == (whole / "甲.docx").read_bytes()
        (tmp_path / "函稿.docx").write_bytes(archive.read("函稿.docx"))
    assert names == [
        "1-優良單位順序/推薦順序.docx",
        "1-優良單位順序/推薦順序.pdf",
        "2-推薦表/優良單位/01-甲公司.docx",
        "2-推薦表/優良單位/02-丙公司.docx",
        "2-推薦表/優良單位/02-丙公司.pdf",
        "2-推薦表/優良單位/02-乙公司.docx",
        "2-推薦表/優良人員/待定-方○二.docx",
        "2-推薦表/優良人員/待定-林○一.docx",
        "2-推薦表/優良人員/待定-柳○三.docx",
        "3-初審意見表/01-甲公司.docx",
        "3-初審意見表/02-丙公司.docx",
        "3-初審意見表/02-乙公司.docx",
        "待補與簽章清單.pdf",
        "函稿.docx",
        "函稿.pdf",
    ]
    said = read(tmp_path / "函稿.docx").answers.given()
    assert (said["issuer"], said["recipient"]) == (BODY, {"name": "勞動部職業安全衛生署"})
    texts = [one["text"] for one in said["explanation"]["items"]]
    assert [text.partition("（")[0] for text in texts[2:5]] == ["甲公司", "丙公司", "乙公司"]
    assert ["順序待決定" in text for text in texts[2:5]] == [False, True, True]


def test_covering_letter_has_the_offices_own_words(folder: Path) -> None:
    """The letter to the 職安署 has the issuer and number that the office tells, and no 優良人員 where there are none."""
    save(folder / "1.json", unit())
    said = letter.answers(rank(BODY, folder), {"issuer": "○○市政府勞動局", "number": "○字第1號"})
    assert (said["issuer"], said["number"]) == ("○○市政府勞動局", "○字第1號")
    assert not any("優良人員" in one["text"] for one in said["explanation"]["items"][1:])


def test_deadline_only_where_it_was_announced(folder: Path) -> None:
    """The last day is told for the year of the 函, and for no other."""
    save(folder / "1.json", unit(year=113))
    assert "至113年4月26日止" in letter.when(rank(BODY, folder))
    save(folder / "1.json", unit(year=116))
    assert "請以公告為準" in letter.when(rank(BODY, folder))


def test_roster_keeps_text_as_text(whole: Path) -> None:
    """In the 參選清冊 a 統一編號 keeps its zeros, and no name is taken for a formula."""
    save(whole / "公式.json", unit("=1+1", "12345675", {"1-1": "1"}))
    book = python_calamine.CalamineWorkbook.from_filelike(
        BytesIO(papers.files(rank(BODY, whole), {})["參選清冊.xlsx"])
    )
    assert book.sheet_names == ["優良單位", "優良人員", "未列入", "待補", "檔案"]
    rows = book.get_sheet_by_name("優良單位").to_python()
    by_name = {row[1]: row for row in rows}
    assert by_name["丙公司"][2] == "00000074"
    assert by_name["=1+1"][5] == "98.00"


def test_roster_is_where_the_body_decides(whole: Path) -> None:
    """The 參選清冊, with 決定順序 filled in, is the decisions file of the next run."""
    made = papers.files(rank(BODY, whole), {})
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(made["參選清冊.xlsx"]))
    orders = {"乙公司": 2, "丙公司": 3, "林○一": 2, "方○二": 1, "柳○三": 3}
    sheets: dict[str, list[Any]] = {}
    for name in book.sheet_names:
        heads, *lines = book.get_sheet_by_name(name).to_python()
        if "決定順序" in heads:
            for line in lines:
                line[heads.index("決定順序")] = orders.get(str(line[1]), "")
        sheets[name] = [heads, *lines]
    path = whole.parent / "參選清冊.xlsx"
    path.write_bytes(spreadsheets.xlsx(sheets))
    found = rank(BODY, whole, path)
    assert [name for _, name, _ in places(found)] == ["甲公司", "乙公司", "丙公司"]
    assert [line.candidate.name for line in found.persons.lines] == ["方○二", "林○一", "柳○三"]
    assert not found.open_points


def test_roster_says_what_was_decided(whole: Path) -> None:
    """The 參選清冊 that is made after a decision holds it with its reason, so that it can be given again."""
    path = whole.parent / "決定.csv"
    path.write_text("名稱,決定順序,決定理由\n乙公司,2,企業形象\n丙公司,3,\n", encoding="utf-8")
    book = python_calamine.CalamineWorkbook.from_filelike(
        BytesIO(papers.files(rank(BODY, whole, path), {})["參選清冊.xlsx"])
    )
    rows = book.get_sheet_by_name("優良單位").to_python()
    assert [row[1:2] + row[9:11] for row in rows[2:4]] == [["乙公司", 2.0, "企業形象"], ["丙公司", 3.0, ""]]


def test_rare_characters_stop_nobody(folder: Path) -> None:
    """A character that no font draws is told with file and label; the PDF has its code, Word the character itself."""
    rare = "\U0002ceaf"
    save(folder / "1.docx", unit(f"甲{rare}公司", review__assessors=[{"name": f"評{rare}"}]))
    save(folder / "2.json", unit("乙公司", "22099131", address=f"{rare}路1號"))
    found = rank(BODY, folder)
    assert any(one.startswith("2.json／地址：") and "U+2CEAF" in one for one in told(found, "warning"))
    made = papers.files(found, {})
    for ending, name in (("docx", f"甲{rare}公司"), ("pdf", "甲〔U+2CEAF〕公司")):
        path = folder.parent / f"order.{ending}"
        path.write_bytes(made[f"推薦順序.{ending}"])
        answers: Any = read(path).answers
        assert answers.units[0].name == name
    with zipfile.ZipFile(BytesIO(made["送件.zip"])) as archive:
        drawn = [name for name in archive.namelist() if "乙公司" in name]
    assert drawn == ["2-推薦表/優良單位/01-乙公司.docx"]


def test_same_papers_give_the_same_bytes(whole: Path) -> None:
    """The same folder gives the same files, byte for byte."""
    assert papers.files(rank(BODY, whole), {}) == papers.files(rank(BODY, whole), {})


def test_command(whole: Path, tmp_path: Path) -> None:
    """The command writes four files, tells the order and what is open, and ends with 1 if a file could not be read."""
    done = run("rank", BODY, whole, "-o", tmp_path / "out", at=tmp_path)
    assert done.code == 0, done.err
    assert [Path(line).name for line in done.out.splitlines()] == [
        "推薦順序.docx", "推薦順序.pdf", "參選清冊.xlsx", "送件.zip",
    ]  # fmt: skip
    assert "1　甲公司" in done.err
    assert "待決定" in done.err
    (whole / "broken.docx").write_bytes(b"PK")
    again = run("rank", BODY, whole, "-o", tmp_path / "out", at=tmp_path)
    assert again.code == 1
    assert "broken.docx" in again.err
    assert len(again.out.splitlines()) == 4


def test_every_item_counts(folder: Path) -> None:
    """Each of the 34 items that is one point lower lowers the total."""
    save(folder / "0.json", unit())
    (full,) = rank(BODY, folder).units.lines
    for number in ("1-1", "3-6", "7-4"):
        save(folder / "0.json", unit(points={number: str(ITEMS[number].most - 1)}))
        (line,) = rank(BODY, folder).units.lines
        assert line.candidate.total is not None
        assert full.candidate.total is not None
        assert line.candidate.total < full.candidate.total
