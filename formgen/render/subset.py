"""The fonts of a PDF that is written as it comes: each character drawn gets a code, and at the end a font of these."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import uharfbuzz

from formgen.glyphs import FAMILIES
from formgen.render.shaping import Glyph, extent, face, shape
from formgen.render.stream import Writer, number, references

# What a PDF reader needs of a TrueType font whose glyphs are picked by number.
_KEPT = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
_SYMBOLIC = 4
_BLOCK = 100
_BEGIN = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)"
    b"/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def"
    b" 1 begincodespacerange<0000><ffff>endcodespacerange"
)


@dataclass(frozen=True)
class Cut:
    """A font file with some of the glyphs, and their `numbers` there by those in the whole font."""

    content: bytes
    numbers: Mapping[int, int]

    @cached_property
    def face(self) -> uharfbuzz.Face:
        return uharfbuzz.Face(self.content)


def _cut(source: uharfbuzz.Face, numbers: Iterable[int]) -> Cut:
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(numbers)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(_tag(name) for name in source.table_tags if name not in _KEPT)
    plan = uharfbuzz.SubsetPlan(source, wanted)
    return Cut(bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


@dataclass(frozen=True)
class Subset:
    """Our fonts cut to the characters of a whole job, so that each of its many files is quickly made."""

    cuts: Mapping[str, Cut]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Subset":
        """Every text of every row, as it is given to the slots."""
        numbers: dict[str, set[int]] = {}
        for text in texts:
            for line in text.split("\n"):
                for glyph in shape(line):
                    numbers.setdefault(glyph.family, set()).add(glyph.number)
        return cls({family: _cut(face(family), numbers[family]) for family in FAMILIES if family in numbers})

    def cut(self, family: str, numbers: set[int]) -> Cut:
        """The glyphs of one file; from the whole font if the job's texts did not tell of them all."""
        job = self.cuts.get(family)
        if job is None or not numbers <= job.numbers.keys():
            return _cut(face(family), numbers)
        cut = _cut(job.face, (job.numbers[one] for one in numbers))
        return Cut(cut.content, {one: cut.numbers[job.numbers[one]] for one in numbers})


class Case(dict[Glyph, str]):
    """The type case of one family in one file: what shows a glyph within ``[<…>] TJ``.

    That is its code, four hexadecimal digits, and the way to the next glyph if it is not the font's own. A glyph that
    stands for two characters has two codes, so each is found again as it was typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[tuple[int, str], str] = {}
        self.glyphs: list[Glyph] = []
        self.has_raised = False

    def __missing__(self, glyph: Glyph) -> str:
        # A letter that stands nearer to the next one is still the same letter of the font.
        same = glyph.number, glyph.text
        if same not in self._codes:
            self.glyphs.append(glyph)
            self._codes[same] = f"{len(self.glyphs):04x}"
        self.has_raised |= bool(glyph.up)
        self[glyph] = shown = (
            _moved(glyph.right) + self._codes[same] + _moved(glyph.advance - glyph.width - glyph.right)
        )
        return shown

    def write(self, writer: Writer, subset: Subset, level: int) -> int:
        """Write the font with all that belongs to it; gives its number."""
        family = self.glyphs[0].family
        cut = subset.cut(family, {glyph.number for glyph in self.glyphs})
        name = f"{_prefix(cut.content)}+{family.replace(' ', '')}-Regular".encode()
        size = b"/Length1 %d" % len(cut.content)
        file = writer.add_stream(cut.content, size, level=level)
        descriptor = writer.add(_descriptor(family, name, file))
        mapped = b"".join(cut.numbers[glyph.number].to_bytes(2, "big") for glyph in self.glyphs)
        numbers = writer.add_stream(b"\0\0" + mapped, level=level)
        widths = " ".join(number(glyph.width * 1000) for glyph in self.glyphs).encode()
        below = writer.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap %d 0 R/DW 1000/W[1[%b]]>>"
            % (name, descriptor, numbers, widths)
        )
        texts = writer.add_stream(_meaning([glyph.text for glyph in self.glyphs]), level=level)
        return writer.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%b]/ToUnicode %d 0 R>>"
            % (name, references([below]), texts)
        )


def _moved(way: float) -> str:
    """A move to the right, in em, between two pieces of a string."""
    return f">{number(-1000 * way)}<" if way else ""


def _descriptor(family: str, name: bytes, file: int) -> bytes:
    above, below = (round(1000 * part) for part in extent(family))
    return (
        b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
    ) % (name, _SYMBOLIC, _box(family), above, -below, above, file)


def _box(family: str) -> bytes:
    """The box that holds any glyph of a font, from its head table."""
    head, em = face(family).reference_table("head").data, face(family).upem
    sides = (int.from_bytes(head[at : at + 2], "big", signed=True) for at in (36, 38, 40, 42))
    return b" ".join(b"%d" % round(1000 * side / em) for side in sides)


def _prefix(content: bytes) -> str:
    """Six capitals that tell one subset from another."""
    digits = hashlib.sha256(content).digest()
    return "".join(chr(ord("A") + digit % 26) for digit in digits[:6])


def _meaning(texts: list[str]) -> bytes:
    """The CMap that tells what each code from 1 stands for."""
    lines = [_BEGIN]
    for first in range(0, len(texts), _BLOCK):
        some = texts[first : first + _BLOCK]
        lines.append(b"%d beginbfchar" % len(some))
        # PDF/A wants a meaning for each code; a second part of one letter says nothing of its own.
        lines += [
            b"<%04x><%b>" % (first + place + 1, (text or "\u200b").encode("utf-16-be").hex().encode())
            for place, text in enumerate(some)
        ]
        lines.append(b"endbfchar")
    return b"\n".join([*lines, b"endcmap CMapName currentdict/CMap defineresource pop end end"])
