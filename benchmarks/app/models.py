"""Generated records as rows: the same row is what both the site's search and Wagtail's index."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from benchmarks.generate import COLLECTION
from core.base import RegisterEntry, original_language_field
from core.i18n import LANGS, loc
from core.lists import StringListField
from search.vocabulary.tagging import ConceptTag, Tagged


class GeneratedRecord(index.Indexed, Tagged, RegisterEntry, ClusterableModel):
    """One row is one generated record, its texts in one column per language."""

    collection = COLLECTION
    heading_field = "heading"
    translated = ("heading", "summary", "body")

    heading = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    original_language = original_language_field()
    kind = models.CharField(max_length=30)
    maturity = models.CharField(max_length=30)
    year = models.IntegerField(null=True)
    countries = StringListField()
    names = StringListField()
    organisation = models.CharField(max_length=100)
    organisation_name = models.CharField(max_length=255)

    #: what Wagtail indexes: the same texts, as the site's pages declare their translated titles
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("title", boost=2),
        *(index.SearchField(loc("heading", code), boost=2) for code in LANGS),
        *(index.SearchField(loc("summary", code)) for code in LANGS),
        *(index.SearchField(loc("body", code)) for code in LANGS),
        index.SearchField("names"),
        index.SearchField("organisation_name"),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]

    def title(self) -> str:
        """The title in the original language, as Wagtail's pages have one."""
        return str(self.heading_in(self.original_language))


class GeneratedTag(ConceptTag):
    """One row tags a generated record."""

    record = ParentalKey(GeneratedRecord, on_delete=models.CASCADE, related_name="tags")

    class Meta(ConceptTag.Meta):
        pass
