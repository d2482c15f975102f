"""The generated records as the site's search sees them, read from the database like any others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.app.models import GeneratedRecord
from core.countries import country_name
from core.i18n import current_language, localised
from core.showing.cards import Card
from search.sources.model_source import Batch, ModelSource
from search.sources.registry import register


class GeneratedSource(ModelSource):
    """A collection of its own, in the place of the practices."""

    collection = GeneratedRecord.collection
    model = GeneratedRecord
    models = (GeneratedRecord,)
    summary = ("summary",)
    dated_by = "year"

    def label(self) -> str:
        """See SearchSource.label."""
        return "Generated records"

    def describe(self, record: Any, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe."""
        return {
            "kind": record.kind,
            "names": tuple(record.names),
            "context": (record.organisation_name,),
            "countries": tuple(record.countries),
            "organisation": record.organisation,
            "maturity": record.maturity,
            "year": record.year,
            "date": f"{record.year}-01-01",
        }

    def cards_for(self, records: Sequence[Any]) -> dict[str, Card]:
        """See ModelSource.cards_for."""
        language = current_language()
        return {
            record.key: Card(
                key=record.key,
                collection=self.collection,
                kind_label=record.kind,
                url=record.get_absolute_url(),
                title=record.heading_in(),
                summary=localised(record, "summary"),
                organisation=record.organisation_name,
                place=", ".join(country_name(code, language) for code in record.countries),
                languages=record.available_languages,
                original_language=record.original_language,
                date=str(record.year),
            )
            for record in records
        }


register(GeneratedSource())
