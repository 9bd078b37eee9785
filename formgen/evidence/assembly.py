"""Many PDF files as one, page by page: what is seen comes along, what acts or is hidden stays behind.

qpdf joins the files on disk first, so that memory holds objects and never what flows in the streams. The joined
file is then opened, tidied and written anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from formgen.errors import BadEvidence
from formgen.evidence.boundary import about, write_pdf
from formgen.evidence.outline import Line
from formgen.evidence.plain import HIDDEN, make_plain
from formgen.evidence.sharing import Shared

LANGUAGE = "zh-Hant-TW"
_OF_A_PAGE = frozenset(
    (
        "/Type", "/Parent", "/Resources", "/Contents", "/Group", "/Rotate", "/UserUnit", "/Annots",
        "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox",
    )
)  # fmt: skip
_HARMLESS_ACTIONS = ("/URI", "/GoTo")


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline: its words, the page it leads to (counted from 0), and the lines below it."""

    title: str
    page: int
    children: tuple["Bookmark", ...] = ()


@dataclass(frozen=True)
class Added:
    """The pages of a file that was added, and its own bookmarks, counted in the new file; `file` is what was joined."""

    file: Path
    first: int
    count: int
    bookmarks: tuple[Bookmark, ...]


class Assembly:
    """A PDF in the making: `add` files, `join` them, change pages of `pdf`, and `save`.

    Work files stand beside the new file; they go when the assembly is left.
    """

    pdf: Any

    def __init__(self, to: Path) -> None:
        self._to = to
        self._opened = ExitStack()
        self._folder = Path(self._opened.enter_context(TemporaryDirectory(dir=to.parent, prefix=".")))
        self._files: list[tuple[str, Path]] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def add(self, path: Path, name: str = "") -> Added:
        """Add all pages of a file; `name` is what its person calls it. Raises BadEvidence, CannotWrite."""
        name = name or path.name
        with about(name):
            file, count, lines = make_plain(path, self._folder / f"{len(self._files)}.pdf")
        added = Added(file, self.count, count, tuple(_moved(lines, self.count)))
        self._files.append((name, file))
        self.count += count
        return added

    def join(self) -> None:
        """Make `pdf` of all files that were added. Raises BadEvidence, CannotWrite."""
        import pikepdf

        joined = self._folder / "joined.pdf"
        with about(self._culprit):
            job: Any = pikepdf.Job(
                {
                    "empty": "",
                    "outputFile": str(joined),
                    "pages": [{"file": str(file), "range": "1-z"} for _, file in self._files],
                    "removeUnreferencedResources": "no",
                }
            )
            # The job would write by itself, and say nothing when the disk is full.
            with job.create_pdf() as pdf:
                plain = pikepdf.StreamDecodeLevel.none
                write_pdf(pdf, joined, compress_streams=False, stream_decode_level=plain)
            self.pdf = self._opened.enter_context(pikepdf.open(joined))
            for page in self.pdf.pages:
                _clean(page.obj)

    def save(self, title: str, bookmarks: Sequence[Bookmark]) -> None:
        """Write the file under a temporary name first; the same files give the same bytes.

        Raises BadEvidence, CannotWrite.
        """
        made = self._folder / "made.pdf"
        with about(self._culprit):
            self._finish(title, bookmarks)
            self._write(made)
        made.replace(self._to)

    def _finish(self, title: str, bookmarks: Sequence[Bookmark]) -> None:
        from pikepdf import Dictionary, Name, String

        Shared().tidy(self.pdf)
        root = self.pdf.Root
        for key in set(root.keys()) - {"/Type", "/Pages"}:
            del root[key]
        # The joined file's number is a random one.
        if "/ID" in self.pdf.trailer:
            del self.pdf.trailer.ID
        root.Lang = String(LANGUAGE)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _keep_layers(self.pdf)
        self.pdf.docinfo["/Title"] = title
        if bookmarks:
            root.PageMode = Name.UseOutlines
            with self.pdf.open_outline() as outline:
                outline.root.extend(_items(bookmarks))

    def _write(self, to: Path) -> None:
        from pikepdf import ObjectStreamMode

        write_pdf(
            self.pdf,
            to,
            min_version="1.7",
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
        )

    def _culprit(self) -> str:
        """The file that all fail with: it fails alone too."""
        if len(self._files) == 1:
            return self._files[0][0]
        for name, file in self._files:
            try:
                with Assembly(self._folder / "alone.pdf") as alone:
                    added = alone.add(file, name)
                    alone.join()
                    alone.save(name, added.bookmarks)
            except BadEvidence as error:
                return str(error.facts["file"])
        return self._to.name


def _clean(page: Any) -> None:
    from pikepdf import Array

    for key in set(page.keys()) - _OF_A_PAGE:
        del page[key]
    if "/Annots" in page:
        every = page.Annots if isinstance(page.Annots, Array) else ()
        links = [one for one in every if _is_harmless(one)]
        if links:
            page.Annots = Array(links)
        else:
            del page.Annots


def _is_harmless(annotation: Any) -> bool:
    """A link to a page or to the web."""
    from pikepdf import Dictionary

    if not isinstance(annotation, Dictionary) or annotation.get("/Subtype") != "/Link" or "/AA" in annotation:
        return False
    action = annotation.get("/A")
    if action is None:
        return True
    return isinstance(action, Dictionary) and action.get("/S") in _HARMLESS_ACTIONS and "/Next" not in action


def _keep_layers(pdf: Any) -> None:
    """List the layers (圖層) of all files anew: one that its file hides stays hidden."""
    from pikepdf import Array, Dictionary

    layers = [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == "/OCG"]
    if layers:
        hidden = [one for one in layers if HIDDEN in one]
        pdf.Root.OCProperties = Dictionary(OCGs=Array(layers), D=Dictionary(OFF=Array(hidden)))


def _moved(lines: Sequence[Line], by: int) -> Iterator[Bookmark]:
    for title, page, children in lines:
        yield Bookmark(title, page + by, tuple(_moved(children, by)))


def _items(bookmarks: Sequence[Bookmark]) -> Iterator[Any]:
    from pikepdf import OutlineItem

    for one in bookmarks:
        item = OutlineItem(one.title, one.page)
        item.is_closed = True
        item.children.extend(_items(one.children))
        yield item
