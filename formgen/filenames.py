r"""File names that every system takes, Windows too.

>>> safe('甲/乙:"丙"?'), safe("CON"), safe("末尾. "), safe("")
('甲_乙__丙__', '_CON', '末尾', '_')
>>> ending("甲.DOCX"), ending("甲.檔"), ending("甲.a\0b"), ending("甲." + "x" * 9)
('.docx', '', '', '')
"""

import re
from pathlib import PurePosixPath

_ENDING = re.compile(r"\.[0-9a-z]{1,5}")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
# A Linux file name has 255 bytes, a Windows path some 260 characters in all.
MOST_BYTES = 180


def safe(name: str) -> str:
    """`name` as a file name without its ending."""
    text = "".join(character if character.isprintable() else "_" for character in _FORBIDDEN.sub("_", name))
    text = text.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .\u3000")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text


def ending(name: str) -> str:
    """The ending of a name that came from outside, in small letters; empty if no file of ours can have it."""
    found = PurePosixPath(name).suffix.lower()
    return found if _ENDING.fullmatch(found) else ""
