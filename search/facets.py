"""Filters as forms show them: what can be chosen, what is chosen, what an address asked in vain.

The search page, the lists, the directory and the map are made of the same parts; the component
`facet.html` draws a Facet with check boxes, `active_filters.html` the links.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.folding import order_of
from core.i18n import Localised
from core.showing.facts import Link
from search.filters import FILTERS, YEARS
from search.query import SearchQuery

#: A value's words; those in another language than the reader's say so.
Words = Localised | str


@dataclass(frozen=True, kw_only=True)
class Option:
    """A value that can be chosen. `count` is how many results it would leave, if counted."""

    value: str
    label: Words
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter with its values; `any_words` stand for no choice, where it is a list to drop down.

    `chosen` is how many values the address has, also those that are no option.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: int
    open: bool = False
    any_words: str = ""

    @property
    def several(self) -> bool:
        """Whether several values are chosen, so that a list to drop down must keep them."""
        return self.chosen > 1


def by_words(option: Option) -> tuple[int, str]:
    """Sort options by their words, those with most results first where they are counted."""
    return -(option.count or 0), order_of(str(option.label))


def facet_of(
    query: SearchQuery,
    name: str,
    words: Mapping[str, Words],
    *,
    counts: Mapping[str, int] | None = None,
    label: str = "",
    is_open: bool = False,
    order: Callable[[Option], Any] = by_words,
) -> Facet:
    """A filter with the values that `words` has words for; it is open when something is chosen."""
    chosen = query.values(name)
    options = [
        Option(
            value=value,
            label=in_words,
            count=None if counts is None else counts.get(value, 0),
            selected=value in chosen,
        )
        for value, in_words in words.items()
    ]
    options.sort(key=order)
    any_words = FILTERS[name].any_words
    return Facet(
        name=name,
        label=label or FILTERS[name].title,
        options=tuple(options),
        chosen=len(chosen),
        open=is_open or bool(chosen),
        any_words=str(any_words or ""),
    )


def address_of(query: SearchQuery) -> str:
    """The address of the same page with another query."""
    return f"?{query.urlencode()}"


def chosen_filters(
    query: SearchQuery,
    words: Mapping[str, Mapping[str, Words]],
    *,
    named: bool = False,
    address: Callable[[SearchQuery], str] = address_of,
) -> list[Link]:
    """Each chosen value, year and place, leading to the page without it.

    `words` are filter → value → words. `named` puts the filter's name before the value.
    """
    found = []
    for name, values in query.filters:
        for value in values:
            label = words.get(name, {}).get(value, value)
            shown = f"{FILTERS[name].title}: {label}" if named else label
            found.append(Link(label=shown, url=address(query.without(name, value))))
    plain = {"year_from": _("from %(year)s"), "year_to": _("until %(year)s")}
    for name, title in YEARS.items():
        year = getattr(query, name)
        if year is not None:
            shown = f"{capfirst(str(title))}: {year}" if named else plain[name] % {"year": year}
            found.append(Link(label=shown, url=address(query.without(name))))
    if query.near is not None:
        place = {"town": query.near.town.name, "km": query.near.radius}
        label = _("Within %(km)s km of %(town)s") % place
        found.append(Link(label=label, url=address(query.without("near"))))
    return found


def only_offered(
    query: SearchQuery,
    *,
    known: Mapping[str, Collection[str]],
    offered: Collection[str] = tuple(FILTERS),
    ranges: Collection[str] = ("text", *YEARS, "near"),
) -> SearchQuery:
    """Move to `ignored` what a form doesn't offer, so that the page can name it.

    `known` are all values of filters by name; of a filter that isn't in it any value will do.
    `ranges` are what else the form offers: text, years, a place.
    """
    kept, ignored = query, []
    for name, value, shown in _asked(query):
        fits = name in offered and (name not in known or value in known[name])
        if name in ranges or fits:
            continue
        kept = kept.without(name, value)
        ignored.append(("q" if name == "text" else name, shown))
    return replace(kept, page=query.page, ignored=(*query.ignored, *ignored))


def _asked(query: SearchQuery) -> Iterator[tuple[str, str | None, str]]:
    """Everything a query asks for: name, value of a filter or None, and how the address said it."""
    if query.text:
        yield "text", None, query.text
    for name, values in query.filters:
        yield from ((name, value, value) for value in values)
    for name in YEARS:
        if getattr(query, name) is not None:
            yield name, None, str(getattr(query, name))
    if query.near is not None:
        yield "near", None, query.near.text
