"""A source without a model: tests change its records as they like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Model

from core.i18n import Localised
from core.showing.cards import Card
from search.entry import SearchEntry
from search.query import SearchQuery
from search.sources.registry import SearchSource
from search.state.index_state import touch


class FakeSource(SearchSource):
    """Records by id; what is in `broken` raises when its entry is built."""

    collection = "practices"

    def __init__(self, *entries: SearchEntry) -> None:
        self.records = {entry.record_id: entry for entry in entries}
        self.broken: set[str] = set()

    def put(self, *entries: SearchEntry) -> None:
        """Publish records as an editor would: change and touch."""
        self.records |= {entry.record_id: entry for entry in entries}
        touch(entry.key for entry in entries)

    def unpublish(self, record_id: str) -> None:
        """Take a record from the public, and touch it."""
        del self.records[record_id]
        touch([f"{self.collection}/{record_id}"])

    def keys(self) -> Iterable[str]:
        return sorted(entry.key for entry in self.records.values())

    def entries(self, ids: Collection[str]) -> Iterable[SearchEntry]:
        for record_id in ids:
            if record_id in self.broken:
                raise ValueError(f"{record_id} is broken")
            if record_id in self.records:
                yield self.records[record_id]

    def dependents(self, instance: Model) -> Iterable[str]:
        return []

    def matching(self, query: SearchQuery) -> Sequence[str]:
        return [
            record_id
            for record_id, entry in sorted(self.records.items())
            if set(query.values("country")) <= set(entry.countries)
            and query.text.lower() in entry.title_in("en").lower()
        ]

    def cards(self, ids: Collection[str], language: str) -> Mapping[str, Card]:
        found = [self.records[record_id] for record_id in ids if record_id in self.records]
        return {
            entry.key: Card(
                key=entry.key,
                collection=self.collection,
                kind_label="Practice",
                url=f"/{language}/{entry.key}/",
                title=Localised(entry.title_in(language), language, language),
                summary=Localised(None, None, language),
            )
            for entry in found
        }
