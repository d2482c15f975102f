"""A study visit's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.countries import country_name
from core.i18n import Localised, localised
from core.presenters import shows
from core.showing.facts import (
    Fact,
    Link,
    country_links,
    date_in_words,
    place_in_words,
    source_links,
    stated,
)
from core.showing.frame import page_frame
from members.models import OrganisationPage
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import public_page, publisher_of
from practices.models import ExchangePage, Visit
from practices.presentation.shared_facts import written_in_fact
from practices.selectors.exchange import visits_of
from search.showing import concept_links


@dataclass(frozen=True, kw_only=True)
class VisitShown:
    """One stop, as the timeline shows it. `host` stands below it."""

    when: str
    place: str
    title: Localised
    facts: Localised
    lessons: Localised
    topics: list[Link]
    host: Link | None


@shows(ExchangePage)
def exchange_context(page: ExchangePage, request: HttpRequest) -> dict[str, Any]:
    """Everything a study visit's page shows, in a constant number of queries."""
    visitor = publisher_of(page)
    host: OrganisationPage | None = public_page(page, "host")
    visits = list(visits_of(page))
    purpose = localised(page, "purpose")
    countries = list(dict.fromkeys(visit.country for visit in visits if visit.country))
    return {
        **page_frame(page, request, trail=trail_to(visitor, request), summary=purpose),
        "eyebrow": _("Study visit"),
        "place": place_in_words(*map(country_name, countries)),
        "facts": exchange_facts(page, visitor=visitor, host=host, visits=visits, request=request),
        "purpose": purpose,
        "visits": [_visit(visit, request) for visit in visits],
        "conclusions": localised(page, "conclusions"),
        "visitor": organisation_link(visitor, request) if visitor else None,
        "host": organisation_link(host, request) if host else None,
        "contact": contact_of(visitor, request) if visitor else None,
        "sources": source_links(page.sources),
    }


def exchange_facts(
    page: ExchangePage,
    *,
    visitor: OrganisationPage | None,
    host: OrganisationPage | None,
    visits: list[Visit],
    request: HttpRequest,
) -> list[Fact]:
    """Who visited whom, when, where and how often."""
    none = _("not stated")
    countries = dict.fromkeys(visit.country for visit in visits if visit.country)
    return stated(
        [
            Fact(
                label=_("Visitor"),
                links=[organisation_link(visitor, request)] if visitor else [],
                none=none,
            ),
            Fact(
                label=_("Host"), links=[organisation_link(host, request)] if host else [], none=none
            ),
            Fact(label=_("Date"), value=date_in_words(page.date), none=none),
            Fact(label=_("Country visited"), links=country_links(countries)),
            Fact(label=_("Number of visits"), value=len(visits) or ""),
            written_in_fact(page),
        ]
    )


def _visit(visit: Visit, request: HttpRequest) -> VisitShown:
    country = country_name(visit.country) if visit.country else ""
    return VisitShown(
        when=date_in_words(visit.date),
        place=place_in_words(visit.place, country),
        title=localised(visit, "title"),
        facts=localised(visit, "facts"),
        lessons=localised(visit, "lessons"),
        topics=concept_links(row.concept for row in visit.topics.all()),
        host=organisation_link(visit.host, request) if visit.host else None,
    )
