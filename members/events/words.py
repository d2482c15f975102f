"""When, where and how something takes place, in words of the active language."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clock_times import time_in_words
from core.countries import country_name
from core.i18n import current_language
from core.showing.facts import Fact, date_in_words, period_in_words, place_in_words, safe_url
from core.time_zones import city_of
from members.event_time import EventTime
from members.models import Attendance, UpdateKind, UpdatePage


def when_in_words(page: UpdatePage) -> str:
    """Days and times with the city whose clock they are of; "" where no day is known.

    `13 June 2027`, `13 June 2027, 14:30–16:00 (Bucharest)`.
    """
    when = page.when
    if not when.is_timed:
        if page.kind == UpdateKind.EVENT and not page.ends:
            return date_in_words(page.starts)
        return period_in_words(page.starts, page.ends)
    return f"{_timed(when)} ({city_of(when.zone)})"


def _timed(when: EventTime) -> str:
    first = f"{date_in_words(when.starts)}, {_time(when.start_time)}"
    if when.ends in ("", when.starts):
        return f"{first}–{_time(when.end_time)}" if when.end_time else first
    last = date_in_words(when.ends)
    return f"{first} – {last}, {_time(when.end_time)}" if when.end_time else f"{first} – {last}"


def time_of_day(when: EventTime) -> str:
    """When on its first day it begins: `14:30`; "" for whole days."""
    return _time(when.start_time) if when.is_timed else ""


def zone_in_words(when: EventTime) -> str:
    """The time zone of an event with times: city, name, hours from UTC; "" for whole days."""
    start = when.start
    if start is None:
        return ""
    language = current_language()
    locale = "en_GB" if language == "en" else language
    name = capfirst(get_timezone_name(start, width="long", locale=locale))
    return f"{city_of(when.zone)} ({name}, {_offset(start)})"


def elsewhere_in_words(when: EventTime) -> str:
    """The same by the clock of the network, where that shows another time: `Paris: 13:30–15:00`."""
    start, end, zone = when.start, when.end, ZoneInfo(settings.TIME_ZONE)
    if start is None or start.utcoffset() == start.astimezone(zone).utcoffset():
        return ""
    there = EventTime(
        **_as_written(start.astimezone(zone), "starts", "start_time"),
        **(_as_written(end.astimezone(zone), "ends", "end_time") if end else {}),
        zone=settings.TIME_ZONE,
    )
    same_days = there.starts == when.starts and there.ends in ("", there.starts)
    hours = "–".join(_time(text) for text in (there.start_time, there.end_time) if text)
    return f"{city_of(there.zone)}: {hours if same_days else _timed(there)}"


def _as_written(moment: dt.datetime, day: str, time: str) -> dict[str, str]:
    return {day: moment.date().isoformat(), time: f"{moment:%H:%M}"}


def _offset(moment: dt.datetime) -> str:
    """How far a clock is ahead, as people write it: `UTC+2`, `UTC−3:30`."""
    minutes = int((moment.utcoffset() or dt.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _time(text: str) -> str:
    return time_in_words(text, current_language())


# -- where and how -----------------------------------------------------------------------------
def where_in_words(page: UpdatePage) -> str:
    """Town and country, and whether it is online."""
    country = country_name(page.country) if page.country else ""
    online = page.attendance in (Attendance.ONLINE, Attendance.BOTH)
    return place_in_words(page.place, country, page.get_attendance_display() if online else "")


def event_facts(page: UpdatePage) -> list[Fact]:
    """When, where, how one takes part and by whom. An event without a date says so."""
    when, is_event = page.when, page.kind == UpdateKind.EVENT
    return [
        Fact(
            label=_("Takes place"),
            value=when_in_words(page),
            none=_("date not stated") if is_event else "",
        ),
        Fact(label=_("Time zone"), value=zone_in_words(when), note=elsewhere_in_words(when)),
        Fact(label=_name(page, "attendance"), value=capfirst(page.get_attendance_display())),
        Fact(label=_("Online at"), **_online(page)),
        Fact(label=_("Register"), **_way(page.registration)),
        Fact(
            label=_("Register by") if page.registration else _("Answer until"),
            value=date_in_words(page.deadline),
        ),
        Fact(label=_name(page, "organiser"), value=page.organiser),
    ]


def _name(page: UpdatePage, column: str) -> str:
    return capfirst(str(page._meta.get_field(column).verbose_name))  # type: ignore[union-attr]  # no relation


def _online(page: UpdatePage) -> dict[str, Any]:
    if page.online_address:
        return _way(page.online_address)
    online = page.attendance in (Attendance.ONLINE, Attendance.BOTH)
    later = online and page.registration
    return {"value": _("The address comes after you registered.") if later else ""}


def _way(text: str) -> dict[str, Any]:
    """A web or e-mail address, to be followed."""
    mail = f"mailto:{quote(text, safe='@+')}" if "@" in text and "/" not in text else ""
    return {"value": text, "url": safe_url(text) or mail}
