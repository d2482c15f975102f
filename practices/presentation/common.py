"""Parts that the pages of several collections show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cope_network.core.i18n import localised
from members.models import OrganisationPage
from members.presentation.facts import (
    Fact,
    Link,
    concept_links,
    date_in_words,
    language_names,
    safe_url,
    shown_in,
)
from members.presentation.frame import in_no_language
from members.presentation.organisations import organisation_link
from practices.models import Design, ResearchPage
from search.models import Concept, Scheme


def heading_of(page: Any) -> Any:
    """A page's title in the reader's language or a fallback; what stands for it where none is."""
    heading = page.heading_in()
    return heading or in_no_language(page.untitled() or page.title)


def page_link(page: Any, request: HttpRequest, *, note: str = "") -> Link:
    """A link to a record's page, with a word on its language where it isn't the reader's."""
    heading = heading_of(page)
    notes = [note, shown_in(heading)]
    return Link(
        label=heading,
        url=str(page.get_url(request) or ""),
        note=" · ".join(part for part in notes if part),
    )


def page_links(
    pages: Iterable[Any], request: HttpRequest, *, publishers: Mapping[str, OrganisationPage]
) -> list[Link]:
    """Links to records, each with the name of the organisation that publishes it."""
    return [page_link(page, request, note=publisher_name(page, publishers)) for page in pages]


def design_in_words(page: ResearchPage) -> str:
    """How a study was done; it says so where that isn't known."""
    return str(Design(page.design or Design.NOT_STATED).label)


def publisher_name(page: Any, publishers: Mapping[str, OrganisationPage]) -> str:
    """The name of the public organisation above a page, "" for none."""
    publisher = publishers.get(page.path[: -page.steplen])
    return str(publisher.heading_in()) if publisher else ""


def tag_facts(concepts: Mapping[str, Sequence[Concept]]) -> list[Fact]:
    """Topic, for whom, where and when, as links; a scheme without concepts is left out."""
    labels = {
        Scheme.THEME: _("Topic"),
        Scheme.TARGET_GROUP: _("For whom"),
        Scheme.SETTING: _("Where"),
        Scheme.STAGE: _("When"),
    }
    return [
        Fact(label=label, links=concept_links(concepts[scheme]))
        for scheme, label in labels.items()
        if concepts.get(scheme)
    ]


def address_fact(url: str, *, label: str) -> Fact:
    """A web address as typed; it leads there only if it is http or https."""
    return Fact(label=label, value=url, url=safe_url(url))


def written_in_fact(page: Any) -> Fact:
    """The language in which the page was written, and those it can be read in."""
    others = [code for code in page.available_languages if code != page.original_language]
    also = _("also in: %(languages)s") % {"languages": language_names(others)} if others else ""
    return Fact(label=_("Written in"), value=language_names([page.original_language]), note=also)


def partner_links(rows: Iterable[Any], request: HttpRequest) -> list[Link]:
    """Partner organisations with their role and since when."""
    links = []
    for row in rows:
        role = localised(row, "role")
        since = _("since %(date)s") % {"date": date_in_words(row.since)} if row.since else ""
        parts = [capfirst(str(role)), since, shown_in(role)]
        note = " · ".join(part for part in parts if part)
        links.append(organisation_link(row.organisation, request, note=note))
    return links


def files_of(page: Any) -> list[dict[str, Any]]:
    """A page's files: title, address, language, size in bytes (None where it isn't known).

    The stored size only: asking the document for it would write on a read.
    """
    from django.db.models import prefetch_related_objects

    rows = list(page.files.all())
    prefetch_related_objects(rows, "document")
    return [
        {
            "title": localised(row, "title") or in_no_language(row.document.title),
            "url": row.document.url,
            "language": language_names([row.language]) if row.language else "",
            "size": row.document.file_size,
            "kind": row.document.file_extension.upper(),
        }
        for row in rows
    ]


def research_link(research: ResearchPage, request: HttpRequest) -> Link:
    """A link to a study with its year."""
    return page_link(research, request, note=str(research.year or _("year not stated")))
