"""The office lets editors in, takes them out and throws the switch, all on one page."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from core.mail.outgoing import OutgoingMail, send_waiting_mails
from members.editor_views import menu_item
from members.editors import add_editor, editors_of, mode_of
from members.models import EditorAccess, EditorMode, OrganisationPage
from tests.builders import make_user
from tests.members.conftest import World, shows
from users.models import User

pytestmark = pytest.mark.django_db


def address(organisation: OrganisationPage) -> str:
    return reverse("organisation_editors", args=[organisation.pk])


def test_the_office_finds_an_organisation_by_its_name(world: World) -> None:
    response = world.office.get(
        reverse("editors_overview"), {"q": world.ours.organisation.title.split()[0]}
    )

    assert shows(response, world.ours.organisation.title)
    assert not shows(response, world.theirs.organisation.title)


def test_the_menu_is_in_the_language_of_who_reads_it() -> None:
    item = menu_item()

    with override("fr"):
        assert str(item.label) != "Editors"
    with override("en"):
        assert str(item.label) == "Editors"


@pytest.mark.parametrize("who", ["browser", "direct_browser"])
def test_editors_may_not_look(world: World, who: str) -> None:
    browser: Client = getattr(world.ours, who)

    for path in (reverse("editors_overview"), address(world.ours.organisation)):
        assert browser.get(path).headers["Location"] == reverse(
            "wagtailadmin_home"
        )  # Wagtail's way to refuse
    browser.post(address(world.ours.organisation), {"mode": "direct"})
    access = EditorAccess.objects.get(organisation=world.ours.organisation)
    assert access.mode == EditorMode.CHECKED


def test_the_switch_holds_for_all_and_for_those_to_come(world: World) -> None:
    organisation = world.ours.organisation

    response = world.office.post(address(organisation), {"mode": "direct"}, follow=True)

    assert shows(response, "Saved.")
    assert mode_of(user=world.ours.checked, organisation=organisation) == EditorMode.DIRECT
    newcomer = make_user()
    add_editor(user=newcomer, organisation=organisation)
    assert mode_of(user=newcomer, organisation=organisation) == EditorMode.DIRECT
    assert mode_of(user=world.theirs.checked, organisation=world.theirs.organisation) == (
        EditorMode.CHECKED
    )


def test_one_editor_can_be_switched_alone(world: World) -> None:
    organisation = world.ours.organisation

    world.office.post(address(organisation), {"mode": "direct", "editor": world.ours.checked.pk})

    assert mode_of(user=world.ours.checked, organisation=organisation) == EditorMode.DIRECT
    assert EditorAccess.objects.get(organisation=organisation).mode == EditorMode.CHECKED


def test_the_switch_shows_no_mode_while_editors_differ(world: World) -> None:
    organisation = world.ours.organisation
    access = EditorAccess.objects.get(organisation=organisation)

    modes = {mode_of(user=user, organisation=organisation) for user in editors_of(organisation)}
    assert len(modes) == 2
    assert world.office.get(address(organisation)).context["mode"] == ""
    world.office.post(address(organisation), {"mode": access.mode})
    assert world.office.get(address(organisation)).context["mode"] == access.mode


@pytest.mark.parametrize("mode", ["", "owner", "direct\x00"])
def test_an_unknown_mode_changes_nothing(world: World, mode: str) -> None:
    response = world.office.post(address(world.ours.organisation), {"mode": mode}, follow=True)

    assert shows(response, "Choose how pages go online.")
    access = EditorAccess.objects.get(organisation=world.ours.organisation)
    assert access.mode == EditorMode.CHECKED


def test_somebody_new_gets_a_login_and_a_link_to_choose_a_password(world: World) -> None:
    organisation = world.ours.organisation

    world.office.post(
        address(organisation), {"add": "1", "email": "nou@casa.example", "mode": "checked"}
    )

    user = User.objects.get(email="nou@casa.example")
    assert mode_of(user=user, organisation=organisation) == EditorMode.CHECKED
    assert send_waiting_mails()
    (sent,) = mail.outbox
    assert sent.to == ["nou@casa.example"]
    link = re.search(r"https?://[^/\s]+(/admin/password_reset/confirm/\S+)", str(sent.body))
    assert link is not None
    form = Client().get(link[1], follow=True)
    assert form.status_code == 200
    assert b'name="new_password1"' in form.content


def test_somebody_with_a_login_is_let_in_without_a_mail(world: World) -> None:
    known = make_user(email="Known@casa.example")

    world.office.post(
        address(world.ours.organisation),
        {"add": "1", "email": "known@casa.example", "mode": "direct"},
    )

    assert mode_of(user=known, organisation=world.ours.organisation) == EditorMode.DIRECT
    assert not OutgoingMail.objects.exists()


def test_a_closed_login_stays_closed(world: World) -> None:
    closed = make_user(email="closed@casa.example", is_active=False)

    response = world.office.post(
        address(world.ours.organisation),
        {"add": "1", "email": "closed@casa.example", "mode": "direct"},
        follow=True,
    )

    assert shows(response, "This login is closed. Open it again under Users.")
    assert mode_of(user=closed, organisation=world.ours.organisation) is None


@pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: all@example.org"])
def test_what_is_no_address_is_said_and_kept_in_the_form(world: World, email: str) -> None:
    before = User.objects.count()

    response = world.office.post(
        address(world.ours.organisation), {"add": "1", "email": email, "mode": "checked"}
    )

    assert response.status_code == 200
    assert b"desk-error" in response.content
    assert User.objects.count() == before


def test_somebody_is_taken_out(world: World) -> None:
    organisation = world.ours.organisation

    world.office.post(address(organisation), {"remove": world.ours.checked.pk})

    assert list(editors_of(organisation)) == [world.ours.direct]


def test_nobody_of_another_organisation_can_be_named(world: World) -> None:
    stranger = world.theirs.checked

    for data in (
        {"remove": stranger.pk},
        {"remove": "x"},
        {"mode": "direct", "editor": stranger.pk},
    ):
        response = world.office.post(address(world.ours.organisation), data, follow=True)
        assert response.status_code == 404
    assert mode_of(user=stranger, organisation=world.theirs.organisation) == EditorMode.CHECKED


def test_more_editors_cost_no_more_queries(world: World) -> None:
    path = address(world.ours.organisation)
    world.office.get(path)  # what is read once per process
    with CaptureQueriesContext(connection) as few:
        world.office.get(path)
    for _number in range(5):
        add_editor(user=make_user(), organisation=world.ours.organisation)

    with CaptureQueriesContext(connection) as many:
        world.office.get(path)

    assert len(many) == len(few)
