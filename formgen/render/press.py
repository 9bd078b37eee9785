"""The press: it stamps row after row on a plate and keeps no page; only fonts and bookmarks wait for the end."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import BinaryIO, Self

from formgen import __version__
from formgen.errors import FormgenError
from formgen.glyphs import describe
from formgen.render.fitting import Line, Slot, fit
from formgen.render.page import LANGUAGE
from formgen.render.plate import Part, Plate
from formgen.render.shaping import Glyph
from formgen.render.stream import Outline, Tree, Writer, number, string
from formgen.render.subset import Case, Subset

_PRODUCER = f"formgen {__version__}"
_WHOLE = Subset({})
# A big file holds its fonts once, and they may take their time; of a small file they are the most.
_THOROUGH, _QUICK = 6, 1
_REPEATED = 512


class CannotStamp(FormgenError):
    """無法印在版上：{reason}"""


class Press:
    """Writes one PDF/A-3u of as many pages as are added; the same rows give the same bytes.

    `subset` is for many small files of one job. The file is whole only after `close()`, and stays a fragment if an
    error leaves the ``with``.
    """

    def __init__(self, out: BinaryIO, title: str, *, subset: Subset | None = None) -> None:
        self._writer = Writer(out)
        self._tree, self._outline = Tree(self._writer), Outline(self._writer)
        self._title, self._subset = title, subset
        self._cases: defaultdict[str, Case] = defaultdict(Case)
        self._plates: dict[Plate, bytes] = {}
        self._forms: list[int] = []
        self._written: dict[Part, int] = {}
        self._profile = 0
        # What is the same from row to row (a reason, a date) is set once.
        self._stamp = lru_cache(_REPEATED)(self._set)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()

    def add(
        self,
        plate: Plate,
        values: Mapping[str, str],
        *,
        bookmark: str = "",
        shift: tuple[float, float] = (0, 0),
        bare: bool = False,
    ) -> None:
        """Write a page: `values` by the name of the slot; a slot without one stays empty.

        `bare` leaves the plate away, for paper that is printed already; `shift` moves all to the right and down, in pt.
        Raises CannotStamp, and writes no page, if a text does not fit or no font draws a character of it.
        """
        moved = _moved(*shift) if any(shift) else b""
        stamps = b"".join([self._stamp(slot, text, plate.height) for slot, text in plate.filled(values)])
        drawn = self._draws(plate)
        content = self._writer.add_stream(moved + (stamps if bare else drawn + stamps))
        page = self._tree.add(b"/Contents %d 0 R/MediaBox%b" % (content, plate.box))
        if bookmark:
            self._outline.add(bookmark, page)

    def close(self) -> None:
        """Write what waited for the last row: fonts, bookmarks, the file's description."""
        fonts = {family: self._font(case) for family, case in self._cases.items()}
        entries = "".join(f"/{_name(family)} {font} 0 R" for family, font in fonts.items())
        forms = "".join(f"/P{index} {form} 0 R" for index, form in enumerate(self._forms))
        resources = f"/Resources<</Font<<{entries}>>/XObject<<{forms}>>>>"
        self._tree.close(resources.encode())
        self._outline.close()
        self._writer.close(self._catalog(), self._info())

    def _draws(self, plate: Plate) -> bytes:
        """What draws the plate; its parts are written when it is met first."""
        if plate not in self._plates:
            numbers = self._part_numbers(plate)
            self._profile = self._profile or numbers[plate.profile]
            self._plates[plate] = b"/P%d Do\n" % len(self._forms)
            self._forms.append(numbers[plate.form])
        return self._plates[plate]

    def _part_numbers(self, plate: Plate) -> dict[int, int]:
        """The parts of a plate by their numbers here; what another plate has too (colours) is not written again."""
        known = {one: self._written[part] for one, part in plate.parts.items() if part in self._written}
        numbers = known | {one: self._writer.reserve() for one in plate.parts if one not in known}
        for one, part in plate.parts.items():
            if one not in known:
                self._writer.add(part.content(numbers), numbers[one])
                if not part.numbers:
                    self._written[part] = numbers[one]
        return numbers

    def _set(self, slot: Slot, text: str, height: float) -> bytes:
        """The operators that draw `text` in its slot."""
        lines = fit(text, slot)
        if lines is None:
            raise CannotStamp(reason=f"「{text}」在欄框「{slot.name}」放不下，請改短", slot=slot.name)
        absent = next((one.text for line in lines for one in line.glyphs if not one.number), None)
        if absent is not None:
            raise CannotStamp(reason=f"欄框「{slot.name}」的字{describe(absent)}沒有字型可印", slot=slot.name)
        drawn = "\n".join([part for line in lines for part in self._line(line, height)])
        return f"BT {slot.ink} rg\n{drawn}\nET\n".encode()

    def _line(self, line: Line, height: float) -> Iterator[str]:
        yield f"1 0 0 1 {line.x:.3f} {height - line.y:.3f} Tm {line.spacing:.3f} Tc"
        for family, glyphs in line.runs:
            case = self._cases[family]
            yield f"/{_name(family)} {line.size:.3f} Tf {_shown(list(glyphs), case, line.size)}"

    def _font(self, case: Case) -> int:
        return case.write(self._writer, self._subset or _WHOLE, _QUICK if self._subset else _THOROUGH)

    def _catalog(self) -> int:
        intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>"
        entries = [b"/Type/Catalog/Pages %d 0 R/Lang%b" % (self._tree.root, string(LANGUAGE))]
        entries.append(b"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R" % self._metadata())
        if self._profile:
            entries.append(b"/OutputIntents[%b]" % (intent % self._profile))
        if self._outline.root:
            entries.append(b"/Outlines %d 0 R" % self._outline.root)
        return self._writer.add(b"<<%b>>" % b"".join(entries))

    def _metadata(self) -> int:
        content = _XMP.format(title=escape(self._title), producer=escape(_PRODUCER))
        return self._writer.add_stream(content.encode(), b"/Type/Metadata/Subtype/XML")

    def _info(self) -> int:
        return self._writer.add(b"<</Title%b/Producer%b>>" % (string(self._title), string(_PRODUCER)))


def single(
    plate: Plate,
    values: Mapping[str, str],
    subset: Subset,
    *,
    title: str,
    shift: tuple[float, float] = (0, 0),
    bare: bool = False,
) -> bytes:
    """One row as a PDF of its own; `subset` is made once for all rows of the job."""
    out = BytesIO()
    with Press(out, title, subset=subset) as press:
        press.add(plate, values, shift=shift, bare=bare)
    return out.getvalue()


def _name(family: str) -> str:
    return family.replace(" ", "")


def _moved(right: float, down: float) -> bytes:
    return f"1 0 0 1 {number(right)} {number(-down)} cm\n".encode()


def _shown(glyphs: list[Glyph], case: Case, size: float) -> str:
    """The operators that show glyphs one after the other."""
    codes = [case[glyph] for glyph in glyphs]
    if not case.has_raised:
        return f"[<{''.join(codes)}>] TJ"
    # A mark may stand higher than its letter.
    pairs = zip(glyphs, codes, strict=True)
    return " ".join(f"{number(size * glyph.up)} Ts [<{code}>] TJ" for glyph, code in pairs) + " 0 Ts"


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" pdfaid:part="3" pdfaid:conformance="U" pdf:Producer="{producer}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
