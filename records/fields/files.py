"""Files that a record names: images and documents."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings

from records.archive import FILE_NAME
from records.fields.base import Field
from records.media import DOCUMENTS, IMAGES
from records.problems import shown

if TYPE_CHECKING:
    from records.lookup import Lookup
    from records.place import RecordPlace
    from records.rows import Rows


class StoredFile(Field):
    """`files/<first 16 digits of the SHA-256>-<name>`, a key to an image or a document."""

    expected = "files/<16 digits of the file's SHA-256>-<name> (letters, digits, . _ -)"
    sort = DOCUMENTS
    allowed_by = "WAGTAILDOCS_EXTENSIONS"

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse other names and types outside the upload rules; note the file for later."""
        if not isinstance(value, str) or not FILE_NAME.fullmatch(value):
            at.refuse(path, f"{shown(value)}, expected {self.expected}")
            return
        allowed = getattr(settings, self.allowed_by)
        if PurePosixPath(value).suffix.lower().lstrip(".") not in allowed:
            at.refuse(path, f"{shown(value)}, expected a file of type {' '.join(allowed)}")
        else:
            at.attach(path, name=value, sort=self.sort)

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The image or document."""
        return (self.attribute,)

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The name of the file behind the key."""
        return keys.media.name_of(self.sort, getattr(instance, self.attribute))

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Set the key."""
        key = None if value is None else keys.media.find(self.sort, value)
        setattr(instance, f"{self.attribute}_id", key)


class ImageFile(StoredFile):
    """An image."""

    sort = IMAGES
    allowed_by = "WAGTAILIMAGES_EXTENSIONS"

    def __init__(self) -> None:
        super().__init__("file", required=True, attribute="image")


class DocumentFile(StoredFile):
    """A document."""

    def __init__(self) -> None:
        super().__init__("file", required=True, attribute="document")


class RowFile(StoredFile):
    """A file that stands in the row itself: nobody else shows it (see `keep_in_rows`)."""

    def __init__(self, sort: str) -> None:
        super().__init__("file", required=True)
        self.sort = sort

    @property
    def prefetch(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def here(self, value: Any, keys: Lookup) -> Any:
        """The name that the file has here."""
        return keys.media.name_here(self.sort, value)

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The name of the row's file."""
        return keys.media.name_of(self.sort, instance)

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Point to the stored file, unless the row has it."""
        if not instance.pk or keys.media.name_of(self.sort, instance) != value:
            instance.file = keys.media.path_of(self.sort, value)
