"""An organisation's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.i18n import current_language, localised
from core.presenters import shows
from core.showing.age import age_of
from core.showing.facts import Fact, LinkGroup, country_links, language_names, source_links, stated
from core.showing.frame import page_frame
from core.showing.pictures import pictures_of
from members.events import source
from members.models import Dissolution, Membership, OrganisationPage
from members.organisation_kinds import organisation_kind
from members.presentation.locator import locator_of
from members.presentation.organisations import contact_of, place_of
from members.presentation.trail import index_link
from members.presentation.updates import update_card
from members.profile import Section, roles_of, sections_of
from members.selectors import concepts_of, confirmed_on, memberships_of
from members.words import membership_in_words, membership_is_over
from search.models import Scheme
from search.showing import concept_links


@shows(OrganisationPage)
def organisation_context(page: OrganisationPage, request: HttpRequest) -> dict[str, Any]:
    """Everything an organisation's page shows, in a constant number of queries."""
    summary = localised(page, "summary")
    memberships = memberships_of(page)
    sections, roles = profile_of(page, request)
    return {
        **page_frame(page, request, trail=index_link(request), summary=summary),
        "eyebrow": capfirst(organisation_kind(page.kind)),
        "summary": summary,
        "place": place_of(page),
        "age": age_of(
            as_of=page.as_of, confirmed_on=confirmed_on(page), today=timezone.localdate()
        ),
        "memberships": memberships_in_words(memberships),
        "dissolved": dissolved_in_words(page),
        "is_network": page.record_id == settings.NETWORK_ORGANISATION,
        "facts": organisation_facts(page),
        "contact": contact_of(page, request),
        "locator": locator_of(page, country=page.country),
        "country": page.country,
        "pictures": pictures_of(page),
        "sections": sections,
        "related": roles,
        "sources": source_links(page.sources),
    }


def dissolved_in_words(page: OrganisationPage) -> str:
    """Since when the organisation exists no more; "" if it does. One query."""
    gone = Dissolution.objects.filter(organisation=page.pk).first() if page.pk else None
    if gone is None or gone.on_last is None or gone.on_last > timezone.localdate():
        return ""
    return PartialDate(gone.on).in_words(current_language())


def profile_of(
    page: OrganisationPage, request: HttpRequest
) -> tuple[Sequence[Section], Sequence[LinkGroup]]:
    """What an organisation publishes, by sort, and the parts it plays elsewhere."""
    if page.pk is None:
        return (), ()
    sections = [*coming_up(page, request), *sections_of(page, request)]
    return sections, roles_of(page, request)


def coming_up(page: OrganisationPage, request: HttpRequest) -> list[Section]:
    """The organisation's events to come, the next one first; no section without any. One query."""
    found = source.of_organisation(page.path, now=timezone.now())
    cards = [update_card(event, request) for event in found]
    return [Section(collection=source.PART, title=_("Coming up"), cards=cards)] if cards else []


def memberships_in_words(memberships: Sequence[Membership]) -> list[tuple[str, str]]:
    """Memberships as (sentence, state of the pill): what is past comes last."""
    ordered = sorted(memberships, key=membership_is_over)
    return [
        (membership_in_words(membership), "off" if membership_is_over(membership) else "on")
        for membership in ordered
    ]


def organisation_facts(page: OrganisationPage) -> list[Fact]:
    """An organisation at a glance; what a reader wouldn't miss is left out where it is unknown."""
    themes = concepts_of(page).get(Scheme.THEME, [])
    return stated(
        [
            Fact(label=_("Kind"), value=capfirst(organisation_kind(page.kind))),
            Fact(label=_("Short form"), value=page.acronym),
            Fact(label=_("Also known as"), value="; ".join(page.also_known_as)),
            Fact(label=_("Country"), links=country_links([page.country], nation=page.nation)),
            Fact(label=_("Place"), value=page.place),
            Fact(label=_("Topic"), links=concept_links(themes)),
            Fact(label=_("Founded in"), value=page.founded or ""),
            Fact(label=_("Staff"), value="" if page.staff is None else page.staff),
            Fact(label=_("Volunteers"), value="" if page.volunteers is None else page.volunteers),
            Fact(label=_("Works in"), value=language_names(page.languages)),
            Fact(label=_("Written in"), value=language_names([page.original_language])),
        ]
    )
