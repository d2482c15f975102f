"""`/<lang>/<collection>/`: one view and one template for the list of every collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.i18n import LANGS, current_language
from core.kinds import Kind, kind_of
from core.showing.alternates import alternates, same_path
from core.showing.cards import Card
from practices.filter_options import Option, Words, values_in_words
from practices.models import Statistic
from practices.presentation.figures import figures_of
from search.page import near_chips_of
from search.query import PAGE_SIZE, YEARS, SearchQuery
from search.results.labels import FILTER_LABELS
from search.showing import search_url
from search.sources.registry import SearchSource, source_of

Ignored = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One filter of the form, as the component `facet.html` takes it."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: int
    open: bool


def understood(
    asked: SearchQuery, *, listing: Kind, known: Mapping[str, Mapping[str, Words]]
) -> tuple[SearchQuery, Ignored]:
    """Keep what this list can be filtered by; return the query and what was left out.

    A country, nation or language that no record has is understood: the list is then empty.
    """
    query = asked
    ignored = list(asked.ignored)
    for name, values in asked.filters:
        for value in values:
            closed = name in ("country", "nation", "language") and name in listing.filters
            if closed or value in known.get(name, {}):
                continue
            query = query.without(name, value)
            ignored.append((name, value))
    for name in () if listing.years else YEARS:
        if getattr(query, name) is not None:
            ignored.append((name, str(getattr(query, name))))
            query = query.without(name)
    if query.sort == "relevance":
        query = query.with_(sort="newest" if listing.newest else "title")
    return replace(query, page=asked.page), tuple(ignored)


def facets(query: SearchQuery, *, known: Mapping[str, Mapping[str, Words]]) -> tuple[Facet, ...]:
    """The form's filters with their options; those with a choice and the first two are open."""
    found = []
    for position, (name, values) in enumerate(known.items()):
        chosen = query.values(name)
        options = tuple(
            Option(value=value, label=words, selected=value in chosen)
            for value, words in values.items()
        )
        found.append(
            Facet(
                name=name,
                label=capfirst(str(FILTER_LABELS[name])),
                options=options,
                chosen=len(chosen),
                open=bool(chosen) or position < 1,
            )
        )
    return tuple(found)


def active_filters(
    query: SearchQuery, *, known: Mapping[str, Mapping[str, Words]]
) -> list[dict[str, Any]]:
    """Chosen values with the address of the list without each."""
    found = [
        {
            "label": known.get(name, {}).get(value, value),
            "url": f"?{query.without(name, value).urlencode()}",
        }
        for name, values in query.filters
        for value in values
    ]
    for name, words in (("year_from", _("from %(year)s")), ("year_to", _("until %(year)s"))):
        year = getattr(query, name)
        if year is not None:
            url = f"?{query.without(name).urlencode()}"
            found.append({"label": words % {"year": year}, "url": url})
    return [*found, *({"label": each.label, "url": each.url} for each in near_chips_of(query))]


def page_of(query: SearchQuery, *, source: SearchSource) -> Page[str]:
    """The asked page of the matching ids; the last one if the list is shorter."""
    return Paginator(list(source.matching(query)), PAGE_SIZE).get_page(query.page)


def cards_of(ids: list[str], *, source: SearchSource) -> list[Card]:
    """Cards of ids in their order."""
    cards = source.cards(ids, current_language())
    keys = (f"{source.collection}/{record_id}" for record_id in ids)
    return [cards[key] for key in keys if key in cards]


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
    known = values_in_words(listing)
    query, ignored = understood(asked, listing=listing, known=known)
    page = page_of(query, source=source)
    ids = list(page.object_list)
    is_figures = listing.model is Statistic
    context = {
        "listing": listing,
        "query": query,
        "page": page,
        "count": listing.count_in_words(page.paginator.count),
        "figures": figures_of(ids, request=request) if is_figures else [],
        "cards": [] if is_figures else cards_of(ids, source=source),
        "facets": facets(query, known=known),
        "active": active_filters(query, known=known),
        "near": query.near.params() if query.near else (),
        "ignored": ignored,
        "params": request.GET,
        "feed": listing.feed,
        "crumbs": [{"title": listing.title}],
        "noindex": bool(request.GET),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/lists/list.html", context)
