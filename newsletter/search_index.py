"""What of the newsletter's issues can be searched: their own words, not those of other things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model
from typing_extensions import override

from core.i18n import texts_of
from newsletter.composition.plain import in_prose
from newsletter.models import IssueBlock, IssuePage
from search.entry import SearchEntry
from search.sources.model_source import Batch, ModelSource
from search.sources.registry import register


class IssueSource(ModelSource[IssuePage]):
    """Issues of the newsletter, in the languages they come out in."""

    model = IssuePage
    models = (IssuePage,)
    summary = ("preheader", "intro")
    dated_by = "date"

    def batch(self, records: Sequence[IssuePage]) -> Batch:
        """What the office wrote into the blocks. One query."""
        found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        rows = IssueBlock.objects.filter(page__in=[record.pk for record in records])
        for row in rows.order_by("page", "sort_order", "pk"):
            for field in ("heading", "text"):
                for language, text in texts_of(row, field).items():
                    found[row.page_id][language].append(text)
        texts = {pk: {c: "\n\n".join(parts) for c, parts in t.items()} for pk, t in found.items()}
        return replace(super().batch(records), texts=texts)

    @override
    def entry(self, record: IssuePage, batch: Batch) -> SearchEntry:
        """Without markup, in the languages the issue comes out in."""
        entry = super().entry(record, batch)
        comes_in = record.working_languages()
        texts = (entry.title, entry.summary, entry.body)
        title, summary, body = (
            {code: text for code, text in each.items() if code in comes_in} for each in texts
        )
        return replace(entry, title=title, summary=in_prose(summary), body=in_prose(body))

    @override
    def describe(self, record: IssuePage, batch: Batch) -> dict[str, Any]:
        del batch
        return {
            "names": (str(record.number),),
            "year": record.date.year,
            "date": record.date.isoformat(),
        }

    @override
    def dependents(self, instance: Model) -> Iterable[str]:
        return [instance.key] if isinstance(instance, IssuePage) and instance.record_id else []


register(IssueSource())
