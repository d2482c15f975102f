"""Guessing the old password in one's account is as slow as at the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail
from tests.builders import PASSWORD, make_administrator
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
