"""Links to records and organisations, with a word on what they are or are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.base import RecordPage
from core.i18n import Localised, localised
from core.showing.facts import Link, date_in_words, shown_in
from core.showing.frame import in_no_language
from core.visibility import is_public
from members.models import OrganisationPage
from members.presentation.organisations import organisation_link
from practices.models import ResearchPage


def heading_of(page: RecordPage) -> Localised:
    """A page's title in the reader's language or a fallback; what stands for it where none is."""
    heading = page.heading_in()
    return heading or in_no_language(page.untitled() or page.title)


def page_link(page: RecordPage, request: HttpRequest, *, note: str = "") -> Link:
    """A link to a record's page, with a word on its language where it isn't the reader's."""
    heading = heading_of(page)
    notes = [note, shown_in(heading)]
    return Link(
        label=heading,
        url=str(page.get_url(request) or ""),
        note=" · ".join(part for part in notes if part),
    )


def page_links(
    pages: Iterable[RecordPage], request: HttpRequest, *, publishers: Mapping[str, OrganisationPage]
) -> list[Link]:
    """Links to records, each with the name of the organisation that publishes it."""
    return [page_link(page, request, note=publisher_name(page, publishers)) for page in pages]


def publisher_name(page: RecordPage, publishers: Mapping[str, OrganisationPage]) -> str:
    """The name of the public organisation above a page, "" for none."""
    publisher = publishers.get(page.path[: -page.steplen])
    return str(publisher.heading_in()) if publisher else ""


def partner_links(rows: Iterable[Any], request: HttpRequest) -> list[Link]:
    """Partner organisations with their role and since when."""
    links = []
    for row in rows:
        role = localised(row, "role")
        since = _("since %(date)s") % {"date": date_in_words(row.since)} if row.since else ""
        parts = [capfirst(str(role)), since, shown_in(role)]
        note = " · ".join(part for part in parts if part)
        links.append(organisation_link(row.target, request, note=note))
    return links


def research_link(research: ResearchPage | None, request: HttpRequest) -> Link | None:
    """A link to a study with its year, None where there is none or it isn't public."""
    if research is None or not is_public(research):
        return None
    return page_link(research, request, note=str(research.year or _("year not stated")))
