"""Editors invite colleagues to their own organisation; the office sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail
from members.editors import mode_of
from members.models import EditorMode, Invitation, InvitationState, OrganisationPage
from members.people.invitations import MOST_OPEN
from members.people.leaving import leave
from tests.builders import make_membership, make_user
from tests.members.people.making import NEW, link_in_mail, make_invitation
from tests.members.world import World, refused, shows
from users.models import User

pytestmark = pytest.mark.django_db

ASKED = {"email": "coleg@casa.example", "language": "ro"}


def address(organisation: OrganisationPage) -> str:
    return reverse("organisation_colleagues", args=[organisation.pk])


@pytest.mark.parametrize("who", ["browser", "direct_browser"])
def test_an_editor_invites_a_colleague_and_the_office_sees_it(world: World, who: str) -> None:
    browser = getattr(world.ours, who)
    path = address(world.ours.organisation)

    start = browser.get(reverse("colleagues"))
    response = browser.post(path, ASKED, follow=True)

    assert start.headers["Location"] == path
    assert shows(response, "coleg@casa.example gets a mail with an invitation")
    invitation = Invitation.objects.get()
    assert (invitation.mode, invitation.by_office, invitation.language) == ("", False, "ro")
    for page in ("invitations", "organisation_editors"):
        args = [] if page == "invitations" else [world.ours.organisation.pk]
        assert shows(world.office.get(reverse(page, args=args)), "coleg@casa.example")


def test_an_editor_is_not_told_whether_there_is_a_login(world: World) -> None:
    make_user(email="has-one@casa.example")
    path = address(world.ours.organisation)

    answers = [
        world.ours.browser.post(path, {**ASKED, "email": email}, follow=True).content.decode()
        for email in ("has-one@casa.example", "has-not@casa.example")
    ]

    assert "has-one@casa.example gets a mail with an invitation" in answers[0]
    assert "has-not@casa.example gets a mail with an invitation" in answers[1]
    assert len(set(OutgoingMail.objects.values_list("subject", flat=True))) == 1


def test_another_organisations_page_is_closed(world: World) -> None:
    path = address(world.theirs.organisation)
    invitation = make_invitation(organisation=world.theirs.organisation)

    assert refused(world.ours.browser.get(path))
    assert refused(world.ours.browser.post(path, ASKED))
    for button in ("take_back", "send_again"):
        own = address(world.ours.organisation)
        assert world.ours.browser.post(own, {button: invitation.pk}).status_code == 404
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("key", ["x", "", "99999999999999999999", "-1"])
def test_a_key_of_nothing_is_not_found(world: World, key: str) -> None:
    path = address(world.ours.organisation)

    assert world.ours.browser.post(path, {"take_back": key}).status_code == 404


def test_it_is_sent_again_and_taken_back(world: World) -> None:
    path = address(world.ours.organisation)
    world.ours.browser.post(path, ASKED)
    invitation = Invitation.objects.get()

    world.ours.browser.post(path, {"send_again": invitation.pk})
    world.ours.browser.post(path, {"take_back": invitation.pk})
    response = world.ours.browser.post(path, {"send_again": invitation.pk}, follow=True)

    assert OutgoingMail.objects.filter(to="coleg@casa.example").count() == 2
    assert shows(response, "This invitation is no longer open: it was taken back.")
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.TAKEN_BACK


@pytest.mark.parametrize("expired", [False, True])
def test_what_the_office_sent_an_editor_sends_again_as_the_editors_own(
    world: World, client: Client, *, expired: bool
) -> None:
    """The office would let in somebody who publishes; here new editors don't."""
    invitation = make_invitation(
        organisation=world.ours.organisation, by=world.office_user, mode="direct"
    )
    if expired:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=9))

    world.ours.browser.post(
        address(world.ours.organisation), {"send_again": invitation.pk}, follow=True
    )
    client.post(link_in_mail(), NEW)

    invitation.refresh_from_db()
    assert (invitation.by, invitation.by_office) == (world.ours.checked, False)
    user = User.objects.get(email="nou@casa.example")
    assert mode_of(user=user, organisation=world.ours.organisation) == EditorMode.CHECKED


def test_what_an_editor_sent_again_falls_with_the_editor(world: World, client: Client) -> None:
    invitation = make_invitation(organisation=world.ours.organisation, by=world.office_user)
    world.ours.browser.post(
        address(world.ours.organisation), {"send_again": invitation.pk}, follow=True
    )
    leave(user=world.ours.checked, organisation=world.ours.organisation, by=None)

    assert client.get(link_in_mail()).status_code == 410


