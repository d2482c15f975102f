"""What of the office's own pages can be searched: title, lead and text, without markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model
from typing_extensions import override

from home.models import StandardPage
from newsletter.composition.plain import in_prose
from search.entry import SearchEntry
from search.sources.model_source import Batch, ModelSource
from search.sources.registry import register


class StandardSource(ModelSource[StandardPage]):
    """Pages of the office."""

    model = StandardPage
    models = (StandardPage,)
    summary = ("lead",)

    @override
    def entry(self, record: StandardPage, batch: Batch) -> SearchEntry:
        """Without markup."""
        entry = super().entry(record, batch)
        return replace(entry, body=in_prose(entry.body))

    @override
    def describe(self, record: StandardPage, batch: Batch) -> dict[str, Any]:
        del record, batch
        return {}

    @override
    def dependents(self, instance: Model) -> Iterable[str]:
        """The page, and those below it: they are public only while it is."""
        if not isinstance(instance, StandardPage) or not instance.path:
            return []
        below = self.model.objects.filter(path__startswith=instance.path)
        return self.keyed(below.order_by("path").values_list("record_id", flat=True))


register(StandardSource())
