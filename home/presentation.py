"""What the front page and the office's pages show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core.i18n import LANGS, localised
from core.network.legal import OfficePage, Role
from core.presenters import shows
from core.privacy.facts import notice_facts
from core.showing.alternates import alternates
from core.showing.facts import Link
from core.showing.frame import page_frame
from core.visibility import public_condition
from home import selectors
from home.models import HomePage, StandardPage
from home.sections import cards_below, section_of


@shows(HomePage)
def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Head, ways in, what was shared lately, numbers, what the network is."""
    lead = localised(page, "lead")
    return {
        "heading": page.heading_in(),
        "lead": lead,
        "about": localised(page, "about"),
        "description": str(lead),
        "doors": selectors.doors(),
        "topics": selectors.main_topics(),
        "lately": selectors.shared_lately(),
        "coming": selectors.events_to_come(),
        "counts": selectors.counts(),
        "languages": selectors.all_languages(),
        "alternates": alternates(languages=LANGS, address=lambda: str(page.get_url(request) or "")),
    }


@shows(StandardPage)
def standard_context(page: StandardPage, request: HttpRequest) -> dict[str, Any]:
    """Texts, trail and languages of an office's page."""
    above = page.get_ancestors().filter(public_condition(), depth__gt=2).specific()
    trail = [Link(label=p.heading_in(), url=p.get_url(request) or "") for p in above]
    lead = localised(page, "lead")
    section = section_of(page, request)
    roles = roles_of(page)
    return {
        **page_frame(page, request, trail=trail, summary=lead),
        "lead": lead,
        "body": localised(page, "body"),
        "facts": notice_facts() if Role.NOTICE in roles else None,
        "leads_to_form": Role.JOIN in roles,
        "leads_to_categories": Role.MEMBERSHIP in roles,
        "section": section,
        "below": cards_below(section),
    }


def roles_of(page: StandardPage) -> set[str]:
    """The parts that a page of the office plays, such as the privacy notice. One query."""
    return set(OfficePage.objects.filter(page_id=page.pk).values_list("role", flat=True))
