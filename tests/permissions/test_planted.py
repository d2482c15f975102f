"""Doors that stood open once, opened again: the matrix reports each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from newsletter.models import Subscriber
from practices.models import PracticePage
from tests.permissions.addresses import Address, addresses, patterns, things_for
from tests.permissions.asking import Asker
from tests.permissions.changes import Borders
from tests.permissions.drawing import questions
from tests.permissions.people import Person
from tests.permissions.references import Form, references
from tests.permissions.world import World
from users.models import User

pytestmark = pytest.mark.django_db


def named(name: str) -> Address:
    return next(address for address in addresses() if address.name == name)


def faults(world: World, person: Person, name: str) -> str:
    """What is wrong with all answers of one address to one person."""
    asker, address = Asker(world, person, Borders(world)), named(name)
    asked = questions(address, things_for(address, world.things), world)
    return "\n".join(fault for question in asked for fault in asker.faults(question))


def plant(monkeypatch: pytest.MonkeyPatch, name: str, view: Callable[..., HttpResponse]) -> None:
    """Put a view in the place of whatever answers at an address."""
    route = named(name).route
    pattern = next(pattern for each, _name, pattern in patterns() if each == route)
    monkeypatch.setattr(pattern, "callback", view)


# -- the checker itself --------------------------------------------------------------------------
def test_a_page_that_tells_a_secret_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = world.theirs.checked.email

    def body(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"<p>{secret.upper()}</p>")

    def header(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"X-Editor": secret})

    for view in (body, header):
        plant(monkeypatch, "robots", view)
        assert "tells theirs e-mail of checked editor" in faults(world, Person.DIRECT, "robots")
        assert faults(world, Person.OFFICE, "robots") == ""


def test_an_old_address_that_leads_to_a_draft_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(world, Person.ANONYMOUS, "wagtail_serve") == ""

    monkeypatch.setattr("core.redirect_middleware.is_public", lambda _page: True)

    assert "should be refused" in faults(world, Person.ANONYMOUS, "wagtail_serve")


def test_an_address_that_opens_to_whom_it_should_not_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, "editors_overview", lambda _request: HttpResponse("nothing secret"))

    for person in (Person.ANONYMOUS, Person.CHECKED, Person.DIRECT):
        assert "should be refused (the network office)" in faults(world, person, "editors_overview")
    assert faults(world, Person.OFFICE, "editors_overview") == ""


def test_an_address_that_refuses_whom_it_should_not_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, "editors_overview", lambda _request: HttpResponse(status=403))

    assert "should be open (the network office)" in faults(world, Person.OFFICE, "editors_overview")


def test_an_error_is_reported(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("something broke")

    plant(monkeypatch, "robots", broken)

    assert "RuntimeError: something broke" in faults(world, Person.ANONYMOUS, "robots")


def test_a_refusal_that_changes_something_all_the_same_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = world.theirs.images["unused"].__class__.objects

    def renaming(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        images.update(title="Renamed")  # asks no guard, as a delete would
        return HttpResponse(status=403)

    plant(monkeypatch, "wagtailimages:delete", renaming)

    found = faults(world, Person.DIRECT, "wagtailimages:delete")
    assert "(unused)] → 403: changes wagtailimages_image" in found
    assert "isn't theirs: Image" in found
    assert not images.filter(title="Renamed").exists()  # it was taken back


def test_a_get_that_writes_is_reported(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def counting(request: HttpRequest) -> HttpResponse:
        Subscriber.objects.all().update(soft_bounces=1)
        return HttpResponse()

    plant(monkeypatch, "robots", counting)

    found = faults(world, Person.ANONYMOUS, "robots")
    assert "writes newsletter_subscriber on a GET" in found


# -- doors that stood open -----------------------------------------------------------------------
EDITORS = (Person.CHECKED, Person.DIRECT)


@pytest.mark.parametrize("person", EDITORS)
def test_a_chooser_that_asks_no_permission_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch, person: Person
) -> None:
    name = "wagtailsnippetchoosers_newsletter_subscriber:choose"
    assert faults(world, person, name) == ""

    monkeypatch.setattr("core.editing.snippets.may_choose_from", lambda _user, _model: True)

    found = faults(world, person, name)
    assert "tells address of a subscriber who is active" in found
    assert "should be refused (the network office)" in found


@pytest.mark.slow  # the one address that does a dozen things with each of our models
def test_an_action_on_many_that_names_drafts_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(world, Person.DIRECT, "wagtail_bulk_action") == ""

    monkeypatch.setattr("members.admin.bulk_actions.guarded", lambda action: action)

    found = faults(world, Person.DIRECT, "wagtail_bulk_action")
    assert "tells theirs update draft" in found
    assert "tells address of a subscriber who is active" in found


@pytest.mark.parametrize("person", EDITORS)
def test_a_file_for_everybody_in_the_admin_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch, person: Person
) -> None:
    assert faults(world, person, "wagtaildocs_serve") == ""

    def may_have(user: User, _stored: Any, **_actions: Any) -> bool:
        return user.has_perm("wagtailadmin.access_admin")

    monkeypatch.setattr("core.files.serving.may_have", may_have)

    found = faults(world, person, "wagtaildocs_serve")
    assert "should be refused" in found
    assert "(used by draft)] → 200" in found
    assert "should be refused" in faults(world, person, "media/<path:name>")


def test_a_form_that_takes_anything_by_its_key_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(world.ours.checked)
    form = Form(client, world.ours.pages["practice, live with newer draft"])
    theirs = {str(each): (each, each.key_of(world.theirs)) for each in references(PracticePage)}
    asked = [theirs["PracticePage.images.image"], theirs["PracticePage.files.document"]]
    assert [form.takes(*each) for each in asked] == [False, False]

    monkeypatch.setattr("core.forms.pages.only_choosable", lambda _form, _user: None)

    assert [form.takes(*each) for each in asked] == [True, True]


@pytest.mark.parametrize("name", ["add", "edit"])
def test_an_office_that_makes_administrators_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    address = f"wagtailusers_users:{name}"
    assert faults(world, Person.OFFICE, address) == ""

    monkeypatch.setattr("users.guard.limited_actor", lambda: None)
    monkeypatch.delattr("users.admin._Offer.get_form")

    assert "makes or changes an administrator" in faults(world, Person.OFFICE, address)


def without_files_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("core.files.standing", "members.admin.urls", "members.admin.bulk_actions"):
        monkeypatch.setattr(f"{module}.kept_from", lambda _user, _model, _keys: set())


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("wagtaildocs:edit", "changes or deletes what readers see: Document"),
        ("wagtaildocs:edit_multiple", "changes or deletes what readers see: Document"),
        ("wagtaildocs:delete", "takes a picture or file off page"),
        ("wagtailimages:edit", "changes or deletes what readers see: Image"),
        ("wagtailimages:delete_multiple", "takes a picture or file off page"),
        pytest.param(
            "wagtail_bulk_action", "takes a picture or file off page", marks=pytest.mark.slow
        ),
    ],
)
def test_a_checked_editor_who_changes_what_readers_see_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, fault: str
) -> None:
    assert faults(world, Person.CHECKED, name) == ""

    without_files_that_stay(monkeypatch)

    assert fault in faults(world, Person.CHECKED, name)


def test_an_account_that_takes_an_address_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(world, Person.DIRECT, "wagtailadmin_account") == ""

    monkeypatch.setattr("wagtail.admin.views.account.email_management_enabled", lambda: True)
    monkeypatch.setattr("users.guard._ask_for_address", lambda: None)

    assert "another address" in faults(world, Person.DIRECT, "wagtailadmin_account")
