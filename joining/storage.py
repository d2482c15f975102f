"""Where the files of applications lie: in a folder of their own that no address leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.files.storage import HiddenFileStorage


class ApplicationStorage(HiddenFileStorage):
    """Keeps each file as `<128 random bits>/file.pdf`, and gives none an address."""

    @property
    def base_location(self) -> str:
        """The folder that the settings name, asked anew: tests change it."""
        return str(settings.APPLICATIONS_ROOT)

    @property
    def location(self) -> str:
        """The same, whole."""
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """Raise ValueError: a view gives the file, to whom it asks first."""
        raise ValueError(f"{name} has no address")

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Yield the names of files that were written before `moment`."""
        root = Path(self.location)
        for path in sorted(root.glob("*/*")) if root.is_dir() else ():
            if path.stat().st_mtime < moment.timestamp():
                yield path.relative_to(root).as_posix()


def application_storage() -> ApplicationStorage:
    """The storage of the field, so that no migration names a folder."""
    return ApplicationStorage()


def delete_stored(instance: Any, **kwargs: Any) -> None:
    """Delete the file of a row that is gone, once that is certain."""
    del kwargs
    if instance.file:
        transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


def sweep(known: set[str], *, patience: timedelta = timedelta(days=1)) -> bool:
    """Delete files that no row knows: a process was stopped between row and file."""
    storage = application_storage()
    lost = [n for n in storage.older_than(timezone.now() - patience) if n not in known]
    for name in lost:
        storage.delete(name)
    return bool(lost)
