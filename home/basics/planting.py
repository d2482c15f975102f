"""Plants what every site starts with; a site that has it keeps its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from home.first_pages.planting import plant_first_pages
from records.importing import prepare_import
from search.models import Concept

HERE = Path(__file__).resolve().parent
VOCABULARY = HERE / "thesaurus.json"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """How much was planted."""

    concepts: int
    pages: int


def plant_basics() -> Planted:
    """Plant the vocabulary and the drafts of pages, each where there is none."""
    before = Concept.objects.count()
    if not before:
        prepare_import([VOCABULARY]).run()
    return Planted(concepts=Concept.objects.count() - before, pages=len(plant_first_pages()))
