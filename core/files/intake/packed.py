"""Zip files, which office documents are too: read within bounds, written without their history."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from core.files.intake import refusals

#: Bounds of an upload with all that is packed inside it.
MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MARKUP = 64 * 1024 * 1024
#: tags and attributes, roughly: reading a million takes a second or two
MOST_SIGNS = 3_000_000
#: pixels and blocks of pictures that are gone through one by one
MOST_DRAWN = 64 * 1024 * 1024
#: what Python says of a zip file that it can't read
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")

_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for any amount of memory

Parts = dict[str, bytes]


@dataclass
class Budget:
    """What one upload has taken so far, whatever is packed in whatever inside it."""

    most_unpacked: int = field(default_factory=lambda: MOST_UNPACKED)
    entries: int = 0
    unpacked: int = 0
    markup: int = 0
    signs: int = 0
    drawn: int = 0

    def unpack(self, *, entries: int, size: int) -> None:
        """Count a zip file by its list, before it is unpacked. Raises ValidationError in words."""
        self.entries += entries
        self.unpacked += size
        if self.unpacked > self.most_unpacked or self.entries > MOST_ENTRIES:
            raise refusals.too_large(self.most_unpacked // 1024 // 1024)

    def read(self, markup: bytes) -> None:
        """Count a part before it is read. Raises ValidationError in words."""
        self.markup += len(markup)
        if self.markup > MOST_MARKUP:
            raise refusals.too_large(MOST_MARKUP // 1024 // 1024)
        self.signs += markup.count(b"<") + markup.count(b"=")
        if self.signs > MOST_SIGNS:
            raise refusals.with_hidden_details()

    def draw(self, amount: int) -> None:
        """Count a picture's pixels or bytes before each is looked at. Raises ValidationError."""
        self.drawn += amount
        if self.drawn > MOST_DRAWN:
            raise refusals.with_hidden_details()


def unpack(data: bytes, kind: str, budget: Budget) -> Parts:
    """Return the entries by name, in their order. Raises ValidationError in words."""
    if not data.startswith(b"PK"):
        raise refusals.not_what_it_says(kind)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse(entries, kind, budget)
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (*BROKEN_ZIP, ValueError, KeyError, OverflowError) as error:
        raise refusals.not_what_it_says(kind) from error
    if any(content.startswith(_PROGRAMS) for content in parts.values()):
        raise refusals.with_program()
    return parts


def _refuse(entries: list[zipfile.ZipInfo], kind: str, budget: Budget) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.with_password()
    budget.unpack(entries=len(entries), size=sum(entry.file_size for entry in entries))
    names = [entry.filename for entry in entries]
    known = all(entry.compress_type in _WAYS for entry in entries)
    if not known or len(set(names)) < len(names) or not all(map(_stays_inside, names)):
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
