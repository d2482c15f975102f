"""What the fields of the format ask of the site's records and files; `keys.py` answers."""

from __future__ import annotations

from typing import Any, Protocol

from wagtail.models import Page


class FileLookup(Protocol):
    """Images and documents by the name the format gives them."""

    def name_of(self, sort: str, stored: Any) -> str:
        """Return the format's name of an Image or Document."""

    def name_of_key(self, sort: str, key: int) -> str | None:
        """Return the format's name of the image or document with this key, None without one."""

    def find(self, sort: str, name: str) -> int | None:
        """Return the key of the image or document of this name, None if there is none."""

    def name_here(self, sort: str, name: str) -> str:
        """Return the name that a file has here: cleaning changed its digest."""

    def path_of(self, sort: str, name: str) -> str | None:
        """Return under which name the storage keeps a file, None if it isn't there."""

    def as_stored(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a record with the names its files have here."""


class Lookup(Protocol):
    """Records by id and by primary key. An export's knows only those that are exported."""

    @property
    def media(self) -> FileLookup:
        """The files."""

    def find(self, collection: str, record_id: str) -> int | None:
        """Return a record's primary key, None if there is no such record."""

    def id_of(self, collection: str, key: int) -> str | None:
        """Return the id of the record with this primary key, None if it doesn't count."""

    def id_above(self, collection: str, page: Page) -> str | None:
        """Return the id of the record that is the page's parent, None if that is another page."""

    def place_of(self, collection: str, record_id: str) -> int | None:
        """Return where a record stands among its siblings, from 1; None if it doesn't count."""

    def name_of_page(self, key: int) -> str | None:
        """Return `<collection>/<id>` of a page, or a collection's name for the page it lies in."""

    def page_named(self, name: str) -> int | None:
        """Return the primary key of the page that `name_of_page` calls so."""

    def scheme_of(self, key: int) -> str:
        """Return a concept's scheme."""
