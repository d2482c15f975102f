"""Guessing the old password in one's account is as slow as at the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail
from tests.builders import PASSWORD, make_administrator, make_user
from tests.forms import filled
from users.models import User

pytestmark = pytest.mark.django_db
ACCOUNT, NEW = "/admin/account/", "correct-horse-99"


@pytest.fixture(autouse=True)
def _counted(settings: Settings) -> None:
    settings.THROTTLING = True


@pytest.fixture
def owner() -> User:
    return make_administrator()


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(owner)
    return client


def change(browser: Client, old: str) -> Any:
    data = filled(browser, ACCOUNT, form="w-editor-form")
    names = {"name_email-first_name": "Ana", "name_email-last_name": "Pop"}
    new = {"password-new_password1": NEW, "password-new_password2": NEW}
    return browser.post(ACCOUNT, {**data, **names, **new, "password-old_password": old})


def test_after_five_wrong_ones_the_right_one_has_to_wait(browser: Client, owner: User) -> None:
    for number in range(5):
        answer = change(browser, f"wrong {number}")
        assert "Your old password was entered incorrectly" in answer.content.decode()
    answer = change(browser, PASSWORD)

    assert "That was too often. Please try again in a minute." in answer.content.decode()
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert OutgoingMail.objects.filter(to=owner.email).count() == 1


def test_they_count_together_with_those_at_the_door(browser: Client, owner: User) -> None:
    for _time in range(3):
        change(browser, "wrong")
    door = Client()
    for _time in range(2):
        door.post("/admin/login/", {"username": owner.email, "password": "wrong"})

    assert "That was too often" in change(browser, PASSWORD).content.decode()


def test_the_right_one_begins_anew(browser: Client, owner: User) -> None:
    for _time in range(4):
        change(browser, "wrong")

    assert change(browser, PASSWORD).status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW)


# -- the office's page on its own login ------------------------------------------------------------
def change_login(browser: Client, owner: User, **sent: str) -> Any:
    url = reverse("wagtailusers_users:edit", args=[owner.pk])
    data = filled(browser, url, form="w-editor-form")
    return browser.post(url, {**data, "first_name": "Ana", "last_name": "Pop", **sent})


@pytest.mark.parametrize(
    "wanted", [{"password1": NEW, "password2": NEW}, {"email": "mine@elsewhere.example"}]
)
def test_who_keeps_the_logins_takes_over_none_by_an_open_session(
    browser: Client, owner: User, wanted: dict[str, str]
) -> None:
    """Neither by a new password nor by an address to which one would be sent."""
    for old in ({}, {"old_password": "wrong"}):
        answer = change_login(browser, owner, **wanted, **old)
        assert "Your old password was entered incorrectly" in answer.content.decode()
    unchanged = User.objects.get(pk=owner.pk)
    assert (unchanged.email, unchanged.check_password(PASSWORD)) == (owner.email, True)

    assert change_login(browser, owner, **wanted, old_password=PASSWORD).status_code == 302

    changed = User.objects.get(pk=owner.pk)
    assert changed.email == wanted.get("email", owner.email)
    assert changed.check_password(NEW if "password1" in wanted else PASSWORD)


def test_wrong_ones_are_counted_there_as_well(browser: Client, owner: User) -> None:
    for number in range(5):
        change_login(browser, owner, password1=NEW, password2=NEW, old_password=f"wrong {number}")

    answer = change_login(browser, owner, password1=NEW, password2=NEW, old_password=PASSWORD)

    assert "That was too often" in answer.content.decode()


def test_a_name_and_somebody_else_s_login_need_no_password(browser: Client, owner: User) -> None:
    other = make_user(email="editor@casa.example")

    assert change_login(browser, owner, first_name="Anna").status_code == 302
    assert change_login(browser, other, password1=NEW, password2=NEW).status_code == 302
    assert User.objects.get(pk=other.pk).check_password(NEW)
