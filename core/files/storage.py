"""Where uploads are kept: every file in a folder of its own whose name nobody can guess."""

from __future__ import annotations

import base64
import posixpath
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.crypto import salted_hmac

BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
#: what an import put before a name: 16 digits of the file's SHA-256
_DIGEST = re.compile(r"[0-9a-f]{16}-(?=.)", re.ASCII)


def is_hidden(name: str) -> bool:
    """Tell whether a stored name has a folder that nobody can guess."""
    return _TOKEN.fullmatch(posixpath.basename(posixpath.dirname(name))) is not None


def hidden_name(name: str, *, longest: int) -> str:
    """Return the name that a file called `name` gets when it is moved into a folder of its own.

    Always the same one, so that a move that was cut short can be taken up again, and so that the
    old address of a public picture, in mails that were sent, still leads to it.
    """
    folder, base = posixpath.split(name)
    digest = salted_hmac("core.storage", name, algorithm="sha256").digest()
    start = f"{folder}/{_text(digest[:BYTES])}/"
    if len(start) + len(base) > longest:
        base = _DIGEST.sub("", base)
    root, extension = posixpath.splitext(base)
    return f"{start}{root[: longest - len(start) - len(extension)]}{extension}"


def _text(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


class HiddenFileStorage(FileSystemStorage):
    """Keeps `documents/leaflet.pdf` as `documents/<128 random bits>/leaflet.pdf`.

    The address is what a browser would ask for; whether it gets the file is decided by
    `core.files.serving`.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Put a folder before the last part of `name`."""
        folder, base = posixpath.split(str(name).replace("\\", "/"))
        if base.startswith("."):  # of “🎉.png” nothing else is left, and no proxy gives such a name
            base = f"file{base}"
        if is_hidden(f"{folder}/{base}"):
            folder = posixpath.dirname(folder)
        hidden = posixpath.join(folder, secrets.token_urlsafe(BYTES), base)
        return super().get_available_name(hidden, max_length=max_length)

    def delete(self, name: str) -> None:
        """Delete a file, and its folder with it."""
        super().delete(name)
        if is_hidden(name):
            with suppress(OSError):  # not empty, or gone
                Path(self.path(name)).parent.rmdir()

    def overwrite(self, name: str, content: bytes) -> None:
        """Give a stored file other content at once, under its own name. Raises OSError."""
        target = Path(self.path(name))
        part = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            part.write_bytes(content)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def copy(self, name: str, new: str) -> None:
        """Copy a file to exactly that name; it is there whole or not at all. Raises OSError."""
        source, target = Path(self.path(name)), Path(self.path(new))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            shutil.copy(source, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
