"""News, events, campaigns, stories, calls and vacancies: cards and their page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import localised
from core.presenters import shows
from core.showing.cards import Card
from core.showing.facts import (
    Fact,
    country_links,
    date_in_words,
    language_names,
    safe_url,
    source_links,
    stated,
)
from core.showing.frame import page_frame
from core.showing.pictures import pictures_of
from members.events.words import event_facts, when_in_words, where_in_words
from members.models import UpdateKind, UpdatePage
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import concepts_of, publisher_of
from search.models import Scheme
from search.showing import concept_links


def update_card(page: UpdatePage, request: HttpRequest) -> Card:
    """An update in a list; an event stands with its own dates."""
    return Card.of(
        page,
        url=str(page.get_url(request) or ""),
        kind_label=kind_of_update(page),
        summary=localised(page, "body"),
        place=where_in_words(page),
        date=when_in_words(page) or date_in_words(page.date),
    )


def kind_of_update(page: UpdatePage) -> str:
    """What it is, and that it was cancelled."""
    kind = capfirst(str(page.get_kind_display()))
    return _("%(kind)s, cancelled") % {"kind": kind} if page.cancelled else kind


@shows(UpdatePage)
def update_context(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """Everything an update's page shows, in a constant number of queries."""
    publisher = publisher_of(page)
    body = localised(page, "body")
    return {
        **page_frame(page, request, trail=trail_to(publisher, request), summary=body),
        "eyebrow": kind_of_update(page),
        "publisher": organisation_link(publisher, request) if publisher else None,
        "place": where_in_words(page),
        "body": body,
        "over": what_is_over(page, now=timezone.now()),
        "cancelled": page.cancelled,
        "calendar_url": calendar_url(page),
        "facts": update_facts(page),
        "pictures": pictures_of(page),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": source_links(page.sources),
    }


def calendar_url(page: UpdatePage) -> str:
    """The calendar file of an event; "" where no calendar could show it."""
    shown = page.kind == UpdateKind.EVENT and page.record_id and page.when.span
    return reverse("event_calendar", args=[page.record_id]) if shown else ""


def update_facts(page: UpdatePage) -> list[Fact]:
    """What it is, when and where, until when one can answer."""
    themes = concepts_of(page).get(Scheme.THEME, [])
    return stated(
        [
            Fact(label=_("Kind"), value=capfirst(str(page.get_kind_display()))),
            Fact(label=_("Shared on"), value=date_in_words(page.date)),
            *event_facts(page),
            Fact(label=_("Place"), value=page.place),
            Fact(label=_("Country"), links=country_links([page.country] if page.country else [])),
            Fact(label=_("Topic"), links=concept_links(themes)),
            Fact(label=_("Web address"), value=page.web_address, url=safe_url(page.web_address)),
            Fact(label=_("Written in"), value=language_names([page.original_language])),
        ]
    )


def what_is_over(page: UpdatePage, *, now: dt.datetime) -> str:
    """A sentence for a reader who comes late (an event is over, a deadline has passed), or ""."""
    if page.when.is_over(now):
        return _("This is over: it took place in the past.")
    today = now.astimezone(page.when.clock).date()
    if page.deadline_last is not None and page.deadline_last < today:
        return _("The last day to answer has passed.")
    return ""
