"""Putting generated records into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from benchmarks.app.models import GeneratedRecord, GeneratedTag
from benchmarks.generate import TAGS, Generator
from core.i18n import loc
from search.entry import SearchEntry
from search.models import Concept

BATCH = 500
HOME = Path(__file__).resolve().parent.parent / "home"
VOCABULARY = HOME / "basics" / "thesaurus.json"
#: column → field of the entry
TEXTS = {"heading": "title", "summary": "summary", "body": "body"}


def generator() -> Generator:
    """The generator with the words of the demo content."""
    return Generator([VOCABULARY, HOME / "demo" / "records.json"])


def fill(source: Generator, *, count: int) -> None:
    """Add records until there are `count`, in the generator's order."""
    concepts = dict(Concept.objects.values_list("record_id", "pk"))
    entries = source.entries(count, first=GeneratedRecord.objects.count())
    while batch := list(islice(entries, BATCH)):
        with transaction.atomic():
            rows = [_row(entry) for entry in batch]
            GeneratedRecord.objects.bulk_create(rows)
            GeneratedTag._default_manager.bulk_create(
                _tags(zip(rows, batch, strict=True), concepts)
            )


def _row(entry: SearchEntry) -> GeneratedRecord:
    texts = {
        loc(column, language): text
        for column, name in TEXTS.items()
        for language, text in getattr(entry, name).items()
    }
    return GeneratedRecord(
        record_id=entry.record_id,
        original_language=entry.original_language,
        kind=entry.kind,
        maturity=entry.maturity,
        year=entry.year,
        countries=list(entry.countries),
        names=list(entry.names),
        organisation=entry.organisation,
        organisation_name=entry.context[0],
        updated_at=timezone.now(),
        **texts,
    )


def _tags(
    pairs: Iterable[tuple[GeneratedRecord, SearchEntry]], concepts: Mapping[str, int]
) -> Iterator[GeneratedTag]:
    for row, entry in pairs:
        chosen = [concept for name in TAGS for concept in getattr(entry, name)]
        for place, concept in enumerate(chosen):
            yield GeneratedTag(record=row, concept_id=concepts[concept], sort_order=place)
