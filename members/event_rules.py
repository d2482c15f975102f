"""What the days and times of an event must agree on; the form and the import ask the same."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.clock_times import parse_time
from core.date_rules import DateRules, Values
from core.moments import instead_of, moments_of
from core.time_zones import city_of, known_zones, zone_of_country
from members.event_time import EventTime

_NAMES = ("starts", "start_time", "ends", "end_time")
_WHOLE_DAY = len("2027-04-12")


def zone_named(zone: Any, country: Any) -> str:
    """The time zone that counts: the one that is named, else that of the event's country."""
    if isinstance(zone, str) and zone in known_zones():
        return zone
    return zone_of_country(country if isinstance(country, str) else "")


class EventRules(DateRules):
    """The rules of dates, and those of times beside them, by the names of the columns."""

    def problems(self, values: Values, *, today: dt.date) -> dict[str, str]:
        """Return what is wrong, in the reader's language, by column. Odd values are left alone."""
        found = super().problems(values, today=today)
        texts = {name: values(name) or "" for name in _NAMES}
        if not all(isinstance(text, str) for text in texts.values()):
            return found
        when = EventTime(**texts, zone=zone_named(values("time_zone"), values("country")))
        wrong = _without_day(texts) or _without_moment(when) or _backwards(when)
        return {**wrong, **found}


def _without_day(texts: dict[str, str]) -> dict[str, str]:
    """A time stands beside its day, an end beside a beginning."""
    if texts["start_time"] and len(texts["starts"]) < _WHOLE_DAY:
        return {"start_time": _("A time needs its whole day: write day, month and year before it.")}
    if texts["end_time"] and not texts["start_time"]:
        return {"end_time": _("Please write when it begins, too.")}
    if texts["end_time"] and texts["ends"] and len(texts["ends"]) < _WHOLE_DAY:
        return {"end_time": _("A time needs its whole day: write day, month and year before it.")}
    return {}


def _without_moment(when: EventTime) -> dict[str, str]:
    """A time that the clocks skip in that night."""
    for name, day, time in (
        ("start_time", when.starts, when.start_time),
        ("end_time", when.ends or when.starts, when.end_time),
    ):
        wall = _wall(day, time)
        if wall is not None and not _moments(wall, when.clock):
            near = [f"{moment:%H:%M}" for moment in instead_of(wall, when.clock)]
            words = _(
                "On %(day)s the clocks of %(city)s are put forward: there is no %(time)s. "
                "Please write %(before)s or %(after)s."
            )
            return {
                name: words
                % {
                    "day": day,
                    "city": city_of(when.zone),
                    "time": time,
                    "before": near[0],
                    "after": near[-1],
                }
            }
    return {}


def _backwards(when: EventTime) -> dict[str, str]:
    if when.start is None or when.end is None or when.end >= when.start:
        return {}
    return {"end_time": _("%(end)s comes before %(start)s.") % {
        "end": when.end_time, "start": when.start_time,
    }}  # fmt: skip


def _moments(wall: dt.datetime, zone: ZoneInfo) -> list[dt.datetime]:
    try:
        return moments_of(wall, zone)
    except OverflowError:  # a day at the end of all calendars
        return [wall]


def _wall(day: str, time: str) -> dt.datetime | None:
    """A day and a time as the clock shows them; None for what can't be read."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), parse_time(time))
    except ValueError:
        return None
