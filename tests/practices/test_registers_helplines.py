"""A helpline's number is shown only while somebody vouches for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import make_organisation
from tests.practices.register_builders import make_helpline

pytestmark = pytest.mark.django_db
NUMBER = "0800 254 0088"
PAGES = ("/en/helplines/", "/en/helplines/family-line/", "/en/countries/gb/")


def days_ago(days: int) -> str:
    return (timezone.localdate() - dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize("address", PAGES)
def test_number_that_was_never_confirmed_is_not_shown(client: Client, address: str) -> None:
    make_helpline(operator=make_organisation(name="Families Outside", country="GB"))

    page = client.get(address).content.decode()

    assert NUMBER not in page
    assert "tel:0800" not in page
    assert "Families Outside" in page
    assert "not confirmed since" in page


@pytest.mark.parametrize("address", PAGES)
def test_number_confirmed_this_year_is_shown_as_a_link(client: Client, address: str) -> None:
    make_helpline(confirmed_on=days_ago(30))

    page = client.get(address).content.decode()

    assert 'href="tel:08002540088"' in page


def test_number_confirmed_over_a_year_ago_is_not_shown(client: Client) -> None:
    make_helpline(confirmed_on=days_ago(400))

    assert NUMBER not in client.get("/en/helplines/").content.decode()


def test_confirmed_lines_come_first(client: Client) -> None:
    make_helpline(record_id="a", name_en="Aaa")
    make_helpline(record_id="z", name_en="Zzz", confirmed_on=days_ago(3))

    page = client.get("/en/helplines/").content.decode()

    assert page.index("Zzz") < page.index("Aaa")


def test_operator_that_is_no_longer_public_is_not_named(client: Client) -> None:
    make_helpline(operator=make_organisation(name="Gone", country="GB", live=False))

    assert "Gone" not in client.get("/en/helplines/").content.decode()


def test_operators_website_is_a_link_only_if_it_is_a_web_address(client: Client) -> None:
    operator = make_organisation(country="GB", website="javascript:alert(1)")
    make_helpline(operator=operator)

    assert "javascript:" not in client.get("/en/helplines/").content.decode()


def test_part_of_a_country_shows_its_own_lines_and_those_of_the_whole(client: Client) -> None:
    make_helpline(record_id="s", name_en="Scottish")
    make_helpline(record_id="e", name_en="English line", nation="GB-ENG")
    make_helpline(record_id="u", name_en="Everywhere", nation="")

    page = client.get("/en/countries/gb/?nation=GB-SCT").content.decode()

    assert "Scottish" in page
    assert "Everywhere" in page
    assert "English line" not in page
