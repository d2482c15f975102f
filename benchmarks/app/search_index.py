"""The generated records as the site's search sees them, read from the database like any others."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from benchmarks.app.models import GeneratedRecord
from search.sources.model_source import Batch, ModelSource
from search.sources.registry import register


class GeneratedSource(ModelSource[GeneratedRecord]):
    """A collection of its own, in the place of the practices."""

    model = GeneratedRecord
    models = (GeneratedRecord,)
    summary = ("summary",)
    dated_by = "year"

    @override
    def describe(self, record: GeneratedRecord, batch: Batch) -> dict[str, Any]:
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


register(GeneratedSource())
