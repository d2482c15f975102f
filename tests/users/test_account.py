"""The page of one's own account: the time zones that it offers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from tests.builders import make_administrator
from tests.forms import filled
from users.models import User

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


@pytest.fixture
def user() -> User:
    return make_administrator()


@pytest.fixture
def browser(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def zones(browser: Client) -> list[tuple[str, str]]:
    page = browser.get(ACCOUNT).content.decode()
    (field,) = re.findall(r'<select name="locale-current_time_zone".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', field)


def save(browser: Client, **changes: Any) -> Any:
    data = filled(browser, ACCOUNT, form="w-editor-form", **changes)
    return browser.post(
        ACCOUNT, {**data, "name_email-first_name": "A", "name_email-last_name": "B"}
    )


def test_cities_are_offered_and_not_every_time_zone(browser: Client) -> None:
    offered = zones(browser)

    assert offered[0][0] == ""
    assert offered[1] == ("Europe/Paris", "Paris")
    assert ("Europe/Athens", "Athens") in offered
    assert len(offered) == len(dict(offered)) < 60


def test_the_one_that_is_stored_stays(browser: Client, user: User) -> None:
    profile = UserProfile.get_for_user(user)
    profile.current_time_zone = "Asia/Kathmandu"
    profile.save()

    assert ("Asia/Kathmandu", "Kathmandu") in zones(browser)
    assert save(browser).status_code == 302

    profile.refresh_from_db()
    assert profile.current_time_zone == "Asia/Kathmandu"


def test_a_city_is_chosen(browser: Client, user: User) -> None:
    assert save(browser, **{"locale-current_time_zone": "Europe/Athens"}).status_code == 302

    assert UserProfile.get_for_user(user).current_time_zone == "Europe/Athens"
