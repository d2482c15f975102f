"""Which events a reader asks for: those to come, those that are over, those of some days.

They are updates like the others, with the same filters, and pass the same gate. An event whose day
nobody stated is in none of these lists.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from core.showing.cards import Card
from members.models import UpdateKind, UpdatePage
from members.search_index import UpdateSource
from search.query import SearchQuery

#: clocks differ by less than this from UTC
ANY_CLOCK = dt.timedelta(days=1)


class EventSource(UpdateSource):
    """The updates that are events with a date; no collection of its own."""

    def public(self) -> QuerySet[Any]:
        """All public events with a date."""
        return super().public().filter(kind=UpdateKind.EVENT, begins_at__isnull=False)


EVENTS = EventSource()
PART = "events"  #: the name by which `core.kinds` knows them


def _events(query: SearchQuery) -> QuerySet[Any]:
    found = EVENTS.selected(query)
    return EVENTS.public().none() if found is None else found


def upcoming(query: SearchQuery, *, now: dt.datetime) -> QuerySet[Any]:
    """Events that aren't over, those that run already included; the next one first."""
    return _events(query).filter(over_at__gt=now).order_by("begins_at", "record_id")


def past(query: SearchQuery, *, now: dt.datetime) -> QuerySet[Any]:
    """Events that are over, the last one first."""
    return _events(query).filter(over_at__lte=now).order_by("-begins_at", "record_id")


def around_days(query: SearchQuery, first: dt.date, last: dt.date) -> QuerySet[Any]:
    """Events of some days by any clock, and of a day before and after: their `span` says more."""
    begin = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC) - ANY_CLOCK
    end = dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC) + 2 * ANY_CLOCK
    found = _events(query).filter(over_at__gt=begin, begins_at__lt=end)
    return found.order_by("begins_at", "record_id")


def of_organisation(path: str, *, now: dt.datetime) -> QuerySet[Any]:
    """Events to come that the organisation at a tree path announces."""
    found = upcoming(SearchQuery(), now=now)
    return found.filter(path__startswith=path, depth=len(path) // UpdatePage.steplen + 1)


def cards_of(ids: list[str], language: str) -> list[Card]:
    """Cards of events by their ids, in that order. Two queries, none for none."""
    found = EVENTS.cards(ids, language) if ids else {}
    keys = (f"{EVENTS.collection}/{record_id}" for record_id in ids)
    return [found[key] for key in keys if key in found]
