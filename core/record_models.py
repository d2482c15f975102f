"""Which model holds which collection."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps

from core.base import RecordPage, RegisterEntry
from core.record import Record


@cache
def record_models() -> dict[str, Any]:
    """All record models by collection (system check core.E002 keeps the names unique)."""
    return {
        model.collection: model
        for model in apps.get_models()
        if issubclass(model, RecordPage | RegisterEntry)
    }


def find_record(key: str) -> Record | None:
    """Return the record `<collection>/<id>`, drafts included, or None."""
    collection, _, record_id = key.partition("/")
    model = record_models().get(collection)
    if model is None:
        return None
    return model.objects.filter(record_id=record_id).first()
