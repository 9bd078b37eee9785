"""Two editions of a regulation compared: which articles belong together, and what a clerk would underline."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen import catalog, checking, cli
from formgen.forms.amendment_comparison.articles import compare, split
from formgen.forms.amendment_comparison.underlining import propose
from formgen.tw import clauses

EXAMPLE = json.loads(
    (catalog.get("amendment_comparison").folder / "example.json").read_text(encoding="utf-8")
)
OLD = "○○計畫\n一、目的：甲。\n二、期間：自106年起。\n三、對象：契約金額二億元以上之工程。\n四、獎勵：發給獎狀1幀。\n"
NEW = "○○計畫\n一、目的：甲。\n二、對象：契約金額五千萬元以上之工程。\n三、獎勵：發給獎狀一幀。\n四、退場：\n(一)發生災害。"
ROWS = [
    {"amended": "-", "original": "二、期間：自106年起。", "explanation": "刪除本點。"},
    {
        "amended": "二、對象：契約金額<u>五千萬元</u>以上之工程。",
        "original": "三、對象：契約金額二億元以上之工程。",
    },
    {
        "amended": "三、獎勵：發給獎狀一幀。",
        "original": "四、獎勵：發給獎狀1幀。",
        "explanation": "點次變更。",
    },
    {"amended": "四、<u>退場：</u>\n(一)<u>發生災害。</u>", "original": "-", "explanation": "新增本點。"},
]

SAME = {
    "another number of the item": ("五、計畫內容(二)實施方式", "四、計畫內容(一)實施方式"),
    "a number written otherwise": ("滿3次，30萬元，達30%，第2條", "滿三次，三十萬元，達百分之三十，第二條"),
    "another width of the signs": ("(甲),乙:丙", "（甲），乙：丙"),
    "a sign more": ("基礎級：\n甲", "基礎級\n甲"),
    "something taken away": ("一、原事業單位及承攬人應參加。", "一、原事業單位應參加。"),
}


@pytest.mark.parametrize("case", SAME)
def test_what_is_no_news(case: str) -> None:
    """Numbers of items, ways of writing, signs alone and what was taken away are not underlined."""
    old, new = SAME[case]
    assert propose(old, new) == new


NEWS = {
    "an amount": ("金額達二億元以上", "金額達<u>五千萬元</u>以上"),
    "a word": ("應於決標後三個月內取得", "應於<u>開工</u>後三個月內取得"),
    "words on both sides of a letter": (
        "應由甲乙丙之丁到場輔導並作成紀錄",
        "應由<u>戊己之辛</u>到場輔導並作成紀錄",
    ),
    "a clause": ("按月填報，並改善。", "按月填報，<u>期限依公告</u>，並改善。"),
    "two clauses and the sign between": ("按月填報。", "按月填報，<u>經審核者，另行公告</u>。"),
    "a sentence": ("按月填報。", "按月填報。<u>逾期不受理。</u>"),
    "a line": ("(一)甲乙丙", "(一)甲乙丙\n(二)<u>丁戊己。</u>"),
    "a clause that is mostly new": ("以工程為對象，由廠商申請", "<u>逾一百日之工程</u>，由廠商申請"),
    "one letter of a word at the start": ("本府營造工程案件皆應登錄", "<u>本市</u>營造工程案件皆應登錄"),
    "a sign, where nothing else changed": ("甲乙丙，丁戊己。", "甲乙丙<u>；</u>丁戊己。"),
    "in brackets": ("填報申請書送件", "填報申請書<u>(附件一)</u>送件"),
}


@pytest.mark.parametrize("case", NEWS)
def test_what_is_news(case: str) -> None:
    """Underlined are whole amounts, whole clauses and sentences, and no words that stayed."""
    old, new = NEWS[case]
    assert propose(old, clauses.plain(new)) == new


def test_a_line_that_moved() -> None:
    """A line that stood elsewhere is compared with what it was there."""
    lines = [
        f"({number})由{word}之工程主辦單位{word}辦理推薦及審查。"
        for number, word in zip("一二三", "甲乙丙", strict=True)
    ]
    moved = [lines[2].replace("審查", "公告"), *lines[:2]]
    assert propose("\n".join(lines), "\n".join(moved)) == "\n".join(moved).replace("公告", "<u>公告</u>")


OWN_LINES = {
    "after": (
        "(一)營造業金額達一億元以上者。",
        "(一)營造業金額達一億元以上者。\n(二)<u>製造業金額達五千萬元以上者。</u>",
    ),
    "before": (
        "(一)營造業金額達一億元以上者。",
        "(一)<u>製造業金額達五千萬元以上者。</u>\n(二)營造業金額達一億元以上者。",
    ),
    "beside one that changed": (
        "1. 特優獎：發給獎座一座及獎狀一幀。\n2. 優等獎：發給獎牌一面及獎狀一幀。",
        "1. 特優獎：發給獎座一座及獎<u>金十萬元</u>。\n2. <u>甲等獎：發給獎牌一面及獎金五萬元。</u>\n3. 優等獎：發給獎牌一面及獎狀一幀。",
    ),
}


@pytest.mark.parametrize("case", OWN_LINES)
def test_a_new_item_like_its_neighbour(case: str) -> None:
    """An item that is new is underlined whole, though the item beside it reads much the same."""
    old, new = OWN_LINES[case]
    assert propose(old, clauses.plain(new)) == new


CUT = "一、完成登錄者，應於每月十日前填報月報，逾期未填報者，由本府通知限期改善。"
LINES = "一、完成登錄者：\n(一)應於每月十日前填報月報。\n(二)逾期未填報者，由本府通知限期改善。"


@pytest.mark.parametrize(("old", "new"), [(CUT, LINES), (LINES, CUT)])
def test_lines_that_were_cut_or_joined(old: str, new: str) -> None:
    """Words that only went to a line of their own, or came together on one, are not underlined."""
    assert propose(old, new) == new


def test_long_regulations_are_quick() -> None:
    """The work grows with the length: 250 changed articles and one of 16,000 letters take seconds, not a minute."""
    letters = random.Random(7)  # the same each time
    said = [
        "".join(letters.choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", k=80)) for _ in range(250)
    ]
    long = "，".join("".join(letters.choices("一元乾坤日月盈昃辰宿列張", k=3)) for _ in range(4000))
    start = time.process_time()
    rows = compare(
        [*said, long], [*(f"{one[:40]}修正{one[42:]}" for one in said), long.replace("乾坤日", "天地")]
    )
    assert time.process_time() - start < 6
    assert sum(row["amended"].count("<u>修正</u>") for row in rows) == 250


def test_an_article_that_moved() -> None:
    """An article that changed its place is no deleted one and no new one."""
    old = [
        "一、由承攬人負責。",
        "二、由工程主辦機關辦理推薦及審查。",
        "三、本府應公告得獎名單。",
        "四、經費由各單位自籌。",
    ]
    new = [
        "一、經費由各單位自籌。",
        "二、由承攬人負責。",
        "三、由工程主辦機關辦理推薦及公告。",
        "四、本府應公告得獎名單。",
    ]
    rows = compare(old, new)
    assert [(row["original"][0], row["amended"][0]) for row in rows] == list(
        zip("四一二三", "一二三四", strict=True)
    )


def test_the_clerk_of_the_real_table() -> None:
    """Of the letters of the real table, at least three in four are judged as its clerk judged them."""
    alike = []
    for row in EXAMPLE["articles"]:
        if "-" not in (row["amended"], row["original"]):
            ours = propose(row["original"], clauses.plain(row["amended"]))
            alike += [one == other for one, other in zip(judged(row["amended"]), judged(ours), strict=True)]
    assert sum(alike) >= 0.75 * len(alike)


def judged(marked: str) -> list[bool]:
    return [is_underlined for piece, is_underlined in clauses.passages(marked) for _ in piece]


ANY = st.lists(
    st.sampled_from([*"甲乙丙，。「」()\n 0123一十百萬億第條元年%<>u/", "<u>", "</u>", "二、"]), max_size=30
).map("".join)


@settings(max_examples=60)
@given(old=ANY, new=ANY)
def test_no_letter_is_changed(old: str, new: str) -> None:
    """Underlines are all that a proposal adds, and they come in pairs."""
    proposed = propose(old, new)
    assert clauses.plain(proposed) == clauses.plain(new)
    assert list(clauses.passages(proposed)) is not None


def test_articles_are_paired(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """Articles find each other when their numbers have moved; deleted, added and renumbered ones say so."""
    (tmp_path / "原.txt").write_bytes(OLD.encode("cp950"))
    (tmp_path / "新.txt").write_text(NEW, encoding="utf-8-sig")
    assert cli.main(["amend", str(tmp_path / "原.txt"), str(tmp_path / "新.txt")]) == 0
    printed = capsysbinary.readouterr()
    assert json.loads(printed.out) == {"regulation": "○○計畫", "articles": ROWS}
    assert "修正 2 條，新增 1 條，刪除 1 條" in printed.err.decode()


def amended(old: str, new: str, folder: Path, out: pytest.CaptureFixture[bytes]) -> tuple[Any, str]:
    """What `amend` prints and says about two texts."""
    for name, edition in (("原.txt", old), ("新.txt", new)):
        (folder / name).write_text(edition, encoding="utf-8")
    assert cli.main(["amend", str(folder / "原.txt"), str(folder / "新.txt")]) == 0
    printed = out.readouterr()
    return json.loads(printed.out), printed.err.decode()


def test_the_title_is_the_name(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """The line above the first article names the regulation, without what the amendment adds to it, and that is said."""
    printed, said = amended(
        "○○實施要點\n一、每月填報。", "○○實施要點修正規定\n一、每季填報。", tmp_path, capsysbinary
    )
    assert (printed["regulation"], len(printed["articles"])) == ("○○實施要點", 1)
    assert "名稱取自條文前的標題：「○○實施要點」；" in said


def test_a_new_name_is_a_row(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """A regulation that got another name shows it first, beside the old one."""
    printed, _ = amended("○○工程實施計畫\n一、甲。", "○○工程推動計畫\n一、甲。", tmp_path, capsysbinary)
    assert printed["articles"] == [{"amended": "○○工程<u>推動</u>計畫", "original": "○○工程實施計畫"}]


def test_what_is_printed_are_answers(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """A list of articles as JSON is compared too, and what comes out lacks only what the office has to say."""
    for name, edition in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.json").write_text(json.dumps(edition.splitlines()), encoding="utf-8")
    assert cli.main(["amend", *(str(tmp_path / f"{name}.json") for name in ("old", "new"))]) == 0
    answers, problems = checking.look(
        catalog.get("amendment_comparison"), json.loads(capsysbinary.readouterr().out)
    )
    assert answers is not None
    assert {one.level for one in problems} == {"gap"}
    assert {one.field.rpartition(".")[2] for one in problems} == {"year", "explanation"}


def test_articles_of_a_law() -> None:
    """Articles that are called 條 are told as such, and a number of their own is no change of the text."""
    old, new = ["第一條　目的。", "第二條　刪去。"], ["第一條　目的。", "第一條之一　新增之規定。"]
    assert [row["explanation"] for row in compare(old, new)] == ["刪除本條。", "新增本條。"]
    assert compare(["第三條　甲乙丙。"], ["第二條　甲乙丙。"])[0]["explanation"] == "條次變更。"


@pytest.mark.parametrize(
    "written", ["第 2 條\n本法", "第２條　本法", "第二條　本法", "第2條　本法", "第二點　本法", "第2點、本法"]
)
def test_articles_however_they_are_numbered(written: str) -> None:
    """An article begins on a line with its number, however that is written; its items and mentions of others do not."""
    one = written.replace("2", "1").replace("２", "１").replace("二", "一")
    items = "\n一、工作者。\n二、依\n第二條規定之勞工。"
    assert split(f"{one}{items}\n{written}適用全國。") == [one + items, f"{written}適用全國。"]


def test_numbers_written_otherwise() -> None:
    """The same number in other characters is no change, and an article between two others is told as new."""
    old, new = ["第 3-1 條\n應填月報。"], ["第三條之一　應填月報。", "第三條之二　得以網路填報。"]
    assert [row["explanation"] for row in compare(old, new)] == ["新增本條。"]


def test_an_article_that_is_gone_but_keeps_its_number() -> None:
    """What says only 刪除 stands beside what it said, and is no change where it was deleted before."""
    old, new = ["第一條　（刪除）", "第二條　罰款三萬元。"], ["第一條　（刪除）", "第二條　（刪除）"]
    assert compare(old, new) == [
        {"amended": "第二條　<u>（刪除）</u>", "original": old[1], "explanation": "刪除本條。"}
    ]


def test_headings_of_chapters() -> None:
    """The heading of a chapter is a row of its own and no part of the article before it."""
    article = "第一條　目的為何。"
    rows = compare(split(f"{article}\n第二章　罰則"), split(f"{article}\n第二章　罰則及獎勵"))
    assert rows == [{"amended": "第二章　<u>罰則及獎勵</u>", "original": "第二章　罰則"}]


def test_texts_of_notepad(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """Unicode of two bytes, byte order marks and line ends of Windows change nothing; one article alone is told."""
    (tmp_path / "原.txt").write_bytes("一、目的。\r\n".encode("utf-16"))
    (tmp_path / "新.txt").write_bytes("\ufeff一、目的。\n".encode())
    assert cli.main(["amend", str(tmp_path / "原.txt"), str(tmp_path / "新.txt")]) == 0
    said = capsysbinary.readouterr().err.decode()
    assert "兩份的條文相同" in said
    assert "「原.txt」只找到一條" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("沒有.txt", None, "找不到檔案"),
        ("檔.txt", b"\0\xff", "純文字檔"),
        ("檔.docx", b"PK\x03\x04\0", "另存新檔"),
        ("檔.txt", "\ufeff \r\n".encode(), "沒有條文"),
        ("檔.json", b"{}", "條文的清單"),
        ("檔.json", b"[]", "沒有條文"),
    ],
)
def test_files_that_hold_no_articles(
    name: str, content: bytes | None, words: str, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """A file that cannot be read is told by its name, with what to do."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert cli.main(["amend", str(tmp_path / name), str(tmp_path / name)]) == 1
    said = capsysbinary.readouterr().err.decode()
    assert name in said
    assert words in said
