"""An invitation by its link: who takes it up, and who doesn't get in by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from core.network.now import network_now
from members.editors import add_editor, groups_of, mode_of, remove_editor
from members.models import EditorMode, Invitation, InvitationState
from members.office import office_group
from members.people.invitations import send_again, take_back
from members.people.leaving import leave
from tests.builders import make_user
from tests.members.people.making import NEW, PASSWORD, link_in_mail, make_invitation
from tests.members.world import World, shows, signed_in
from users.accounts import language_of
from users.models import User

pytestmark = pytest.mark.django_db


def test_somebody_new_chooses_a_password_and_is_in(world: World, client: Client) -> None:
    invitation = make_invitation(organisation=world.ours.organisation, by=world.office_user)
    link = link_in_mail()
    assert link.startswith("/ro/")

    page = client.get(link)
    response = client.post(link, NEW)

    assert page.headers["Content-Language"] == "ro"
    assert shows(page, "Casa Verde")
    assert response.headers["Location"] == "/admin/"
    user = User.objects.get(email="nou@casa.example")
    assert (user.first_name, language_of(user)) == ("Ioana", "ro")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert mode_of(user=user, organisation=world.ours.organisation) == EditorMode.CHECKED
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.TAKEN_UP
    told = OutgoingMail.objects.filter(to__in=[user.email, world.office_user.email])
    assert told.count() == 3  # the invitation, and what became of it


def test_looking_changes_nothing(world: World, client: Client) -> None:
    make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()

    page = client.get(link).content.decode()

    assert "notice-link" in page
    assert Invitation.objects.get().is_open
    assert not User.objects.filter(email="nou@casa.example").exists()


def test_the_link_is_kept_as_a_digest_only_and_works_once(world: World, client: Client) -> None:
    invitation = make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()
    assert invitation.digest not in link
    client.post(link, NEW)

    again = Client().get(link)

    assert again.status_code == 200
    assert b'name="password"' not in again.content
    Client().post(link, {**NEW, "first_name": "Another"})
    assert User.objects.get(email="nou@casa.example").first_name == "Ioana"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "12345678", "repeated": "12345678"},
        {"repeated": "another-word-42"},
        {"first_name": ""},
        {"password": "nou@casa.example", "repeated": "nou@casa.example"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    world: World, client: Client, wrong: dict[str, str]
) -> None:
    make_invitation(organisation=world.ours.organisation)

    response = client.post(link_in_mail(), NEW | wrong)

    assert response.status_code == 200
    assert shows(response, 'value="Pop"')
    assert Invitation.objects.get().is_open


def test_who_has_the_login_of_the_address_signs_in_and_says_yes(world: World) -> None:
    known = make_user(email="nou@casa.example")
    make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()

    stranger = Client().get(link)
    Client().post(link, NEW)
    Client().post(link, {"yes": "1"})

    assert shows(stranger, f"/admin/login/?next={link}")
    assert mode_of(user=known, organisation=world.ours.organisation) is None
    response = signed_in(known).post(link, {"yes": "1"})
    assert response.headers["Location"] == "/admin/"
    assert mode_of(user=known, organisation=world.ours.organisation) == EditorMode.CHECKED


def test_who_took_the_address_beforehand_does_not_get_in(world: World) -> None:
    """An editor of theirs has a colleague-to-be's address, but not the mailbox."""
    attacker = world.theirs.checked
    User.objects.filter(pk=attacker.pk).update(email="nou@casa.example")

    make_invitation(organisation=world.ours.organisation)

    assert mode_of(user=attacker, organisation=world.ours.organisation) is None


def test_who_got_the_mail_of_somebody_with_a_login_does_not_get_in(world: World) -> None:
    make_user(email="nou@casa.example")
    make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()

    page = world.theirs.browser.get(link)
    world.theirs.browser.post(link, {"yes": "1"})

    assert shows(page, world.theirs.checked.email)
    assert b'name="yes"' not in page.content
    assert mode_of(user=world.theirs.checked, organisation=world.ours.organisation) is None


