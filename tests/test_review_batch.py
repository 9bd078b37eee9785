"""The steps of a reviewing body's jobs: what is received, unpacked, ranked and decided, in a job's folder."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reviewing import BODY, person, save, unit

from formgen import steps
from formgen.review import batch, received, shown, unpacking
from formgen.review.received import Received
from formgen.web.review import deciding


def job(folder: Path, *papers: Path, **choice: Any) -> Path:
    """A job's folder that has received copies of these files."""
    made = folder / "job"
    made.mkdir(exist_ok=True)
    take(made, *((path.name, path.read_bytes()) for path in papers))
    steps.save(made, steps.CHOICE, {"body": BODY, **choice})
    return made


def take(made: Path, *files: tuple[str, bytes]) -> list[str]:
    arrived = []
    for place, (name, content) in enumerate(files):
        path = made / f"arriving-{place}"
        path.write_bytes(content)
        arrived.append((name, path))
    return received.take(made, arrived)


def ranked(made: Path) -> dict[str, Any]:
    """What the page is told of the order."""
    with batch.ranked(made) as (found, counts):
        return shown.of(found) | counts


def names(found: dict[str, Any], kind: str = "units") -> list[str]:
    return [line["name"] for line in found[kind]["lines"]]


def test_zip_counts_as_its_files(tmp_path: Path) -> None:
    """A ZIP from a Windows in Taiwan counts as the files in it, by their Big5 names; what cannot be read is named, the rest ranked."""
    one = save(tmp_path / "甲.json", unit())
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in (
            ("AAAA/BB.json", one.read_bytes()),
            ("AAAA/CC.docx", b"PK"),
            ("__MACOSX/._x", b"x"),
        ):
            archive.writestr(name, data)
    whole = content.getvalue()
    for letters, name in ((b"AAAA", "收件"), (b"BB.", "甲."), (b"CC.", "壞.")):
        whole = whole.replace(letters, name.encode("cp950"))
    made = job(tmp_path)
    take(made, ("全部.zip", whole), ("斷.zip", whole[:-200]))
    found = ranked(made)
    assert names(found) == ["甲公司"]
    assert found["units"]["lines"][0]["file"] == "全部.zip／收件/甲.json"
    assert [one["label"] for one in found["problems"]] == ["全部.zip／收件/壞.docx", "斷.zip"]
    assert not (made / "unpacked").exists()


def test_zip_is_unpacked_within_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ZIP with more files or bytes than are taken is told by its name, and nothing in it leads out of the folder."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../甲.json", save(tmp_path / "甲.json", unit()).read_bytes())
        archive.writestr("b.json", bytes(10**6))
    made = job(tmp_path)
    take(made, ("大.zip", content.getvalue()))
    assert names(ranked(made)) == ["甲公司"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["job", "甲.json"]
    for name, most, said in (("MOST_BYTES", 10**5, "解開後"), ("MOST_FILES", 1, "2 個檔案")):
        monkeypatch.setattr(unpacking, name, most)
        (problem,) = ranked(made)["problems"]
        assert (problem["label"], said in problem["message"]) == ("大.zip", True)
        monkeypatch.undo()


def test_same_name_and_same_file(tmp_path: Path) -> None:
    """The same file twice is stored once, another one of its name is told apart; a file that is taken away counts no more."""
    made = job(tmp_path)
    assert take(made, ("甲.json", b"1"), ("甲.json", b"2"), ("乙.json", b"1")) == ["乙.json"]
    assert list(Received.of(made).names.values()) == ["甲.json", "甲（2）.json"]
    received.remove(made, "00001.json")
    received.remove(made, "../choice.json")
    assert list(Received.of(made).names.values()) == ["甲（2）.json"]
    assert (made / "choice.json").exists()
    take(made, ("丙.json", b"3"))
    assert list(Received.of(made).names) == ["00002.json", "00003.json"]


def test_decision_is_kept_with_its_candidate(tmp_path: Path) -> None:
    """Equal units stand in the decided order; with a third one of equal points all are to be decided again, and nothing typed is lost."""
    papers = [
        save(tmp_path / f"{name}.json", unit(f"{name}公司", number))
        for name, number in (("甲", "04595257"), ("乙", "22099131"))
    ]
    people = [save(tmp_path / f"{name}.json", person(name)) for name in ("林○一", "方○二")]
    made = job(tmp_path, *papers, *people)
    asked = ranked(made)["to_decide"]
    form = sent(asked, {"甲公司": "2", "乙公司": "1", "方○二": "1", "林○一": "2"}, reason="企業形象")
    decided, wrong = deciding.read(asked, form)
    assert wrong == {}
    steps.save(made, steps.CHOICE, {"body": BODY, "decided": decided})
    found = ranked(made)
    assert names(found) == ["乙公司", "甲公司"]
    assert names(found, "persons") == ["方○二", "林○一"]
    assert found["open"] == [one for one in found["open"] if "待決定" not in one]
    third = save(tmp_path / "丙.json", unit("丙公司", "00000074"))
    take(made, (third.name, third.read_bytes()))
    found = ranked(made)
    assert [line["place"] for line in found["units"]["lines"]] == [1, 1, 1]
    lines = {line["name"]: (line["decided"], line["reason"]) for line in found["to_decide"][0]["lines"]}
    assert lines == {"甲公司": (2, "企業形象"), "乙公司": (1, "企業形象"), "丙公司": (None, "")}


def sent(to_decide: Sequence[dict[str, Any]], places: dict[str, str], reason: str = "") -> dict[str, str]:
    """What a browser sends of the page that asks for these decisions."""
    form = {}
    for group in deciding.groups(to_decide, {}):
        for line in group["lines"]:
            form[f"who-{line['key']}"] = line["who"]
            form[f"place-{line['key']}"] = places.get(line["name"], "")
            form[f"reason-{line['key']}"] = reason
    return form


def asked(kind: str, *people: str) -> list[dict[str, Any]]:
    lines = [
        {"name": one, "file": f"{one}.docx", "form": kind, "decided": None, "reason": ""} for one in people
    ]
    return [{"kind": kind, "lines": lines}]


@pytest.mark.parametrize(
    ("kind", "places", "wrong"),
    [
        ("units", {"甲": "1", "乙": "2", "丙": "3"}, {}),
        ("units", {}, {}),
        ("units", {"甲": "1"}, {"0-1": "都填", "0-2": "都填"}),
        ("units", {"甲": "1", "乙": "1", "丙": "x"}, {"0-1": "「甲」", "0-2": "不是整數"}),
        ("units", {"甲": "0", "乙": "1", "丙": "2"}, {"0-0": "1、2、3"}),
        ("persons", {"乙": "1"}, {}),
        ("persons", {"甲": "1", "乙": "1"}, {"0-1": "「甲」"}),
    ],
)
def test_what_can_be_decided(kind: str, places: dict[str, str], wrong: dict[str, str]) -> None:
    """Equal units are decided all or none, persons one by one; no two have the same place, and all that is wrong is told at its field."""
    group = asked(kind, "甲", "乙", "丙")
    decided, found = deciding.read(group, sent(group, places))
    assert set(found) == {f"place-{key}" for key in wrong}
    assert [key for key, said in wrong.items() if said not in found[f"place-{key}"]] == []
    if not wrong:
        assert {one["file"][0]: str(one["place"]) for one in decided} == places


def test_page_of_an_earlier_order(tmp_path: Path) -> None:
    """What was typed beside one candidate is not taken for another who stands there now."""
    form = sent(asked("persons", "甲", "乙"), {"甲": "1"})
    assert deciding.read(asked("persons", "乙", "甲"), form) == ([], {})
