"""Practices: what an organisation does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core import columns
from core.base import RecordPage
from core.countries import nation_choices
from core.date_rules import DateRules
from core.dates import PartialDateField
from core.editing.panels import pictures_panel, tabbed
from core.files.media import RecordFile, RecordImage
from core.lists import StringListField
from maps.places import Located, place_panel
from members.models.organisation import PublishedByOrganisation
from practices.countries import CountryListField
from practices.forms import PlacedPageForm
from practices.models.rows import PageReference, RowOfRecord
from search.vocabulary.tagging import ConceptTag, Tagged


class PracticeKind(models.TextChoices):
    """What sort of practice it is."""

    PROGRAMME = "programme", _("programme")
    SERVICE = "service", _("service")
    TRAINING = "training", _("training")
    CAMPAIGN = "campaign", _("campaign")
    PROTOCOL = "protocol", _("protocol")
    MATERIAL = "material", _("material")
    PRACTICE_SITE = "practice_site", _("place of practice")


class Maturity(models.TextChoices):
    """How far along a practice is."""

    PROPOSED = "proposed", _("proposed")
    PLANNED = "planned", _("planned")
    PILOT = "pilot", _("pilot")
    EMERGING = "emerging", _("being built up")
    ESTABLISHED = "established", _("established")
    COMPLETED = "completed", _("completed")


class PracticePage(Tagged, Located, PublishedByOrganisation, RecordPage):
    """One row is one practice: programme, service, training, campaign, protocol, material, site."""

    collection = "practices"
    translated = ("heading", "summary", "description")
    template = "pages/practices/practice.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Something your organisation does: a programme, service, training …")
    base_form_class = PlacedPageForm
    tag_fields = ("themes", "target_groups", "settings", "stages")
    required_in_original = ("heading", "summary")
    date_rules = DateRules(past=("as_of",), order=(("started", "ended"),))

    kind = models.CharField(
        _("kind"), max_length=13, choices=PracticeKind.choices, default=PracticeKind.PROGRAMME
    )
    countries = CountryListField(_("countries"))
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    regions = StringListField(_("regions"))
    maturity = models.CharField(
        _("how far along"), max_length=11, choices=Maturity.choices, default=Maturity.EMERGING
    )
    started = PartialDateField(_("started"))
    ended = PartialDateField(_("ended"))
    summary = columns.TextColumn(
        _("in three sentences"), blank=True, help_text=_("What it is, for whom, and where.")
    )
    description = columns.TextColumn(_("description"), blank=True)
    funding = StringListField(_("funding"))
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    as_of = PartialDateField(_("as of"), help_text=_("When this held: 2016, 2016-04, 2016-04-12."))
    sources = StringListField(_("sources"))
    notes = columns.TextColumn(_("editors' notes"), blank=True, help_text=_("Never public."))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["kind", "maturity"]),
            "countries",
            place_panel(),
            pictures_panel(),
            FieldPanel("themes"),
            FieldPanel("target_groups"),
            FieldPanel("settings"),
            FieldPanel("stages"),
        ],
        more=[
            FieldRowPanel(["started", "ended"]),
            FieldRowPanel(["nation", "as_of"]),
            "regions",
            "web_address",
            "funding",
            InlinePanel("partners", label=_("Partner")),
            InlinePanel("evidence", label=_("What is known about its effect")),
            InlinePanel("figures", label=_("Figure")),
            InlinePanel("continues", label=_("Continues")),
            InlinePanel("adapted_from", label=_("Adapted from")),
            InlinePanel("files", label=_("File")),
            "sources",
            "notes",
        ],
    )

    class Meta(Located.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")


class PracticeTag(ConceptTag):
    """One row tags a practice with a concept."""

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="tags")


class PracticeImage(RecordImage):
    """One row is one picture of a practice."""

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="images")


class PracticeFile(RecordFile):
    """One row is one file of a practice."""

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="files")


class PracticePartner(RowOfRecord):
    """One row says that an organisation is a partner in a practice, and as what."""

    translated = ("role",)

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="partners")
    target = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="partner_in_practices",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=255, blank=True)
    since = PartialDateField(_("since"))


class PracticeContinues(PageReference):
    """One row says that a practice continues an earlier one."""

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="continues")
    target = models.ForeignKey(
        PracticePage,
        on_delete=models.CASCADE,
        related_name="continued_by",
        verbose_name=_("practice"),
    )


class PracticeAdaptedFrom(PageReference):
    """One row says that a practice was adapted from another."""

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="adapted_from")
    target = models.ForeignKey(
        PracticePage,
        on_delete=models.CASCADE,
        related_name="adapted_by",
        verbose_name=_("practice"),
    )


class PracticeFigure(RowOfRecord):
    """One row is one figure about a practice, with its year."""

    translated = ("label",)
    date_rules = DateRules(past=("year",))

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("label"), max_length=255, blank=True)
    value = columns.NumberColumn(_("value"))
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=255, blank=True)
    year = columns.YearColumn(_("year"), null=True, blank=True)
