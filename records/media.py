"""Images and documents by the name the format gives them: `files/<digest>-<name>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.files.intake.guard import Arrival, clean, note_received
from records.archive import FILE_NAME, Unreadable, digest
from records.place import FileUse

IMAGES, DOCUMENTS = "images", "documents"
_ROWS: dict[str, type[models.Model]] = {}
_LONGEST = 60
_PREFIX = re.compile(r"([0-9a-f]{16})-(.+)", re.ASCII)
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]", re.ASCII)


class Media:
    """The files of images and documents on this site.

    A file gets its digest when it is exported. It has a folder of its own on the disk, so its name
    survives every journey. Imports once stored `<digest>-<name>`; that digest isn't said twice.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, int], str] = {}
        self._keys: dict[tuple[str, str], int | None] = {}
        self._arrived: dict[tuple[str, str], str] = {}
        self._become: dict[tuple[str, str], str] = {}

    def name_of(self, sort: str, stored: Any) -> str:
        """Return the format's name of an Image or Document."""
        place = (sort, stored.pk)
        if place not in self._names:
            self._names[place] = _name(stored)
            self._keys.setdefault((sort, self._names[place]), stored.pk)
        return self._names[place]

    def find(self, sort: str, name: str) -> int | None:
        """Return the key of the image or document of this content and name, now or when it came."""
        if (sort, name) not in self._keys:
            self._keys[sort, name] = self._search(sort, name)
        return self._keys[sort, name]

    def _search(self, sort: str, name: str) -> int | None:
        found = FILE_NAME.fullmatch(name)
        if found is None:
            return None
        rows = model_of(sort)._default_manager.order_by("pk")
        wanted = {name, self._become.get((sort, name), name)}
        for stored in rows.filter(file__regex=_as_stored_name(found[2])):
            if self.name_of(sort, stored) in wanted:
                return int(stored.pk)
        for stored in rows.filter(intake__digest=found[1]) if sort not in _ROWS else ():
            if _stem(self.name_of(sort, stored)) == _stem(name):
                return int(stored.pk)
        return None

    def as_stored(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a record with the names its files have here: cleaning changed their digests."""
        renamed = dict(record)
        for field, sort in (("images", IMAGES), ("files", DOCUMENTS)):
            if rows := record.get(field):
                renamed[field] = [
                    {**row, "file": self.name_here(sort, row["file"])} for row in rows
                ]
        return renamed

    def name_here(self, sort: str, name: str) -> str:
        """Return the name that a file has here: cleaning changed its digest."""
        key = self.find(sort, name)
        return (None if key is None else self.name_of_key(sort, key)) or name

    def name_of_key(self, sort: str, key: int) -> str | None:
        """Return the format's name of the image or document with this key, None without one."""
        if (sort, key) not in self._names:
            stored = model_of(sort)._default_manager.filter(pk=key).first()
            return None if stored is None else self.name_of(sort, stored)
        return self._names[sort, key]

    def path_of(self, sort: str, name: str) -> str | None:
        """Return under which name the storage keeps a file, None if it isn't there."""
        if (sort, name) in self._arrived:
            return self._arrived[sort, name]
        key = self.find(sort, name)
        stored: Any = model_of(sort)._default_manager.filter(pk=key).first()
        return None if stored is None else str(stored.file.name)

    def arrive(self, sort: str, name: str, stored: str) -> None:
        """Note under which name the storage keeps a file that no row knows yet."""
        self._arrived[sort, name] = stored

    def becomes(self, sort: str, name: str, digest_here: str) -> None:
        """Note the digest that a file gets by being cleaned."""
        self._become[sort, name] = f"files/{digest_here}-{name.partition('-')[2]}"

    def forget(self, sort: str, name: str) -> None:
        """Look a file up again when it is next asked for."""
        self._keys.pop((sort, name), None)


def keep_in_rows(sort: str, model: type[models.Model]) -> None:
    """Let files of a sort of their own stand in the `file` of the rows that name them."""
    _ROWS[sort] = model


def _as_stored_name(name: str) -> str:
    """Return a pattern for the names on the disk that `plain` makes this one of."""
    return f"{re.escape(name).replace('_', '.')}$"


def model_of(sort: str) -> type[models.Model]:
    """Return the model that stores images, documents, or files of another sort."""
    if sort in _ROWS:
        return _ROWS[sort]
    return get_image_model() if sort == IMAGES else get_document_model()


def _name(stored: Any) -> str:
    base = PurePosixPath(stored.file.name).name
    prefixed = _PREFIX.fullmatch(base)
    try:
        with stored.file.storage.open(stored.file.name) as stream:
            found = digest(stream)
    except (OSError, Unreadable):
        # The file is gone from the disk: its name is all that is left to tell it by.
        found = prefixed[1] if prefixed else "0" * 16
    if prefixed and prefixed[1] == found:
        base = prefixed[2]
    return f"files/{found}-{plain(base)}"


def _stem(name: str) -> str:
    """What stays of a file's name when it is cleaned: neither its digest nor its kind."""
    return PurePosixPath(name).stem.partition("-")[2]


def plain(name: str) -> str:
    """Return a file's name as the format has it: its last 60 characters, the unusual ones `_`."""
    return _UNUSUAL.sub("_", name)[-_LONGEST:].lstrip("._-") or "file"


class Upload:
    """Puts the files of an import on the disk before its transaction, and takes them back.

    Nothing may touch the disk inside a transaction, and nothing may stay if it fails.
    """

    def __init__(self, media: Media) -> None:
        self.media = media
        self._saved: list[tuple[Storage, str]] = []
        self._waiting: list[tuple[str, str, str, Arrival]] = []

    def save(self, uses: Iterable[FileUse]) -> None:
        """Store the files that the site hasn't got yet, cleaned. Raises Unreadable, OSError."""
        for sort, name in dict.fromkeys((use.sort, use.name) for use in uses):
            if self.media.find(sort, name) is None:
                use = next(use for use in uses if (use.sort, use.name) == (sort, name))
                self._save_one(use)

    def _save_one(self, use: FileUse) -> None:
        instance: Any = model_of(use.sort)()
        storage = instance._meta.get_field("file").storage
        with use.source.attachments.open(use.name) as stream:
            base = PurePosixPath(use.name).name.partition("-")[2]
            file = clean(stream.read(), name=base, picture=use.sort == IMAGES)
        target = instance._meta.get_field("file").generate_filename(instance, file.name)
        stored = storage.save(target, file)
        self._saved.append((storage, stored))
        self._waiting.append((use.sort, use.name, stored, file.arrival))

    def create(self) -> None:
        """Make the images and documents of the saved files, inside the transaction."""
        for sort, name, stored, arrival in self._waiting:
            if sort in _ROWS:
                self.media.arrive(sort, name, stored)
                continue
            title = PurePosixPath(name).name.partition("-")[2]
            instance: Any = model_of(sort)(title=title, file=stored)
            note_received(instance, stored, arrival)
            if sort == IMAGES:
                instance._set_image_file_metadata()  # noqa: SLF001  # as Wagtail's form does
            else:
                instance._set_document_file_metadata()  # noqa: SLF001
            instance.save()
            if sort == IMAGES:  # saving an image makes its renditions
                for made in instance.renditions.all():
                    self._saved.append((made.file.storage, made.file.name))
            self.media.forget(sort, name)

    def undo(self) -> None:
        """Delete what was saved: the import failed."""
        for storage, stored in self._saved:
            storage.delete(stored)
