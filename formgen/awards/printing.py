"""One row's own files, made in chunks: a chunk can go to any process or machine, and be made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formgen.awards.ledger import EACH, WORD
from formgen.render.fitting import fit
from formgen.render.plate import Plate
from formgen.render.press import single
from formgen.render.subset import Subset
from formgen.render.word import certificate as word

ENDINGS = {EACH: "pdf", WORD: "docx"}


@dataclass(frozen=True)
class Sheet:
    """One certificate as plain data: its pages (for PDF, for Word), the texts of its slots, its title and heading."""

    key: int
    page: str
    word_page: str
    values: Mapping[str, str]
    title: str
    heading: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """Some sheets, and all characters of the whole job, for a font that is cut once for each worker."""

    sheets: Sequence[Sheet]
    characters: str


def make(chunk: Chunk) -> list[tuple[int, str, bytes]]:
    """The key, kind and content of each file."""
    return [
        (sheet.key, kind, _pdf(sheet, chunk.characters) if kind == EACH else _word(sheet))
        for sheet in chunk.sheets
        for kind in sheet.kinds
    ]


def _pdf(sheet: Sheet, characters: str) -> bytes:
    return single(_plate(sheet.page), sheet.values, _subset(characters), title=sheet.title)


def _word(sheet: Sheet) -> bytes:
    return word.made(sheet.word_page, sheet.values, sheet.heading, _divided(sheet))


def _divided(sheet: Sheet) -> dict[str, str]:
    """The texts of several lines that end as in the PDF; running text flows by itself."""
    filled = _plate(sheet.page).filled(sheet.values)
    fitted = {slot.name: fit(text, slot) or () for slot, text in filled if not slot.flows}
    return {
        name: "\n".join("".join(glyph.text for glyph in line.glyphs) for line in lines)
        for name, lines in fitted.items()
        if lines[1:]
    }


@lru_cache(64)
def _plate(page: str) -> Plate:
    return Plate.of(page)


@lru_cache(4)
def _subset(characters: str) -> Subset:
    return Subset.of(characters)
