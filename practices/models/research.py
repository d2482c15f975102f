"""Research: studies and publications, and the library for those no organisation here publishes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core import columns
from core.base import RecordPage, TranslatedPage
from core.countries import nation_choices
from core.date_rules import DateRules
from core.editing.panels import tabbed
from core.files.media import RecordFile
from core.i18n import language_choices
from core.lists import StringListField
from members.models.organisation import PublishedByOrganisation
from practices.countries import CountryListField
from practices.forms import PlacedPageForm
from practices.models.evidence import Design
from search.vocabulary.tagging import ConceptTag, Tagged


class LibraryPage(TranslatedPage):
    """The one page for research and materials that no organisation here publishes."""

    translated = ("heading", "intro")
    template = "pages/practices/library.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    page_description = _("Holds studies and materials that no organisation here publishes.")

    intro = columns.TextColumn(_("introduction"), blank=True)

    edit_handler = tabbed(translated, facts=[])

    class Meta:
        verbose_name = _("library")


class ResearchKind(models.TextChoices):
    """What sort of publication it is."""

    STUDY = "study", _("study")
    EVALUATION = "evaluation", _("evaluation")
    REVIEW = "review", _("review")
    GUIDANCE = "guidance", _("guidance")
    REPORT = "report", _("report")
    STATISTICS = "statistics", _("statistics")
    ARTICLE = "article", _("article")
    BOOK = "book", _("book")
    THESIS = "thesis", _("thesis")
    COMMUNICATION = "communication", _("communication")
    OTHER = "other", _("other publication")


class ResearchPage(Tagged, PublishedByOrganisation, RecordPage):
    """One row is one study or publication; with a body it is an article."""

    collection = "research"
    translated = ("heading", "finding", "body")
    template = "pages/practices/research.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage", "practices.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A study, report or other publication.")
    base_form_class = PlacedPageForm
    tag_fields = ("themes",)
    date_rules = DateRules(past=("year",))
    required_in_original: ClassVar[tuple[str, ...]] = ()  # title and year may be unknown

    body = columns.TextColumn(_("text"), blank=True)
    authors = StringListField(_("authors"))
    year = columns.YearColumn(_("year"), null=True, blank=True)
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    kind = models.CharField(
        _("kind"), max_length=13, choices=ResearchKind.choices, default=ResearchKind.STUDY
    )
    countries = CountryListField(_("countries"))
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    language = models.CharField(
        _("language of the publication"), max_length=2, choices=language_choices, blank=True
    )
    design = models.CharField(
        _("how it was studied"), max_length=18, choices=Design.choices, blank=True
    )
    sample = models.CharField(_("who was studied"), max_length=500, blank=True)
    finding = columns.TextColumn(_("what was found"), blank=True)
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    doi = models.CharField(_("DOI"), max_length=255, blank=True)
    cited_via = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cites",
        verbose_name=_("cited in"),
    )
    sources = StringListField(_("sources"))
    notes = columns.TextColumn(_("editors' notes"), blank=True, help_text=_("Never public."))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["kind", "year", "language"]),
            "authors",
            FieldRowPanel(["publisher", "design"]),
            "countries",
            FieldPanel("themes"),
        ],
        more=[
            "nation",
            "sample",
            FieldRowPanel(["web_address", "doi"]),
            "cited_via",
            InlinePanel("files", label=_("File")),
            "sources",
            "notes",
        ],
    )

    class Meta:
        verbose_name = _("study or report")
        verbose_name_plural = _("studies and reports")

    def untitled(self) -> str:
        """“Authors (year)” where no title is known, else the permanent id."""
        if self.authors:
            names = ", ".join(self.authors)
            return f"{names} ({self.year})" if self.year else names
        return self.record_id


class ResearchTag(ConceptTag):
    """One row tags a study with a theme."""

    record = ParentalKey(ResearchPage, on_delete=models.CASCADE, related_name="tags")


class ResearchFile(RecordFile):
    """One row is one file of a study."""

    record = ParentalKey(ResearchPage, on_delete=models.CASCADE, related_name="files")
