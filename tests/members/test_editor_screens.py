"""The office lets editors in, takes them out and throws the switch, all on one page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ModelLogEntry, PageLogEntry

from core.mail.outgoing import OutgoingMail, send_waiting_mails
from members.editor_views import menu_item
from members.editors import add_editor, editors_of, mode_of
from members.models import EditorAccess, EditorMode, Invitation, OrganisationPage
from members.office import is_office
from members.people.invitations import take_up
from tests.builders import make_user
from tests.members.world import World, shows
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
    (line,) = PageLogEntry.objects.filter(page=organisation, action="people.publishes_direct")
    assert is_office(line.user)

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
    line = ModelLogEntry.objects.get(action="people.publishes_direct")
    assert line.object_id == str(world.ours.checked.pk)
    assert line.data == {"organisation": organisation.record_id}
    assert is_office(line.user)
    assert line.message == "May publish directly"


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


def test_somebody_new_is_invited_by_mail(world: World) -> None:
    organisation = world.ours.organisation

    let_in(world.office, organisation, "nou@casa.example")

    assert not User.objects.filter(email="nou@casa.example").exists()
    assert send_waiting_mails()
    (sent,) = mail.outbox
    assert sent.to == ["nou@casa.example"]
    assert re.search(r"https?://[^/\s]+/ro/invitation/\S+", str(sent.body))


def let_in(browser: Client, organisation: OrganisationPage, email: str, **more: Any) -> Any:
    data = {"add": "1", "email": email, "mode": "direct", "language": "ro", **more}
    return browser.post(address(organisation), data, follow=True)


def test_the_office_is_asked_whose_login_it_is_before_somebody_is_let_in(world: World) -> None:
    known = make_user(email="Known@casa.example", first_name="Mihai", last_name="Pop")
    add_editor(user=known, organisation=world.theirs.organisation)

    response = let_in(world.office, world.ours.organisation, "known@casa.example")

    assert mode_of(user=known, organisation=world.ours.organisation) is None
    assert not OutgoingMail.objects.exists()
    assert shows(response, "There is a login with the address Known@casa.example already.")
    assert shows(response, "Mihai Pop")
    assert response.context["edits_for"] == [world.theirs.organisation.title]

    asked = filled_by_id(response)
    assert asked["login"] == str(known.pk)
    let_in(world.office, world.ours.organisation, **asked)
    invitation = Invitation.objects.get()
    assert (invitation.login, invitation.mode) == (known, EditorMode.DIRECT)


def filled_by_id(response: Any) -> dict[str, str]:
    """What the question about a login sends when it is answered with yes."""
    question = response.content.decode().partition('id="whose-login"')[2].partition("</form>")[0]
    sent = re.findall(r'type="hidden" name="(email|mode|language|login)" value="([^"]*)"', question)
    return dict(sent)


def test_the_owner_of_the_login_says_yes_and_is_told(world: World) -> None:
    known = make_user(email="known@casa.example")
    let_in(world.office, world.ours.organisation, known.email, login=known.pk, language="en")
    assert mode_of(user=known, organisation=world.ours.organisation) is None

    take_up(Invitation.objects.get(), user=known)

    assert send_waiting_mails()
    let = next(sent for sent in mail.outbox if "with your login" in str(sent.body))
    assert let.to == [known.email]
    assert world.ours.organisation.title in let.subject
    assert let.reply_to


@pytest.mark.parametrize("login", ["", "x", "0", "1", "99999999999999999999"])
def test_only_the_login_that_was_shown_is_let_in(world: World, login: str) -> None:
    """Between question and answer the address may have become somebody else's."""
    known = make_user(email="known@casa.example")

    response = let_in(world.office, world.ours.organisation, known.email, login=login)

    assert login != str(known.pk)
    assert shows(response, "Is this the right person?")
    assert mode_of(user=known, organisation=world.ours.organisation) is None


def test_who_takes_an_address_beforehand_is_shown_and_not_let_in(world: World) -> None:
    """An editor of theirs got the address of a colleague-to-be of ours, whatever way."""
    attacker = world.theirs.checked
    User.objects.filter(pk=attacker.pk).update(email="new.colleague@casa.example")

    response = let_in(world.office, world.ours.organisation, "new.colleague@casa.example")

    assert response.context["edits_for"] == [world.theirs.organisation.title]
    assert mode_of(user=attacker, organisation=world.ours.organisation) is None


def test_an_administrators_login_is_not_even_shown_to_the_office(world: World) -> None:
    response = let_in(world.office, world.ours.organisation, world.administrator.email)

    assert shows(response, "Only an administrator can change this login.")
    assert not shows(response, "Is this the right person?")


def test_a_closed_login_stays_closed(world: World) -> None:
    closed = make_user(email="closed@casa.example", is_active=False)

    response = world.office.post(
        address(world.ours.organisation),
        {"add": "1", "email": "closed@casa.example", "mode": "direct", "language": "ro"},
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
