"""The test sheet: rulers in mm and the slots of a certificate, to find the shift for paper that is printed already."""

from collections.abc import Iterator

from formgen.awards.certificate import LABELS
from formgen.render import sheet
from formgen.render.plate import Plate

MM_PER_PT = 25.4 / 72
# Every so many mm a mark, a longer one, and one with its number; and how long they are.
_MARKS = ((10, 5.0), (5, 3.5), (1, 2.0))


def draw(look: str, plate: Plate, shift: tuple[float, float]) -> bytes:
    """One page as PDF, in the size of the plate and called as its `look`; the slots stand where `shift` (mm) moves them."""
    width, height = (round(length * MM_PER_PT) for length in (plate.width, plate.height))
    boxes = [
        (
            LABELS.get(slot.name, slot.name),
            round(slot.left * MM_PER_PT + shift[0], 2), round(slot.top * MM_PER_PT + shift[1], 2),
            round(slot.width * MM_PER_PT, 2), round(slot.height * MM_PER_PT, 2),
        )
        for slot in plate.slots.values()
    ]  # fmt: skip
    across, down = list(_marks(width)), list(_marks(height))
    facts = {"width": width, "height": height, "across": across, "down": down, "boxes": boxes, "shift": shift}
    return sheet.draw("test_sheet", f"套印測試頁　{look}", **facts)


def _marks(length: int) -> Iterator[tuple[int, float]]:
    """Each millimetre's place and the length of its mark."""
    for place in range(length + 1):
        yield place, next(size for step, size in _MARKS if place % step == 0)
