"""The feed of news and events, one per language (Atom)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _

from core.i18n import current_language, localised
from core.kinds import kind_of
from core.network.now import network_now
from core.showing.addresses import permalink, whole
from core.showing.feeds import PlainTextFeed
from members.events.words import when_in_words, where_in_words
from members.models import UpdatePage

MOST = 30  # items


if TYPE_CHECKING:
    _Feed = Feed[UpdatePage, None]
else:
    _Feed = Feed  # generic for type checkers only


class UpdatesFeed(_Feed):
    """The newest updates in the reader's language, or in the one they were written in."""

    feed_type = PlainTextFeed

    def title(self) -> str:
        """The network's name and what this is."""
        return _("%(network)s: news and events") % {"network": network_now().name}

    def subtitle(self) -> str:
        """What readers get."""
        return _("What the organisations of the network share.")

    def link(self) -> str:
        """The list that this is the feed of."""
        return kind_of(UpdatePage.collection).url

    def items(self) -> list[UpdatePage]:
        """The newest public updates."""
        return list(UpdatePage.objects.for_public().order_by("-date_first", "record_id")[:MOST])

    def item_title(self, item: UpdatePage) -> str:
        """The update's title."""
        return str(item.heading_in())

    def item_description(self, item: UpdatePage) -> str:
        """The update's text; before it, when and where something takes place."""
        body, when = str(localised(item, "body")), when_in_words(item)
        places = " · ".join(filter(None, (when, where_in_words(item)))) if when else ""
        return "\n\n".join(filter(None, (places, body)))

    def item_link(self, item: UpdatePage) -> str:
        """The update's page."""
        return str(item.url_in(current_language()))

    def item_guid(self, item: UpdatePage) -> str:
        """The permanent address, one for all languages."""
        return whole(permalink(item.key))

    def item_pubdate(self, item: UpdatePage) -> dt.datetime | None:
        """The update's first day."""
        day = item.date_first
        return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC) if day else None
