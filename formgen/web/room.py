"""Room on the disk: uploads stop while there is some left, so that what people type can still be saved."""

import shutil
from pathlib import Path

from formgen.errors import FormgenError

# Of what is kept free, this part is for deleting: also that writes.
_LAST_PART = 10


class NoRoom(FormgenError):
    """本服務的儲存空間不足，這次送出的沒有收下；之前存好的資料都還在。請晚一點再試，並通知架設本服務的單位。"""


class Room:
    """In bytes: what the drafts may take together (`most`), and what stays free on the disk (`kept`)."""

    def __init__(self, folder: Path, most: int, kept: int) -> None:
        self._folder, self._most, self._kept = folder, most, kept

    def refuse_upload(self, coming: int) -> None:
        """Raises NoRoom if the disk has none for `coming` bytes."""
        if self._free() - coming < self._kept:
            raise NoRoom

    def refuse_sum(self, taken: int) -> None:
        """Raises NoRoom if all drafts would take so many bytes."""
        if taken > self._most:
            raise NoRoom

    def refuse_typing(self) -> None:
        """Raises NoRoom when the disk is so full that deleting could fail."""
        if self._free() < self._kept // _LAST_PART:
            raise NoRoom

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free