def test_one_person_edits_for_several_organisations_with_one_login(world: World) -> None:
    """Invited by an address without a login: the mailbox is theirs, and so is the login."""
    user = world.theirs.checked
    make_invitation(organisation=world.ours.organisation)

    world.theirs.browser.post(link_in_mail(), {"yes": "1"})

    assert mode_of(user=user, organisation=world.ours.organisation) == EditorMode.CHECKED
    assert mode_of(user=user, organisation=world.theirs.organisation) == EditorMode.CHECKED


def test_a_closed_login_is_not_opened_by_an_invitation(world: World, client: Client) -> None:
    closed = make_user(email="nou@casa.example", is_active=False)
    make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()

    page = client.get(link)
    client.post(link, NEW)

    assert b'name="password"' not in page.content
    closed.refresh_from_db()
    assert not closed.is_active


def test_who_left_comes_back_with_another_password(world: World, client: Client) -> None:
    gone = make_user(email="nou@casa.example")
    add_editor(user=gone, organisation=world.theirs.organisation)
    leave(user=gone, organisation=world.theirs.organisation, by=world.office_user)
    make_invitation(organisation=world.ours.organisation)

    client.post(link_in_mail(), NEW)

    gone.refresh_from_db()
    assert (gone.is_active, gone.left_at) == (True, None)
    assert gone.check_password(PASSWORD)
    assert mode_of(user=gone, organisation=world.ours.organisation) == EditorMode.CHECKED
    assert mode_of(user=gone, organisation=world.theirs.organisation) is None


#: what may have happened to a login after its owner left
AFTERWARDS: dict[str, Callable[[User, World], object]] = {
    "opened again": lambda user, world: reopened(user),
    "opened again by many at once": lambda user, world: User.objects.filter(pk=user.pk).update(
        is_active=True
    ),
    "opened again and closed": lambda user, world: closed(reopened(user)),
    "put into the office while closed": lambda user, world: user.groups.add(office_group()),
    "made an administrator while closed": lambda user, world: User.objects.filter(
        pk=user.pk
    ).update(is_superuser=True),
}


def reopened(user: User) -> User:
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def closed(user: User) -> User:
    user.is_active = False
    user.save()
    return user


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_who_left_comes_back_only_while_the_login_gives_nothing(
    world: World, client: Client, afterwards: str
) -> None:
    gone = make_user(email="nou@casa.example")
    add_editor(user=gone, organisation=world.theirs.organisation)
    leave(user=gone, organisation=world.theirs.organisation, by=world.office_user)
    gone.refresh_from_db()
    AFTERWARDS[afterwards](gone, world)
    gone.refresh_from_db()
    before = (gone.is_active, gone.password)
    make_invitation(organisation=world.ours.organisation, by=world.ours.checked)
    link = link_in_mail()

    page = client.get(link)
    client.post(link, NEW)

    gone.refresh_from_db()
    assert (gone.is_active, gone.password) == before
    assert b'name="password"' not in page.content
    assert not signed_in_now(client)
    assert mode_of(user=gone, organisation=world.ours.organisation) is None


def signed_in_now(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def test_a_login_that_is_open_has_not_left(world: World) -> None:
    leave(user=world.ours.checked, organisation=world.ours.organisation, by=None)

    reopened(world.ours.checked)

    world.ours.checked.refresh_from_db()
    assert world.ours.checked.left_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=world.ours.checked.pk).update(left_at=timezone.now())


def test_after_its_day_it_can_be_asked_for_anew_once_a_day(world: World, client: Client) -> None:
    invitation = make_invitation(organisation=world.ours.organisation, by=world.office_user)
    link = link_in_mail()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    page = client.get(link)
    client.post(link, NEW)

    assert page.status_code == 410
    assert b'name="ask"' in page.content
    assert not User.objects.filter(email="nou@casa.example").exists()
    for _time in range(2):
        client.post(link, {"ask": "1"})
    asked = OutgoingMail.objects.filter(to=world.office_user.email)
    assert len(asked) == 1
    assert f"/admin/editors/{world.ours.organisation.pk}/" in asked[0].text
    send_again(invitation, by=world.office_user)
    assert client.get(link).status_code == 404
    assert client.post(link_in_mail(), NEW).status_code == 302


