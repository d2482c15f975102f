"""The admin answers in the account's language, whatever the browser asks for."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from tests.builders import make_administrator

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def browser() -> Client:
    user = make_administrator()
    UserProfile.objects.create(user=user, preferred_language="ro")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/pages/987654/edit/"])
def test_what_is_not_found_is_said_in_it(browser: Client, address: str) -> None:
    response = browser.get(address, headers=ENGLISH)

    assert response.status_code == 404
    assert "Pagina solicitată nu a fost găsită" in response.content.decode()
    assert response.headers["Content-Language"] == "ro"


def test_so_is_what_is_not_understood(browser: Client) -> None:
    response = browser.get("/admin/pages/?q=%00", headers=ENGLISH)

    assert response.status_code == 400
    assert '<html lang="ro"' in response.content.decode()


def test_readers_get_the_language_of_the_address(browser: Client) -> None:
    response = browser.get("/en/nowhere/", headers=ENGLISH)

    assert response.status_code == 404
    assert '<html lang="en"' in response.content.decode()


def test_who_is_not_signed_in_gets_the_browser_s() -> None:
    response = Client(HTTP_HOST="localhost").get("/admin/login/", headers={"accept-language": "fr"})

    assert response.headers["Content-Language"] == "fr"
