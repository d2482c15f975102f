"""The search page's parts: filters with numbers, chosen filters, orders, in words and addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.countries import country_name
from core.i18n import language_in_words
from core.showing import facts
from search.facets import Facet, address_of, chosen_filters, facet_of
from search.filters import FILTERS
from search.near import DEFAULT_RADIUS, RADII, Near
from search.outputs.links import outputs_of
from search.outputs.selection import MOST as MOST_GIVEN
from search.query import DISTANCE, LAST_PAGE, PAGE_SIZE, SORTS, SearchQuery
from search.results.facet_words import values_named
from search.results.find import Found
from search.results.labels import value_labels
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import Vocabulary

SORT_LABELS: dict[str, Promise] = {
    "relevance": _("Best match"),
    "newest": _("Newest first"),
    "title": _("By title"),
    DISTANCE: _("Nearest first"),
}


@dataclass(frozen=True, kw_only=True)
class SearchLink:
    """A link of the page, e.g. one that removes a chosen filter."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Decade(SearchLink):
    """A link to a decade. `count` is how many results it would leave."""

    count: int


@dataclass(frozen=True, kw_only=True)
class AskedPlace:
    """The asked place: its name in words, links to other places of that name.

    `wider` leads to the next longer radius, "" from the longest one.
    """

    label: str
    others: tuple[SearchLink, ...]
    wider: str


def page_context(found: Found) -> dict[str, Any]:
    """Return what `search/search.html` shows for a page of results, in the active language."""
    vocabulary = current_vocabulary()
    query = found.query
    return {
        "query": query,
        "found": found,
        "facets": facets_of(query, found.facets, vocabulary, offered=found.offered),
        "periods": periods_of(query, found.facets.get("year", {})),
        "named": named_of(found, vocabulary),
        "place": place_of(query),
        "radii": [
            (km, km == (query.near.radius if query.near else DEFAULT_RADIUS)) for km in RADII
        ],
        "outputs": outputs_of(query),
        "most_given": MOST_GIVEN,
        "chips": chips_of(query, vocabulary),
        "kept": [pair for pair in query.to_params() if pair[0] not in ("q", "page")],
        "form_hidden": [p for p in query.to_params() if p[0] in ("q", "sort", "expand")],
        "clear_url": address_of(SearchQuery(text=query.text, language=query.language)),
        "sorts": [
            SearchLink(
                label=str(SORT_LABELS[sort]),
                url=address_of(query.with_(sort=sort)),
                is_current=sort == query.sort,
            )
            for sort in SORTS
            if sort != DISTANCE or query.near
        ],
        "only_my_words_url": address_of(query.with_(expand=False)),
        "all_languages_url": address_of(query.with_(expand=True)),
        "did_you_mean_url": address_of(query.with_(text=found.did_you_mean)),
        "also_searched": [
            {"word": word, "language": code, "name": language_in_words(code, query.language)}
            for code, word in found.also_searched
        ],
        "page": pages_of(found),
        "params": QueryDict(query.urlencode()),
    }


def facets_of(
    query: SearchQuery,
    counts: Mapping[str, Mapping[str, int]],
    vocabulary: Vocabulary,
    *,
    offered: Mapping[str, Collection[str]] | None = None,
) -> list[Facet]:
    """Filters that have anything to choose from, each with its values in words.

    `offered` are values without numbers, where nothing was counted.
    """
    facets = []
    for each in FILTERS.values():
        if not each.counted:
            continue
        chosen, numbers = query.values(each.name), counts.get(each.name, {})
        values = dict.fromkeys([*numbers, *(offered or {}).get(each.name, ()), *chosen])
        if len(values) < 2 and not chosen:
            continue
        words = value_labels(each.name, values, language=query.language, vocabulary=vocabulary)
        labels = {v: str(capfirst(words.get(v, v.replace("_", " ")))) for v in values}
        facets.append(
            facet_of(
                query, each.name, labels, counts=numbers if counts else None, is_open=each.opened
            )
        )
    return facets


def chips_of(
    query: SearchQuery,
    vocabulary: Vocabulary,
    address: Callable[[SearchQuery], str] = address_of,
) -> list[facts.Link]:
    """One link per chosen filter value, year or place, to the page without it."""
    words = {
        name: value_labels(name, values, language=query.language, vocabulary=vocabulary)
        for name, values in query.filters
    }
    return chosen_filters(query, words, named=True, address=address)


def periods_of(query: SearchQuery, counts: Mapping[str, int]) -> list[Decade]:
    """Decades that have anything, newest first; nothing where there is one only."""
    decades: dict[int, int] = {}
    for year, number in counts.items():
        start = int(year) // 10 * 10
        decades[start] = decades.get(start, 0) + number
    periods = [
        Decade(
            label=f"{start}–{start + 9}",
            url=address_of(query.with_(year_from=start, year_to=start + 9)),
            is_current=(query.year_from, query.year_to) == (start, start + 9),
            count=decades[start],
        )
        for start in sorted(decades, reverse=True)
    ]
    return periods if len(periods) > 1 else []


def named_of(found: Found, vocabulary: Vocabulary) -> list[SearchLink]:
    """Links to the filters that the whole text names: the same set without the words."""
    query = found.query
    named = values_named(query, vocabulary, kinds=found.facets.get("kind", {}))
    return [
        SearchLink(
            label=f"{FILTERS[each.name].title}: {capfirst(each.label)}",
            url=address_of(query.without("text").with_(**{each.name: each.value})),
        )
        for each in named
    ]


def place_of(query: SearchQuery) -> AskedPlace | None:
    """The asked place in words. Towns of one name are told apart by country and inhabitants."""
    if query.near is None:
        return None
    others = query.near.others()
    links = (
        SearchLink(label=_town(near), url=address_of(query.with_(near=near))) for near in others
    )
    label = _town(query.near) if others else _town(query.near, with_size=False)
    wider = query.near.wider()
    wider_url = address_of(query.with_(near=wider)) if wider else ""
    return AskedPlace(label=label, others=tuple(links), wider=wider_url)


def _town(near: Near, *, with_size: bool = True) -> str:
    town = near.town
    name = f"{town.name}, {country_name(town.country)}"
    if not with_size or not town.population:
        return name
    size = number_format(town.population, use_l10n=True, force_grouping=True)
    return gettext("%(town)s (%(number)s inhabitants)") % {"town": name, "number": size}


def pages_of(found: Found) -> Page[int]:
    """Django's page object for the pagination component (nothing is loaded through it)."""
    total = min(found.total, LAST_PAGE * PAGE_SIZE)
    return Paginator(range(total), PAGE_SIZE).get_page(found.query.page)
