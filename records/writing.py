"""Writing checked records: made where missing, changed where they differ, else left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import Page

from records import pages
from records.adding import add_pages
from records.checking import batches
from records.keys import Keys
from records.registry import Collection, Json
from records.rows import Rows, store, store_one_by_one
from records.tree import Branches

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

    def chunks(self, name: str, records: dict[str, Json]) -> Iterator[dict[str, Json]]:
        """Yield the records in chunks; what others lie below comes before them."""
        collection = self.keys.registry.get(name)
        if not collection.is_tree:
            yield from batches(records, CHUNK)
            return
        for level in Branches(collection, records, self.keys).levels():
            yield from batches(level, CHUNK)
            self.keys.forget(name)

    def out_of_order(self, name: str, records: dict[str, Json]) -> set[str]:
        """Return which records are to stand elsewhere among their siblings; reads only."""
        collection = self.keys.registry.get(name)
        if not collection.is_tree:
            return set()
        return set(Branches(collection, records, self.keys).out_of_order())

    def arrange(self, name: str, records: dict[str, Json]) -> set[str]:
        """Put siblings into the files' order; return which were moved."""
        collection = self.keys.registry.get(name)
        if not collection.is_tree:
            return set()
        self.current = (name, "-")
        return Branches(collection, records, self.keys).arrange()

    def differing(self, name: str, records: dict[str, Json]) -> set[str]:
        """Return which records of a chunk are on the site and differ; reads only."""
        found = self._find(self.keys.registry.get(name), records)
        return {work.instance.record_id for work in found}

    def complete(self, name: str, records: dict[str, Json]) -> set[str]:
        """Bring the records of a chunk to what the files say; return which were written."""
        collection = self.keys.registry.get(name)
        with translation.override(settings.LANGUAGE_CODE):
            found = self._find(collection, records)
            if issubclass(collection.model, Page):
                self._write_pages(collection, found)
            else:
                self._write_entries(collection, found)
        return {work.instance.record_id for work in found}

    def _find(self, collection: Collection, records: dict[str, Json]) -> list[_Work]:
        stored: Any = collection.model._default_manager.filter(record_id__in=list(records))
        found = []
        for instance in stored.order_by("pk").prefetch_related(*collection.prefetch):
            given = pages.as_last_written(collection, instance)
            current = collection.read(given, self.keys)
            record = collection.wanted(records[given.record_id], current, self.keys)
            names = frozenset(
                name
                for name, field in collection.fields.items()
                if record.get(name) != current.get(name) and not field.stands_apart
            )
            is_new = (collection.name, given.record_id) in self._new
            if names or is_new or self._replaces_draft(given, record):
                found.append(_Work(given, record, names, is_new))
        return found

    def _replaces_draft(self, instance: Any, record: Json) -> bool:
        if not self.replace_drafts or record.get("draft") or not isinstance(instance, Page):
            return False
        return bool(instance.has_unpublished_changes or not instance.live)

    def _write_pages(self, collection: Collection, found: list[_Work]) -> None:
        parents = pages.Parents(self.keys)
        self._move(collection, found, parents)
        content = [work for work in found if self._touches_page(collection, work)]
        self._write_rows(collection, found)
        online = [work for work in content if not work.record.get("draft")]
        pages.publish(
            [work.instance for work in online],
            created=[work.instance.pk for work in online if work.is_new],
        )
        for work in content:
            if work.record.get("draft"):
                self.current = (collection.name, work.instance.record_id)
                pages.keep_draft(work.instance, is_new=work.is_new)

    def _move(self, collection: Collection, found: list[_Work], parents: pages.Parents) -> None:
        publisher = collection.publisher
        for work in found:
            if publisher and publisher.name in work.fields:
                self.current = (collection.name, work.instance.record_id)
                pages.move(work.instance, parents.key_of(collection, work.record))
                self.keys.forget(collection.name)
        if collection.is_tree:  # whoever lies below what was moved has gone with it
            for work in found:
                work.instance.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])

    def _touches_page(self, collection: Collection, work: _Work) -> bool:
        """Whether more differs than what belongs to the office and never rides in a revision."""
        if work.is_new or not work.fields or self._replaces_draft(work.instance, work.record):
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
