"""No page stands where a view answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from home.addresses import slugs_of_views
from home.checks import pages_leave_views_their_addresses
from home.models import StandardPage
from tests.builders import home_page, make_administrator, make_standard_page
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


def test_views_own_the_first_parts_of_their_addresses() -> None:
    slugs = slugs_of_views()

    assert {"practices", "helplines", "countries", "themes", "search", "map", "members"} <= slugs
    assert not {"organisations", "library", "about", ""} & slugs


def test_page_with_the_address_of_a_view_is_an_error() -> None:
    make_standard_page(slug="search")

    (error,) = pages_leave_views_their_addresses(None, databases=["default"])

    assert error.id == "home.E001"
    assert "/search/" in error.msg


def test_page_deeper_in_the_tree_may_be_called_so() -> None:
    above = make_standard_page(slug="about")
    above.add_child(instance=StandardPage(heading_en="Search", slug="search", body_en="<p>a</p>"))

    assert pages_leave_views_their_addresses(None, databases=["default"]) == []


def test_check_of_the_database_refuses_it() -> None:
    make_standard_page(slug="map")

    with pytest.raises(SystemCheckError, match=r"home\.E001"):
        call_command("check", databases=["default"], tags=["database"])


def test_check_without_a_database_asks_none() -> None:
    make_standard_page(slug="map")

    assert pages_leave_views_their_addresses(None, databases=None) == []


def test_slug_made_from_a_title_avoids_addresses_of_views() -> None:
    page = make_standard_page(title="Search")

    assert page.slug == "search-page"


def _send(client: Client, *, slug: str) -> Any:
    client.force_login(make_administrator())
    address = f"/admin/pages/add/home/standardpage/{home_page().pk}/"
    return client.post(address, filled(client, address, heading_en="Find us", slug=slug))


def test_form_refuses_the_address_of_a_view_beside_the_field(client: Client) -> None:
    response = _send(client, slug="search")

    assert "slug" in errors_of(response)
    assert not StandardPage.objects.exists()


def test_form_takes_any_other_address(client: Client) -> None:
    _send(client, slug="find-us")

    assert StandardPage.objects.get().slug == "find-us"


def test_form_without_an_address_makes_a_free_one(client: Client) -> None:
    _send(client, slug="")

    assert StandardPage.objects.get().slug == "find-us"
