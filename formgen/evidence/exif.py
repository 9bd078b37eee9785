"""What a camera writes beside the picture: where and when it was taken. It is not handed in."""

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
# Exif and XMP, Photoshop's records, and comments. Colour profiles and Adobe's colour mark stay.
_TOLD = {0xE1, 0xED, 0xFE}
_ALONE = {*range(0xD0, 0xD9), 0x01}


def without_metadata(jpeg: bytes) -> bytes:
    """The JPEG with the very same picture, and nothing said about place, time and camera.

    Raises ValueError for what is no JPEG.

    >>> without_metadata(bytes.fromhex("ffd8 ffe1 0004 4750 fffe 0003 41 ffda 0002 11 ffd9")).hex(" ", 2)
    'ffd8 ffda 0002 11ff d9'
    """
    if jpeg[:2] != bytes((0xFF, _START)):
        raise ValueError("no JPEG")
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker in {_SCAN, _END}:
            break
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        end = place + 2 if marker in _ALONE else place + 2 + int.from_bytes(jpeg[place + 2 : place + 4])
        if marker not in _TOLD:
            kept.append(jpeg[place:end])
        place = end
    return b"".join((*kept, jpeg[place:]))
