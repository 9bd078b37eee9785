"""ODT: a Word form of ours as LibreOffice saves it, the same bytes each time, with the answers inside.

The answers stand in a property of the document: of all that a package can carry, LibreOffice keeps these alone
when it saves the file again, as ODT or as Word file.
"""

import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from formgen import office
from formgen.errors import FormgenError
from formgen.render.word.package import ANSWERS_PROPERTY, CHINESE, DOCUMENT_PART, LATIN, ZIP_MOMENT
from formgen.render.word.xml import Element, name

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_FO, _META, _OFFICE, _STYLE, _SVG, _TEXT = (
    f"{{{_OASIS}{one}:1.0}}"
    for one in ("xsl-fo-compatible", "meta", "office", "style", "svg-compatible", "text")
)
_CONFIG, _MANIFEST = (f"{{{_OASIS}{one}:1.0}}" for one in ("config", "manifest"))
# What an ODT needs; a thumbnail and settings of tool bars come and go with the machine.
_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")
_MIMETYPE = "mimetype"


class NoOffice(FormgenError):
    """ODT 要靠 LibreOffice 產生，這台電腦沒有安裝；請安裝 LibreOffice，或改要 Word 檔（docx）。"""


class OfficeFailed(FormgenError):
    """LibreOffice 沒有做出 ODT；請再試一次，或改要 Word 檔（docx）。"""


def write(papers: Sequence[tuple[bytes, Mapping[str, Any]]]) -> list[bytes]:
    """Word files, each with its envelope of answers, as ODT files. Raises NoOffice, OfficeFailed."""
    if not office.is_installed():
        raise NoOffice
    with tempfile.TemporaryDirectory() as work:
        sources = [Path(work, f"{number}.docx") for number in range(len(papers))]
        for source, (content, _) in zip(sources, papers, strict=True):
            source.write_bytes(_simpler(content))
        made = office.convert(sources, "odt:writer8", Path(work))
        try:
            return [_repacked(path, envelope) for path, (_, envelope) in zip(made, papers, strict=True)]
        except (OSError, zipfile.BadZipFile) as error:
            raise OfficeFailed from error


def _simpler(word: bytes) -> bytes:
    """A Word file without what LibreOffice 7 spoils.

    Of a plain-text control it makes an input field, which it writes three times when it saves a Word file; of a
    control of whole paragraphs one that holds the first paragraph only.
    """
    with zipfile.ZipFile(BytesIO(word)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    root: Element = etree.fromstring(parts[DOCUMENT_PART])
    for control in list(root.iter(name("w:sdt"))):
        properties, content = control.find(name("w:sdtPr")), control.find(name("w:sdtContent"))
        for plain in properties.findall(name("w:text")):
            properties.remove(plain)
        if properties.find(name("w:placeholder")) is not None and content.find(name("w:p")) is not None:
            for paragraph in content:
                control.addprevious(paragraph)
            control.getparent().remove(control)
    parts[DOCUMENT_PART] = etree.tostring(root)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, xml in parts.items():
            package.writestr(part, xml)
    return made.getvalue()


def _repacked(path: Path, envelope: Mapping[str, Any]) -> bytes:
    """The package without what chance and machine put into it."""
    with zipfile.ZipFile(path) as package:
        mimetype = package.read(_MIMETYPE)
        parts = {part: etree.fromstring(package.read(part)) for part in _PARTS}
    content, styles, meta, settings, manifest = parts.values()
    _drop_page_breaks(content)
    for root in (content, styles):
        _keep_two_fonts(root)
    _set_properties(meta, envelope)
    _drop_chance(settings)
    _list_parts(manifest)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        # The standard wants it first and as it is.
        package.writestr(zipfile.ZipInfo(_MIMETYPE, ZIP_MOMENT), mimetype, zipfile.ZIP_STORED)
        for part, root in parts.items():
            xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            package.writestr(zipfile.ZipInfo(part, ZIP_MOMENT), xml, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _drop_page_breaks(content: Element) -> None:
    """Where pages ended on the machine that made the file."""
    etree.strip_elements(content, f"{_TEXT}soft-page-break", with_tail=False)
    for text in content.iter(f"{_OFFICE}text"):
        text.attrib.pop(f"{_TEXT}use-soft-page-breaks", None)


def _keep_two_fonts(root: Element) -> None:
    """LibreOffice brings the fonts of this machine for styles that nothing uses."""
    ours = (CHINESE, LATIN)
    foreign = [
        face
        for face in root.iter(f"{_STYLE}font-face")
        if face.get(f"{_SVG}font-family", "").strip("'") not in ours
    ]
    names = {face.get(f"{_STYLE}name") for face in foreign}
    for face in foreign:
        face.getparent().remove(face)
    for properties in root.iter(f"{_STYLE}text-properties"):
        for script in ("", "-asian", "-complex"):
            if properties.get(f"{_STYLE}font-name{script}") in names:
                family = f"{_STYLE if script else _FO}font-family{script}"
                about = (f"{_STYLE}font-{one}{script}" for one in ("name", "family-generic", "pitch"))
                for attribute in (family, *about):
                    properties.attrib.pop(attribute, None)


def _set_properties(meta: Element, envelope: Mapping[str, Any]) -> None:
    """The answers in place of what LibreOffice counted; title and edition stay."""
    (about,) = meta
    for kind in ("document-statistic", "template"):
        for one in about.findall(f"{_META}{kind}"):
            about.remove(one)
    for one in about.findall(f"{_META}user-defined"):
        if one.get(f"{_META}name") == "AppVersion":
            about.remove(one)
    answers = etree.SubElement(about, f"{_META}user-defined")
    answers.set(f"{_META}name", ANSWERS_PROPERTY)
    answers.set(f"{_META}value-type", "string")
    answers.text = json.dumps(envelope, ensure_ascii=True)


def _drop_chance(settings: Element) -> None:
    """The numbers by which LibreOffice tells its sessions."""
    for item in list(settings.iter(f"{_CONFIG}config-item")):
        if item.get(f"{_CONFIG}name") in ("Rsid", "RsidRoot"):
            item.getparent().remove(item)


def _list_parts(manifest: Element) -> None:
    for entry in list(manifest):
        if entry.get(f"{_MANIFEST}full-path") not in ("/", *_PARTS):
            manifest.remove(entry)
