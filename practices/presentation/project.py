"""A project's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.i18n import Localised, localised
from core.network.funding import shown
from core.presenters import shows
from core.showing.facts import (
    Fact,
    LinkGroup,
    country_links,
    date_in_words,
    source_links,
    stated,
    where_in_words,
)
from core.showing.frame import page_frame
from core.showing.pictures import pictures_of
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import concepts_of
from practices.models import ProjectPage
from practices.presentation.links import page_links
from practices.presentation.shared_facts import address_fact, tag_facts, written_in_fact
from practices.selectors.project import ProjectRelations, relations_of
from practices.words import measured, money, qualifier_in_words


@dataclass(frozen=True, kw_only=True)
class IndicatorShown:
    """What was aimed at and what was reached, in words; "" where it isn't stated."""

    label: Localised
    target: str
    actual: str


@shows(ProjectPage)
def project_context(page: ProjectPage, request: HttpRequest) -> dict[str, Any]:
    """Everything a project's page shows, in a constant number of queries."""
    relations = relations_of(page)
    promoter = relations.promoter
    summary = localised(page, "summary")
    description = localised(page, "description")
    return {
        **page_frame(
            page, request, trail=trail_to(promoter, request), summary=summary or description
        ),
        "eyebrow": _("Project"),
        "summary": summary,
        "place": where_in_words(page.place, page.countries),
        "facts": project_facts(page, relations, request),
        "money": money_facts(page),
        "texts": [
            (_("What it does"), description),
            (_("Results"), localised(page, "results")),
            (_("Results for both countries"), localised(page, "bilateral_results")),
        ],
        "indicators": indicators_of(page),
        "pictures": pictures_of(page),
        "related": related_groups(relations, request),
        "contact": contact_of(promoter, request) if promoter else None,
        "sources": source_links(page.sources),
        "funders": shown(relations.funders),
    }


def project_facts(
    page: ProjectPage, relations: ProjectRelations, request: HttpRequest
) -> list[Fact]:
    """A project at a glance; number, dates and funder say so where they aren't stated."""
    none = _("not stated")
    links = {
        "promoter": relations.promoter,
        "funder": relations.funder,
    }
    named = {
        name: [organisation_link(found, request)] if found else [] for name, found in links.items()
    }
    return stated(
        [
            Fact(label=_("Promoter"), links=named["promoter"], none=none),
            Fact(label=_("Start"), value=date_in_words(page.start), none=none),
            Fact(label=_("End"), value=date_in_words(page.end), none=none),
            Fact(label=_("Funder"), links=named["funder"], none=none),
            Fact(label=_("Funding programme"), value=page.programme, none=none),
            Fact(label=_("Project number"), value=page.project_number, none=none),
            Fact(label=_("Country"), links=country_links(page.countries), none=none),
            Fact(label=_("Region"), value=", ".join(page.regions)),
            Fact(label=_("Place"), value=page.place),
            *tag_facts(concepts_of(page)),
            address_fact(page.web_address, label=_("Web address")),
            written_in_fact(page),
        ]
    )


def money_facts(page: ProjectPage) -> list[Fact]:
    """Costs and grant as the reader's language writes amounts."""
    amounts = {
        _("Initial cost"): page.initial_cost,
        _("Final cost"): page.final_cost,
        _("Grant"): page.grant_amount,
    }
    return [
        Fact(label=label, value=money(value, page.currency), none=_("not stated"))
        for label, value in amounts.items()
    ]


def indicators_of(page: ProjectPage) -> Sequence[IndicatorShown]:
    """A project's indicators. A qualifier (`over`) belongs to what was reached."""
    return [
        IndicatorShown(
            label=localised(row, "label"),
            target=measured(row.target, row.unit),
            actual=(
                measured(row.actual, row.unit, row.qualifier) or qualifier_in_words(row.qualifier)
            ),
        )
        for row in page.indicators.all()
    ]


def related_groups(relations: ProjectRelations, request: HttpRequest) -> list[LinkGroup]:
    """The practices that are part of a project, and its partners; empty groups are left out."""
    practices = page_links(relations.practices, request, publishers=relations.publishers)
    partners = [organisation_link(partner, request) for partner in relations.partners]
    groups = [
        LinkGroup(title=_("Practices in this project"), entries=practices),
        LinkGroup(title=_("Partners"), entries=partners),
    ]
    return [group for group in groups if group.entries]
