"""Organisations, and what they tell the network."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.kinds import Kind, Place, register
from members.models import OrganisationIndexPage, OrganisationPage, UpdatePage
from members.presentation.organisations import organisation_card
from members.presentation.updates import update_card

register(
    Kind(
        model=OrganisationPage,
        order=10,
        tone="accent",
        shape="organisations",
        card=organisation_card,
        grid=True,
        list_page=OrganisationIndexPage,
        places={Place.MENU: 20},
    )
)
UPDATES = Kind(
    model=UpdatePage,
    order=70,
    tone="rust",
    shape="updates",
    card=update_card,
    lead=_("What the organisations of the network share: news, events, campaigns, calls."),
    counted=ngettext_lazy("%d news item or event", "%d news and events"),
    filters=("kind", "country", "theme", "language"),
    newest=True,
    feed="feed.xml",
    in_profile=("-date_first", "record_id"),
    places={
        Place.MENU: 50, Place.SHARED: 60, Place.PROFILE: 60, Place.THEME: 80, Place.COUNTRY: 70,
    },
)  # fmt: skip
register(UPDATES)
register(
    replace(
        UPDATES,
        part="events",
        order=71,
        heading=_("Events"),
        lead=_("Meetings, conferences, trainings and open days of the network’s organisations."),
        counted=ngettext_lazy("%d event", "%d events"),
        filters=("country", "theme", "language"),
        newest=False,
        feed="",
        places={Place.SHARED: 70},
    )
)
