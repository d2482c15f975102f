"""Projects: funded undertakings with a grant, a start and an end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core import columns
from core.base import RecordPage
from core.date_rules import DateRules
from core.dates import PartialDateField
from core.editing.panels import pictures_panel, tabbed
from core.files.media import RecordImage
from core.lists import StringListField
from maps.places import Located, place_panel
from members.models.organisation import PublishedByOrganisation
from practices.countries import CountryListField
from practices.forms import PlacedPageForm
from practices.models.practice import PracticePage
from practices.models.rows import PageReference, RowOfRecord
from search.vocabulary.tagging import ConceptTag, Tagged


class ProjectPage(Tagged, Located, PublishedByOrganisation, RecordPage):
    """One row is one funded project; the organisation it lives under is its promoter."""

    collection = "projects"
    translated = ("heading", "summary", "description", "results", "bilateral_results")
    template = "pages/practices/project.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A funded project with a start and an end.")
    base_form_class = PlacedPageForm
    tag_fields = ("themes", "target_groups", "settings", "stages")
    date_rules = DateRules(order=(("start", "end"),))

    funder = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="funded_projects",
        verbose_name=_("funder"),
    )
    programme = models.CharField(_("funding programme"), max_length=255, blank=True)
    project_number = models.CharField(_("project number"), max_length=100, blank=True)
    summary = columns.TextColumn(_("in three sentences"), blank=True)
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    initial_cost = columns.NumberColumn(_("initial cost"), null=True, blank=True)
    final_cost = columns.NumberColumn(_("final cost"), null=True, blank=True)
    grant_amount = columns.NumberColumn(_("grant"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    countries = CountryListField(_("countries"))
    regions = StringListField(_("regions"))
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    description = columns.TextColumn(_("description"), blank=True)
    results = columns.TextColumn(_("results"), blank=True)
    bilateral_results = columns.TextColumn(_("results for both countries"), blank=True)
    sources = StringListField(_("sources"))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["start", "end"]),
            "countries",
            place_panel(),
            pictures_panel(),
            FieldPanel("themes"),
            FieldPanel("target_groups"),
            FieldPanel("settings"),
            FieldPanel("stages"),
        ],
        more=[
            "regions",
            "funder",
            FieldRowPanel(["programme", "project_number"]),
            FieldRowPanel(["initial_cost", "final_cost"]),
            FieldRowPanel(["grant_amount", "currency"]),
            InlinePanel("partners", label=_("Partner")),
            InlinePanel("indicators", label=_("Indicator")),
            InlinePanel("practices", label=_("Practice")),
            "web_address",
            "sources",
        ],
    )

    class Meta(Located.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")


class ProjectTag(ConceptTag):
    """One row tags a project with a concept."""

    record = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="tags")


class ProjectImage(RecordImage):
    """One row is one picture of a project."""

    record = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="images")


class ProjectPartner(PageReference):
    """One row says that an organisation is a partner in a project."""

    record = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    target = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="partner_in_projects",
        verbose_name=_("organisation"),
    )


class ProjectPractice(PageReference):
    """One row says that a practice is part of a project."""

    record = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="practices")
    target = models.ForeignKey(
        PracticePage,
        on_delete=models.CASCADE,
        related_name="part_of_projects",
        verbose_name=_("practice"),
    )


class Indicator(RowOfRecord):
    """One row is one indicator of a project: what was aimed at and what was reached."""

    translated = ("label",)

    record = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="indicators")
    label = models.CharField(_("label"), max_length=255, blank=True)
    target = columns.NumberColumn(_("target"), null=True, blank=True)
    actual = columns.NumberColumn(_("reached"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=255, blank=True)
