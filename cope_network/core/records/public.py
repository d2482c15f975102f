"""What a public export leaves out: remarks, private contacts, suspended organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cope_network.core.records.registry import Collection, Json, registry


def live_records(collection: Collection) -> QuerySet[Any]:
    """The records that an export holds: live pages, all register entries."""
    manager: Any = collection.model._default_manager
    return manager.for_public()


def public_records(collection: Collection) -> QuerySet[Any]:
    """The records that everybody may download: live ones, without suspended organisations.

    What a suspended organisation publishes goes with it.
    """
    found: QuerySet[Any] = live_records(collection)
    if not issubclass(collection.model, Page):
        return found
    for path in _suspended_paths():
        found = found.exclude(path__startswith=path)
    return found


def _suspended_paths() -> list[str]:
    organisations = registry().get("organisations").model._default_manager
    suspended = organisations.filter(memberships__status="suspended")
    return list(suspended.exclude(memberships__status="active").values_list("path", flat=True))


def public_record(collection: Collection, instance: Any, record: Json) -> Json:
    """Return the record without the private fields that its page doesn't show."""
    hidden = collection.private - collection.shown(instance)
    return {name: value for name, value in record.items() if name not in hidden}
