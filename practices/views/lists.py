"""`/<lang>/<collection>/`: one view and one template for the list of every collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from core.i18n import LANGS, current_language, language_choices
from core.kinds import Kind, kind_of
from core.showing.alternates import alternates, same_path
from core.showing.cards import Card
from practices.presentation.figures import figures_of
from search.facets import Words, address_of, chosen_filters, facet_of, only_offered
from search.filters import FILTERS, YEARS, registered_words
from search.query import PAGE_SIZE, SearchQuery
from search.showing import search_url
from search.sources.registry import SearchSource, source_of


def values_in_words(listing: Kind, source: SearchSource) -> dict[str, dict[str, Words]]:
    """Filter → value → words, only of values that public records have.

    The number of queries is fixed. Languages are named in their own words.
    """
    concepts: dict[str, dict[str, Words]] = defaultdict(dict)
    if any(FILTERS[name].scheme for name in listing.filters):
        for concept in source.concepts():
            concepts[concept.scheme][concept.record_id] = concept.heading_in(current_language())
    return {
        name: concepts[FILTERS[name].scheme] if FILTERS[name].scheme else _in_words(name, source)
        for name in listing.filters
    }


def _in_words(name: str, source: SearchSource) -> dict[str, Words]:
    values = source.values_of(name)
    if name == "language":
        return {code: title for code, title in language_choices() if code in values}
    words = registered_words(name, values, current_language())
    return {value: capfirst(words.get(value, value)) for value in values}


def understood(
    asked: SearchQuery, *, listing: Kind, known: Mapping[str, Mapping[str, Words]]
) -> SearchQuery:
    """Keep what this list can be filtered by; the rest is `ignored`.

    A country, nation or language that no record has is understood: the list is then empty.
    """
    query = only_offered(
        asked,
        offered=listing.filters,
        known={name: values for name, values in known.items() if FILTERS[name].codes is None},
        ranges=("near", *(YEARS if listing.years else ())),
    )
    if query.sort == "relevance":
        sort = "newest" if listing.newest else "title"
        query = replace(query, sort=sort)
    return query


def page_of(query: SearchQuery, *, source: SearchSource) -> Page[str]:
    """The asked page of the matching ids; the last one if the list is shorter."""
    return Paginator(list(source.matching(query)), PAGE_SIZE).get_page(query.page)


def cards_of(ids: list[str], *, source: SearchSource) -> list[Card]:
    """Cards of ids in their order."""
    cards = source.cards(ids, current_language())
    keys = (f"{source.collection}/{record_id}" for record_id in ids)
    return [cards[key] for key in keys if key in cards]


def list_frame(
    request: HttpRequest,
    *,
    listing: Kind,
    query: SearchQuery,
    known: Mapping[str, Mapping[str, Words]],
    address: Callable[[SearchQuery], str] = address_of,
) -> dict[str, Any]:
    """What stands around every list: its filters, chosen or not, and what was asked in vain.

    `address` makes the address of the same page with another query.
    """
    offered = {name: words for name, words in known.items() if words}
    return {
        "listing": listing,
        "query": query,
        "facets": [
            facet_of(query, name, words, is_open=position == 0)
            for position, (name, words) in enumerate(offered.items())
        ],
        "active": chosen_filters(query, known, address=address),
        "ignored": query.ignored,
        "params": request.GET,
        "feed": listing.feed,
        "crumbs": [{"title": listing.title}],
        "noindex": bool(request.GET),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }


@require_safe
def collection_list(request: HttpRequest, *, collection: str) -> HttpResponse:
    """The list of one collection. Words to search for lead to the search."""
    listing = kind_of(collection)
    source = source_of(collection)
    if source is None:
        raise Http404(f"the collection {collection} can't be listed")
    asked = SearchQuery.parse(request.GET, current_language())
    if asked.text:
        found = asked.with_(collection=collection)
        return HttpResponseRedirect(search_url(found.urlencode()))
    known = values_in_words(listing, source)
    query = understood(asked, listing=listing, known=known)
    page = page_of(query, source=source)
    ids = list(page.object_list)
    context = {
        **list_frame(request, listing=listing, query=query, known=known),
        "page": page,
        "count": listing.count_in_words(page.paginator.count),
        "figures": figures_of(ids, request=request) if listing.as_figures else [],
        "cards": [] if listing.as_figures else cards_of(ids, source=source),
        "near": query.near.params() if query.near else (),
    }
    return render(request, "pages/lists/list.html", context)
