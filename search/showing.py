"""Concepts and searches as links on other pages."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from core.showing.addresses import with_query
from core.showing.facts import Link, capitalised
from search.filters import BY_SCHEME
from search.models import Concept, Scheme


def search_url(params: str) -> str:
    """The address of the search with a query, in the reader's language."""
    return with_query(reverse("search:search"), params)


def concept_url(concept: Concept) -> str:
    """A theme's page; the search filtered by any other concept."""
    if concept.scheme == Scheme.THEME:
        return reverse("theme", args=[concept.record_id])
    if concept.scheme in BY_SCHEME:
        return search_url(urlencode({BY_SCHEME[concept.scheme].name: concept.record_id}))
    return search_url(urlencode({"q": f'"{concept.heading_in()}"'}))


def concept_links(concepts: Iterable[Concept]) -> list[Link]:
    """Concepts in the reader's words, leading to theme pages and searches."""
    return [
        Link(label=capitalised(concept.heading_in()), url=concept_url(concept))
        for concept in concepts
    ]
