"""Pages that break the rules where all readers show the same: they are made to say what is seen."""

from typing import Any

from formgen.evidence.pages import inherited, is_cropped_away, turn

_KINDS_OF_RESOURCES = (
    "/XObject",
    "/Font",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
)


def mend(pdf: Any) -> bool:
    """Mend what can be mended; whether there was anything."""
    changed = [_mend_labels(pdf)]
    for page in pdf.pages:
        changed += [_mend_box(page), _mend_turn(page), _mend_contents(page), _mend_resources(page)]
    return any(changed)


def _mend_labels(pdf: Any) -> bool:
    """Page labels are not printed; qpdf stops at bad ones."""
    from pikepdf import Array, Dictionary, NumberTree, PdfError, Stream

    if "/PageLabels" not in pdf.Root:
        return False
    labels: list[Any]
    try:
        labels = list(NumberTree(pdf.Root.PageLabels).values())
    except (PdfError, TypeError, ValueError, RuntimeError):
        labels = [None]
    sound = (
        isinstance(label, Dictionary)
        and not any(isinstance(value, (Array, Dictionary, Stream)) for value in label.values())
        for label in labels
    )
    if all(sound):
        return False
    del pdf.Root.PageLabels
    return True


def _mend_box(page: Any) -> bool:
    from pikepdf import Array

    if not is_cropped_away(page):
        return False
    page.obj.CropBox = Array(page.mediabox)
    return True


def _mend_turn(page: Any) -> bool:
    value = inherited(page, "/Rotate")
    if value is None or value in (0, 90, 180, 270):
        return False
    page.obj.Rotate = turn(page)
    return True


def _mend_contents(page: Any) -> bool:
    """Only streams are drawn; without one the page is empty."""
    from pikepdf import Array, Stream

    own = page.obj.get("/Contents")
    every = list(own) if isinstance(own, Array) else [own]
    streams = [one for one in every if isinstance(one, Stream)]
    if "/Contents" not in page.obj or len(streams) == len(every):
        return False
    page.obj.Contents = Array(streams)
    return True


def _mend_resources(page: Any) -> bool:
    from pikepdf import Dictionary

    resources = inherited(page, "/Resources")
    if resources is None:
        return False
    if not isinstance(resources, Dictionary):
        page.obj.Resources = Dictionary()
        return True
    wrong = [
        key for key in _KINDS_OF_RESOURCES if key in resources and not isinstance(resources[key], Dictionary)
    ]
    for key in wrong:
        del resources[key]
    return bool(wrong)
