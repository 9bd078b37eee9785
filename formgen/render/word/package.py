"""The package of a Word form: fonts, paper, glossary and the part that carries the answers."""

import json
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Protocol

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from formgen.questions import Question
from formgen.render.word import controls
from formgen.render.word.paper import Paper, lay
from formgen.render.word.styles import DEFAULT_SIZE
from formgen.render.word.xml import NAMESPACES, Element, name, text, w

ANSWERS_PART = "customXml/item1.xml"
ANSWERS_NAMESPACE = "urn:formgen:answers"
# Where an ODT carries them.
ANSWERS_PROPERTY = "formgen"
DOCUMENT_PART = "word/document.xml"

CHINESE, LATIN = "標楷體", "Times New Roman"
_ITEM_ID = "{5E9A4C52-6D2C-4F53-9B77-0C1C6F5B7E11}"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
ZIP_MOMENT = (2000, 1, 1, 0, 0, 0)


class Described(Protocol):
    """What a Word file is made of: a form, or a page that asks nothing."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def edition(self) -> str: ...
    def question(self, path: str) -> Question:
        """The question of a field; raises KeyError."""

    def label(self, path: str) -> str:
        """The words for a group or a list."""


def answers_xml(envelope: dict[str, Any]) -> bytes:
    """The custom XML part: JSON in ASCII, so that no character can harm the XML."""
    root = etree.Element(f"{{{ANSWERS_NAMESPACE}}}answers", nsmap={"a": ANSWERS_NAMESPACE})
    root.text = json.dumps(envelope, ensure_ascii=True)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def build(
    form: Described,
    blocks: list[Element],
    blank_widths: set[int],
    envelope: dict[str, Any],
    paper: Paper,
) -> bytes:
    """A whole Word file around `blocks`, the same bytes each time."""
    document = docx.Document()
    _set_styles(document)
    _set_settings(document)
    lay(document, paper)
    _set_properties(document, form)
    _set_body(document, blocks)
    _drop_parts(document.part)
    _add_parts(document.part, blank_widths, envelope)
    stream = BytesIO()
    document.save(stream)
    return _repacked(stream)


def _set_styles(document: Any) -> None:
    """One font for Chinese and one for Latin in the document's defaults; no style says otherwise."""
    styles = document.styles.element
    fonts = w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=CHINESE, cs=LATIN, hint="eastAsia")
    size = [w("sz", val=DEFAULT_SIZE), w("szCs", val=DEFAULT_SIZE)]
    language = w("lang", val="en-US", eastAsia="zh-TW", bidi="ar-SA")
    run = w("rPrDefault", w("rPr", fonts, *size, language))
    # Word sets Chinese and Latin apart by default; WeasyPrint and the printed form do not.
    paragraph = w(
        "pPrDefault",
        w("pPr", w("widowControl", val=0), w("overflowPunct", val=0), w("autoSpaceDE", val=0),
          w("autoSpaceDN", val=0), w("snapToGrid", val=0), w("spacing", before=0, after=0)),
    )  # fmt: skip
    defaults = styles.find(w("docDefaults").tag)
    styles.replace(defaults, w("docDefaults", run, paragraph))
    keep = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
    for style in styles.findall(w("style").tag):
        if style.get(name("w:styleId")) not in keep:
            styles.remove(style)
    normal = styles.find(w("style").tag)
    for properties in normal.findall(w("rPr").tag) + normal.findall(w("pPr").tag):
        normal.remove(properties)


def _set_settings(document: Any) -> None:
    """Word's mode of 2013: in an older one a person cannot add a row to a repeating section."""
    settings = document.settings.element
    for setting in settings.iter(name("w:compatSetting")):
        if setting.get(name("w:name")) == "compatibilityMode":
            setting.set(name("w:val"), "15")
    settings.find(name("w:themeFontLang")).set(name("w:eastAsia"), "zh-TW")


