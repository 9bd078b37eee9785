"""Clauses in a control of whole paragraphs: each hangs under its number, and underlined passages are runs of their own."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from formgen.render import shaping
from formgen.render.word.xml import NEW_TAB
from formgen.tw.clauses import Clauses, Line, lines

_UNDERLINE = '<w:u w:val="single"/></w:rPr>'


def paragraphs(text: Clauses, opening: str, closing: str, em: int) -> Iterator[str]:
    """The paragraphs of `text`; `opening` and `closing` are what stands around the text of an empty one.

    `em` is the size of the text in twips.
    """
    start, end = opening.rindex("<w:r>"), closing.index("</w:r>") + len("</w:r>")
    before, run, close_run, after = opening[:start], opening[start:], closing[:end], closing[end:]
    underlined = run.replace("</w:rPr>", _UNDERLINE)
    for place, line in enumerate(lines(text)):
        yield _indented(before, line, em)
        for piece, is_underlined in line.passages:
            said = escape(piece).replace("\t", NEW_TAB)
            if is_underlined and place == 0:
                # LibreOffice 7 drops the style of a control's first paragraph; in a control of their own words keep it.
                yield f"<w:sdt><w:sdtPr/><w:sdtContent>{underlined}{said}{close_run}</w:sdtContent></w:sdt>"
            else:
                yield from (underlined if is_underlined else run, said, close_run)
        yield after


def _indented(before: str, line: Line, em: int) -> str:
    """The paragraph's properties with its indent, which the schema wants after its spacing."""
    hang = round(shaping.hang(line.number) * em)
    indent = f'<w:ind w:left="{line.depth * em + hang}" w:hanging="{hang}"/>'
    spacing, _, rest = before.rpartition("<w:spacing ")
    end = rest.index("/>") + len("/>")
    return f"{spacing}<w:spacing {rest[:end]}{indent}{rest[end:]}"
