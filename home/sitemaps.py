"""sitemap.xml: every public page in the languages it is really written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from core.base import RegisterEntry, TranslatedPage
from core.i18n import LANGS
from core.kinds import kinds, kinds_and_parts
from core.showing.addresses import country_url
from home.models import HomePage
from members.models import OrganisationIndexPage
from practices.models import LibraryPage
from practices.overviews import country_rows
from search.models import Concept, Scheme
from search.showing import concept_url

if TYPE_CHECKING:
    _Sitemap = Sitemap[Any]
else:
    _Sitemap = Sitemap  # generic for type checkers only

Address = Callable[[], str]
"""Makes a path in the active language."""


class _Ours(_Sitemap):
    """Addresses below the site's own, by whichever name it is asked."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The site's host and port."""
        del site
        return urlsplit(settings.SITE_URL).netloc


class _WrittenIn(_Ours):
    """Things with `available_languages`: one address per language, each naming the others."""

    def get_languages_for_item(self, item: Any) -> list[str]:
        """The languages it is written in."""
        return list(item.available_languages)


class PageSitemap(_WrittenIn):
    """Pages of one class."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> list[TranslatedPage]:
        """All public pages of the class. One query."""
        return list(self.model.objects.for_public().order_by("pk"))

    def location(self, item: TranslatedPage) -> str:
        """The page's path in the active language."""
        return str(item.get_url() or "")

    def lastmod(self, item: TranslatedPage) -> dt.datetime | None:
        """When it was last put online."""
        return item.last_published_at


class EntrySitemap(_WrittenIn):
    """Entries of one register."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> list[RegisterEntry]:
        """All entries. One query."""
        return list(self.model.objects.for_public())

    def lastmod(self, item: RegisterEntry) -> dt.datetime:
        """When it was last saved."""
        return item.updated_at


class TopicSitemap(_WrittenIn):
    """Topics."""

    def items(self) -> list[Concept]:
        """All topics. One query."""
        return list(Concept.objects.for_public().filter(scheme=Scheme.THEME))

    def location(self, item: Concept) -> str:
        """The topic's page in the active language."""
        return concept_url(item)


#: names of the addresses of pages that no record and no page of the tree stands for
OWN_PAGES = ("countries", "themes", "map", "joining:start", "membership_categories")


class ListSitemap(_Ours):
    """Lists, indexes and countries: in every language of the interface."""

    def items(self) -> list[Address]:
        """What makes the address of each. Four queries."""
        countries = [partial(country_url, row.code) for row in country_rows()]
        lists = [kind.list_url for kind in kinds_and_parts() if kind.has_list]
        return [*lists, *(partial(reverse, name) for name in OWN_PAGES), *countries]

    def get_languages_for_item(self, item: Address) -> list[str]:
        """All languages."""
        return list(LANGS)

    def location(self, item: Address) -> str:
        """The path in the active language."""
        return item()


def sitemaps() -> dict[str, _Sitemap]:
    """All parts of the sitemap by name."""
    parts: dict[str, _Sitemap] = {
        "home": PageSitemap(HomePage),
        "directory": PageSitemap(OrganisationIndexPage),
        "library": PageSitemap(LibraryPage),
        "lists": ListSitemap(),
        "topics": TopicSitemap(),
    }
    for kind in kinds():
        is_page = issubclass(kind.model, Page)
        parts[kind.collection] = PageSitemap(kind.model) if is_page else EntrySitemap(kind.model)
    return parts
