"""Plants what every site starts with; a site that has it keeps its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from home.first_pages.planting import plant_first_pages
from members.models import MembershipCategory
from records.importing import prepare_import
from search.models import Concept

HERE = Path(__file__).resolve().parent
VOCABULARY = HERE / "thesaurus.json"
CATEGORIES = HERE / "categories.json"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """How much was planted."""

    concepts: int
    categories: int
    pages: int


def plant_basics() -> Planted:
    """Plant the vocabulary, the categories and the drafts of pages, each where there is none."""
    concepts, categories = Concept.objects.count(), MembershipCategory.objects.count()
    missing = ((VOCABULARY, concepts), (CATEGORIES, categories))
    files = [file for file, count in missing if not count]
    if files:
        prepare_import(files).run()
    return Planted(
        concepts=Concept.objects.count() - concepts,
        categories=MembershipCategory.objects.count() - categories,
        pages=len(plant_first_pages()),
    )
