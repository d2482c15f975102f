"""Organisations on the map: members at first, others by a switch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from core.countries import country_name
from core.i18n import texts_of
from maps.layers import Layer, Marker, ids_matching, register
from maps.old_points import PointHolders, register_holders
from maps.places import Located
from maps.secrecy import copy_place
from members.models import OrganisationPage
from members.organisation_kinds import organisation_kind
from search.query import SearchQuery


def _organisations(*, members: bool) -> PageQuerySet:
    """Public organisations that are, or are not, members today."""
    public = OrganisationPage.objects.for_public()
    return public.members() if members else public.others()


def _markers(query: SearchQuery, *, members: bool) -> Iterator[Marker]:
    ids = ids_matching(OrganisationPage.collection, query)
    for page in _organisations(members=members).filter(record_id__in=ids):
        yield Marker(
            key=page.key,
            title=page.heading_in(query.language),
            url=page.url_in(query.language),
            kind_label=organisation_kind(page.kind),
            place=page.place,
            countries=(page.country,) if page.country else (),
            latitude=page.latitude,
            longitude=page.longitude,
            precision=page.precision,
        )


def _countries(*, members: bool) -> set[str]:
    return set(_organisations(members=members).order_by().values_list("country", flat=True))


def _kinds(*, members: bool) -> list[tuple[str, str]]:
    kinds = _organisations(members=members).order_by().values_list("kind", flat=True).distinct()
    return [(kind, organisation_kind(kind)) for kind in kinds if kind]


register(
    Layer(
        name="members",
        label=_("Members"),
        collection=OrganisationPage.collection,
        default=True,
        markers=lambda query: _markers(query, members=True),
        countries=lambda: _countries(members=True),
        kinds=lambda: _kinds(members=True),
    )
)
register(
    Layer(
        name="organisations",
        label=_("Other organisations"),
        pin="ring",
        collection=OrganisationPage.collection,
        markers=lambda query: _markers(query, members=False),
        countries=lambda: _countries(members=False),
        kinds=lambda: _kinds(members=False),
    )
)


class OrganisationPoints(PointHolders):
    """Organisations get points of the former map by any of their names."""

    def by_name(self) -> Iterator[tuple[str, Located]]:
        """All organisations by names in every language, acronyms and other names."""
        for page in OrganisationPage.objects.all():
            names = (*texts_of(page, "heading").values(), page.acronym, *page.also_known_as)
            yield from ((name, page) for name in names)

    def by_address(self) -> Iterator[tuple[str, Located]]:
        """All organisations by their address, with and without postcode, town and country."""
        for page in OrganisationPage.objects.exclude(address=""):
            country = country_name(page.country, "en")
            town = " ".join(filter(None, [page.postcode, page.place]))
            for parts in ([page.address], [page.address, town], [page.address, town, country]):
                yield ", ".join(filter(None, parts)), page

    def save(self, instance: Located, *, on: dt.date) -> None:
        """Publish a version with the point; a draft that waits gets it too and keeps waiting."""
        page = cast("OrganisationPage", instance)
        page.full_clean()
        page.save()
        if page.has_unpublished_changes and page.latest_revision:
            copy_place(page, page.latest_revision)
        else:
            page.save_revision(log_action=True).publish()


register_holders(OrganisationPoints())
