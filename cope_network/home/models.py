"""The front page and the network office's own pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from cope_network.core.base import TranslatedPage
from cope_network.core.panels import tabbed

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]


class HomePage(TranslatedPage):
    """The front page, root of the site."""

    template = "pages/home/home.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "members.OrganisationIndexPage",
        "practices.LibraryPage",
        "home.StandardPage",
    ]
    page_description = _("The front page.")

    lead = models.TextField(_("lead"), blank=True)
    about = models.TextField(_("what the network is"), blank=True)

    edit_handler = tabbed(["heading", "lead", "about"], facts=[])

    class Meta:
        verbose_name = _("front page")


class StandardPage(TranslatedPage):
    """A page of the network office: about, contact, privacy …"""

    template = "pages/home/standard.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    page_description = _("A page of the network office.")
    required_in_original = ("heading", "body")

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)

    edit_handler = tabbed(["heading", "lead", "body"], facts=[])

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
