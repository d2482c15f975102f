"""The directory of organisations: which ones an address asks for, and how many there are of each.

Members are the organisations with an active membership today. The address is read by the search's
query object, and a filter selects the same organisations here and there (a test compares them).
The counts beside the filters need every organisation's values, so the selection is made from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import LANGS, loc
from members.models import Membership, MembershipCategory, OrganisationPage
from search.facets import only_offered
from search.filters import Where, offered_in
from search.query import SearchQuery

#: Filters that the directory offers, in the order of its form.
OFFERED = tuple(each.name for each in offered_in(Where.DIRECTORY))
MEMBERS, EVERYBODY = "members", "all"


@dataclass(frozen=True, kw_only=True)
class DirectoryRow:
    """What the directory's filters know of one organisation."""

    pk: int
    name: str
    country: str
    values: Mapping[str, frozenset[str]]
    is_member: bool


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All organisations, and those that the query and the view select. `counts` by filter."""

    query: SearchQuery
    view: str
    ignored: tuple[tuple[str, str], ...]
    selected: Sequence[DirectoryRow]
    members: int
    everybody: int
    counts: Mapping[str, Mapping[str, int]]


def read_directory(params: Any, language: str) -> Directory:
    """Select organisations by an address (a QueryDict). Three queries, however many there are.

    What the directory doesn't understand or doesn't offer is left out and kept in `ignored`.
    """
    given = params.copy()
    view, ignored = _view(given.pop("view", [MEMBERS])[-1])
    query = SearchQuery.parse(given, language)
    categories = MembershipCategory.objects.for_public().values_list("record_id", flat=True)
    rows = public_rows()
    kinds = frozenset(kind for row in rows for kind in row.values["kind"])
    known = {"category": frozenset(categories), "kind": kinds}
    query = only_offered(query, offered=OFFERED, known=known, ranges=())
    shown = [row for row in rows if view == EVERYBODY or row.is_member]
    return Directory(
        query=query,
        view=view,
        ignored=(*ignored, *query.ignored),
        selected=[row for row in shown if _matches(row, query)],
        members=sum(row.is_member for row in rows),
        everybody=len(rows),
        counts={name: _counts(shown, query.without(name), name) for name in OFFERED},
    )


def public_rows() -> list[DirectoryRow]:
    """One row per public organisation. Two queries; only the columns that the rows need."""
    categories: dict[int, set[str]] = {}
    active = Membership.objects.active().values_list("organisation_id", "category__record_id")
    for pk, category in active:
        categories.setdefault(pk, set()).add(category)
    names = [loc("heading", code) for code in LANGS]
    found = OrganisationPage.objects.for_public().order_by()
    return [
        DirectoryRow(
            pk=page.pk,
            name=str(page.heading_in()),
            country=page.country,
            values={
                "country": frozenset([page.country]),
                "kind": frozenset([page.kind]),
                "language": frozenset(page.available_languages),
                "category": frozenset(categories.get(page.pk, ())),
            },
            is_member=page.pk in categories,
        )
        for page in found.only("country", "kind", "original_language", *names)
    ]


def _view(given: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if given in (MEMBERS, EVERYBODY):
        return given, ()
    return MEMBERS, (("view", given[:100]),)


def _matches(row: DirectoryRow, query: SearchQuery) -> bool:
    """Whether an organisation has one of the chosen values of each filter."""
    return all(row.values[name] & set(values) for name, values in query.filters)


def _counts(rows: list[DirectoryRow], query: SearchQuery, name: str) -> dict[str, int]:
    """Number of organisations by value of one filter, the other filters applied."""
    matching = (row for row in rows if _matches(row, query))
    return dict(Counter(value for row in matching for value in row.values[name]))
