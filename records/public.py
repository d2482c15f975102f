"""What a public export leaves out: what isn't public on the site, remarks, private contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from records.registry import Collection, Json


def live_records(collection: Collection) -> QuerySet[Any]:
    """The records that a whole export holds: live pages, all register entries.

    Of the office's pages the drafts, too: without them the pages below would lie elsewhere.

    Suspended organisations are among them: this isn't for readers.
    """
    if collection.held is not None:
        return collection.held()
    found: QuerySet[Any] = collection.model._default_manager.all()
    if collection.holds_drafts or not issubclass(collection.model, Page):
        return found
    return found.filter(live=True)


def public_records(collection: Collection) -> QuerySet[Any]:
    """The records that everybody may download: those that pass the public gate."""
    manager: Any = collection.model._default_manager
    if collection.is_offices:
        nobodys: QuerySet[Any] = manager.none()
        return nobodys
    found: QuerySet[Any] = manager.for_public()
    return found


def public_record(collection: Collection, instance: Any, record: Json) -> Json:
    """Return the record without what is the office's own or isn't shown on its page."""
    hidden = collection.private - collection.shown(instance)
    shown = collection.for_everybody(collection.public(record))
    return {name: value for name, value in shown.items() if name not in hidden}
