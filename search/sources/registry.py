"""Where each application says what of its records can be searched. `search` knows no domain model.

class PracticeSource(SearchSource):
    collection = "practices"
    …

register(PracticeSource())        # in <app>/search_index.py (core.discovery)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from core.kinds import COLLECTIONS, kinds
from core.showing.cards import Card
from search.entry import SearchEntry
from search.models import Concept
from search.query import SearchQuery


class SearchSource(ABC):
    """One collection's side of the search. Ids are record ids (strings).

    Every method but `dependents` reads through the public gate and makes a number of database
    queries that doesn't depend on the number of ids.
    """

    collection: ClassVar[str]
    #: models whose saving or deletion may change an entry of this collection
    models: ClassVar[tuple[type[Model], ...]] = ()

    @abstractmethod
    def keys(self) -> Iterable[str]:
        """Keys of all public records, `<collection>/<id>`, sorted."""

    @abstractmethod
    def entries(self, ids: Collection[str]) -> Iterable[SearchEntry]:
        """Entries of those of the records that are public; others are left out."""

    @abstractmethod
    def dependents(self, instance: Model) -> Iterable[str]:
        """Keys whose entry may change because `instance` (of `models`) is saved or deleted."""

    @abstractmethod
    def matching(self, query: SearchQuery) -> Sequence[str]:
        """Ids of public records that match the filters (and roughly the text), in its order."""

    @abstractmethod
    def cards(self, ids: Collection[str], language: str) -> Mapping[str, Card]:
        """Cards by key of those of the records that are public, in a language or a fallback."""

    def appeared(self, query: SearchQuery, *, since: datetime, until: datetime) -> Sequence[str]:
        """Ids of what `matching` finds that became public from `since` until before `until`.

        Newest first. What came back after an absence isn't new. None where that isn't known.
        """
        del query, since, until
        return ()

    def changed(self, ids: Collection[str]) -> Mapping[str, str]:
        """When those of the records that are public last changed: key → ISO time, or ""."""
        return {entry.key: entry.updated for entry in self.entries(ids)}

    def below(self, path: str) -> Iterable[str]:
        """Keys of all records, public or not, below a path of the page tree."""
        del path
        return ()

    def values_of(self, name: str) -> Collection[str]:
        """Values of a filter that `matching` knows in public records; one query at most."""
        del name
        return ()

    def concepts(self) -> Iterable[Concept]:
        """Concepts that public records are tagged with; one query at most."""
        return ()

    def found(
        self, ids: Collection[str], language: str
    ) -> Mapping[str, tuple[Card, SearchEntry | None]]:
        """Cards with their entries, for a page of hits: what `cards` and `entries` say of them."""
        entries = {entry.key: entry for entry in self.entries(ids)}
        cards = self.cards(ids, language)
        return {key: (card, entries.get(key)) for key, card in cards.items()}


_sources: dict[str, SearchSource] = {}
_listeners: list[Callable[[SearchSource], None]] = []


def register(source: SearchSource) -> None:
    """Add a collection. Raises ImproperlyConfigured if it is unknown or there already."""
    if source.collection not in COLLECTIONS:
        raise ImproperlyConfigured(f"{source.collection!r} is no collection that can be searched")
    if source.collection in _sources:
        raise ImproperlyConfigured(f"the collection {source.collection!r} is registered already")
    _sources[source.collection] = source
    for listener in _listeners:
        listener(source)


def on_register(listener: Callable[[SearchSource], None]) -> None:
    """Call `listener` with every source, those already registered included."""
    _listeners.append(listener)
    for source in _sources.values():
        listener(source)


def sources() -> tuple[SearchSource, ...]:
    """All registered sources, in the order of their kinds."""
    names = (kind.collection for kind in kinds())
    return tuple(_sources[name] for name in names if name in _sources)


def source_of(collection: str) -> SearchSource | None:
    """The source of a collection, or None."""
    return _sources.get(collection)


def public_among(keys: Iterable[str]) -> set[str]:
    """Those of the keys whose records are public. One query for each collection among them."""
    found: set[str] = set()
    for collection, ids in by_collection(keys).items():
        source = source_of(collection)
        if source is not None:
            found.update(source.changed(ids))
    return found


def by_collection(keys: Iterable[str]) -> dict[str, list[str]]:
    """Group keys: collection → record ids, in the order given."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        collection, _slash, record_id = key.partition("/")
        groups.setdefault(collection, []).append(record_id)
    return groups
