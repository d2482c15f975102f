"""Open sessions: listed in words without much that is personal, and ended at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import PASSWORD
from tests.members.world import World, kept_world, refused, shows, signed_in, world
from users.browsers import browser_of, system_of
from users.login_records import Session
from users.models import User

__all__ = ["kept_world", "world"]
pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user: User, sent: str = FIREFOX) -> Client:
    client = Client(HTTP_HOST="localhost", HTTP_USER_AGENT=sent, REMOTE_ADDR="203.0.113.77")
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (IPHONE, ("Safari", "iPhone")),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("<script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_in_words(sent: str, known: tuple[str, str]) -> None:
    assert (browser_of(sent), system_of(sent)) == known


def test_everybody_sees_the_own_ones_and_not_the_whole_address(world: World) -> None:
    client = browser(world.ours.direct)
    browser(world.ours.direct, IPHONE)

    page = client.get("/admin/sessions/")

    assert shows(page, "Firefox, Linux")
    assert shows(page, "Safari, iPhone")
    assert shows(page, "203.0.113.0/24")
    assert "203.0.113.77" not in str(list(Session.objects.values()))
    keys = Session.objects.values_list("session_key", flat=True)
    assert not any(shows(page, key) for key in keys)


def test_one_is_ended_and_then_all_others(world: World) -> None:
    client, second, third = (browser(world.ours.direct) for _number in range(3))
    names = re.findall(r'name="end" value="(\w+)"', client.get("/admin/sessions/").content.decode())
    assert len(names) == 3  # with the one that the world signed in

    client.post("/admin/sessions/", {"end": names[0]})
    assert [is_in(second), is_in(third)].count(False) == 1

    client.post("/admin/sessions/", {"all": "1"})
    assert (is_in(second), is_in(third), is_in(client)) == (False, False, True)


def test_the_office_ends_those_of_editors(world: World) -> None:
    client = browser(world.ours.direct)

    page = world.office.get(f"/admin/sessions/{world.ours.direct.pk}/")
    world.office.post(f"/admin/sessions/{world.ours.direct.pk}/", {"all": "1"})

    assert shows(page, "Firefox, Linux")
    assert not is_in(client)


def test_nobody_else_sees_or_ends_them(world: World) -> None:
    client = browser(world.theirs.direct)
    root = browser(world.administrator)

    for asker, owner in (
        (world.ours.browser, world.theirs.direct),
        (world.ours.direct_browser, world.theirs.direct),
        (world.office, world.administrator),
    ):
        path = f"/admin/sessions/{owner.pk}/"
        assert refused(asker.get(path))
        assert refused(asker.post(path, {"all": "1"}))
    assert is_in(client)
    assert is_in(root)


def test_a_new_password_ends_all_but_that_in_which_it_was_chosen(world: World) -> None:
    client, elsewhere = browser(world.ours.direct), browser(world.ours.direct)

    user = User.objects.get(pk=world.ours.direct.pk)
    user.first_name = user.last_name = "Ana"
    user.save()
    page = client.get("/admin/account/").content.decode()
    data: dict[str, Any] = dict(
        re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    )
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    data |= {
        "password-old_password": PASSWORD,
        "password-new_password1": "langes-wort-42",
        "password-new_password2": "langes-wort-42",
    }
    answer = client.post("/admin/account/", data)

    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert Session.objects.filter(user=user).count() == 1


def test_a_closed_login_has_no_sessions(world: World) -> None:
    client = browser(world.ours.direct)
    user = User.objects.get(pk=world.ours.direct.pk)
    user.is_active = False

    user.save()

    assert not is_in(client)
    assert not Session.objects.filter(user=user).exists()


def test_to_save_a_name_ends_nothing(world: World) -> None:
    client = browser(world.ours.direct)
    user = User.objects.get(pk=world.ours.direct.pk)
    user.first_name = "Ana"

    user.save()

    assert is_in(client)


def test_more_sessions_cost_no_more_queries(world: World) -> None:
    client = browser(world.ours.direct)
    client.get("/admin/sessions/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/sessions/")
    for _number in range(4):
        signed_in(world.ours.direct)

    with CaptureQueriesContext(connection) as many:
        client.get("/admin/sessions/")

    assert len(many) == len(few)


def test_closing_several_logins_at_once_ends_their_sessions_for_good(world: World) -> None:
    editor = world.ours.checked
    client = browser(editor)
    address = f"/admin/bulk/users/user/set_active_state/?id={editor.pk}"

    world.office.post(address, {"mark_as_active": "False"})
    world.office.post(address, {"mark_as_active": "True"})

    assert User.objects.get(pk=editor.pk).is_active
    assert not is_in(client)
