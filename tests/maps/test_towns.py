"""What shows its town only is stored as the list of towns has it, whatever point came in."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Revision

from core.places import gazetteer
from maps.places import Located, Precision
from maps.towns import country_point, town_point
from members.models import OrganisationPage
from practices.models import PracticePage, ProjectPage
from search.models import IndexState
from tests.builders import make_organisation, make_practice, make_project
from tests.records.samples import by_id, export, import_files, organisation, written

HOUSE = (47.1623456, 27.5512345)
IASI = (47.1667, 27.6)


def test_the_town_of_that_name_comes_before_a_nearer_one() -> None:
    nearest = gazetteer.nearest(*HOUSE)
    assert nearest is not None
    assert nearest.name != "Iași"

    assert town_point(HOUSE, place="Iași", countries=["RO"]) == IASI
    assert town_point(HOUSE, countries=["RO"]) == nearest.point


def test_a_town_of_that_name_far_away_is_another_one() -> None:
    oslo = town_point((59.95, 10.65), place="Iași")

    assert gazetteer.distance_km(oslo, (59.95, 10.65)) < 30


def test_beyond_the_border_there_may_be_a_nearer_town() -> None:
    strasbourg = town_point((48.5730, 7.7990), countries=["FR"])
    town = gazetteer.nearest(*strasbourg)

    assert town is not None
    assert town.country == "FR"


def test_where_no_town_is_known_some_ten_kilometres_are_left() -> None:
    assert town_point((-45.123456, -40.98765)) == (-45.1, -41.0)


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["", "Oslo", "Iași", "??"]))
def test_a_town_stays_where_it_is(latitude: float, longitude: float, place: str) -> None:
    once = town_point((latitude, longitude), place=place)

    assert -90 <= once[0] <= 90
    assert -180 <= once[1] <= 180
    town = gazetteer.nearest(*once, within_km=0.001)
    if town is not None:
        assert town_point(once, place=place) == once


def test_a_country_is_its_largest_town() -> None:
    bucharest = country_point(HOUSE, countries=["RO"])

    town = gazetteer.nearest(*bucharest)
    assert town is not None
    assert town.name == "Bucharest"
    assert country_point(HOUSE, countries=["RO", "MD"]) == (47.0, 28.0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "model"),
    [
        (make_organisation, OrganisationPage),
        (make_practice, PracticePage),
        (make_project, ProjectPage),
    ],
)
@pytest.mark.parametrize("precision", ["town", "country"])
def test_no_model_stores_the_house_however_rounded(make: Any, model: Any, precision: str) -> None:
    page = make(latitude=HOUSE[0], longitude=HOUSE[1], precision=precision, place="Iași")

    stored = model.objects.get(pk=page.pk)
    kept = json.dumps([stored.latitude, stored.longitude, page.latest_revision.content])
    if precision == "town":
        assert stored.point == IASI
    assert "47.16," not in kept
    assert "47.162" not in kept
    assert "27.55" not in kept


def test_every_located_model_was_tried() -> None:
    assert set(Located.__subclasses__()) == {OrganisationPage, PracticePage, ProjectPage}


@pytest.mark.django_db
def test_by_import_and_out_again(tmp_path: Path) -> None:
    fields = {"precision": "town", "place": "Iași", "country": "RO"}
    record = organisation(latitude=HOUSE[0], longitude=HOUSE[1], **fields)
    import_files(written(tmp_path, organisations=[record]))

    out = by_id(export(tmp_path / "out.json"), "organisations")["test-one"]
    again = import_files(written(tmp_path, organisations=[record]))

    assert (out["latitude"], out["longitude"]) == IASI
    assert again == "organisations: 0 new, 0 changed, 1 unchanged\n"


# -- what is stored already -----------------------------------------------------------------------
def clean() -> str:
    out = io.StringIO()
    call_command("clean_places", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_rounded_houses_are_replaced_in_rows_and_versions() -> None:
    page = make_organisation(latitude=47.0, longitude=27.0, precision="town", place="Iași")
    rounded = {"latitude": 47.16, "longitude": 27.55, "place": "Iași"}
    OrganisationPage.objects.filter(pk=page.pk).update(**rounded)
    content = {**page.latest_revision.content, **rounded, "postcode": "700"}
    Revision.objects.filter(pk=page.latest_revision.pk).update(content=content)
    IndexState.objects.all().update(wanted=0, indexed=0)

    assert clean() == "2 places and versions changed\n"
    assert clean() == "0 places and versions changed\n"

    page = OrganisationPage.objects.get(pk=page.pk)
    kept = Revision.objects.get(pk=page.latest_revision.pk).content
    assert page.point == IASI
    assert (kept["latitude"], kept["longitude"], kept["postcode"]) == (*IASI, "")
    assert IndexState.objects.waiting().filter(key=f"organisations/{page.record_id}").exists()


@pytest.mark.django_db
def test_earlier_versions_of_a_secret_service_forget_its_house() -> None:
    page = make_organisation(
        precision="address", address="Strada 7", latitude=HOUSE[0], longitude=HOUSE[1]
    )
    OrganisationPage.objects.filter(pk=page.pk).update(
        precision=Precision.TOWN, address="", latitude=IASI[0], longitude=IASI[1]
    )
    later = page.save_revision()
    OrganisationPage.objects.filter(pk=page.pk).update(live_revision=later)

    clean()

    first = Revision.objects.for_instance(page).order_by("pk").first()
    assert first is not None
    assert (first.content["latitude"], first.content["address"]) == (IASI[0], "")
