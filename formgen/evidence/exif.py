"""What a camera writes beside the picture: where and when it was taken. It is not handed in."""

import re

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
# Exif and XMP, Photoshop's records, and comments. Colour profiles and Adobe's colour mark stay.
_TOLD = {0xE1, 0xED, 0xFE}
_ALONE = {*range(0xD0, 0xD9), 0x01}
# The list of a phone's further pictures, which stand behind the first and tell where they were taken too.
_SEVERAL = (0xE2, b"MPF\0")
# In a scan, FF 00 is a dot and FF D0 to FF D7 are places to start again.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_metadata(jpeg: bytes) -> bytes:
    """The JPEG with the very same picture, and nothing said about place, time and camera; the first if it holds several.

    Raises ValueError for what is no JPEG.

    >>> without_metadata(bytes.fromhex("ffd8 ffe1 0004 4750 fffe 0003 41 ffda 0002 1122 ffd9 ffd8")).hex(" ", 2)
    'ffd8 ffda 0002 1122 ffd9'
    """
    if jpeg[:2] != bytes((0xFF, _START)):
        raise ValueError("no JPEG")
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == _END:
            break
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        end = place + 2 if marker in _ALONE else place + 2 + int.from_bytes(jpeg[place + 2 : place + 4])
        is_list = (marker, jpeg[place + 4 : place + 8]) == _SEVERAL
        if marker == _SCAN:
            after = _AFTER_SCAN.search(jpeg, end)
            end = after.start() if after else len(jpeg)
        if marker not in _TOLD and not is_list:
            kept.append(jpeg[place:end])
        place = end
    # What follows the end is no part of the picture.
    is_ended = jpeg[place : place + 2] == bytes((0xFF, _END))
    return b"".join((*kept, jpeg[place : place + 2] if is_ended else jpeg[place:]))
