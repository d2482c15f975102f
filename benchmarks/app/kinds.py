"""The generated records, in the place of the practices."""

from __future__ import annotations

from django.http import HttpRequest

from benchmarks.app.models import GeneratedRecord
from core.countries import country_name
from core.i18n import current_language, localised
from core.kinds import Kind, register
from core.showing.cards import Card


def generated_card(record: GeneratedRecord, request: HttpRequest) -> Card:
    """A generated record in a list."""
    del request
    return Card(
        key=record.key,
        collection=record.collection,
        kind_label=record.kind,
        url=f"/{current_language()}/{record.key}/",
        title=record.heading_in(),
        summary=localised(record, "summary"),
        organisation=record.organisation_name,
        place=", ".join(country_name(code) for code in record.countries),
        languages=record.available_languages,
        original_language=record.original_language,
        date=str(record.year),
    )


register(Kind(model=GeneratedRecord, order=20, tone="moss", shape="practices", card=generated_card))
