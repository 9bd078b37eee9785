"""Fonts and pictures that are the same in several files, kept once.

Streams are compared by what their dictionaries say, then by the hash of their bytes as stored. A hash is only
taken of streams that agree in everything else, so most bytes are never read.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_IN_PICTURES = ("/SMask", "/Mask")
_DEEPEST = 8
# Values looked at for one stream. What refers to pages would lead through the whole file.
_MOST_VALUES = 2000


class Shared:
    """The streams met so far; `tidy` makes resources point at the first of those that are alike."""

    def __init__(self) -> None:
        from pikepdf import ObjectSet

        self._first: dict[str, list[Any]] = {}
        self._hashed: dict[tuple[str, bytes], Any] = {}
        self._seen = ObjectSet()
        self._kept: dict[tuple[int, int], Any] = {}

    def tidy(self, pdf: Any) -> None:
        """Share the fonts and pictures of everything that is drawn."""
        for scope in pdf.content_scopes():
            resources = scope.resources
            if resources is None or not self._seen.add(resources):
                continue
            for font in _values(resources.get("/Font")):
                self._font(font)
            pictures = resources.get("/XObject")
            if _is_dictionary(pictures) and self._seen.add(pictures):
                for name, picture in pictures.items():
                    if _is_stream(picture) and picture.get("/Subtype") == "/Image":
                        pictures[name] = self._picture(picture)

    def _font(self, font: Any) -> None:
        if not (_is_dictionary(font) and self._seen.add(font)):
            return
        inner = font.get("/DescendantFonts")
        for one in (font, *(inner if _is_array(inner) else ())):
            self._entries(one, ("/ToUnicode",))
            if _is_dictionary(one) and _is_dictionary(descriptor := one.get("/FontDescriptor")):
                self._entries(descriptor, _FONT_FILES)

    def _picture(self, picture: Any) -> Any:
        if self._seen.add(picture):
            self._entries(picture, _IN_PICTURES)
        return self._same(picture)

    def _entries(self, holder: Any, names: tuple[str, ...]) -> None:
        if not hasattr(holder, "get"):
            return
        for name in names:
            if _is_stream(stream := holder.get(name)):
                holder[name] = self._same(stream)

    def _same(self, stream: Any) -> Any:
        """The first stream that is like this one; it may be this one."""
        number = stream.objgen
        if number not in self._kept:
            self._kept[number] = stream  # while it is looked at: it may refer to itself
            self._kept[number] = self._first_like(stream)
        return self._kept[number]

    def _first_like(self, stream: Any) -> Any:
        shape = self._shape(stream)
        alike = self._first.setdefault(shape, [])
        if not alike:
            alike.append(stream)
            return stream
        if len(alike) == 1 and alike[0].objgen == stream.objgen:
            return stream
        if len(alike) == 1:
            self._hashed[shape, _hash(alike[0])] = alike[0]
            alike.append(None)
        return self._hashed.setdefault((shape, _hash(stream)), stream)

    def _shape(self, stream: Any) -> str:
        left = iter(range(_MOST_VALUES))
        entries = sorted((key, self._text(value, _DEEPEST, left)) for key, value in stream.items())
        # One that was not looked through is like no other.
        return repr(stream.objgen if next(left, None) is None else entries)

    def _text(self, value: Any, deepest: int, left: Iterator[int]) -> str:
        """A value with all that it refers to; a stream in it by the number of the one that is kept."""
        if next(left, None) is None:
            return ""
        if _is_stream(value):
            return repr(self._same(value).objgen) if deepest > 0 else repr(value.objgen)
        if deepest <= 0 and getattr(value, "is_indirect", False):
            return repr(value.objgen)
        if _is_dictionary(value):
            return repr(sorted((key, self._text(one, deepest - 1, left)) for key, one in value.items()))
        if _is_array(value):
            return repr([self._text(one, deepest - 1, left) for one in value])
        return value.unparse().hex() if hasattr(value, "unparse") else repr(value)


def _hash(stream: Any) -> bytes:
    return hashlib.blake2b(stream.get_raw_stream_buffer(), digest_size=20).digest()


def _values(dictionary: Any) -> list[Any]:
    return list(dictionary.values()) if _is_dictionary(dictionary) else []


def _is_dictionary(value: Any) -> bool:
    from pikepdf import Dictionary

    return isinstance(value, Dictionary)


def _is_array(value: Any) -> bool:
    from pikepdf import Array

    return isinstance(value, Array)


def _is_stream(value: Any) -> bool:
    from pikepdf import Stream

    return isinstance(value, Stream)
