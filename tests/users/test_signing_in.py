"""Guessing passwords is slow by every door; its owner is told, and who isn't here isn't said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings
from wagtail.users.models import UserProfile

from core.mail.outgoing import OutgoingMail
from core.throttling.counting import memory
from core.throttling.rules import DAY
from tests.builders import PASSWORD, make_administrator
from users.models import User

pytestmark = pytest.mark.django_db

ADMIN, FRONT = "/admin/login/", "/en/_util/login/"
EMAIL = "administrator@example.org"


@pytest.fixture(autouse=True)
def _as_outside_of_tests(settings: Settings) -> Iterator[None]:
    """Let requests be counted, and mails that Django writes be queued."""
    settings.EMAIL_BACKEND = "core.mail.outgoing.QueueBackend"
    settings.THROTTLING = True
    memory.clear()
    yield
    memory.clear()


@pytest.fixture
def owner() -> User:
    return make_administrator(email=EMAIL)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time; add to it."""
    now = [1_900_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    return now


def sign_in(
    client: Client,
    password: str = "wrong",  # noqa: S107
    *,
    email: str = EMAIL,
    door: str = ADMIN,
    address: str = "192.0.2.7",
) -> Any:
    return client.post(door, {"username": email, "password": password}, REMOTE_ADDR=address)


def statuses(client: Client, number: int, **how: Any) -> list[int]:
    return [sign_in(client, **how).status_code for _time in range(number)]


@pytest.mark.parametrize("door", [ADMIN, FRONT])
def test_either_door_leads_to_the_editors_area(client: Client, owner: User, door: str) -> None:
    response = sign_in(client, PASSWORD, door=door)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.usefixtures("owner")
def test_another_spelling_is_the_same_account_and_another_letter_is_nobodys(client: Client) -> None:
    """PostgreSQL’s UPPER() makes an i of ı."""
    assert sign_in(client, PASSWORD, email=EMAIL.replace("i", "ı")).status_code == 200
    assert statuses(client, 5) == [200] * 5
    assert sign_in(client, email=EMAIL.upper()).status_code == 429


@pytest.mark.parametrize("door", [ADMIN, FRONT])
@pytest.mark.usefixtures("clock", "owner")
def test_the_sixth_wrong_password_has_to_wait_at_every_door(client: Client, door: str) -> None:
    assert statuses(client, 7, door=door) == [200] * 5 + [429] * 2

    answer = sign_in(client, PASSWORD, door=door)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Please try again in a minute." in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", [ADMIN, f"{ADMIN}?next=/admin/pages/", FRONT])
@pytest.mark.usefixtures("clock", "owner")
def test_whoever_has_to_wait_finds_the_way_back_and_to_a_new_password(
    client: Client, door: str
) -> None:
    statuses(client, 5, door=door)

    page = sign_in(client, door=door).content.decode()

    assert f'href="{door}"' in page
    assert 'href="/admin/password_reset/"' in page


@pytest.mark.usefixtures("owner")
def test_pauses_grow(client: Client, clock: list[float]) -> None:
    statuses(client, 5)

    waits = []
    for _time in range(3):
        waits.append(int(sign_in(client)["Retry-After"]))
        clock[0] += waits[-1]
        assert sign_in(client).status_code == 200

    assert waits == [60, 120, 240]


@pytest.mark.usefixtures("clock", "owner")
def test_whoever_gets_in_begins_anew(client: Client) -> None:
    statuses(client, 4)

    assert sign_in(client, PASSWORD).status_code == 302
    assert statuses(Client(), 6) == [200] * 5 + [429]


@pytest.mark.usefixtures("clock", "owner")
def test_an_owner_elsewhere_is_not_locked_out_by_one_stranger(client: Client) -> None:
    statuses(client, 6)

    assert sign_in(Client(), PASSWORD, address="198.51.100.1").status_code == 302


@pytest.mark.usefixtures("clock", "owner")
def test_many_strangers_together_are_slow_too(client: Client) -> None:
    found = [
        sign_in(client, address=f"198.51.{number}.1").status_code
        for number in range(7)
        for _time in range(4)
    ]

    assert found == [200] * 20 + [429] * 8


