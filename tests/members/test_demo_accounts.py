"""The demo accounts: on a site for trying out only, one per role, a new password each time."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.users.models import UserProfile

from members.editors import mode_of
from members.models import EditorMode
from members.office import is_office
from tests.builders import make_organisation
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(settings: Any) -> dict[str, Any]:
    settings.DEMO = True
    return {
        "checked": make_organisation(name="Alternative Sociale", slug="alternative-sociale"),
        "direct": make_organisation(name="FFP Norway", country="NO", slug="ffp-norway"),
    }


def run() -> dict[str, str]:
    """Run the command and return the printed passwords by e-mail."""
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return dict(re.findall(r"(\S+@\S+)\s+(\S+)$", out.getvalue(), re.MULTILINE))


def test_on_a_real_site_it_refuses_and_makes_nothing(settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError, match="DEMO or DEBUG only"):
        call_command("demo_accounts")

    assert not User.objects.exists()


def test_each_role_can_sign_in_with_what_is_printed(organisations: Any, client: Any) -> None:
    printed = run()

    assert list(printed) == [
        "administrator@demo.example",
        "office@demo.example",
        "editor.alternative-sociale@demo.example",
        "editor.ffp-norway@demo.example",
    ]
    for email, password in printed.items():
        assert client.login(username=email, password=password), email
        assert client.get("/admin/", HTTP_HOST="localhost").status_code == 200, email
        user = User.objects.get(email=email)
        # the account's form saves nothing without
        assert user.first_name
        assert user.last_name


def test_the_roles_are_what_they_say(organisations: Any) -> None:
    run()

    administrator, office, checked, direct = User.objects.order_by("pk")
    assert administrator.is_superuser
    assert is_office(office)
    assert not office.is_superuser
    assert mode_of(user=checked, organisation=organisations["checked"]) == EditorMode.CHECKED
    assert mode_of(user=direct, organisation=organisations["direct"]) == EditorMode.DIRECT
    assert UserProfile.get_for_user(checked).preferred_language == "ro"
    assert UserProfile.get_for_user(office).preferred_language == ""


def test_running_it_again_makes_new_passwords_and_no_new_accounts(organisations: Any) -> None:
    first, second = run(), run()

    assert list(first) == list(second)
    assert not set(first.values()) & set(second.values())
    assert User.objects.count() == 4
    user = User.objects.get(email="office@demo.example")
    assert user.check_password(second["office@demo.example"])


def test_without_the_demo_organisations_there_are_no_editors(settings: Any) -> None:
    settings.DEBUG = True

    assert list(run()) == ["administrator@demo.example", "office@demo.example"]


def test_the_romanian_editor_gets_a_romanian_admin(organisations: Any, client: Any) -> None:
    run()
    client.force_login(User.objects.get(email="editor.alternative-sociale@demo.example"))

    response = client.get("/admin/", HTTP_HOST="localhost")

    assert '<html lang="ro"' in response.content.decode()
