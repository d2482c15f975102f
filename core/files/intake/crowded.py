"""Pictures built of more parts than any program writes: each costs whoever opens the file time.

A decoder goes over all pixels once for each scan of a JPEG, and looks at every part of a PNG or
WebP. Counted is what decoders would read, by the few bytes that say how long a part is; what isn't
built as its format says counts as far as they follow it.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator

#: Scans of a JPEG; programs write 1 to 18.
MOST_SCANS = 32
#: Parts of any picture; a PNG of ten megabytes in pieces of a kilobyte has ten thousand.
MOST_PARTS = 20_000
#: Colour profiles of a PNG, each unpacked up to a megabyte; the format allows one.
MOST_PROFILES = 4
#: Rows of pixels that a TIFF stores by themselves.
MOST_STRIPS = 20_000
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_SCAN, _END, _ALONE = 0xDA, 0xD9, 0x01


def is_crowded(data: bytes) -> bool:
    """Whether a picture has more parts than it may, as far as its bytes say it."""
    names: Counter[int | bytes] = Counter()
    for count, name in enumerate(_parts(data), start=1):
        names[name] += 1
        if count > MOST_PARTS or names[_SCAN] > MOST_SCANS or names[b"iCCP"] > MOST_PROFILES:
            return True
    return False


def _parts(data: bytes) -> Iterator[int | bytes]:
    if data.startswith(b"\xff\xd8\xff"):
        return _markers(data)
    if data.startswith(b"\x89PNG"):
        return _chunks(data, ">I4s", at=8, more=4)
    if data.startswith(b"RIFF"):
        return _chunks(data, "<4sI", at=12, more=0)
    return iter(())


def _markers(data: bytes) -> Iterator[int]:
    """The markers of a JPEG as libjpeg finds them: what lies between two parts is passed over."""
    at = 2
    while found := _MARKER.search(data, at):
        at, marker = found.end(), found[0][1]
        if marker == _END:
            return
        yield marker
        if marker != _ALONE:
            if len(data) < at + 2:
                return
            at += max(2, *struct.unpack_from(">H", data, at))


def _chunks(data: bytes, form: str, *, at: int, more: int) -> Iterator[bytes]:
    while at + 8 <= len(data):
        first, second = struct.unpack_from(form, data, at)
        name, length = (second, first) if isinstance(first, int) else (first, second)
        yield name
        if name == b"IEND":
            return
        at += 8 + length + (more or length % 2)
