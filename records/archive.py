"""The files that records name: in the folder of a JSON file, or in a zip with `records.json`."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from core.files.intake.packed import BROKEN_ZIP

RECORDS = "records.json"
FILE_NAME = re.compile(r"files/([0-9a-f]{16})-([A-Za-z0-9][A-Za-z0-9._-]{0,59})", re.ASCII)
"""`files/<first 16 digits of the SHA-256>-<name>`; plain names, which every storage keeps."""

MAX_FILE = 100 * 1024 * 1024
MAX_UNPACKED = 2 * 1024 * 1024 * 1024


class Unreadable(Exception):
    """A file can't be read; `where` is its line and column, or `-`."""

    def __init__(self, message: str, where: str = "-") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


class Attachments(Protocol):
    """Where the files that records name come from."""

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one. Raises Unreadable."""


@dataclass
class Folder:
    """The folder a JSON file stands in; None has no files."""

    path: Path | None

    def has(self, name: str) -> bool:
        """A regular file with a plain name; links don't count, wherever they lead."""
        found = self._find(name)
        return found is not None and found.is_file()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one. Raises Unreadable."""
        found = self._find(name)
        if found is None:
            raise Unreadable("no such file")
        try:
            with found.open("rb") as stream:
                yield stream
        except OSError as error:
            raise Unreadable(error.strerror or "can't be read") from error

    def _find(self, name: str) -> Path | None:
        if self.path is None or not FILE_NAME.fullmatch(name):
            return None
        found = self.path / name
        return None if found.is_symlink() or found.parent.is_symlink() else found


@dataclass
class Archive:
    """A zip with `records.json` and `files/…`; anything else in it is refused."""

    zip: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    @classmethod
    def open_zip(cls, path: Path) -> Archive:
        """Open a zip and check its list of entries. Raises Unreadable."""
        try:
            archive = cls(zipfile.ZipFile(path))
        except BROKEN_ZIP as error:
            raise Unreadable(f"not a zip file ({error})") from error
        unpacked = 0
        for info in archive.zip.infolist():
            if info.is_dir() and info.filename == "files/":
                continue
            archive._admit(info)
            unpacked += info.file_size
        if unpacked > MAX_UNPACKED:
            raise Unreadable(f"unpacked larger than {MAX_UNPACKED // 1024 // 1024} MiB")
        if RECORDS not in archive.members:
            raise Unreadable(f"there is no {RECORDS} in it")
        return archive

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        if name != RECORDS and not FILE_NAME.fullmatch(name):
            raise Unreadable(f"{name}: expected {RECORDS} or files/<digest>-<name>")
        if name in self.members:
            raise Unreadable(f"{name} stands twice in it")
        mode = info.external_attr >> 16
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            raise Unreadable(f"{name} is not a plain file")
        self.members[name] = info

    def records(self, limit: int) -> bytes:
        """Return the content of `records.json`. Raises Unreadable beyond `limit` bytes."""
        with self.open(RECORDS) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise Unreadable(f"{RECORDS} is larger than {limit // 1024 // 1024} MiB")
        return content

    def has(self, name: str) -> bool:
        """Tell whether there is such an entry."""
        return name in self.members

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open an entry. Raises Unreadable."""
        if name not in self.members:
            raise Unreadable("no such file")
        try:
            with self.zip.open(self.members[name]) as stream:
                yield stream
        except BROKEN_ZIP as error:
            raise Unreadable(f"{name} can't be unpacked ({error})") from error


def digest(stream: IO[bytes], *, limit: int = MAX_FILE) -> str:
    """Return the first 16 hexadecimal digits of a stream's SHA-256.

    Raises Unreadable beyond `limit` bytes, so a small zip can't unpack without end.
    """
    sha, size = hashlib.sha256(), 0
    while block := stream.read(1024 * 1024):
        size += len(block)
        if size > limit:
            raise Unreadable(f"larger than {limit // 1024 // 1024} MiB")
        sha.update(block)
    return sha.hexdigest()[:16]
