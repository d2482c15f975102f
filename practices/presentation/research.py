"""A study's or report's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import localised
from core.presenters import shows
from core.showing.facts import (
    Fact,
    Link,
    LinkGroup,
    country_links,
    language_names,
    safe_url,
    shown_in,
    source_links,
    stated,
)
from core.showing.frame import page_frame
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import concepts_of
from practices.models import ResearchPage, Statistic
from practices.presentation.evidence import resting_practices
from practices.presentation.links import heading_of, page_link
from practices.presentation.shared_facts import (
    address_fact,
    design_in_words,
    files_of,
    tag_facts,
    written_in_fact,
)
from practices.presentation.trail import library_trail
from practices.selectors.research import ResearchRelations, relations_of

DOI_RESOLVER = "https://doi.org/"


@shows(ResearchPage)
def research_context(page: ResearchPage, request: HttpRequest) -> dict[str, Any]:
    """Everything a study's page shows, in a constant number of queries."""
    relations = relations_of(page)
    publisher = relations.publisher
    finding = localised(page, "finding")
    trail = trail_to(publisher, request) if publisher else library_trail(request)
    return {
        **page_frame(page, request, trail=trail, summary=finding, title=heading_of(page)),
        "eyebrow": capfirst(str(page.get_kind_display())),
        "byline": byline(page),
        "missing": missing_parts(page),
        "facts": research_facts(page, relations, request),
        "finding": finding,
        "design": design_in_words(page),
        "text": localised(page, "body"),
        "related": related_groups(relations, request),
        "files": files_of(page),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": source_links(page.sources),
    }


def byline(page: ResearchPage) -> str:
    """Authors, year and publisher in one line, whatever is known of them."""
    known = [", ".join(page.authors), str(page.year or ""), page.publisher]
    return " · ".join(part for part in known if part)


def missing_parts(page: ResearchPage) -> str:
    """What a complete reference would need and this one lacks: `title, year`; "" for nothing."""
    missing = []
    if not page.available_languages:
        missing.append(_("title"))
    if page.year is None:
        missing.append(_("year"))
    return ", ".join(missing)


def research_facts(
    page: ResearchPage, relations: ResearchRelations, request: HttpRequest
) -> list[Fact]:
    """A study at a glance; authors, year and how it was studied say so where they're missing."""
    none = _("not stated")
    publisher = relations.publisher
    return stated(
        [
            Fact(label=_("Kind"), value=capfirst(str(page.get_kind_display()))),
            Fact(label=_("Authors"), value=", ".join(page.authors), none=none),
            Fact(label=_("Year"), value=page.year or "", none=none),
            Fact(label=_("Publisher"), value=page.publisher, none=none),
            Fact(
                label=_("Shared by"),
                links=[organisation_link(publisher, request)] if publisher else [],
            ),
            Fact(label=_("How it was studied"), value=capfirst(design_in_words(page))),
            Fact(label=_("Who was studied"), value=page.sample, none=none),
            Fact(label=_("Country"), links=country_links(page.countries, nation=page.nation)),
            Fact(
                label=_("Language of the publication"),
                value=language_names([page.language] if page.language else []),
            ),
            *tag_facts(concepts_of(page)),
            address_fact(page.web_address, label=_("Web address")),
            Fact(label=_("DOI"), value=page.doi, url=doi_url(page.doi)),
            written_in_fact(page),
        ]
    )


def doi_url(doi: str) -> str:
    """The address that a DOI leads to; "" for anything that isn't one."""
    text = doi.strip()
    return safe_url(text) or (DOI_RESOLVER + text if text.startswith("10.") else "")


def related_groups(relations: ResearchRelations, request: HttpRequest) -> list[LinkGroup]:
    """What rests on a study, where it is cited and what it cites; empty groups are left out."""
    cited_in = [page_link(relations.cited_via, request)] if relations.cited_via else []
    groups = [
        LinkGroup(
            title=_("Practices whose evidence rests on this"),
            entries=resting_practices(relations.evidence, request, publishers=relations.publishers),
        ),
        LinkGroup(
            title=_("Figures that come from it"),
            entries=[statistic_link(row) for row in relations.statistics],
        ),
        LinkGroup(title=_("Cited in"), entries=cited_in),
        LinkGroup(
            title=_("Cites"), entries=[page_link(cited, request) for cited in relations.cites]
        ),
    ]
    return [group for group in groups if group.entries]


def statistic_link(row: Statistic) -> Link:
    """A figure of the register with its year."""
    statement = row.heading_in()
    notes = [str(row.year or _("year not stated")), shown_in(statement)]
    return Link(label=statement, url=row.get_absolute_url(), note=" · ".join(filter(None, notes)))
