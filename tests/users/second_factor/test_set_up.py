"""Setting the second factor up, changing it, turning it off: by its owner alone, with a code."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from members.office import ensure_office, office_group
from tests.at_once import at_once
from tests.builders import PASSWORD, make_administrator, make_user
from tests.users.second_factor.codes import (
    code_of,
    give_telephone,
    paper_of,
    sign_in_fully,
    with_password,
)
from users.models import User
from users.second_factor.factor import BEGUN_FOR, CODES, draw_codes, has_factor

pytestmark = pytest.mark.django_db

PAGE, SET_UP = "/admin/second-factor/", "/admin/second-factor/set-up/"
SHOWN = re.compile(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>")
BEGIN = {"begin": "1", "old_password": PASSWORD}


@pytest.fixture
def owner() -> User:
    return make_administrator()


def test_looking_begins_nothing(owner: User) -> None:
    client = with_password(owner)

    assert client.get(PAGE).status_code == 200
    assert client.get(SET_UP).headers["Location"] == PAGE
    assert not TOTPDevice.objects.exists()


def test_it_is_set_up_in_three_steps_and_other_sessions_end(owner: User) -> None:
    elsewhere, client = with_password(owner), with_password(owner)

    client.post(PAGE, BEGIN)
    page = client.get(SET_UP)
    assert not has_factor(owner)
    device = TOTPDevice.objects.get()
    wrong = client.post(SET_UP, {"code": "000000"})
    done = client.post(SET_UP, {"code": code_of(device)})

    assert b"<svg" in page.content
    assert b"viewBox" in page.content.partition(b"<svg")[2]  # it shrinks on a telephone
    assert b"style=" not in page.content[page.content.index(b"<svg") :].partition(b"</svg>")[0]
    assert b'role="alert"' in wrong.content
    assert len(SHOWN.findall(done.content.decode())) == 10
    assert "no-store" in done.headers["Cache-Control"]
    assert has_factor(owner)
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert "is set up for your login" in OutgoingMail.objects.get(to=owner.email).text
    assert ModelLogEntry.objects.filter(action="users.factor_set_up", user=owner).exists()


def test_the_mail_speaks_the_language_of_the_page_where_none_was_chosen(owner: User) -> None:
    client = with_password(owner, HTTP_ACCEPT_LANGUAGE="ro")

    client.post(PAGE, BEGIN)
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_of(TOTPDevice.objects.get())})

    assert "este activată pentru contul" in OutgoingMail.objects.get(to=owner.email).text


def test_the_codes_that_were_shown_get_in(owner: User) -> None:
    client = with_password(owner)
    client.post(PAGE, BEGIN)
    done = client.post(SET_UP, {"code": code_of(TOTPDevice.objects.get())})

    shown = SHOWN.findall(done.content.decode())[0]

    answer = with_password(owner).post("/admin/second-factor/code/", {"code": shown})
    assert answer.status_code == 302


@pytest.mark.parametrize("given", ["", "a-wrong-one"])
def test_a_borrowed_session_sets_up_nothing(owner: User, given: str) -> None:
    client = with_password(owner)

    page = client.post(PAGE, {"begin": "1", "old_password": given})

    assert page.status_code == 200
    assert b'role="alert"' in page.content
    assert not TOTPDevice.objects.exists()
    assert client.get(SET_UP).headers["Location"] == PAGE


def test_whoever_must_have_one_sets_it_up_first_and_is_in_then(
    settings: Settings, owner: User
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = with_password(owner)
    client.post(PAGE, BEGIN)

    client.post(SET_UP, {"code": code_of(TOTPDevice.objects.get())})

    assert client.get("/admin/").status_code == 200


def test_a_login_of_the_office_sets_one_up_before_it_does_anything(
    db: None, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    ensure_office()
    client = with_password(make_user(groups=(office_group(),)))

    for address in ("/admin/", "/admin/first-hour/", "/admin/account/"):
        led = client.get(address)
        assert led["Location"] == f"{PAGE}?next={quote(address, safe='')}"
    client.post(PAGE, BEGIN)
    client.post(SET_UP, {"code": code_of(TOTPDevice.objects.get())})

    assert client.get("/admin/first-hour/").status_code == 200


@pytest.mark.parametrize("button", ["codes", "another", "off"])
def test_nothing_changes_without_a_code(owner: User, button: str) -> None:
    give_telephone(owner)
    paper_of(owner)
    before = set(owner.recovery_codes.values_list("digest", flat=True))
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, owner)

    for code in ("", "000000"):
        answer = client.post(PAGE, {button: "1", "code": code})
        assert answer.status_code == 200
        assert b'role="alert"' in answer.content

    assert has_factor(owner)
    assert TOTPDevice.objects.count() == 1
    assert set(owner.recovery_codes.values_list("digest", flat=True)) == before


def test_with_a_code_there_are_new_codes_another_telephone_or_none(owner: User) -> None:
    device = give_telephone(owner)
    old = paper_of(owner)
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, owner)

    codes = client.post(PAGE, {"codes": "1", "code": code_of(device, steps=-1)})
    shown = SHOWN.findall(codes.content.decode())
    assert len(shown) == 10
    assert not set(shown) & set(old)

    client.post(PAGE, {"another": "1", "code": code_of(device)})
    assert has_factor(owner)  # the old one, as long as the new one isn't confirmed
    new = TOTPDevice.objects.get(confirmed=False)
    client.post(SET_UP, {"code": code_of(new)})
    assert list(TOTPDevice.objects.values_list("pk", flat=True)) == [new.pk]

    client.post(PAGE, {"off": "1", "code": code_of(new, steps=1)})
    assert not has_factor(owner)
    assert client.get("/admin/").status_code == 200


def test_whoever_must_have_one_does_not_turn_it_off(settings: Settings, owner: User) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    device = give_telephone(owner)
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, owner)

    answer = client.post(PAGE, {"off": "1", "code": code_of(device)})

    assert answer.status_code == 403
    assert has_factor(owner)
    assert b'name="off"' not in client.get(PAGE).content


def test_the_account_leads_there(owner: User) -> None:
    client = with_password(owner)

    assert f'href="{PAGE}"' in client.get("/admin/account/").content.decode()


def test_strangers_sign_in_first(db: None, client: Client) -> None:
    for path in (PAGE, SET_UP, "/admin/second-factor/code/"):
        assert client.get(path).headers["Location"].startswith("/admin/login/")
        assert client.post(path, {"begin": "1"}).headers["Location"].startswith("/admin/login/")
    assert not TOTPDevice.objects.exists()


def test_a_new_key_that_nobody_confirmed_is_shown_for_a_while_only(owner: User) -> None:
    """Whoever finds the session open later would exchange the telephone without a code."""
    old = give_telephone(owner)
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, owner)
    client.post(PAGE, {"code": paper_of(owner)[0], "another": "1"})
    begun = TOTPDevice.objects.get(confirmed=False)
    assert client.get(SET_UP).status_code == 200
    TOTPDevice.objects.filter(pk=begun.pk).update(created_at=timezone.now() - BEGUN_FOR)

    page = client.get(SET_UP)
    client.post(SET_UP, {"code": code_of(begun)})

    assert page.headers["Location"] == PAGE
    assert TOTPDevice.objects.get(user=owner, confirmed=True).pk == old.pk


@pytest.mark.django_db(transaction=True)
def test_of_new_codes_drawn_at_the_same_moment_only_one_paper_works() -> None:
    owner = make_administrator()
    draw_codes(owner)

    for _time in range(3):
        at_once(lambda: draw_codes(owner), lambda: draw_codes(owner))

        assert owner.recovery_codes.count() == CODES
