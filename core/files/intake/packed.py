"""Zip files, which office documents are too: read within bounds, written without their history."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from core.files.intake import refusals

MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
#: what Python says of a zip file that it can't read
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")

Parts = dict[str, bytes]


def unpack(data: bytes, kind: str) -> Parts:
    """Return the entries by name, in their order. Raises ValidationError in words."""
    if not data.startswith(b"PK"):
        raise refusals.not_what_it_says(kind)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse(entries, kind)
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (*BROKEN_ZIP, ValueError, KeyError, OverflowError) as error:
        raise refusals.not_what_it_says(kind) from error
    if any(content.startswith(_PROGRAMS) for content in parts.values()):
        raise refusals.with_program()
    return parts


def _refuse(entries: list[zipfile.ZipInfo], kind: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.with_password()
    size = sum(entry.file_size for entry in entries)
    if size > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        raise refusals.too_large(MOST_UNPACKED // 1024 // 1024)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or not all(map(_stays_inside, names)):
        raise refusals.not_what_it_says(kind)


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def pack(parts: Parts) -> bytes:
    """Return the zip file of the entries: the same bytes for the same parts, all of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            # OpenDocument tells its kind by a first entry that isn't packed
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
