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
    return Card.of(
        record,
        url=f"/{current_language()}/{record.key}/",
        kind_label=record.kind,
        summary=localised(record, "summary"),
        organisation=record.organisation_name,
        place=", ".join(country_name(code) for code in record.countries),
        date=str(record.year),
    )


register(Kind(model=GeneratedRecord, order=20, tone="moss", shape="practices", card=generated_card))
