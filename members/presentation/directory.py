"""The page that lists organisations: members first, by country in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name
from core.folding import order_of
from core.i18n import current_language, localised
from core.presenters import shows
from core.showing.addresses import country_url
from core.showing.cards import Card
from core.showing.frame import page_frame
from members.directory import EVERYBODY, MEMBERS, Directory, DirectoryRow, read_directory
from members.memberships.public import individual_members
from members.models import OrganisationIndexPage, OrganisationPage
from members.presentation.organisations import organisation_card
from members.words import standing_of
from search.facets import Facet, chosen_filters, facet_of
from search.filters import registered_words

PAGE_SIZE = 60  # organisations


@dataclass(frozen=True, kw_only=True)
class CountryGroup:
    """The organisations of one country on this page."""

    name: str
    url: str
    cards: Sequence[Card]


@shows(OrganisationIndexPage)
def directory_context(page: OrganisationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the directory shows, in a constant number of queries."""
    directory = read_directory(request.GET, current_language())
    intro = localised(page, "intro")
    words = values_in_words(directory)
    part = Paginator(in_order(directory.selected), PAGE_SIZE).get_page(directory.query.page)
    return {
        **page_frame(page, request, trail=[], summary=intro),
        "intro": intro,
        "view": directory.view,
        "views": views_of(directory),
        "count": count_in_words(directory),
        "facets": facets_of(directory, words),
        "chosen": chosen_filters(
            directory.query,
            words,
            address=lambda query: address(directory, query=query.urlencode()),
        ),
        "clear_url": address(directory, query=""),
        "ignored": directory.ignored,
        "page_of_list": part,
        "groups": groups_of(part, request),
        "persons": individual_members() if _shows_persons(directory) else [],
    }


def _shows_persons(directory: Directory) -> bool:
    """Individual members stand on the first page of all members; no filter knows of persons."""
    query = directory.query
    return directory.view == MEMBERS and not query.filters and query.page == 1


def in_order(rows: Iterable[DirectoryRow]) -> list[int]:
    """Keys of organisations by country in words, then by name, accents folded."""
    ordered = sorted(
        rows, key=lambda row: (order_of(country_name(row.country)), order_of(row.name), row.pk)
    )
    return [row.pk for row in ordered]


def groups_of(keys: Iterable[int], request: HttpRequest) -> list[CountryGroup]:
    """A page of the list by country, memberships of today and past in words. Three queries."""
    order = list(keys)
    found = OrganisationPage.objects.for_public().in_bulk(order)
    organisations = [found[pk] for pk in order if pk in found]
    standing = standing_of(found)
    return [
        CountryGroup(
            name=country_name(code),
            url=country_url(code),
            cards=[
                organisation_card(one, request, memberships=standing.get(one.pk, ()))
                for one in group
            ],
        )
        for code, group in groupby(organisations, key=lambda one: one.country)
    ]


def views_of(directory: Directory) -> list[dict[str, Any]]:
    """The switch between members and everybody, filters kept."""
    words = {
        MEMBERS: _("Members (%(count)s)") % {"count": directory.members},
        EVERYBODY: _("All organisations (%(count)s)") % {"count": directory.everybody},
    }
    return [
        {
            "label": label,
            "url": address(directory, view=view),
            "is_current": view == directory.view,
        }
        for view, label in words.items()
    ]


def count_in_words(directory: Directory) -> str:
    """How many organisations the list shows."""
    number = len(directory.selected)
    if directory.view == MEMBERS:
        words = ngettext("%(count)s member", "%(count)s members", number)
    else:
        words = ngettext("%(count)s organisation", "%(count)s organisations", number)
    return words % {"count": number}


def facets_of(directory: Directory, words: Mapping[str, Mapping[str, str]]) -> list[Facet]:
    """The filters with counts that ignore their own filter, values sorted by their words."""
    return [
        facet_of(
            directory.query,
            name,
            words[name],
            counts=counts,
            label=_("Written in") if name == "language" else "",
            order=lambda option: order_of(str(option.label)),
        )
        for name, counts in directory.counts.items()
    ]


def values_in_words(directory: Directory) -> dict[str, dict[str, str]]:
    """Filter → value → words, of the values that are there and of those an address chose."""
    found: dict[str, dict[str, str]] = {}
    for name, counts in directory.counts.items():
        values = {*counts, *directory.query.values(name)}
        words = registered_words(name, values, current_language())
        found[name] = {value: capfirst(words.get(value, value)) for value in values}
    return found


def address(directory: Directory, *, view: str = "", query: str | None = None) -> str:
    """The address of the list with another view or query, from its first page."""
    kept = directory.query.with_(page=1).urlencode() if query is None else query
    chosen = view or directory.view
    parts = [urlencode({"view": chosen}) if chosen != MEMBERS else "", kept]
    return "?" + "&".join(part for part in parts if part)