@pytest.mark.usefixtures("clock", "owner")
def test_one_client_tries_a_hundred_passwords_at_most_whatever_the_account(client: Client) -> None:
    found = [
        sign_in(client, email=f"person{number}@example.org").status_code for number in range(101)
    ]

    assert found == [200] * 100 + [429]


@pytest.mark.usefixtures("clock", "owner")
def test_the_case_of_the_address_makes_no_other_account(client: Client) -> None:
    statuses(client, 5)

    assert sign_in(client, email=EMAIL.upper()).status_code == 429


# -- the owner -------------------------------------------------------------------------------------
@pytest.mark.usefixtures("clock")
def test_the_owner_is_told_once_in_the_account_s_language(client: Client, owner: User) -> None:
    UserProfile.objects.create(user=owner, preferred_language="fr")
    statuses(client, 4)
    assert not OutgoingMail.objects.exists()

    statuses(client, 5)
    statuses(client, 5, address="198.51.100.1")

    mail = OutgoingMail.objects.get()
    assert mail.to == EMAIL
    assert "/admin/password_reset/" in mail.text
    assert "192.0.2" not in mail.text


def test_the_owner_is_told_again_on_another_day(
    client: Client, owner: User, clock: list[float]
) -> None:
    statuses(client, 5)
    clock[0] += DAY

    statuses(client, 5)

    assert [mail.to for mail in OutgoingMail.objects.all()] == [owner.email] * 2


@pytest.mark.usefixtures("clock")
def test_a_new_password_opens_the_door_at_once(client: Client, owner: User) -> None:
    statuses(client, 6)
    client.post("/admin/password_reset/", {"email": EMAIL})
    mail = OutgoingMail.objects.filter(text__contains="/confirm/").get()
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(\S+)", mail.text)
    form = client.get(path, follow=True).redirect_chain[-1][0]
    assert urlsafe_base64_encode(force_bytes(owner.pk)) in form
    client.post(form, {"new_password1": "a-new-one-123", "new_password2": "a-new-one-123"})

    assert sign_in(client, "a-new-one-123").status_code == 302


# -- who is here is not said -----------------------------------------------------------------------
def shape(queries: CaptureQueriesContext) -> list[str]:
    """The statements in order, but for those that open, keep and undo a part of the test."""
    found = [query["sql"] for query in queries.captured_queries]
    return [sql[:40] for sql in found if "SAVEPOINT" not in sql]


@pytest.mark.usefixtures("clock", "owner")
def test_an_account_that_does_not_exist_answers_and_works_alike(client: Client) -> None:
    known: list[Any] = []
    unknown: list[Any] = []
    client.get("/en/")  # where the site's pages lie is remembered from the first whole page on
    for email, found in ((EMAIL, known), ("nobody@example.org", unknown)):
        for _time in range(6):
            with CaptureQueriesContext(connection) as queries:
                answer = sign_in(client, email=email)
            words = re.sub(rf"{email}|\w{{64}}", "", answer.content.decode())  # CSRF tokens
            found.append((answer.status_code, words, shape(queries)))

    assert [each[:2] for each in known] == [each[:2] for each in unknown]
    assert known[4][2] == unknown[4][2] != known[3][2]  # the mail
    assert [each[2] for each in known] == [each[2] for each in unknown]
    assert [mail.to for mail in OutgoingMail.objects.all()] == [EMAIL]


@pytest.mark.usefixtures("owner")
def test_asking_for_a_new_password_says_nothing_about_who_is_here(
    client: Client, settings: Settings
) -> None:
    settings.THROTTLING = False
    found = []
    client.post("/admin/password_reset/", {"email": "x@example.org"})  # what is loaded once
    for email in (EMAIL, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/admin/password_reset/", {"email": email})
        found.append((answer.status_code, answer["Location"], shape(queries)))

    assert found[0] == found[1]
    assert [mail.to for mail in OutgoingMail.objects.all()] == [EMAIL]
