"""The second step of signing in: nobody is anybody before it, a code fits once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from core.mail.outgoing import OutgoingMail
from core.throttling.counting import memory
from tests.builders import make_administrator, make_user
from tests.permissions.addresses import addresses
from tests.permissions.people import Side
from tests.permissions.things import Kind, Thing
from tests.users.second_factor.codes import (
    code_of,
    give_telephone,
    paper_of,
    sign_in_fully,
    with_password,
)
from users.models import User
from users.second_factor.factor import GIVEN

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
CODE = "/admin/second-factor/code/"
#: of every page of the admin, the page that signs in included
PARTS = ("/admin/sprite/", "/admin/jsi18n/")


@pytest.fixture
def owner() -> User:
    return make_administrator()


def test_after_the_password_the_code_is_asked_for_and_leads_on(owner: User) -> None:
    device = give_telephone(owner)
    client = with_password(owner)

    led = client.get("/admin/pages/?x=1")
    page = client.get(led["Location"])
    wrong = client.post(CODE, {"code": "000000", "next": "/admin/pages/?x=1"})
    right = client.post(CODE, {"code": code_of(device), "next": "/admin/pages/?x=1"})

    assert led["Location"] == f"{CODE}?next=%2Fadmin%2Fpages%2F%3Fx%3D1"
    assert b'autocomplete="one-time-code"' in page.content
    assert b'role="alert"' in wrong.content
    assert right["Location"] == "/admin/pages/?x=1"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", PARTS)
def test_the_page_that_asks_gets_its_own_icons_and_words(owner: User, path: str) -> None:
    give_telephone(owner)
    client = with_password(owner)

    part = client.get(path)

    assert part.status_code == 200
    assert "<!doctype html>" not in part.content.decode().lower()


def test_the_key_of_the_session_changes_with_the_code(owner: User) -> None:
    device = give_telephone(owner)
    client = with_password(owner)
    before = client.session.session_key

    client.post(CODE, {"code": code_of(device)})

    assert client.session.session_key != before


def test_nobody_is_led_to_another_site(owner: User) -> None:
    device = give_telephone(owner)
    client = with_password(owner)

    answer = client.post(CODE, {"code": code_of(device), "next": "https://evil.example/"})

    assert answer["Location"] == "/admin/"


def test_a_code_fits_once(owner: User) -> None:
    device = give_telephone(owner)
    code = code_of(device)
    assert with_password(owner).post(CODE, {"code": code}).status_code == 302

    again = with_password(owner).post(CODE, {"code": code})

    assert again.status_code == 200
    assert b'role="alert"' in again.content


def test_a_recovery_code_gets_in_once_as_it_is_typed_and_its_owner_is_told(owner: User) -> None:
    give_telephone(owner)
    codes = paper_of(owner)
    typed = f" {codes[3].upper().replace('-', ' ')} "

    first = with_password(owner).post(CODE, {"code": typed})
    second = with_password(owner).post(CODE, {"code": typed})

    assert (first.status_code, second.status_code) == (302, 200)
    assert owner.recovery_codes.count() == len(codes) - 1
    assert "Codes that are left: 9" in OutgoingMail.objects.get(to=owner.email).text
    assert ModelLogEntry.objects.filter(action="users.recovery_code", user=owner).exists()


def test_recovery_codes_are_kept_as_digests(owner: User) -> None:
    codes = paper_of(owner)

    kept = str(list(owner.recovery_codes.values_list("digest", flat=True)))

    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abc", "٣٤٥٦٧٨", "x" * 50, "-"])
def test_what_is_no_code_is_refused_in_words(owner: User, typed: str) -> None:
    give_telephone(owner)

    answer = with_password(owner).post(CODE, {"code": typed})

    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_the_pages_speak_the_language_of_who_signs_in(owner: User) -> None:
    give_telephone(owner)
    UserProfile.objects.create(user=owner, preferred_language="nb")

    page = with_password(owner, HTTP_ACCEPT_LANGUAGE="fr").get(CODE)

    assert 'lang="nb"' in page.content.decode()


def paths_of_the_admin() -> list[str]:
    """Every address below `/admin/`, with a one for each parameter."""
    one = Thing(kind=Kind.NOTHING, side=Side.NETWORK, state="", pk="1")
    return [
        path
        for address in addresses()
        if address.is_whole and (path := address.filled(one)).startswith("/admin/")
    ]


def test_by_half_signed_in_people_can_do_nothing_in_the_admin(owner: User) -> None:
    """All addresses of the admin lead to the code, whatever is sent, and write nothing."""
    give_telephone(owner)
    client = with_password(owner)
    free = {CODE, "/admin/logout/", *PARTS}
    asked = 0

    for route in paths_of_the_admin():
        if route in free or "second-factor/stop" in route:
            continue  # the last is a link in a mail, for whoever holds it
        for ask in (client.get, client.post):
            with CaptureQueriesContext(connection) as queries:
                answer = ask(route)
            written = [
                q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DEL"))
            ]
            assert answer.status_code in (302, 404), route
            assert answer.status_code == 404 or answer["Location"].startswith(CODE), route
            assert not written, route
            asked += 1

    assert asked > 400


@pytest.mark.parametrize("path", ["/en/", "/documents/1/x.pdf", "/en/_util/login/"])
def test_outside_of_the_admin_they_are_strangers(owner: User, path: str) -> None:
    give_telephone(owner)

    response = with_password(owner).get(path)

    assert response.wsgi_request.user.is_anonymous


def test_without_a_factor_an_editor_just_signs_in_and_others_set_one_up(
    settings: Settings, owner: User
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = with_password(owner)

    led = client.get("/admin/")
    page = client.get("/admin/second-factor/")

    assert led["Location"].startswith("/admin/second-factor/?next=")
    assert client.post("/admin/users/new/").status_code == 302
    assert b'name="begin"' in page.content
    assert client.get("/en/").wsgi_request.user.is_anonymous
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/admin/").status_code == 200


def test_whoever_comes_to_the_office_while_signed_in_is_asked_then(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_user()
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    assert client.get("/admin/account/")["Location"].startswith("/admin/login/")

    User.objects.filter(pk=user.pk).update(is_superuser=True)

    assert client.get("/admin/")["Location"].startswith("/admin/second-factor/?next=")


def test_a_full_session_costs_no_query_more(owner: User) -> None:
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, owner)
    client.get("/admin/account/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/account/")

    assert not [q for q in queries if "otp_totp" in q["sql"]]
    assert client.session[GIVEN]


@pytest.fixture
def counted(settings: Settings) -> Iterator[None]:
    settings.THROTTLING = True
    memory.clear()
    yield
    memory.clear()


@pytest.mark.usefixtures("counted")
def test_wrong_codes_are_counted_and_told(owner: User) -> None:
    device = give_telephone(owner)
    client = with_password(owner)

    answers = [client.post(CODE, {"code": "000000"}).status_code for _time in range(6)]
    right = client.post(CODE, {"code": code_of(device)})

    assert answers == [200] * 5 + [429]
    assert right.status_code == 429
    (mail,) = OutgoingMail.objects.filter(to=owner.email)
    assert "somebody entered your right password" in mail.text


@pytest.mark.usefixtures("counted")
def test_a_right_code_begins_the_count_anew(owner: User) -> None:
    device = give_telephone(owner)
    for step in (-1, 0):
        client = with_password(owner)
        codes: list[Any] = ["000000"] * 4 + [code_of(device, steps=step)]

        answers = [client.post(CODE, {"code": code}).status_code for code in codes]

        assert answers == [200] * 4 + [302]
