"""A practice's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import Localised, current_language, localised
from core.presenters import shows
from core.showing.age import age_of
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
from members.presentation.organisations import contact_of
from members.presentation.trail import trail_to
from members.selectors import concepts_of, confirmed_on
from practices.models import PracticePage
from practices.presentation.evidence import findings
from practices.presentation.links import page_links, partner_links
from practices.presentation.shared_facts import address_fact, files_of, tag_facts, written_in_fact
from practices.selectors.practice import PracticeRelations, relations_of
from practices.words import qualifier_in_words, quantity


@dataclass(frozen=True, kw_only=True)
class PracticeFigureShown:
    """One figure about a practice, in words. `year` is "" where it isn't stated."""

    label: Localised
    value: str
    unit: str
    qualifier: str
    year: str


@shows(PracticePage)
def practice_context(page: PracticePage, request: HttpRequest) -> dict[str, Any]:
    """Everything a practice's page shows, in a constant number of queries."""
    relations = relations_of(page)
    summary = localised(page, "summary")
    publisher = relations.publisher
    sources = source_links(page.sources)
    return {
        **page_frame(page, request, trail=trail_to(publisher, request), summary=summary),
        "eyebrow": _("Practice: %(kind)s") % {"kind": page.get_kind_display()},
        "summary": summary,
        "text": localised(page, "description"),
        "place": where_in_words(page.place, page.countries),
        "age": age_of(
            as_of=page.as_of, confirmed_on=confirmed_on(page), today=timezone.localdate()
        ),
        "facts": practice_facts(page),
        "findings": findings(relations.evidence, request, has_sources=bool(sources)),
        "figures": figures_of(page),
        "pictures": pictures_of(page),
        "files": files_of(page),
        "related": related_groups(relations, request),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": sources,
    }


def practice_facts(page: PracticePage) -> list[Fact]:
    """A practice at a glance, how far along it is first."""
    return stated(
        [
            Fact(label=_("How far along"), value=capfirst(str(page.get_maturity_display()))),
            Fact(label=_("Kind"), value=capfirst(str(page.get_kind_display()))),
            Fact(label=_("Started"), value=date_in_words(page.started), none=_("not stated")),
            Fact(label=_("Ended"), value=date_in_words(page.ended)),
            Fact(label=_("Country"), links=country_links(page.countries, nation=page.nation)),
            Fact(label=_("Region"), value=", ".join(page.regions)),
            Fact(label=_("Place"), value=page.place),
            *tag_facts(concepts_of(page)),
            Fact(label=_("Funding"), value="; ".join(page.funding), none=_("not stated")),
            address_fact(page.web_address, label=_("Web address")),
            written_in_fact(page),
        ]
    )


def figures_of(page: PracticePage) -> Sequence[PracticeFigureShown]:
    """A practice's figures with unit, qualifier and year."""
    shown = []
    for row in page.figures.all():
        value, unit = quantity(row.value, row.unit)
        shown.append(
            PracticeFigureShown(
                label=_label(row, unit),
                value=value,
                unit=unit,
                qualifier=qualifier_in_words(row.qualifier),
                year=str(row.year or ""),
            )
        )
    return shown


def _label(row: Any, unit: str) -> Localised:
    """What a figure is of, unless its unit says just that: “30 prisons”, not “prisons” again."""
    label = localised(row, "label")
    same = str(label).strip().casefold() in (unit.casefold(), row.unit.strip().casefold())
    return Localised(None, None, current_language()) if unit and same else label


def related_groups(relations: PracticeRelations, request: HttpRequest) -> list[LinkGroup]:
    """Relations by what they are; empty ones are left out."""
    pages = {
        _("Continues"): relations.continues,
        _("Continued by"): relations.continued_by,
        _("Adapted from"): relations.adapted_from,
        _("Adapted by others as"): relations.adapted_by,
        _("Part of a project"): relations.projects,
        _("Study visits to this organisation"): relations.exchanges,
    }
    groups = [
        LinkGroup(title=_("Partners"), entries=partner_links(relations.partners, request)),
        *(
            LinkGroup(
                title=title, entries=page_links(found, request, publishers=relations.publishers)
            )
            for title, found in pages.items()
        ),
    ]
    return [group for group in groups if group.entries]
