"""Concepts and searches as links on other pages."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from core.showing.addresses import with_query
from core.showing.facts import Link, capitalised
from search.models import Concept, Scheme

#: Schemes with a filter in the search; a keyword (topic) is searched for by its name.
SCHEME_FILTERS = {
    Scheme.TARGET_GROUP: "target_group",
    Scheme.SETTING: "setting",
    Scheme.STAGE: "stage",
}


def search_url(params: str) -> str:
    """The address of the search with a query, in the reader's language."""
    return with_query(reverse("search:search"), params)


def concept_url(concept: Concept) -> str:
    """A theme's page; the search filtered by any other concept."""
    if concept.scheme == Scheme.THEME:
        return reverse("theme", args=[concept.record_id])
    if concept.scheme in SCHEME_FILTERS:
        return search_url(urlencode({SCHEME_FILTERS[Scheme(concept.scheme)]: concept.record_id}))
    return search_url(urlencode({"q": f'"{concept.heading_in()}"'}))


def concept_links(concepts: Iterable[Concept]) -> list[Link]:
    """Concepts in the reader's words, leading to theme pages and searches."""
    return [
        Link(label=capitalised(concept.heading_in()), url=concept_url(concept))
        for concept in concepts
    ]
