"""Picture files without a byte that isn't the picture: what is kept is named, the rest falls.

Works on bytes and touches no pixel. JPEG, PNG and WebP: the three formats that are stored. What
follows the end of a picture (a phone's short film, a second picture) isn't part of it. Each
function raises ValueError where a file isn't built as its format says.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_JPEG, _PNG, _RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
#: A JPEG file's plain header, as the format's own standard has it, without a small picture.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"  # and how colours are written
_EXIF_TURN = (  # EXIF with one tag, 0x0112: which side is up
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
)
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_WEBP_KEPT = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH")
_WEBP_ALPHA = 0x10  # the one flag of VP8X that says something of the pixels
_SCAN, _END = 0xDA, 0xD9
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE


def strip(data: bytes, *, turn: int = 1) -> bytes:
    """Return the picture alone. Raises ValueError for another format or a damaged file.

    `turn` (1 to 8) is written into a JPEG as the way it is to be held, and nothing beside it: for
    pictures inside documents, whose pixels nobody may turn.
    """
    if data.startswith(_JPEG):
        return _strip_jpeg(data, turn)
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(_RIFF) and data[8:12] == b"WEBP":
        return _strip_webp(data)
    raise ValueError("neither JPEG, PNG nor WebP")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a JPEG file up to its end: marker and the whole part, its scan included."""
    at = 2
    while True:
        start = at
        while at < len(data) - 1 and data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1  # filling
            start = at
        if at + 2 > len(data) or data[at] != 0xFF:
            raise ValueError("JPEG: no marker where one belongs")
        marker = data[at + 1]
        if marker == _END:
            return
        if at + 4 > len(data):
            raise ValueError("JPEG: cut off")
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == _SCAN:
            at = _end_of_scan(data, at)
        if at > len(data):
            raise ValueError("JPEG: cut off")
        yield marker, data[start:at]


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("JPEG: a scan without an end")
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _strip_jpeg(data: bytes, turn: int) -> bytes:
    head, body = b"", []
    for marker, segment in _segments(data):
        if marker == 0xE0 and segment[4:9] == b"JFIF\x00":
            head = _JFIF
        elif marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
            body.append(_ADOBE + segment[15:16])
        elif marker not in _APPLICATION and marker != _COMMENT:
            body.append(segment)
    if turn != 1:
        head += _EXIF_TURN + struct.pack(">HHI", turn, 0, 0)
    return b"".join([b"\xff\xd8", head, *body, b"\xff\xd9"])


def _strip_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        if at + 12 > len(data):
            raise ValueError("PNG: cut off")
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise ValueError("PNG: cut off")
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _strip_webp(data: bytes) -> bytes:
    kept, at = [], 12
    last = min(len(data), 8 + struct.unpack("<I", data[4:8])[0])
    while at + 8 <= last:
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise ValueError("WebP: cut off")
        if name == b"VP8X" and content:
            content = bytes([content[0] & _WEBP_ALPHA]) + content[1:]
        if name in _WEBP_KEPT:
            kept.append(name + struct.pack("<I", length) + content + b"\x00" * (length % 2))
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    if not any(part[:4] in (b"VP8 ", b"VP8L") for part in kept):
        raise ValueError("WebP: no picture in it")
    return _RIFF + struct.pack("<I", len(body)) + body
