"""The page of one's own account: the address that it doesn't change, and its time zones."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from tests.builders import make_administrator, make_user
from tests.forms import filled
from tests.members.world import World, kept_world, refused, shows, world
from users.models import User

__all__ = ["kept_world", "world"]  # the fixture of the members' tests

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


# -- the address -----------------------------------------------------------------------------------
def test_nobody_changes_the_address_of_the_own_account(world: World) -> None:
    editor = world.ours.checked
    before = editor.email

    response = save(world.ours.browser, **{"name_email-email": "new.colleague@ffp.example"})

    assert response.status_code == 302  # the name is stored, the address isn't asked for
    editor.refresh_from_db()
    assert editor.email == before
    assert editor.first_name == "A"


def test_the_account_tells_nobody_who_has_an_account(world: World) -> None:
    make_user(email="has.one@ffp.example")

    answers = [
        save(world.ours.browser, **{"name_email-email": email})
        for email in ("has.one@ffp.example", "has.none@ffp.example")
    ]

    assert [(answer.status_code, answer.content) for answer in answers] == [(302, b"")] * 2


def test_the_account_says_who_changes_the_address(world: World) -> None:
    page = world.ours.browser.get(ACCOUNT)

    assert shows(page, f"You sign in as {world.ours.checked.email}.")
    assert shows(page, "please ask the network office")
    assert not shows(page, 'name="name_email-email"')


def test_the_office_changes_an_address(world: World) -> None:
    editor = world.ours.checked
    url = f"/admin/users/edit/{editor.pk}/"
    data = {"email": "right@casa.example", "first_name": "A", "last_name": "B", "is_active": "on"}

    world.ours.browser.post(url, data)
    editor.refresh_from_db()
    assert editor.email != "right@casa.example"

    world.office.post(url, data)
    editor.refresh_from_db()
    assert editor.email == "right@casa.example"


def test_whichever_way_an_editor_cannot_take_an_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard of logins stands behind the form."""
    monkeypatch.setattr("wagtail.admin.views.account.email_management_enabled", lambda: True)

    response = save(world.ours.browser, **{"name_email-email": "new.colleague@ffp.example"})

    assert refused(response)
    world.ours.checked.refresh_from_db()
    assert world.ours.checked.email != "new.colleague@ffp.example"
