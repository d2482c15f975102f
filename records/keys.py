"""The site's records by id and by primary key, loaded one collection at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from records.media import Media
from records.registry import Collection, Registry


@dataclass(slots=True)
class _Loaded:
    """What is remembered of one collection: small values only, never instances."""

    by_id: dict[str, int] = field(default_factory=dict)
    by_key: dict[int, str] = field(default_factory=dict)
    by_path: dict[str, str] = field(default_factory=dict)
    schemes: dict[int, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


def every(collection: Collection) -> QuerySet[Any]:
    """All records of a collection, drafts too."""
    return collection.model._default_manager.all()


class Keys:
    """Looks up ids and keys; one query per collection, however many records there are.

    `select` says which records count: all of them for an import, the exported ones for an export.
    """

    def __init__(
        self, registry: Registry, *, select: Callable[[Collection], QuerySet[Any]] = every
    ) -> None:
        self.registry = registry
        self.media = Media()
        self._select = select
        self._loaded: dict[str, _Loaded] = {}
        self._holders: dict[str, int | None] = {}
        self._said: dict[tuple[str, str], dict[str, Any]] = {}

    def has(self, collection: str, record_id: str) -> bool:
        """Tell whether there is such a record."""
        return self.find(collection, record_id) is not None

    def find(self, collection: str, record_id: str) -> int | None:
        """Return a record's primary key, None if there is no such record."""
        return self._of(collection).by_id.get(record_id)

    def id_of(self, collection: str, key: int) -> str | None:
        """Return the id of the record with this primary key, None if it doesn't count."""
        return self._of(collection).by_key.get(key)

    def id_above(self, collection: str, page: Page) -> str | None:
        """Return the id of the record that is the page's parent, None if that is another page."""
        return self._of(collection).by_path.get(page.path[: -page.steplen])

    def paths(self, collection: str) -> dict[str, str]:
        """Return the place in the tree of every page of a collection, by id."""
        return {record_id: path for path, record_id in self._of(collection).by_path.items()}

    def above(self, collection: str) -> dict[str, str | None]:
        """Return the record that each page of a collection lies below, None on top."""
        found = self._of(collection).by_path
        step = Page.steplen
        return {record_id: found.get(path[:-step]) for path, record_id in found.items()}

    def place_of(self, collection: str, record_id: str) -> int | None:
        """Return where a record stands among its siblings, from 1; None if it doesn't count."""
        loaded = self._of(collection)
        if not loaded.places:
            siblings: dict[str, int] = {}
            for path in sorted(loaded.by_path):
                above = path[: -Page.steplen]
                siblings[above] = siblings.get(above, 0) + 1
                loaded.places[loaded.by_path[path]] = siblings[above]
        return loaded.places.get(record_id)

    def name_of_page(self, key: int) -> str | None:
        """Return `<collection>/<id>` of a page, or a collection's name for the page it lies in."""
        for collection in self._page_collections():
            if (record_id := self.id_of(collection.name, key)) is not None:
                return f"{collection.name}/{record_id}"
            if collection.holder and self.holder_of(collection) == key:
                return collection.name
        return None

    def page_named(self, name: str) -> int | None:
        """Return the primary key of the page that `name_of_page` calls so."""
        given, slash, record_id = name.partition("/")
        for collection in self._page_collections():
            if collection.name == given:
                return self.find(given, record_id) if slash else self.holder_of(collection)
        return None

    def _page_collections(self) -> list[Collection]:
        return [entry for entry in self.registry.all() if issubclass(entry.model, Page)]

    def holder_of(self, collection: Collection) -> int | None:
        """Return the key of the page below which records without publisher live, None without."""
        if collection.holder is None:
            return None
        if collection.name not in self._holders:
            pages = collection.holder._default_manager.order_by("path")
            self._holders[collection.name] = pages.values_list("pk", flat=True).first()
        return self._holders[collection.name]

    def scheme_of(self, key: int) -> str:
        """Return a concept's scheme."""
        return self._of("concepts").schemes.get(key, "")

    def scheme_named(self, record_id: str) -> str:
        """Return the scheme of the concept with this id; empty if there is none."""
        key = self.find("concepts", record_id)
        return "" if key is None else self.scheme_of(key)

    def said(self, collection: str, record_id: str, field: str) -> Any:
        """Return what a record says in a field of its own; one query for all of a collection."""
        found = self.registry.get(collection)
        if (collection, field) not in self._said:
            column = found.fields[field].attribute
            rows = self._select(found).values_list("record_id", column)
            self._said[collection, field] = dict(rows)
        return self._said[collection, field].get(record_id)

    def ids(self, collection: str) -> list[str]:
        """Return all ids of a collection, sorted."""
        return sorted(self._of(collection).by_id)

    def forget(self, collection: str) -> None:
        """Load the collection again when it is next asked for: its records have changed."""
        self._loaded.pop(collection, None)
        self._said = {place: said for place, said in self._said.items() if place[0] != collection}

    def _of(self, name: str) -> _Loaded:
        if name not in self._loaded:
            self._loaded[name] = self._load(self.registry.get(name))
        return self._loaded[name]

    def _load(self, collection: Collection) -> _Loaded:
        found = _Loaded()
        extra = {"concepts": ("scheme",)}.get(collection.name, ())
        if collection.is_tree or collection.name == "organisations":
            extra = ("path",)
        rows = self._select(collection).order_by().values_list("pk", "record_id", *extra)
        for key, record_id, *more in rows.iterator():
            found.by_id[record_id] = key
            found.by_key[key] = record_id
            if extra == ("path",):
                found.by_path[more[0]] = record_id
            elif extra == ("scheme",):
                found.schemes[key] = more[0]
        return found