@pytest.mark.parametrize("who", ["editor", "office"])
def test_who_may_invite_no_more_is_told_no_more(world: World, client: Client, who: str) -> None:
    """Neither that somebody asks for a new link nor that it was taken up: both name the address."""
    by = make_user(groups=(office_group(),) if who == "office" else ())
    add_editor(user=by, organisation=world.theirs.organisation)
    if who == "editor":
        add_editor(user=by, organisation=world.ours.organisation)
    make_invitation(organisation=world.ours.organisation, by=by)
    link = link_in_mail()
    by.groups.remove(office_group(), *groups_of(world.ours.organisation))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    client.post(link, {"ask": "1"})
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    client.post(link, NEW)

    assert not OutgoingMail.objects.filter(to=by.email).exists()
    asked = OutgoingMail.objects.filter(to=network_now().office_email)
    assert len(asked) == 1
    assert f"/admin/editors/{world.ours.organisation.pk}/" in asked[0].text
    assert User.objects.filter(email="nou@casa.example").exists() == (who == "office")


def test_no_closes_it(world: World, client: Client) -> None:
    make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()

    client.post(link, {"no": "1"})

    assert Invitation.objects.get().state == InvitationState.DECLINED
    assert client.get(link).status_code == 410
    client.post(link, NEW)
    assert not User.objects.filter(email="nou@casa.example").exists()


def test_one_that_is_taken_back_opens_nothing(world: World, client: Client) -> None:
    invitation = make_invitation(organisation=world.ours.organisation)
    link = link_in_mail()
    take_back(invitation, by=world.office_user)

    assert client.get(link).status_code == 410
    client.post(link, NEW)

    assert not User.objects.filter(email="nou@casa.example").exists()


def test_an_unknown_link_says_so(db: None, client: Client) -> None:
    response = client.get("/de/invitation/nothing/")

    assert response.status_code == 404
    assert client.post("/de/invitation/nothing/", NEW).status_code == 404


def test_an_editor_gives_no_more_than_both_were_given(world: World, client: Client) -> None:
    """The inviter publishes directly, new editors of the organisation don't."""
    make_invitation(organisation=world.ours.organisation, by=world.ours.direct, mode="direct")

    client.post(link_in_mail(), NEW)

    user = User.objects.get(email="nou@casa.example")
    assert mode_of(user=user, organisation=world.ours.organisation) == EditorMode.CHECKED


def test_an_invitation_falls_with_the_editor_who_sent_it(world: World, client: Client) -> None:
    editor = make_user()
    add_editor(user=editor, organisation=world.ours.organisation)
    make_invitation(organisation=world.ours.organisation, by=editor)
    link = link_in_mail()
    remove_editor(user=editor, organisation=world.ours.organisation)

    assert client.get(link).status_code == 410
    client.post(link, NEW)

    assert not User.objects.filter(email="nou@casa.example").exists()


def test_all_of_it_stands_in_the_audit_trail_without_the_address(
    world: World, client: Client
) -> None:
    invitation = make_invitation(organisation=world.ours.organisation, by=world.office_user)
    send_again(invitation, by=world.office_user)
    client.post(link_in_mail(), NEW)

    entries = ModelLogEntry.objects.filter(action__startswith="people.").order_by("pk")

    assert [(entry.action, entry.user) for entry in entries] == [
        ("people.invite", world.office_user),
        ("people.invite_again", world.office_user),
        ("people.taken_up", User.objects.get(email="nou@casa.example")),
    ]
    assert not any("nou@" in f"{entry.label}{entry.data}" for entry in entries)
