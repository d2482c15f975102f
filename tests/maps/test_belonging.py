"""A point is held against its country: outline, coast, border, islands, the date line."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from maps.belonging import Doubt, misplaced
from maps.outlines import country_at, distance_to
from tests.builders import make_administrator, make_organisation, make_practice
from tests.forms import errors_of, filled


@pytest.mark.parametrize(
    ("code", "point"),
    [
        ("RU", (64.73, 177.51)),  # Anadyr, near the date line
        ("FJ", (-16.77, -179.97)),  # beyond it
        ("UA", (44.95, 34.1)),
        ("CY", (35.34, 33.32)),
        ("XK", (42.89, 20.87)),
        ("JE", (49.18, -2.1)),
        ("FO", (62.01, -6.77)),
        ("SJ", (78.22, 15.65)),
        ("ES", (28.1, -15.41)),
        ("RE", (-20.88, 55.45)),
        ("GI", (36.14, -5.35)),  # no outline, but a town
        ("TV", (-8.52, 179.2)),  # neither: it can't be judged
        ("IT", (45.44, 12.33)),  # Venice
        ("VA", (41.902, 12.453)),  # inside Italy's outline
        ("DE", (54.18, 7.89)),  # Heligoland isn't drawn
        ("IT", (35.5, 12.6)),  # nor is Lampedusa
        ("NO", (69.65, 18.96)),
    ],
)
def test_places_belong_to_their_country(code: str, point: tuple[float, float]) -> None:
    assert misplaced(point, countries=[code]) is None


def test_a_point_abroad_is_named_with_town_country_and_distance() -> None:
    wrong = misplaced((59.91, 10.75), countries=["RO"])

    assert wrong is not None
    assert wrong.doubt is Doubt.ELSEWHERE
    assert wrong.where == "Oslo, Norway"
    assert 1300 < wrong.km < 1600
    assert "Oslo, Norway" in wrong.in_words()


@pytest.mark.parametrize("point", [(0.0, 0.0), (0.004, -0.002)])
def test_zero_is_refused_without_a_country_too(point: tuple[float, float]) -> None:
    wrong = misplaced(point, countries=[])

    assert wrong is not None
    assert wrong.doubt is Doubt.NULL


def test_exchanged_numbers_are_suspected_only_where_they_would_fit() -> None:
    exchanged = misplaced((21.01, 52.23), countries=["PL"])
    other = misplaced((21.01, 2.23), countries=["PL"])

    assert exchanged is not None
    assert exchanged.doubt is Doubt.EXCHANGED
    assert other is not None
    assert other.doubt is Doubt.ELSEWHERE


def test_across_a_border_is_abroad_however_near() -> None:
    assert misplaced((47.87, 12.65), countries=["DE"]) is None  # Traunstein
    assert misplaced((47.80, 13.05), countries=["DE"]) is not None  # Salzburg


def test_the_nearer_of_several_countries_is_named() -> None:
    wrong = misplaced((59.91, 10.75), countries=["RO", "DK"])

    assert wrong is not None
    assert wrong.expected == "DK"


def test_outlines_hold_the_border_policy() -> None:
    assert country_at((45.0, 34.1)) == "UA"
    assert country_at((35.3, 33.3)) == "CY"
    assert country_at((42.66, 21.17)) == "XK"
    assert distance_to("RU", (45.0, 34.1)) != 0


@pytest.mark.django_db
class TestForms:
    """The editing forms say it beside the field."""

    def test_an_organisation_abroad_is_refused(self, client: Client) -> None:
        client.force_login(make_administrator())
        page = make_organisation(country="RO")
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = filled(client, url, latitude="59.91", longitude="10.75", precision="town")

        assert "Oslo, Norway" in str(errors_of(client.post(url, data))["latitude"])
        changed = {**data, "latitude": "44.43", "longitude": "26.1"}
        assert client.post(url, changed).status_code == 302

    def test_a_new_practice_may_stand_where_its_publisher_is(self, client: Client) -> None:
        client.force_login(make_administrator())
        owner = make_organisation(country="FR")
        url = reverse("wagtailadmin_pages:add", args=["practices", "practicepage", owner.pk])
        data = filled(client, url, heading_en="P", countries=["BE"], kind="service")
        here = {**data, "latitude": "48.86", "longitude": "2.35"}
        away = {**data, "latitude": "59.91", "longitude": "10.75"}

        assert "latitude" in errors_of(client.post(url, away))
        assert client.post(url, here).status_code == 302

    def test_what_is_stored_already_is_said_when_it_is_edited(self, client: Client) -> None:
        client.force_login(make_administrator())
        page = make_practice()
        type(page).objects.filter(pk=page.pk).update(latitude=0, longitude=0)
        page.refresh_from_db()
        page.save_revision(clean=False)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])

        response = client.post(url, filled(client, url))

        assert "0, 0 is a point in the sea" in str(errors_of(response)["latitude"])
