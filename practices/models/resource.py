"""Materials: leaflets, books, kits, films."""

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
from core.editing.panels import tabbed
from core.files.media import RecordFile
from core.i18n import language_choices
from core.lists import StringListField
from members.models.organisation import PublishedByOrganisation
from practices.forms import ResourceForm
from search.vocabulary.tagging import ConceptTag, Tagged


class ResourcePage(Tagged, PublishedByOrganisation, RecordPage):
    """One row is one material: a leaflet, book, kit, film …"""

    collection = "resources"
    translated = ("heading", "about")
    template = "pages/practices/resource.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage", "practices.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A leaflet, book, kit, film or other material.")
    base_form_class = ResourceForm
    #: the format's `audiences` are the target groups
    tag_fields = ("themes", "target_groups", "stages")
    date_rules = DateRules(past=("as_of",), order=(("age_from", "age_to"),))

    kind = models.CharField(_("kind"), max_length=60, blank=True)
    about = columns.TextColumn(_("about"), blank=True)
    age_from = columns.NumberColumn(_("from age"), null=True, blank=True)
    age_to = columns.NumberColumn(_("to age"), null=True, blank=True)
    as_of = PartialDateField(_("as of"))
    language = models.CharField(
        _("language of the material"), max_length=2, choices=language_choices, blank=True
    )
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    price = models.CharField(_("price"), max_length=100, blank=True)
    sources = StringListField(_("sources"))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["kind", "language"]),
            FieldPanel("target_groups"),
            FieldPanel("themes"),
            FieldPanel("stages"),
            InlinePanel("files", label=_("File")),
        ],
        more=[
            FieldRowPanel(["age_from", "age_to"]),
            FieldRowPanel(["web_address", "price"]),
            "as_of",
            "sources",
        ],
    )

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")


class ResourceTag(ConceptTag):
    """One row tags a material with a concept."""

    record = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="tags")


class ResourceFile(RecordFile):
    """One row is one file of a material."""

    record = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="files")
