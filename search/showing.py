"""Concepts and searches as links on other pages."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from core.i18n import current_language
from core.showing.facts import Link, capitalised
from search.models import Concept, Scheme

#: Schemes with a filter in the search; a keyword (topic) is searched for by its name.
SCHEME_FILTERS = {
    Scheme.TARGET_GROUP: "target_group",
    Scheme.SETTING: "setting",
    Scheme.STAGE: "stage",
}


def search_url(**params: str) -> str:
    """The address of the search with these filters, in the reader's language."""
    return f"/{current_language()}/search/?{urlencode(params)}"


def concept_url(concept: Concept) -> str:
    """A theme's page; the search filtered by any other concept."""
    if concept.scheme == Scheme.THEME:
        return f"/{current_language()}/themes/{concept.record_id}/"
    if concept.scheme in SCHEME_FILTERS:
        return search_url(**{SCHEME_FILTERS[Scheme(concept.scheme)]: concept.record_id})
    return search_url(q=f'"{concept.heading_in()}"')


def concept_links(concepts: Iterable[Concept]) -> list[Link]:
    """Concepts in the reader's words, leading to theme pages and searches."""
    return [
        Link(label=capitalised(concept.heading_in()), url=concept_url(concept))
        for concept in concepts
    ]
