"""Events as a calendar file (iCalendar, RFC 5545). The only module that imports icalendar.

The same content always gives the same bytes: every stamp is the time of the last publication.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.countries import country_name
from core.i18n import Localised, current_language, localised
from core.showing.addresses import whole
from core.showing.cards import shortened
from core.showing.facts import place_in_words, safe_url
from core.tidy import tidy
from members.event_time import DAY
from members.models import UpdatePage
from members.selectors import STEP, publishers_of

CONTENT_TYPE = "text/calendar; charset=utf-8"
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
#: how often programs may look again (RFC 7986)
REFRESH = dt.timedelta(hours=12)
A_YEAR = dt.timedelta(days=366)


def as_calendar(events: Iterable[UpdatePage], *, title: str, address: str) -> bytes:
    """Return the file of events in the active language; those without a certain day stay out.

    `title` is what programs call the calendar, `address` where it comes from. One query.
    """
    shown = [page for page in events if page.when.span]
    publishers = publishers_of(shown)
    found = Calendar()
    found.add("prodid", "-//cope_network//events//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("name", _line(title))
    found.add("x-wr-calname", _line(title))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("source", whole(address), parameters={"VALUE": "URI"})
    for page in shown:
        publisher = publishers.get(page.path[:-STEP])
        found.add_component(_event(page, publisher.heading_in() if publisher else ""))
    if spans := [page.when.span for page in shown if page.when.span]:
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        found.add_missing_timezones(first_date=first - A_YEAR, last_date=last + A_YEAR)
    return bytes(found.to_ical())


def _event(page: UpdatePage, publisher: Localised | str) -> Event:
    event, title = Event(), page.heading_in()
    stamp = page.last_published_at or NEVER
    event.add("uid", uid_of(page))
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("last-modified", stamp.astimezone(dt.UTC))
    event.add("sequence", _sequence(page))
    event.add("status", "CANCELLED" if page.cancelled else "CONFIRMED")
    words = _("Cancelled: %(title)s") % {"title": title} if page.cancelled else str(title)
    event.add("summary", _line(words), parameters=_spoken(title))
    _add_when(event, page)
    body = localised(page, "body")
    address = whole(page.url_in(current_language()))
    event.add("description", _text(page, str(body), address), parameters=_spoken(body))
    event.add("url", address)
    country = country_name(page.country) if page.country else ""
    if place := place_in_words(page.place, country) or safe_url(page.online_address):
        event.add("location", _line(place))
    if organiser := page.organiser or str(publisher):
        event.add("contact", _line(organiser))
    if room := safe_url(page.online_address):
        event.add("conference", _line(room), parameters={"VALUE": "URI"})
    return event


def uid_of(page: UpdatePage) -> str:
    """The event's name in all calendars, for ever: its permanent id at this site."""
    return f"{page.collection}-{page.record_id}@{urlsplit(settings.SITE_URL).hostname}"


def _sequence(page: UpdatePage) -> int:
    """A number that grows with every publication: seconds since the first one."""
    first, last = page.first_published_at, page.last_published_at
    return max(0, int((last - first).total_seconds())) if first and last else 0


def _add_when(event: Event, page: UpdatePage) -> None:
    """Whole days, or times of the event's clock; a calendar's end is the moment after."""
    when = page.when
    first, last = when.span or (dt.date.min, dt.date.min)
    if when.start is None:
        event.add("dtstart", first)
        event.add("dtend", last + DAY)
        return
    event.add("dtstart", when.start)
    end = when.end
    if end is None and first < last and when.over_at:
        end = when.over_at.astimezone(when.clock)
    if end is not None and end > when.start:
        event.add("dtend", end)


def _text(page: UpdatePage, body: str, address: str) -> str:
    parts = [
        shortened(body),
        f"{_('Register')}: {page.registration}" if page.registration else "",
        f"{_('Online at')}: {page.online_address}" if page.online_address else "",
        address,
    ]
    return tidy("\n\n".join(filter(None, parts)), one_line=False)


def _line(text: str) -> str:
    return tidy(text, one_line=True)


def _spoken(text: Localised) -> dict[str, str]:
    return {"LANGUAGE": text.language} if text.language else {}
