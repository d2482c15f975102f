"""Practices, projects and study visits on the map, each by a switch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from core.base import RecordPage
from core.kinds import kind_of
from core.places import gazetteer
from maps.layers import Layer, Marker, ids_matching, register
from maps.places import Precision
from members.models import OrganisationPage
from members.selectors import STEP, publishers_of
from practices.models import ExchangePage, PracticeKind, PracticePage, ProjectPage, Visit
from search.query import SearchQuery


def _chosen(model: Any, query: SearchQuery) -> tuple[list[Any], dict[str, OrganisationPage]]:
    """Public pages of a model that the query selects, and their publishers by tree path."""
    pages = list(
        model.objects.for_public().filter(record_id__in=ids_matching(model.collection, query))
    )
    return pages, publishers_of(pages)


def _publisher(page: RecordPage, publishers: dict[str, OrganisationPage], language: str) -> str:
    organisation = publishers.get(page.path[:-STEP])
    return str(organisation.heading_in(language)) if organisation else ""


def _kind(page: RecordPage) -> str:
    return kind_of(page.collection).one


def _located_markers(
    model: Any, query: SearchQuery, kind: Callable[[Any], str] = _kind
) -> Iterator[Marker]:
    pages, publishers = _chosen(model, query)
    for page in pages:
        yield Marker(
            key=page.key,
            title=page.heading_in(query.language),
            url=page.url_in(query.language),
            kind_label=kind(page),
            place=page.place,
            countries=tuple(page.countries),
            organisation=_publisher(page, publishers, query.language),
            latitude=page.latitude,
            longitude=page.longitude,
            precision=page.precision,
        )


def _country_lists(model: Any) -> set[str]:
    lists: Iterable[Sequence[str]] = model.objects.for_public().values_list("countries", flat=True)
    return {code for codes in lists for code in codes}


def _practice_kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in PracticeKind]


def _visit_markers(query: SearchQuery) -> Iterator[Marker]:
    """One marker for each town of a study visit. A visit stores a town, the list its point."""
    pages, publishers = _chosen(ExchangePage, query)
    by_page: dict[int, dict[tuple[str, str], None]] = {page.pk: {} for page in pages}
    visits = Visit.objects.filter(record__in=by_page).order_by("record_id", "order", "pk")
    for visit in visits.values_list("record_id", "place", "country", named=True):
        by_page[visit.record_id].setdefault((visit.place, visit.country))
    for page in pages:
        for number, (place, country) in enumerate(by_page[page.pk], start=1):
            towns = gazetteer.find(place, country=country or None, limit=1) if place else []
            point = towns[0].point if towns and towns[0].match == "exact" else (None, None)
            yield Marker(
                key=f"{page.key}#{number}",
                title=page.heading_in(query.language),
                url=page.url_in(query.language),
                kind_label=_kind(page),
                place=place,
                countries=(country,) if country else (),
                organisation=_publisher(page, publishers, query.language),
                latitude=point[0],
                longitude=point[1],
                precision=Precision.TOWN if towns else "",
            )


def _visit_countries() -> set[str]:
    public = ExchangePage.objects.for_public()
    return set(Visit.objects.filter(record__in=public).values_list("country", flat=True)) - {""}


register(
    Layer(
        name="practices",
        pin="square",
        collection=PracticePage.collection,
        markers=lambda query: _located_markers(
            PracticePage, query, kind=lambda page: page.get_kind_display()
        ),
        countries=lambda: _country_lists(PracticePage),
        kinds=_practice_kinds,
    )
)
register(
    Layer(
        name="projects",
        pin="diamond",
        collection=ProjectPage.collection,
        markers=lambda query: _located_markers(ProjectPage, query),
        countries=lambda: _country_lists(ProjectPage),
        kinds=list,
    )
)
register(
    Layer(
        name="exchanges",
        pin="drop",
        collection=ExchangePage.collection,
        markers=_visit_markers,
        countries=_visit_countries,
        kinds=list,
    )
)