def _set_properties(document: Any, form: Described) -> None:
    properties = document.core_properties
    properties.title, properties.language, properties.version = form.title, "zh-TW", form.edition
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _MOMENT
    properties.revision = 1


def _set_body(document: Any, blocks: list[Element]) -> None:
    """A root with our namespaces alone, the blocks, and the paper that python-docx made."""
    root = etree.Element(name("w:document"), nsmap={**NAMESPACES, "r": _RELATIONS})
    root.set(name("mc:Ignorable"), "w14 w15")
    root.append(w("body", *blocks, document.element.body.sectPr))
    etree.cleanup_namespaces(root, keep_ns_prefixes=[*NAMESPACES, "r"])
    for number, element in enumerate(root.iter(name("w:id")), 1):
        element.set(name("w:val"), str(number))
    document.part._element = root


def _drop_parts(main: Any) -> None:
    """What python-docx's own template brings and our forms do not use."""
    unused = ("customXml", "numbering", "stylesWithEffects", "webSettings", "fontTable")
    for key in [key for key, one in main.rels.items() if one.reltype.endswith(unused)]:
        del main.rels[key]


def _add_parts(main: Any, blank_widths: set[int], envelope: dict[str, Any]) -> None:
    package = main.package
    fonts = Part(PackURI("/word/fontTable.xml"), f"{_WORDPROCESSING}.fontTable+xml", _font_table(), package)
    main.relate_to(fonts, RELATION.FONT_TABLE)
    glossary = Part(
        PackURI("/word/glossary/document.xml"),
        f"{_WORDPROCESSING}.document.glossary+xml",
        _glossary(blank_widths),
        package,
    )
    main.relate_to(glossary, f"{_RELATIONS}/glossaryDocument")
    answers = Part(PackURI(f"/{ANSWERS_PART}"), "application/xml", answers_xml(envelope), package)
    item = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        _item_properties(),
        package,
    )
    main.relate_to(answers, RELATION.CUSTOM_XML)
    answers.relate_to(item, RELATION.CUSTOM_XML_PROPS)


def _font_table() -> bytes:
    """The two fonts, not embedded; a machine that calls 標楷體 DFKai-SB finds it by that name."""
    chinese = w(
        "font", w("altName", val="DFKai-SB"), w("charset", val="88"), w("family", val="script"),
        w("pitch", val="fixed"),
    )  # fmt: skip
    latin = w("font", w("charset", val="00"), w("family", val="roman"), w("pitch", val="variable"))
    for font, called in ((chinese, CHINESE), (latin, LATIN)):
        font.set(name("w:name"), called)
    root = w("fonts", chinese, latin)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _glossary(blank_widths: set[int]) -> bytes:
    """Blank building blocks: what Word shows in a control that was emptied again."""
    parts = [
        w(
            "docPart",
            w("docPartPr", w("name", val=controls.placeholder_name(width)),
              w("category", w("name", val="General"), w("gallery", val="placeholder")),
              w("types", w("type", val="bbPlcHdr")), w("behaviors", w("behavior", val="content"))),
            w("docPartBody", w("p", w("r", text(controls.BLANK * width)))),
        )
        for width in sorted(blank_widths)
    ]  # fmt: skip
    root = w("glossaryDocument", w("docParts", *parts))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _item_properties() -> bytes:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    root = etree.Element(f"{{{namespace}}}datastoreItem", nsmap={"ds": namespace})
    root.set(f"{{{namespace}}}itemID", _ITEM_ID)
    references = etree.SubElement(root, f"{{{namespace}}}schemaRefs")
    etree.SubElement(references, f"{{{namespace}}}schemaRef").set(f"{{{namespace}}}uri", ANSWERS_NAMESPACE)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _repacked(stream: BytesIO) -> bytes:
    """The zip with fixed dates, without the thumbnail that comes with python-docx."""
    packed = BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/thumbnail.jpeg":
                continue
            if part == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            new.writestr(zipfile.ZipInfo(part, ZIP_MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
