"""Study visits between organisations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core import columns
from core.base import RecordPage, TranslatedRow
from core.countries import country_choices
from core.dates import PartialDateField
from core.editing.panels import tabbed, translated_panels
from core.lists import StringListField
from members.models.organisation import PublishedByOrganisation
from search.models import Concept


class ExchangePage(PublishedByOrganisation, RecordPage):
    """One row is one exchange; the organisation it lives under is the visitor."""

    collection = "exchanges"
    translated = ("heading", "purpose", "conclusions")
    template = "pages/practices/exchange.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A study visit to another organisation.")

    host = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="hosted_exchanges",
        verbose_name=_("host"),
    )
    date = PartialDateField(_("date"))
    purpose = columns.TextColumn(_("purpose"), blank=True)
    conclusions = columns.TextColumn(_("conclusions"), blank=True)
    sources = StringListField(_("sources"))

    edit_handler = tabbed(
        translated,
        facts=[FieldRowPanel(["host", "date"]), InlinePanel("visits", label=_("Visit"))],
        more=["sources"],
    )

    class Meta:
        verbose_name = _("study visit")
        verbose_name_plural = _("study visits")


class Visit(TranslatedRow, ClusterableModel):
    """One row is one visit of an exchange: where, what was seen, what was learnt."""

    translated = ("title", "facts", "lessons")

    record = ParentalKey(ExchangePage, on_delete=models.CASCADE, related_name="visits")
    sort_order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered
    order = columns.WholeColumn(_("number"), default=1)
    date = PartialDateField(_("date"))
    host = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_visits",
        verbose_name=_("host"),
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    facts = columns.TextColumn(_("what was seen"), blank=True)
    lessons = columns.TextColumn(_("what was learnt"), blank=True)

    panels = [
        FieldRowPanel(["order", "date"]),
        "host",
        FieldRowPanel(["place", "country"]),
        *translated_panels(*translated),
        InlinePanel("topics", [FieldPanel("concept")], label=_("Keyword")),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def serializable_data(self) -> dict[str, object]:
        """A cluster's own data and rows, without the un-suffixed texts."""
        data = ClusterableModel.serializable_data(self)
        return {k: v for k, v in data.items() if k not in self.translated}

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class VisitTopic(models.Model):
    """One row says that a visit was about a concept."""

    record = ParentalKey(Visit, on_delete=models.CASCADE, related_name="topics")
    concept = models.ForeignKey(
        Concept, on_delete=models.CASCADE, related_name="+", verbose_name=_("keyword")
    )
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.concept)
