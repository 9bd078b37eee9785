"""What the system refuses while a command is at work, beside the files that the person named."""

import errno
import tempfile
from pathlib import Path

from formgen.errors import FormgenError, why

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


class NoRoomToWork(FormgenError):
    """暫存資料夾「{folder}」無法使用：{reason}。請清出空間，或用環境變數 TMPDIR 指到別的資料夾。"""


class Stopped(FormgenError):
    """無法完成：{reason}"""


def told(error: OSError) -> FormgenError | None:
    """The fault in our words; None where a file of ours is to blame, which nobody but us can mend.

    A file that is open has no name in its error. What we write is named by its own errors, so the passing files of
    the temporary folder are left.
    """
    folder = _temporary_folder()
    if error.filename is not None and not _is_inside(folder, str(error.filename)):
        return None
    if error.filename is not None or error.errno in _NO_ROOM or not folder:
        return NoRoomToWork(folder=folder or "TMPDIR", reason=why(error))
    return Stopped(reason=why(error))


def _temporary_folder() -> str:
    """The folder that Python chose; empty if there is none to be had."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return ""


def _is_inside(folder: str, file: str) -> bool:
    return bool(folder) and Path(file).absolute().is_relative_to(Path(folder).absolute())
