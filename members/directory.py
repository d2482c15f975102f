"""The directory of organisations: which ones an address asks for, and how many there are of each.

Members are the organisations with an active membership today. The address is read by the search's
query object, so that a filter means the same here and there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from members.models import Membership, MembershipCategory, OrganisationPage
from search.query import SearchQuery

#: Filters that the directory offers, in the order of its form.
OFFERED = ("country", "category", "language", "kind")
MEMBERS, EVERYBODY = "members", "all"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What the directory's filters know of one organisation."""

    pk: int
    values: Mapping[str, frozenset[str]]
    is_member: bool


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All organisations, and those that the query and the view select. `counts` by filter."""

    query: SearchQuery
    view: str
    ignored: tuple[tuple[str, str], ...]
    selected: frozenset[int]
    members: int
    everybody: int
    counts: Mapping[str, Mapping[str, int]]
    categories: Mapping[str, MembershipCategory] = field(default_factory=dict)


def read_directory(params: Any, language: str) -> Directory:
    """Select organisations by an address (a QueryDict). Four queries, however many there are.

    What the directory doesn't understand or doesn't offer is left out and kept in `ignored`.
    """
    given = params.copy()
    view, ignored = _view(given.pop("view", [MEMBERS])[-1])
    query = SearchQuery.parse(given, language)
    categories = {row.record_id: row for row in MembershipCategory.objects.for_public()}
    rows = public_rows()
    kinds = frozenset(kind for row in rows for kind in row.values["kind"])
    known = {"category": frozenset(categories), "kind": kinds}
    query, unknown = only_offered(query, known=known)
    shown = [row for row in rows if view == EVERYBODY or row.is_member]
    return Directory(
        query=query,
        view=view,
        ignored=(*ignored, *query.ignored, *unknown),
        selected=frozenset(row.pk for row in shown if _matches(row, query)),
        members=sum(row.is_member for row in rows),
        everybody=len(rows),
        counts={name: _counts(shown, query.without(name), name) for name in OFFERED},
        categories=categories,
    )


def public_rows() -> list[Row]:
    """One row per public organisation. Two queries."""
    categories: dict[int, set[str]] = {}
    active = Membership.objects.active().values_list("organisation_id", "category__record_id")
    for pk, category in active:
        categories.setdefault(pk, set()).add(category)
    columns = ("pk", "country", "kind", "languages", "original_language")
    return [
        Row(
            pk=pk,
            values={
                "country": frozenset([country]),
                "kind": frozenset([kind]),
                "language": frozenset(languages or [original]),
                "category": frozenset(categories.get(pk, ())),
            },
            is_member=pk in categories,
        )
        for pk, country, kind, languages, original in OrganisationPage.objects.for_public()
        .order_by()
        .values_list(*columns)
    ]


def only_offered(
    query: SearchQuery, *, known: Mapping[str, Collection[str]]
) -> tuple[SearchQuery, tuple[tuple[str, str], ...]]:
    """Return the query with the directory's filters only, and (name, value) of the rest.

    `known` are all values of the filters whose list isn't closed.
    """
    ignored = [("q", query.text)] if query.text else []
    query = query.without("text")
    for name, values in query.filters:
        for value in values:
            if name not in OFFERED or (name in known and value not in known[name]):
                query = query.without(name, value).with_(page=query.page)
                ignored.append((name, value))
    for name in ("year_from", "year_to"):
        if getattr(query, name) is not None:
            ignored.append((name, str(getattr(query, name))))
            query = query.without(name)
    return query, tuple(ignored)


def _view(given: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if given in (MEMBERS, EVERYBODY):
        return given, ()
    return MEMBERS, (("view", given[:100]),)


def _matches(row: Row, query: SearchQuery) -> bool:
    """Whether an organisation has one of the chosen values of each filter."""
    return all(row.values[name] & set(values) for name, values in query.filters)


def _counts(rows: list[Row], query: SearchQuery, name: str) -> dict[str, int]:
    """Number of organisations by value of one filter, the other filters applied."""
    matching = (row for row in rows if _matches(row, query))
    return dict(Counter(value for row in matching for value in row.values[name]))
