"""Updates: news, events, campaigns, stories, calls and vacancies of organisations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core import columns
from core.base import RecordPage
from core.dates import PartialDateField
from core.editing.panels import pictures_panel, tabbed
from core.files.media import RecordImage
from core.lists import StringListField
from members.event_rules import EventRules
from members.models.event import TakesPlace, when_and_where
from members.models.organisation import PublishedByOrganisation
from members.update_form import UpdateForm
from search.vocabulary.tagging import ConceptTag, Tagged


class UpdateKind(models.TextChoices):
    """What sort of update it is."""

    NEWS = "news", _("news")
    EVENT = "event", _("event")
    CAMPAIGN = "campaign", _("campaign")
    STORY = "story", _("story")
    CALL_FOR_PARTNERS = "call_for_partners", _("call for partners")
    VACANCY = "vacancy", _("vacancy")


class UpdatePage(Tagged, TakesPlace, PublishedByOrganisation, RecordPage):
    """One row is one update that an organisation shares."""

    collection = "updates"
    translated = ("heading", "body")
    template = "pages/members/update.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("News, an event, a campaign, a story, a call for partners or a vacancy.")
    base_form_class = UpdateForm
    tag_fields = ("themes",)
    #: what is news has happened; what is announced has not
    date_rules = EventRules(
        past=("date",),
        past_if={"kind": frozenset({UpdateKind.NEWS, UpdateKind.STORY})},
        order=(("starts", "ends"),),
    )
    required_in_original = ("heading", "body")

    kind = models.CharField(
        _("kind"), max_length=17, choices=UpdateKind.choices, default=UpdateKind.NEWS
    )
    body = columns.TextColumn(_("text"), blank=True)
    date = PartialDateField(_("date"), blank=False)
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    sources = StringListField(_("sources"))

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["kind", "date"]),
            when_and_where(),
            FieldPanel("themes"),
            pictures_panel(),
        ],
        more=["web_address", "sources"],
    )

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("news and events")


class UpdateTag(ConceptTag):
    """One row tags an update with a theme."""

    record = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="tags")


class UpdateImage(RecordImage):
    """One row is one picture of an update."""

    record = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="images")
