"""News, events, campaigns, stories, calls and vacancies: cards and their page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.countries import country_name
from core.i18n import localised
from core.presenters import shows
from core.showing.cards import Card
from core.showing.facts import (
    Fact,
    country_links,
    date_in_words,
    language_names,
    period_in_words,
    place_in_words,
    safe_url,
    source_links,
    stated,
)
from core.showing.frame import page_frame
from core.showing.pictures import pictures_of
from members.models import UpdateKind, UpdatePage
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import concepts_of, publisher_of
from search.models import Scheme
from search.showing import concept_links


def update_card(page: UpdatePage, request: HttpRequest) -> Card:
    """An update in a list; an event stands with its own dates."""
    return Card(
        key=page.key,
        collection=page.collection,
        kind_label=capfirst(str(page.get_kind_display())),
        url=str(page.get_url(request) or ""),
        title=page.heading_in(),
        summary=localised(page, "body"),
        place=place_of(page),
        languages=page.available_languages,
        original_language=page.original_language,
        date=period_in_words(page.starts, page.ends) or date_in_words(page.date),
    )


@shows(UpdatePage)
def update_context(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """Everything an update's page shows, in a constant number of queries."""
    publisher = publisher_of(page)
    body = localised(page, "body")
    return {
        **page_frame(page, request, trail=trail_to(publisher, request), summary=body),
        "eyebrow": capfirst(str(page.get_kind_display())),
        "publisher": organisation_link(publisher, request) if publisher else None,
        "place": place_of(page),
        "body": body,
        "over": what_is_over(page, today=timezone.localdate()),
        "facts": update_facts(page),
        "pictures": pictures_of(page),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": source_links(page.sources),
    }


def update_facts(page: UpdatePage) -> list[Fact]:
    """When, where, until when one can answer. An event without a date says so."""
    themes = concepts_of(page).get(Scheme.THEME, [])
    is_event = page.kind == UpdateKind.EVENT
    return stated(
        [
            Fact(label=_("Kind"), value=capfirst(str(page.get_kind_display()))),
            Fact(label=_("Shared on"), value=date_in_words(page.date)),
            Fact(
                label=_("Takes place"),
                value=period_in_words(page.starts, page.ends),
                none=_("date not stated") if is_event else "",
            ),
            Fact(label=_("Answer until"), value=date_in_words(page.deadline)),
            Fact(label=_("Place"), value=page.place),
            Fact(label=_("Country"), links=country_links([page.country] if page.country else [])),
            Fact(label=_("Topic"), links=concept_links(themes)),
            Fact(label=_("Web address"), value=page.web_address, url=safe_url(page.web_address)),
            Fact(label=_("Written in"), value=language_names([page.original_language])),
        ]
    )


def place_of(page: UpdatePage) -> str:
    """Town and country in words."""
    return place_in_words(page.place, country_name(page.country) if page.country else "")


def what_is_over(page: UpdatePage, *, today: dt.date) -> str:
    """A sentence for a reader who comes late (an event is over, a deadline has passed), or ""."""
    last = page.ends_last or page.starts_last
    if last is not None and last < today:
        return _("This is over: it took place in the past.")
    if page.deadline_last is not None and page.deadline_last < today:
        return _("The last day to answer has passed.")
    return ""
