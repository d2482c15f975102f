"""The feed of issues, one per language (Atom)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.translation import gettext as _

from core.i18n import current_language
from core.network.now import network_now
from core.showing.addresses import permalink, whole
from core.showing.feeds import PlainTextFeed
from newsletter.models import IssuePage
from newsletter.presentation.page import number_in_words, own_text, summary_of

MOST = 30  # items


if TYPE_CHECKING:
    _Feed = Feed[IssuePage, None]
else:
    _Feed = Feed  # generic for type checkers only


class IssuesFeed(_Feed):
    """The newest issues in the reader's language, or in one they came out in."""

    feed_type = PlainTextFeed

    def title(self) -> str:
        """The network's name and what this is."""
        return _("%(network)s: newsletter") % {"network": network_now().name}

    def subtitle(self) -> str:
        """What readers get."""
        return _("What members of the network do, publish and plan, in a language you read.")

    def link(self) -> str:
        """The archive that this is the feed of."""
        return reverse("newsletter:start")

    def items(self) -> list[IssuePage]:
        """The newest issues that are online."""
        return list(IssuePage.objects.for_public().order_by("-date", "-number")[:MOST])

    def item_title(self, item: IssuePage) -> str:
        """The issue's number and subject."""
        return f"{number_in_words(item)}: {own_text(item, 'heading')}"

    def item_description(self, item: IssuePage) -> str:
        """The introduction."""
        return str(summary_of(item))

    def item_link(self, item: IssuePage) -> str:
        """The issue's page."""
        return str(item.url_in(current_language()))

    def item_guid(self, item: IssuePage) -> str:
        """The permanent address, one for all languages."""
        return whole(permalink(item.key))

    def item_pubdate(self, item: IssuePage) -> dt.datetime:
        """The issue's day."""
        return dt.datetime.combine(item.date, dt.time(12), tzinfo=dt.UTC)
