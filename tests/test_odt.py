"""ODT files: what LibreOffice makes of our Word forms, and what we put into them."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from strategies import example
from visiting import Visitor

from formgen import catalog
from formgen.cli import main
from formgen.render.word.package import ANSWERS_PROPERTY
from formgen.renditions import renditions

# A frame in the margin and nested points; boxes; marks and merged cells; a list that grows; answers of several lines.
FORMS = (
    "official_letter",
    "coaching_application",
    "unit_recommendation",
    "chemical_inventory",
    "personal_data_consent",
)


@pytest.fixture(scope="module")
def words() -> dict[str, bytes]:
    return dict(zip(FORMS, renditions(examples(), "docx"), strict=True))


@pytest.fixture(scope="module")
def odts() -> dict[str, bytes]:
    """Made by one run of LibreOffice."""
    return dict(zip(FORMS, renditions(examples(), "odt"), strict=True))


def examples() -> list[Any]:
    return [(form, example(form)) for form in map(catalog.get, FORMS)]


def part(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def said(root: Any, *unseen: str) -> str:
    """All text, without spaces."""
    etree.strip_elements(root, *unseen, with_tail=False)
    return re.sub(r"\s", "", "".join(root.itertext()))


@pytest.mark.parametrize("name", FORMS)
def test_the_odt_says_what_the_word_file_says(
    name: str, words: dict[str, bytes], odts: dict[str, bytes]
) -> None:
    """The text of both is the same, character by character; nothing of the form and of the answers is lost."""
    in_word = said(part(words[name], "word/document.xml"), "{*}sdtPr")
    in_odt = said(part(odts[name], "content.xml").find("{*}body"))
    assert in_word == in_odt
    assert len(in_odt) > 200


@pytest.mark.parametrize("name", FORMS)
def test_the_odt_carries_its_answers(name: str, odts: dict[str, bytes]) -> None:
    """Form, edition and answers stand in a property of the document, beside its title."""
    form = catalog.get(name)
    meta = part(odts[name], "meta.xml")
    (carried,) = (one.text for one in meta.iter("{*}user-defined") if ANSWERS_PROPERTY in one.attrib.values())
    assert json.loads(carried) == form.envelope(example(form))
    assert meta.findtext(".//{*}title") == form.title


def values(root: Any, tag: str, attribute: str) -> set[str]:
    """What the attributes of one kind say; `attribute` is how the name begins, without its namespace."""
    return {
        value
        for one in root.iter(f"{{*}}{tag}")
        for key, value in one.items()
        if etree.QName(key).localname.startswith(attribute)
    }


def test_the_odt_names_two_fonts(odts: dict[str, bytes]) -> None:
    """標楷體 and Times New Roman, whatever fonts the machine has that made the file."""
    for content in odts.values():
        for root in (part(content, "content.xml"), part(content, "styles.xml")):
            generic = values(root, "font-face", "font-family-generic")
            assert values(root, "font-face", "font-family") - generic == {"標楷體", "'Times New Roman'"}
            assert values(root, "text-properties", "font-name") <= values(root, "font-face", "name")


def test_the_odt_is_a_package_as_the_standard_wants_it(odts: dict[str, bytes]) -> None:
    """The mimetype comes first, unpacked; the manifest lists what is there and nothing else."""
    for content in odts.values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            first, *others = package.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        listed = values(part(content, "META-INF/manifest.xml"), "file-entry", "full-path")
        assert listed == {"/", *(one.filename for one in others)} - {"META-INF/manifest.xml"}


def test_the_same_answers_give_the_same_bytes(odts: dict[str, bytes]) -> None:
    """Another run of LibreOffice, for this one alone, makes the same file."""
    assert renditions(examples()[:1], "odt") == [odts[FORMS[0]]]


def test_without_libreoffice_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No LibreOffice: the command says what to do, and writes nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["blank", FORMS[0], "--format", "odt", "-o", str(tmp_path / "out")]) == 1
    assert "請安裝 LibreOffice，或改要 Word 檔" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_web_offers_what_the_machine_makes(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where LibreOffice is installed, blank forms come as ODT too; where not, nobody is offered one."""
    assert "/blanks/recommendation_quota.odt" in visitor.see("/blanks")
    response = visitor.get("/blanks/recommendation_quota.odt")
    assert response.mimetype == "application/vnd.oasis.opendocument.text"
    assert response.data.startswith(b"PK")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ".odt" not in visitor.see("/blanks")
    assert visitor.get("/blanks/recommendation_quota.odt").status_code == 404
