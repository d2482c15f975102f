"""Writing checked records: made where missing, changed where they differ, else left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import Page

from records import pages
from records.adding import add_pages
from records.keys import Keys
from records.registry import Collection, Json
from records.rows import Rows, store, store_one_by_one

CHUNK = 200
"""So many records are held in memory at once."""


@dataclass(slots=True)
class _Work:
    """One record that is to be written, and the fields in which it differs."""

    instance: Any
    record: Json
    fields: frozenset[str]
    is_new: bool


class Writer:
    """Writes the records of an import; `current` is the one at hand, for error messages.

    First every missing record is made with what stands in its own columns, so that references
    can point in circles; then each is completed.
    """

    def __init__(self, keys: Keys, *, replace_drafts: bool) -> None:
        self.keys = keys
        self.replace_drafts = replace_drafts
        self.current = ("-", "-")
        self._new: set[tuple[str, str]] = set()

    def create_missing(self, name: str, records: dict[str, Json]) -> int:
        """Make the records of a chunk that the site hasn't got yet; return how many."""
        collection = self.keys.registry.get(name)
        missing = [record_id for record_id in records if not self.keys.has(name, record_id)]
        parents = pages.Parents(self.keys)
        new_pages = []
        with translation.override(settings.LANGUAGE_CODE):
            for record_id in missing:
                self.current = (name, record_id)
                record = collection.normal(records[record_id])
                instance = self._filled(collection, record)
                if isinstance(instance, Page):
                    new_pages.append((instance, parents.key_of(collection, record)))
                else:
                    instance.save()
                self._new.add((name, record_id))
            if new_pages:
                add_pages(new_pages)
        return len(missing)

    def _filled(self, collection: Collection, record: Json) -> Any:
        """Return a new instance with what stands in the record's own columns."""
        instance: Any = collection.model()
        for field_name, field in collection.fields.items():
            if field.rows_of is None:
                field.write(instance, record.get(field_name), keys=self.keys, rows=Rows())
        return instance

    def differing(self, name: str, records: dict[str, Json]) -> int:
        """Count the records of a chunk that are on the site and differ; reads only."""
        return len(self._find(self.keys.registry.get(name), records))

    def complete(self, name: str, records: dict[str, Json]) -> int:
        """Bring the records of a chunk to what the files say; return how many were written."""
        collection = self.keys.registry.get(name)
        with translation.override(settings.LANGUAGE_CODE):
            found = self._find(collection, records)
            if issubclass(collection.model, Page):
                self._write_pages(collection, found)
            else:
                self._write_entries(collection, found)
        return len(found)

    def _find(self, collection: Collection, records: dict[str, Json]) -> list[_Work]:
        stored = collection.model._default_manager.filter(record_id__in=list(records))
        found = []
        for instance in stored.order_by("pk").prefetch_related(*collection.prefetch):
            given: Any = instance
            record = collection.normal(self.keys.media.as_stored(records[given.record_id]))
            current = collection.read(given, self.keys)
            names = frozenset(
                name for name in collection.fields if record.get(name) != current.get(name)
            )
            is_new = (collection.name, given.record_id) in self._new
            if names or is_new or self._replaces_draft(given):
                found.append(_Work(given, record, names, is_new))
        return found

    def _replaces_draft(self, instance: Any) -> bool:
        if not self.replace_drafts or not isinstance(instance, Page):
            return False
        return bool(instance.has_unpublished_changes or not instance.live)

    def _write_pages(self, collection: Collection, found: list[_Work]) -> None:
        parents = pages.Parents(self.keys)
        self._move(collection, found, parents)
        content = [work for work in found if self._touches_page(collection, work)]
        self._write_rows(collection, found)
        pages.publish(
            [work.instance for work in content],
            created=[work.instance.pk for work in content if work.is_new],
        )

    def _move(self, collection: Collection, found: list[_Work], parents: pages.Parents) -> None:
        publisher = collection.publisher
        for work in found:
            if publisher and publisher.name in work.fields:
                self.current = (collection.name, work.instance.record_id)
                pages.move(work.instance, parents.key_of(collection, work.record))

    def _touches_page(self, collection: Collection, work: _Work) -> bool:
        """Whether more differs than what belongs to the office and never rides in a revision."""
        if work.is_new or not work.fields or self._replaces_draft(work.instance):
            return True
        relations = (collection.fields[name].rows_of for name in work.fields)
        return any(relation is None or relation.in_revision for relation in relations)

    def _write_entries(self, collection: Collection, found: list[_Work]) -> None:
        self._write_rows(collection, found)
        for work in found:
            self.current = (collection.name, work.instance.record_id)
            work.instance.save()
            action = "wagtail.create" if work.is_new else "wagtail.edit"
            log(instance=work.instance, action=action, content_changed=True)

    def _write_rows(self, collection: Collection, found: list[_Work]) -> None:
        in_pages = []
        for work in found:
            self.current = (collection.name, work.instance.record_id)
            aside, inside = self._fill(collection, work)
            store_one_by_one(work.instance, aside)
            in_pages.append((work.instance, inside))
        store(in_pages)

    def _fill(self, collection: Collection, work: _Work) -> tuple[Rows, Rows]:
        """Fill the columns that differ; return the ordinary rows and those of the page."""
        aside, inside = Rows(), Rows()
        changed = {collection.fields[name].rows_of for name in work.fields}
        for name, field in collection.fields.items():
            relation = field.rows_of
            if name in work.fields or (relation is not None and relation in changed):
                rows = inside if relation is None or relation.in_revision else aside
                field.write(work.instance, work.record.get(name), keys=self.keys, rows=rows)
        return aside, inside
