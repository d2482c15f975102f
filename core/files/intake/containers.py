"""Picture files without a byte that isn't the picture: what is kept is named, the rest falls.

Works on bytes and touches no pixel. JPEG, PNG and WebP: the three formats that are stored. What
follows the end of a picture (a phone's short film, a second picture) isn't part of it. Each
function raises ValueError where a file isn't built as its format says.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from math import ceil

_JPEG, _PNG, _RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
#: A JPEG file's plain header, as the format's own standard has it, without a small picture.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"  # and how colours are written
_EXIF_TURN = (  # EXIF with one tag, 0x0112: which side is up
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
)
#: Of the others each stands once, and is no longer than this.
_PNG_KEPT = {b"IHDR": 13, b"PLTE": 768, b"tRNS": 256}
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_PNG_BANDS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by the kind of colours
#: First column and row, and steps between them, of the seven passes of an interlaced picture.
_PNG_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
_WEBP_KEPT = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH")
_WEBP_ALPHA = 0x10  # the one flag of VP8X that says something of the pixels
_SCAN, _END = 0xDA, 0xD9
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
#: What says how the pixels are written: frame, tables for packing and colours, pauses, scan.
_JPEG_KEPT = {*range(0xC0, 0xD0)} - {0xC8} | {_SCAN, 0xDB, 0xDD}
_AT_A_TIME = 1024 * 1024  # bytes of pixels


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


def strip_inside(data: bytes, *, turn: int = 1) -> bytes:
    """As `strip`, for pictures inside documents: many programs forget the mark of a JPEG's end."""
    try:
        return strip(data, turn=turn)
    except ValueError:
        if not data.startswith(_JPEG):
            raise
        return strip(data + b"\xff\xd9", turn=turn)


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
    found = _NEXT.search(data, at)
    if found is None:
        raise ValueError("JPEG: a scan without an end")
    return found.start()


def _strip_jpeg(data: bytes, turn: int) -> bytes:
    head, body = b"", []
    for marker, segment in _segments(data):
        if marker == 0xE0 and segment[4:9] == b"JFIF\x00":
            head = _JFIF
        elif marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
            body.append(_ADOBE + segment[15:16])
        elif marker in _JPEG_KEPT:
            body.append(segment)
    if turn != 1:
        head += _EXIF_TURN + struct.pack(">HHI", turn, 0, 0)
    return b"".join([b"\xff\xd8", head, *body, b"\xff\xd9"])


def _strip_png(data: bytes) -> bytes:
    kept: dict[bytes, bytes] = {}
    pixels: list[bytes] = []
    for name, chunk in _chunks(data):
        if name == b"IDAT":
            pixels.append(chunk[8:-4])
        elif name in _PNG_KEPT:
            if name in kept or len(chunk) > 12 + _PNG_KEPT[name]:
                raise ValueError("PNG: more than belongs there")
            kept[name] = chunk
    header = kept.get(b"IHDR", b"")
    if len(header) != 25:
        raise ValueError("PNG: no header")
    try:
        used = _used(pixels, _bytes_of_pixels(header[8:21]))
    except zlib.error as error:
        raise ValueError("PNG: damaged pixels") from error
    body = [_chunk(b"IDAT", part) for part in used]
    return b"".join([_PNG, *kept.values(), *body, _PNG_END])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file before its end: name and the whole part."""
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name == b"IEND":
            return
        if end > len(data):
            break
        yield name, data[at:end]
        at = end
    raise ValueError("PNG: cut off")


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _used(parts: list[bytes], size: int) -> list[bytes]:
    """The parts of packed pixels up to where the packing ends; `size` is that of the pixels."""
    used, unpacked, stream = [], 0, zlib.decompressobj()
    for part in parts:
        rest = part
        while rest and not stream.eof:
            unpacked += len(stream.decompress(rest, _AT_A_TIME))
            rest = stream.unconsumed_tail
            if unpacked > size:
                raise ValueError("PNG: more than its pixels")
        used.append(part[: len(part) - len(stream.unused_data)])
        if stream.eof:
            return used
    raise ValueError("PNG: pixels cut off")


def _bytes_of_pixels(header: bytes) -> int:
    """How much the pixels are, by the header: each row has a byte that says how it is written."""
    width, height, bits, colours, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    if colours not in _PNG_BANDS:
        raise ValueError("PNG: no such colours")
    each = bits * _PNG_BANDS[colours]
    if not interlaced:
        return height * (1 + ceil(width * each / 8))
    total = 0
    for left, top, across, down in _PNG_PASSES:
        columns, rows = ceil((width - left) / across), ceil((height - top) / down)
        if columns > 0 and rows > 0:
            total += rows * (1 + ceil(columns * each / 8))
    return total


def _strip_webp(data: bytes) -> bytes:
    kept: dict[bytes, bytes] = {}
    at = 12
    last = min(len(data), 8 + struct.unpack("<I", data[4:8])[0])
    while at + 8 <= last:
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise ValueError("WebP: cut off")
        if name == b"VP8X":
            if length != 10:
                raise ValueError("WebP: no header")
            content = bytes([content[0] & _WEBP_ALPHA, 0, 0, 0]) + content[4:]
        if name in _WEBP_KEPT:
            if name in kept:
                raise ValueError("WebP: more than belongs there")
            kept[name] = name + struct.pack("<I", length) + content + b"\x00" * (length % 2)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept.values())
    if not kept.keys() & {b"VP8 ", b"VP8L"}:
        raise ValueError("WebP: no picture in it")
    return _RIFF + struct.pack("<I", len(body)) + body
