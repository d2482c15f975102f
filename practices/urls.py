"""Addresses below `/<lang>/` of lists, registers, countries and topics."""

from __future__ import annotations

from django.urls import path

from core.kinds import kinds
from practices.feeds import UpdatesFeed
from practices.views import countries, events, lists, registers, themes

urlpatterns = [
    path("updates/feed.xml", UpdatesFeed(), name="updates_feed"),
    path("events/", events.events_list, name="events_list"),
    path("events/past/", events.events_past, name="events_past"),
    path("events/month/", events.events_month, name="events_month"),
    path("events/calendar.ics", events.events_calendar, name="events_calendar"),
    path("events/<slug:record_id>/event.ics", events.event_calendar, name="event_calendar"),
    path("helplines/", registers.helplines, name="helplines_list"),
    path("helplines/<slug:record_id>/", registers.helpline_entry, name="helplines_entry"),
    path("glossary/", registers.glossary, name="glossary_list"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<str:code>/", countries.country, name="country"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:record_id>/", themes.theme, name="theme"),
    *(
        path(f"{name}/", lists.collection_list, {"collection": name}, name=f"{name}_list")
        for name in (kind.collection for kind in kinds() if kind.filters)
    ),
    *(
        path(
            f"{name}/<slug:record_id>/",
            registers.register_entry,
            {"collection": name},
            name=f"{name}_entry",
        )
        for name in (kind.collection for kind in kinds() if kind.facts)
    ),
]
