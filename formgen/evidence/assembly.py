"""Many PDF files as one, page by page: what is seen comes along, what acts or is hidden stays behind."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from formgen.evidence.documents import open_pdf, user_unit
from formgen.evidence.outline import read_outline
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
    """The pages of a file that was added, and its own bookmarks, counted in the new file."""

    first: int
    count: int
    bookmarks: tuple[Bookmark, ...]


class Assembly:
    """A PDF in the making. Files stay open until it is saved: their streams are copied then, one at a time."""

    def __init__(self) -> None:
        import pikepdf

        self._files = ExitStack()
        self.pdf: Any = self._files.enter_context(pikepdf.new())
        self._layers: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, path: Path) -> Added:
        """Add all pages of a file. Raises BadEvidence."""
        source = self._files.enter_context(open_pdf(path))
        _flatten(source)
        first = len(self.pdf.pages)
        bookmarks = tuple(_moved(read_outline(source), first))
        self.pdf.add_pages_from(source, forms="strip")
        for page in self.pdf.pages[first:]:
            _clean(page.obj)
        if "/OCProperties" in source.Root:
            layers = source.make_indirect(source.Root.OCProperties)
            self._layers.append(self.pdf.copy_foreign(layers))
        return Added(first, len(self.pdf.pages) - first, bookmarks)

    def save(self, to: Path, title: str, bookmarks: Sequence[Bookmark]) -> None:
        """Write the file under a temporary name first; the same files give the same bytes."""
        from pikepdf import Dictionary, ObjectStreamMode, String

        Shared().tidy(self.pdf)
        root = self.pdf.Root
        root.Lang = String(LANGUAGE)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if self._layers:
            root.OCProperties = _joined_layers(self._layers)
        if title:
            self.pdf.docinfo["/Title"] = title
        if bookmarks:
            root.PageMode = "/UseOutlines"
            with self.pdf.open_outline() as outline:
                outline.root.extend(_items(bookmarks))
        if any(user_unit(page) != 1 for page in self.pdf.pages):
            root.Version = "/1.7"
        temporary = to.with_name(f".{to.name}.part")
        try:
            self.pdf.save(
                temporary,
                min_version="1.7",
                object_stream_mode=ObjectStreamMode.generate,
                deterministic_id=True,
            )
            temporary.replace(to)
        finally:
            temporary.unlink(missing_ok=True)


def _flatten(source: Any) -> None:
    """Draw what stands in form fields and remarks into the pages: a print shows it, and no field is left."""
    if not any("/Annots" in page.obj for page in source.pages):
        return
    if source.acroform.exists:
        for field in source.acroform.fields:
            if (field.is_text or field.is_choice) and not field.is_pushbutton:
                _draw(source, field)
        # Else qpdf leaves all fields as they are.
        source.acroform.needs_appearances = False
    for page in source.pages:
        if any(one.get("/Subtype") != "/Link" for one in page.obj.get("/Annots", ())):
            source.flatten_annotations("all")
            return


def _draw(source: Any, field: Any) -> None:
    """What a program left to be drawn by the reader; a drawing that is there is what its writer saw."""
    for annotation in source.acroform.get_annotations_for_field(field):
        if "/AP" not in annotation.obj and field.value_as_string:
            field.generate_appearance(annotation)


def _clean(page: Any) -> None:
    for key in set(page.keys()) - _OF_A_PAGE:
        del page[key]
    if "/Annots" in page:
        from pikepdf import Array

        links = [one for one in page.Annots if _is_harmless(one)]
        if links:
            page.Annots = Array(links)
        else:
            del page.Annots


def _is_harmless(annotation: Any) -> bool:
    """A link to a page or to the web."""
    if annotation.get("/Subtype") != "/Link" or "/AA" in annotation:
        return False
    action = annotation.get("/A")
    return action is None or (action.get("/S") in _HARMLESS_ACTIONS and "/Next" not in action)


def _joined_layers(layers: Sequence[Any]) -> Any:
    """The layers (圖層) of all files: one that its file hides stays hidden."""
    from pikepdf import Array, Dictionary

    every: list[Any] = []
    hidden: list[Any] = []
    for one in layers:
        groups, usual = list(one.get("/OCGs", ())), one.get("/D", Dictionary())
        every += groups
        if usual.get("/BaseState") == "/OFF":
            shown = {group.objgen for group in usual.get("/ON", ())}
            hidden += [group for group in groups if group.objgen not in shown]
        else:
            hidden += list(usual.get("/OFF", ()))
    return Dictionary(OCGs=Array(every), D=Dictionary(OFF=Array(hidden)))


def _moved(bookmarks: Sequence[tuple[str, int, Any]], by: int) -> Iterator[Bookmark]:
    for title, page, children in bookmarks:
        yield Bookmark(title, page + by, tuple(_moved(children, by)))


def _items(bookmarks: Sequence[Bookmark]) -> Iterator[Any]:
    from pikepdf import OutlineItem

    for one in bookmarks:
        item = OutlineItem(one.title, one.page)
        item.is_closed = True
        item.children.extend(_items(one.children))
        yield item
