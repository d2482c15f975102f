"""`/<lang>/events/`: what is to come, what was, a month as a table, and calendar files of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.i18n import Localised, current_language
from core.kinds import Kind, kind_of
from core.network.now import network_now
from core.showing.addresses import with_query
from core.showing.exports import answer
from members.event_time import DAY
from members.events import source
from members.events.calendar_file import CONTENT_TYPE, as_calendar
from members.events.month import Month, weekdays
from members.events.words import time_of_day
from members.models import UpdateKind, UpdatePage
from practices.views.lists import list_frame, understood, values_in_words
from search.facets import Words
from search.query import PAGE_SIZE, SearchQuery
from search.showing import search_url

#: events that were over for longer are in no calendar file but their own
KEPT_IN_CALENDARS = dt.timedelta(days=365)
MOST_IN_A_CALENDAR = 1000


@dataclass(frozen=True, kw_only=True)
class EventsAsked:
    """What an address asks of the events: the query, and words for values of its filters."""

    listing: Kind
    query: SearchQuery
    known: Mapping[str, Mapping[str, Words]]

    @classmethod
    def read(cls, request: HttpRequest) -> EventsAsked:
        """Read an address; the month isn't the query's."""
        listing, given = kind_of(source.PART), request.GET.copy()
        given.pop("month", None)
        known = values_in_words(listing, source.EVENTS)
        asked = SearchQuery.parse(given, current_language())
        return cls(
            listing=listing, query=understood(asked, listing=listing, known=known), known=known
        )

    def address(self, name: str, **more: str) -> str:
        """The address of another page or file with the same filters."""
        params = self.query.with_(page=1, sort="relevance").urlencode()
        extra = "&".join(f"{key}={value}" for key, value in more.items())
        return with_query(reverse(name), "&".join(filter(None, (extra, params))))


@require_safe
def events_list(request: HttpRequest) -> HttpResponseBase:
    """Events that are to come, the next one first; words to search for lead to the search."""
    return _list(request, name="events_list")


@require_safe
def events_past(request: HttpRequest) -> HttpResponseBase:
    """Events that are over, the last one first."""
    return _list(request, name="events_past")


def _list(request: HttpRequest, *, name: str) -> HttpResponseBase:
    text = SearchQuery.parse(request.GET, current_language()).text
    if text:
        found = SearchQuery(text=text).with_(collection="updates", kind=UpdateKind.EVENT.value)
        return HttpResponseRedirect(search_url(found.urlencode()))
    asked = EventsAsked.read(request)
    select = source.past if name == "events_past" else source.upcoming
    ids = select(asked.query, now=timezone.now()).values_list("record_id", flat=True)
    page = Paginator(list(ids), PAGE_SIZE).get_page(asked.query.page)
    context = {
        **_frame(request, asked, name=name),
        "page": page,
        "count": asked.listing.count_in_words(page.paginator.count),
        "cards": source.cards_of(list(page.object_list), current_language()),
    }
    return render(request, "pages/events/list.html", context)


def _here(fixed: str, query: SearchQuery) -> str:
    """The address of this page with another query, what is `fixed` before it."""
    return f"?{'&'.join(filter(None, (fixed, query.urlencode())))}"


def _frame(
    request: HttpRequest, asked: EventsAsked, *, name: str, fixed: str = ""
) -> dict[str, Any]:
    """What stands around events, whichever are shown; `fixed` stays when filters change."""
    labels = {
        "events_list": _("To come"),
        "events_past": _("Past"),
        "events_month": _("By month"),
    }
    return {
        **list_frame(
            request,
            listing=asked.listing,
            query=asked.query,
            known=asked.known,
            address=partial(_here, fixed),
        ),
        "views": [
            {"label": label, "url": asked.address(each), "is_current": each == name}
            for each, label in labels.items()
        ],
        "is_past": name == "events_past",
        "calendar_url": asked.address("events_calendar"),
        "past_url": asked.address("events_past"),
        "clear_url": f"?{fixed}",
    }


# -- a month -----------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """An event on a day of a month; `time` is when it begins, on its first day only."""

    title: Localised
    url: str
    time: str
    cancelled: bool


@dataclass(frozen=True, kw_only=True)
class MonthDay:
    """A day of a month with its events."""

    date: dt.date
    entries: Sequence[DayEntry]
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class MonthWeek:
    """A week of a month; None for days of other months."""

    days: Sequence[MonthDay | None]

    @property
    def is_free(self) -> bool:
        """Whether nothing takes place: a phone leaves it out."""
        return not any(day and day.entries for day in self.days)


@require_safe
def events_month(request: HttpRequest) -> HttpResponse:
    """A month as a table; `?month=2027-06`, else the one that runs. Seven queries at most."""
    asked, today = EventsAsked.read(request), timezone.localdate()
    given = request.GET.get("month", "")
    month = Month.read(given) or Month.of(today)
    events = list(source.around_days(asked.query, month.first, month.last))
    days = _on_days(events, month, request)
    frame = _frame(request, asked, name="events_month", fixed=f"month={month}")
    if given and given != str(month):
        frame["ignored"] = (*frame["ignored"], ("month", given[:20]))
    context = {
        **frame,
        "month": month.in_words(current_language()),
        "weekdays": weekdays(current_language()),
        "weeks": [
            MonthWeek(days=[_day(day, days, today) if day else None for day in week])
            for week in month.weeks()
        ],
        "some_time": [_entry(page, request) for page in events if _is_some_time_in(page, month)],
        "is_empty": not days,
        "near": (("month", str(month)),),
        **{
            f"{label}_month": {
                "label": other.in_words(current_language()),
                "url": asked.address("events_month", month=str(other)),
            }
            for label, other in (("previous", month.shifted(-1)), ("next", month.shifted(1)))
            if Month.read(str(other))
        },
    }
    return render(request, "pages/events/month.html", context)


def _day(day: dt.date, days: Mapping[dt.date, Sequence[DayEntry]], today: dt.date) -> MonthDay:
    return MonthDay(date=day, entries=days.get(day, ()), is_today=day == today)


def _on_days(
    events: Sequence[UpdatePage], month: Month, request: HttpRequest
) -> dict[dt.date, list[DayEntry]]:
    """What takes place on each day of a month, by the clock of each event."""
    found: dict[dt.date, list[DayEntry]] = {}
    for page in events:
        if page.when.span is None:
            continue
        first, last = page.when.span
        day, end = max(first, month.first), min(last, month.last)
        while day <= end:
            found.setdefault(day, []).append(_entry(page, request, is_first=day == first))
            day += DAY
    return found


def _is_some_time_in(page: UpdatePage, month: Month) -> bool:
    """Whether no more is known of an event than the month."""
    first, last = page.when.first_day, page.when.last_day
    return page.when.span is None and first == month.first and last == month.last


def _entry(page: UpdatePage, request: HttpRequest, *, is_first: bool = False) -> DayEntry:
    return DayEntry(
        title=page.heading_in(),
        url=str(page.get_url(request) or ""),
        time=time_of_day(page.when) if is_first else "",
        cancelled=page.cancelled,
    )


# -- calendar files ----------------------------------------------------------------------------
@require_safe
def events_calendar(request: HttpRequest) -> HttpResponseBase:
    """Events to come and those of the last twelve months as a calendar to subscribe to."""
    asked = EventsAsked.read(request)
    since = timezone.now() - KEPT_IN_CALENDARS
    events = source.upcoming(asked.query, now=since)[:MOST_IN_A_CALENDAR]
    title = _("%(network)s: events") % {"network": network_now().name}
    if countries := asked.query.values("country"):
        title = f"{title} ({', '.join(map(country_name, countries))})"
    body = as_calendar(events, title=title, address=asked.address("events_calendar"))
    return _file(request, body, name=f"events-{current_language()}")


@require_safe
def event_calendar(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """One event as a calendar file. Raises Http404 where no calendar could show it."""
    page = get_object_or_404(source.EVENTS.public(), record_id=record_id)
    if page.when.span is None:
        raise Http404(f"{record_id} has no certain day")
    address = reverse("event_calendar", args=[record_id])
    body = as_calendar([page], title=str(page.heading_in()), address=address)
    return _file(request, body, name=record_id)


def _file(request: HttpRequest, body: bytes, *, name: str) -> HttpResponseBase:
    """A file with an ETag, for readers and their calendar programs; not for search engines."""
    response = answer(request, body, CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