def test_to_invite_twice_is_to_send_again(world: World) -> None:
    for email in ("coleg@casa.example", "Coleg@CASA.example"):
        world.ours.browser.post(address(world.ours.organisation), {**ASKED, "email": email})

    assert Invitation.objects.count() == 1


def test_who_edits_already_is_not_invited(world: World) -> None:
    data = {**ASKED, "email": world.ours.direct.email}

    response = world.ours.browser.post(address(world.ours.organisation), data, follow=True)

    assert shows(response, "This person edits here already.")
    assert not Invitation.objects.exists()


def test_an_editor_fills_nobodys_mailbox(world: World) -> None:
    path = address(world.ours.organisation)
    for number in range(MOST_OPEN):
        make_invitation(organisation=world.ours.organisation, email=f"p{number}@casa.example")

    response = world.ours.browser.post(path, ASKED, follow=True)

    assert shows(response, "Too many invitations are open.")
    assert not Invitation.objects.filter(email=ASKED["email"]).exists()


def test_a_former_member_s_editors_let_nobody_in(world: World, client: Client) -> None:
    path = address(world.ours.organisation)
    world.ours.browser.post(path, ASKED)
    link = link_in_mail(to=ASKED["email"])
    make_membership(
        organisation=world.ours.organisation, since="2016", until="2024", status="ended"
    )

    page = world.ours.browser.get(path)
    anew = world.ours.browser.post(path, {**ASKED, "email": "alta@casa.example"}, follow=True)
    again = world.ours.browser.post(path, {"send_again": Invitation.objects.get().pk}, follow=True)

    for answer in (anew, again):
        assert shows(answer, "For a former member only the office invites.")
    assert b'name="send_again"' not in page.content
    assert b'name="leave"' in page.content
    assert OutgoingMail.objects.count() == 1
    assert client.get(link).status_code == 410
    invited = world.office.post(
        reverse("organisation_editors", args=[world.ours.organisation.pk]),
        {**ASKED, "mode": "checked", "add": "1"},
        follow=True,
    )
    assert shows(invited, "coleg@casa.example gets a mail")


def test_what_is_no_address_is_said_and_kept(world: World) -> None:
    response = world.ours.browser.post(
        address(world.ours.organisation), {"email": "nobody", "language": "xx"}
    )

    assert response.status_code == 200
    assert shows(response, 'value="nobody"')
    assert not Invitation.objects.exists()


def test_more_invitations_cost_no_more_queries(world: World) -> None:
    path = address(world.ours.organisation)
    make_invitation(organisation=world.ours.organisation, by=world.ours.direct)
    world.ours.browser.get(path)
    with CaptureQueriesContext(connection) as few:
        world.ours.browser.get(path)
    for number in range(4):
        make_invitation(
            organisation=world.ours.organisation,
            by=world.ours.direct,
            email=f"p{number}@casa.example",
        )

    with CaptureQueriesContext(connection) as many:
        world.ours.browser.get(path)

    assert len(many) == len(few)


@pytest.mark.parametrize("way", ["again", "anew", "by button"])
def test_nobody_s_mailbox_is_filled(world: World, settings: Settings, way: str) -> None:
    settings.THROTTLING = True
    path = address(world.ours.organisation)
    browser = world.ours.browser

    for _time in range(8):
        last = browser.post(path, ASKED, follow=True)
        key = Invitation.objects.latest("pk").pk
        if way != "again":
            last = browser.post(
                path, {"take_back" if way == "anew" else "send_again": key}, follow=True
            )

    assert OutgoingMail.objects.filter(to=ASKED["email"]).count() == 3
    assert shows(last, "taken back" if way == "anew" else "That was too often")
    other = browser.post(path, {**ASKED, "email": "alta@casa.example"}, follow=True)
    assert shows(other, "alta@casa.example gets a mail")


def test_the_office_may_send_as_often_as_it_has_to(world: World, settings: Settings) -> None:
    settings.THROTTLING = True
    path = reverse("organisation_editors", args=[world.ours.organisation.pk])

    for _time in range(5):
        world.office.post(path, {**ASKED, "mode": "checked", "add": "1"})

    assert OutgoingMail.objects.filter(to=ASKED["email"]).count() == 5
