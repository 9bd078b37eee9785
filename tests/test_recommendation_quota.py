"""附表三: the quotas as data, and a form that asks nothing."""

from pathlib import Path

import pytest

from formgen import catalog, checking, read
from formgen.cli import main
from formgen.errors import InvalidAnswers
from formgen.forms.recommendation_quota import QUOTAS, Quota, quota
from formgen.renditions import FORMATS, rendition

FORM = catalog.get("recommendation_quota")


def test_sums() -> None:
    """27 bodies recommend at most 60 units and 33 persons together."""
    assert len(QUOTAS) == 27
    assert (sum(one.units for one in QUOTAS.values()), sum(one.persons for one in QUOTAS.values())) == (
        60,
        33,
    )


def test_no_body_twice() -> None:
    """A body stands in one level only."""
    assert sum(len(level.bodies) for level in FORM.official.levels) == len(QUOTAS)


@pytest.mark.parametrize(
    ("body", "units", "persons"), [("高雄市", 5, 2), ("新竹市", 2, 1), ("經濟部地質調查及礦業管理中心", 1, 1)]
)
def test_quota_of_each_level(body: str, units: int, persons: int) -> None:
    """The last body of each level has that level's quota."""
    assert quota(body) == Quota(units, persons)


@pytest.mark.parametrize("body", ["", "台北市", "第一級", "臺北市、新北市"])
def test_unknown_body(body: str) -> None:
    """A name that 附表三 does not print is a KeyError; 台 is not 臺."""
    with pytest.raises(KeyError):
        quota(body)


def test_nothing_is_asked() -> None:
    """The table has no question, and an answer to one is refused in words."""
    assert list(FORM.questions()) == []
    with pytest.raises(InvalidAnswers) as caught:
        checking.parse(FORM, {"body": "臺北市"})
    assert [one.message for one in caught.value.problems] == ["沒有「body」這個欄位；這張表沒有要填的欄位"]


def test_reads_back(tmp_path: Path) -> None:
    """A file without a field reads back as no answers, and is not taken for one that lost its fields."""
    for kind in FORMATS:
        file = tmp_path / f"quota.{kind}"
        file.write_bytes(rendition(FORM, FORM.answers(), kind))
        reading = read.read(file)
        assert (reading.form, reading.answers.given(), reading.warnings) == (FORM, {}, ())


def test_year_is_for_forms_that_ask_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blanks of several forms take one --year, also where a form prints none."""
    names = ["person_recommendation", "recommendation_quota"]
    assert main(["blank", *names, "--year", "116", "--format", "docx", "-o", str(tmp_path)]) == 0
    assert [Path(line).stem for line in capsys.readouterr().out.splitlines()] == names
    assert read.read(tmp_path / f"{names[0]}.docx").answers.given() == {"year": 116}
