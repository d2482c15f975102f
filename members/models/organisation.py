"""Organisations: members, and everybody they work with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, PageManager

from core import columns
from core.base import RecordPage, RecordPageQuerySet, TranslatedPage
from core.countries import country_choices, nation_choices
from core.date_rules import DateRules
from core.dates import PartialDateField
from core.editing.panels import pictures_panel, tabbed
from core.files.media import RecordImage
from core.i18n import LANGS
from core.lists import LanguageListField, StringListField
from core.mail.addresses import validate_email_address
from maps.places import Located, place_panel
from members.models.membership import Membership
from members.organisation_form import OrganisationForm
from members.permissions import OrganisationPermissionTester
from search.vocabulary.tagging import ConceptTag, Tagged


class OrganisationIndexPage(TranslatedPage):
    """The one page below the home page under which all organisations live; it lists them."""

    translated = ("heading", "intro")
    template = "pages/members/organisation_index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    page_description = _("Holds and lists the organisations.")

    intro = columns.TextColumn(_("introduction"), blank=True)

    edit_handler = tabbed(translated, facts=[])

    class Meta:
        verbose_name = _("list of organisations")


class OrganisationQuerySet(RecordPageQuerySet):
    """Organisations by what they are to the network today."""

    def members(self) -> OrganisationQuerySet:
        """Those that are members today."""
        return self.filter(pk__in=Membership.objects.active().values("organisation"))

    def others(self) -> OrganisationQuerySet:
        """Those that aren't."""
        return self.exclude(pk__in=Membership.objects.active().values("organisation"))


OrganisationManager = PageManager.from_queryset(OrganisationQuerySet)


class OrganisationPage(Tagged, Located, RecordPage):
    """One row is one body: a member, or a prison, funder, university … that members work with.

    What it publishes lives below it in the page tree: the parent is the publisher.
    """

    objects: ClassVar[Any] = OrganisationManager()

    collection = "organisations"
    translated = ("heading", "summary")
    template = "pages/members/organisation.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationIndexPage"]
    page_description = _("An organisation of the network, or one its members work with.")
    base_form_class = OrganisationForm
    tag_fields = ("themes",)
    date_rules = DateRules(past=("as_of", "founded"))

    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    also_known_as = StringListField(_("also known as"))
    kind = models.CharField(_("kind of organisation"), max_length=60)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True)
    email = models.CharField(
        _("e-mail"), max_length=254, blank=True, validators=[validate_email_address]
    )
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    founded = columns.YearColumn(_("founded in"), null=True, blank=True)
    staff = columns.CountColumn(_("staff"), null=True, blank=True)
    volunteers = columns.CountColumn(_("volunteers"), null=True, blank=True)
    languages = LanguageListField(
        _("working languages"),
        help_text=_("The languages you write in; the forms offer these only."),
    )
    summary = columns.TextColumn(
        _("in three sentences"), blank=True, help_text=_("Who you are and what you do.")
    )
    as_of = PartialDateField(_("as of"), help_text=_("When this held: 2016, 2016-04, 2016-04-12."))
    sources = StringListField(_("sources"))
    notes = columns.TextColumn(_("editors' notes"), blank=True, help_text=_("Never public."))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["kind", "acronym"]),
            FieldRowPanel(["country", "nation"]),
            place_panel(),
            "languages",
            FieldPanel("themes"),
            pictures_panel(),
        ],
        more=[
            "also_known_as",
            FieldRowPanel(["address", "postcode"]),
            "website",
            FieldRowPanel(["email", "phone"]),
            FieldRowPanel(["founded", "staff", "volunteers"]),
            "as_of",
            "sources",
            "notes",
        ],
    )

    class Meta(Located.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    @property
    def is_member(self) -> bool:
        """Whether it is a member today. One query."""
        return type(self).objects.members().filter(pk=self.pk).exists()

    def working_languages(self) -> tuple[str, ...]:
        """The organisation's languages; all twelve where it named none."""
        return tuple(code for code in LANGS if code in self.languages) or LANGS

    def permissions_for_user(self, user: Any) -> OrganisationPermissionTester:
        """What `user` may do: the page's existence and address stay with the office."""
        return OrganisationPermissionTester(user, self)


class OrganisationTag(ConceptTag):
    """One row tags an organisation with a theme."""

    record = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="tags")


class OrganisationImage(RecordImage):
    """One row is one picture of an organisation."""

    record = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="images")


class PublishedByOrganisation(models.Model):
    """Abstract: a page below its publisher; the parent is the only place that says so."""

    get_parent: Callable[[], Page | None]

    class Meta:
        abstract = True

    @property
    def organisation(self) -> OrganisationPage | None:
        """The organisation that publishes this, None below the library."""
        parent: Page | None = getattr(self, "_publisher", None) or self.get_parent()
        specific: Any = parent.specific if parent else None
        return specific if isinstance(specific, OrganisationPage) else None

    @organisation.setter
    def organisation(self, value: OrganisationPage) -> None:
        """Remember an organisation that was loaded together with others."""
        self._publisher = value

    @property
    def publisher_country(self) -> str:
        """Where the publisher is; empty where none is known yet."""
        known = hasattr(self, "_publisher") or bool(getattr(self, "path", None))
        publisher = self.organisation if known else None
        return publisher.country if publisher else ""

    def working_languages(self) -> tuple[str, ...]:
        """The publisher's working languages."""
        publisher = self.organisation if getattr(self, "path", "") else None
        return publisher.working_languages() if publisher else LANGS
