"""The reviewing bodies' area in the browser: blank papers, papers for the visits, the order."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from test_web_access import enter
from visiting import Visitor

from formgen.read import read

TOLD = {"programme": "unit_selection", "body": "○○市政府勞動局", "year": "116", "deadline": "116/3/20"}


@pytest.fixture
def reviewer(app: Flask) -> Visitor:
    return enter(Visitor(app.test_client()))


def query(told: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in told.items())


def test_blank_papers(reviewer: Visitor, tmp_path: Path) -> None:
    """The ZIP of a programme has each form with the body and the year in it, and the last day on the 交件須知."""
    answer = reviewer.get(f"/review/blanks/all.zip?{query(TOLD)}")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    filled: Any = read(next(tmp_path.glob("*自薦*.docx"))).answers
    assert (filled.year, filled.review.body, filled.unit_name) == (116, "○○市政府勞動局", None)
    import pypdf

    told = pypdf.PdfReader(tmp_path / "交件須知.pdf").pages[0].extract_text()
    assert "116年3月20日" in told
    assert "○○市政府勞動局" in told


def test_wrong_blanks_are_told_at_once(reviewer: Visitor) -> None:
    """All that is wrong with what should stand in blank papers is told together, and nothing is lost."""
    wrong = reviewer.get(
        f"/review/blanks?{query(TOLD | {'body': '甲🙂局', 'year': '明年', 'deadline': '116/2/30'})}"
    )
    assert wrong.status_code == 422
    assert "有 3 個地方要處理" in wrong.text
    assert 'value="甲🙂局"' in wrong.text
    assert reviewer.get("/review/blanks/all.zip?programme=unit_selection&year=x").status_code == 404
