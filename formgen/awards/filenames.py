"""File names that every system takes, Windows too.

>>> safe('甲/乙:"丙"?'), safe("CON"), safe("末尾. "), safe("")
('甲_乙__丙__', '_CON', '末尾', '_')
"""

import re

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
# A Linux file name has 255 bytes, a Windows path some 260 characters in all.
MOST_BYTES = 180


def safe(name: str) -> str:
    """`name` as a file name without its ending."""
    text = "".join(character if character.isprintable() else "_" for character in _FORBIDDEN.sub("_", name))
    text = text.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .\u3000")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text
