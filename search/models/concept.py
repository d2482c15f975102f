"""The vocabulary: concepts with labels in every language, by scheme."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core import columns
from core.base import RegisterEntry


class Scheme(models.TextChoices):
    """What a concept describes."""

    THEME = "theme", _("topic")
    TARGET_GROUP = "target_group", _("for whom")
    SETTING = "setting", _("where")
    STAGE = "stage", _("when")
    TOPIC = "topic", _("keyword")


class Concept(RegisterEntry, ClusterableModel):
    """One row is one entry of the vocabulary (a concept in the sense of SKOS)."""

    collection = "concepts"
    heading_field = "label"
    translated = ("label", "note")

    scheme = models.CharField(_("describes"), max_length=12, choices=Scheme.choices)
    label = models.CharField(_("label"), max_length=255, blank=True)
    #: {language: [other words]}; found by the search, shown only in the vocabulary
    alternative = columns.LinesByLanguageColumn(_("other words"), default=dict, blank=True)
    note = columns.TextColumn(_("note"), blank=True)
    broader = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader"),
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(scheme__in=Scheme.values), name="search_concept_scheme_known"
            )
        ]


class RelatedConcept(models.Model):
    """One row says that a concept is related to another."""

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="related_rows")
    related = models.ForeignKey(
        Concept, on_delete=models.CASCADE, related_name="+", verbose_name=_("related")
    )
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["concept", "related"], name="search_relatedconcept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concept_id} – {self.related_id}"
