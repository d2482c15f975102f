"""The pages between the front page and a content page, for the breadcrumbs."""

from __future__ import annotations

from django.http import HttpRequest

from core.showing.facts import Link
from members.models import OrganisationPage
from members.presentation.organisations import organisation_link
from members.selectors import organisation_index


def index_link(request: HttpRequest) -> list[Link]:
    """The list of organisations, if it is public."""
    index = organisation_index()
    if index is None:
        return []
    return [Link(label=index.heading_in(), url=str(index.get_url(request) or ""))]


def trail_to(publisher: OrganisationPage | None, request: HttpRequest) -> list[Link]:
    """Organisations → the organisation that publishes a page; nothing where there is none."""
    if publisher is None:
        return []
    return [*index_link(request), organisation_link(publisher, request)]
