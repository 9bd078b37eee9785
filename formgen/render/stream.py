"""A PDF that is written as it comes: of what is written, only the place of each object is kept."""

import hashlib
import re
import zlib
from array import array
from typing import BinaryIO

# ISO 32000 wants four bytes above 127 in the second line, so that nobody takes the file for text.
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_NOT_YET = 0


class Writer:
    """Objects go out one by one, in any order of their numbers; the same objects give the same bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._position, self._hash = out, 0, hashlib.sha256()
        self._offsets = array("Q", [0])
        self._write(_HEAD)

    def reserve(self) -> int:
        """The number of an object that is written later, and may be referred to now."""
        self._offsets.append(_NOT_YET)
        return len(self._offsets) - 1

    def add(self, content: bytes, number: int | None = None) -> int:
        """Write an object, under a reserved number or a new one, which is returned."""
        number = self.reserve() if number is None else number
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        return number

    def add_stream(
        self, data: bytes, entries: bytes = b"", *, number: int | None = None, level: int = 0
    ) -> int:
        """Write a stream object; a `level` from 1 to 9 compresses it."""
        if level:
            data, entries = zlib.compress(data, level), entries + b"/Filter/FlateDecode"
        return self.add(b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data), number)

    def close(self, root: int, info: int) -> None:
        """Write the table of offsets and the trailer; the file's ID comes from all bytes before them."""
        start, size = self._position, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for first in range(1, size, 5000):
            some = self._offsets[first : first + 5000]
            self._write(b"".join(b"%010d 00000 n \n" % offset for offset in some))
        name = self._hash.hexdigest()[:32].encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (size, root, info, name, name, start))

    def _write(self, content: bytes) -> None:
        self._out.write(content)
        self._hash.update(content)
        self._position += len(content)


class Tree:
    """Page-tree nodes of so many pages that no node grows long, whatever the number of pages."""

    SIZE = 500

    def __init__(self, writer: Writer) -> None:
        self._writer, self.root = writer, writer.reserve()
        self._nodes: list[int] = []
        self._pages: list[int] = []
        self._count = 0

    def add(self, entries: bytes) -> int:
        """Write a page with these entries beside /Type and /Parent."""
        if not self._pages:
            self._nodes.append(self._writer.reserve())
        page = self._writer.add(b"<</Type/Page/Parent %d 0 R%b>>" % (self._nodes[-1], entries))
        self._pages.append(page)
        if len(self._pages) == self.SIZE:
            self._end_node()
        return page

    def close(self, entries: bytes) -> None:
        """Write the root with `entries` that all pages inherit."""
        if self._pages:
            self._end_node()
        pages = b"<</Type/Pages/Count %d/Kids[%b]%b>>"
        self._writer.add(pages % (self._count, references(self._nodes), entries), self.root)

    def _end_node(self) -> None:
        node = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>"
        kids = references(self._pages)
        self._writer.add(node % (self.root, len(self._pages), kids), self._nodes[-1])
        self._count += len(self._pages)
        self._pages.clear()


class Outline:
    """Bookmarks in one flat row; an entry is written when the next one is known."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self.root, self._count = writer, 0, 0
        self._first = self._before = self._last = 0
        self._entry = b""

    def add(self, title: str, page: int) -> None:
        self.root = self.root or self._writer.reserve()
        number = self._writer.reserve()
        self._first = self._first or number
        self._end_entry(b"/Next %d 0 R" % number)
        entry = b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]%b" % (
            string(title),
            self.root,
            page,
            self._link(),
        )
        self._entry, self._last, self._count = entry, number, self._count + 1

    def close(self) -> None:
        """Write the root, if there are any bookmarks."""
        if self._count:
            self._end_entry(b"")
            entries = (self._count, self._first, self._last)
            self._writer.add(b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % entries, self.root)

    def _link(self) -> bytes:
        return b"/Prev %d 0 R" % self._last if self._last else b""

    def _end_entry(self, link: bytes) -> None:
        if self._entry:
            self._writer.add(self._entry + link + b">>", self._last)


def references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def string(text: str) -> bytes:
    """A text string of PDF: as it is if it is plain ASCII, else UTF-16.

    >>> string("A1"), string("甲")
    (b'(A1)', b'<feff7532>')
    """
    if text.isascii() and text.isprintable():
        return b"(%b)" % re.sub(rb"([\\()])", rb"\\\1", text.encode())
    return b"<feff%b>" % text.encode("utf-16-be", "surrogatepass").hex().encode()


def number(value: float) -> str:
    """A length in a content stream, exact to a thousandth.

    >>> number(12.0), number(0.00004), number(595.27561)
    ('12', '0', '595.276')
    """
    return f"{round(value, 3) + 0:.7g}"
