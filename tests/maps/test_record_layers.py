"""Records on the map: who is where, through the public gate, in a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from maps.layers import Marker, all_layers, layer_named
from members.models import MembershipStatus
from practices.models import ExchangePage, Visit
from search.query import SearchQuery
from tests.builders import (
    make_exchange,
    make_membership,
    make_organisation,
    make_practice,
    make_project,
)

pytestmark = pytest.mark.django_db

IASI: dict[str, Any] = {"place": "Iași", "latitude": 47.16, "longitude": 27.59, "precision": "town"}


def visit(exchange: ExchangePage, *, place: str, order: int) -> None:
    Visit.objects.create(record=exchange, place=place, country="NO", order=order)


def markers(layer: str, **filters: str) -> list[Marker]:
    found = layer_named(layer)
    assert found is not None
    return list(found.markers(SearchQuery.parse(filters, "en")))


def titles(layer: str, **filters: str) -> list[str]:
    return sorted(str(marker.title) for marker in markers(layer, **filters))


def test_five_layers_and_members_first() -> None:
    names = [layer.name for layer in all_layers()]

    assert names == ["members", "organisations", "practices", "projects", "exchanges"]
    assert [layer.name for layer in all_layers() if layer.default] == ["members"]


def test_members_and_others_are_apart() -> None:
    make_membership(organisation=make_organisation(name="Member", **IASI))
    make_membership(organisation=make_organisation(name="Former"), status=MembershipStatus.ENDED)
    make_organisation(name="Prison", kind="prison")

    assert titles("members") == ["Member"]
    assert titles("organisations") == ["Former", "Prison"]


def test_a_marker_says_what_and_where() -> None:
    make_membership(organisation=make_organisation(name="Casa Verde", kind="ngo", **IASI))

    (marker,) = markers("members")

    assert marker.point == (47.1667, 27.6)
    assert marker.where == "Iași, Romania"
    assert marker.kind_label == "non-governmental organisation"
    assert marker.url == "/en/organisations/casa-verde/"
    assert marker.key == "organisations/casa-verde"


def test_drafts_are_not_on_the_map() -> None:
    organisation = make_organisation(name="Hidden", live=False)
    make_practice(organisation=make_organisation(), title="Draft", live=False, **IASI)
    make_membership(organisation=organisation)

    assert titles("members") == []
    assert titles("practices") == []


def test_practices_and_projects_name_their_organisation() -> None:
    organisation = make_organisation(name="Casa Verde")
    make_practice(organisation=organisation, title="Story time", kind="service", **IASI)
    make_project(organisation=organisation, title="Closer together", **IASI)

    (practice,), (project,) = markers("practices"), markers("projects")

    assert (practice.organisation, practice.kind_label) == ("Casa Verde", "service")
    assert (project.organisation, project.kind_label) == ("Casa Verde", "project")
    assert practice.countries == ("RO",)


def test_a_study_visit_is_in_each_of_its_towns() -> None:
    exchange = make_exchange(title="To Norway")
    visit(exchange, place="Oslo", order=1)
    visit(exchange, place="Drammen", order=2)
    visit(exchange, place="Oslo", order=3)
    visit(exchange, place="Bredtveit fengsel", order=4)

    found = markers("exchanges")

    assert [(m.place, m.is_drawn) for m in found] == [
        ("Oslo", True),
        ("Drammen", True),
        ("Bredtveit fengsel", False),
    ]
    assert len({marker.key for marker in found}) == 3


def test_filters_are_those_of_every_list() -> None:
    make_membership(organisation=make_organisation(name="Casa", country="RO"))
    make_membership(organisation=make_organisation(name="Huset", country="NO", kind="charity"))

    assert titles("members", country="NO") == ["Huset"]
    assert titles("members", kind="charity") == ["Huset"]
    assert titles("members", q="casa") == ["Casa"]


def test_a_title_falls_back_and_says_so() -> None:
    make_membership(organisation=make_organisation(name="Casa Verde", language="ro"))

    (marker,) = markers("members")

    assert marker.title.language == "ro"
    assert marker.title.is_fallback


def test_form_offers_what_there_is(client: Client) -> None:
    make_membership(organisation=make_organisation(name="Casa", country="RO", kind="ngo"))
    make_practice(title="Story time")

    html = client.get("/en/map/?layer=members&layer=practices").content.decode()

    assert '<option value="RO">Romania</option>' in html
    assert '<option value="NO">' not in html
    assert '<option value="ngo">non-governmental organisation</option>' in html
    assert '<option value="service">service</option>' in html


EVERYTHING = "/en/map/?" + "&".join(
    f"layer={name}" for name in ("members", "organisations", "practices", "projects", "exchanges")
)


def fill(number: int) -> None:
    organisation = make_organisation(name=f"Organisation {number}", country="RO", **IASI)
    make_membership(organisation=organisation)
    for copy in range(2):
        make_practice(organisation=organisation, title=f"Practice {number} {copy}", **IASI)
        make_project(organisation=organisation, title=f"Project {number} {copy}", **IASI)
    exchange = make_exchange(organisation=organisation, title=f"Exchange {number}")
    visit(exchange, place="Drammen", order=1)


def test_queries_do_not_grow_with_the_records(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(1)
    client.get(EVERYTHING)
    with CaptureQueriesContext(connection) as few:
        client.get(EVERYTHING)

    for number in range(2, 6):
        fill(number)

    with django_assert_num_queries(len(few)):
        client.get(EVERYTHING)
    assert len(few) < 40
