"""Leaving an organisation ends access and sessions at once, and the login when nothing is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members.editors import add_editor, mode_of
from members.models import Invitation
from members.office import office_group
from members.people.invitations import forget_old
from members.people.leaving import LEFT_KEPT, delete_left
from tests.members.people.making import make_invitation
from tests.members.world import World, signed_in
from users.login_records import Session
from users.models import User

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def test_an_editor_leaves_and_is_out_everywhere(world: World) -> None:
    user, elsewhere = world.ours.checked, signed_in(world.ours.checked)

    world.ours.browser.post(f"/admin/colleagues/{world.ours.organisation.pk}/", {"leave": "1"})

    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert user.left_at is not None
    assert not is_in(elsewhere)
    assert not is_in(world.ours.browser)
    assert not Session.objects.filter(user=user).exists()
    entry = ModelLogEntry.objects.get(action="users.left")
    assert entry.user == user
    assert entry.data == {"organisation": world.ours.organisation.record_id}


def test_the_office_takes_somebody_out(world: World) -> None:
    user = world.ours.checked

    world.office.post(f"/admin/editors/{world.ours.organisation.pk}/", {"remove": user.pk})

    user.refresh_from_db()
    assert not user.is_active
    assert not is_in(world.ours.browser)
    assert ModelLogEntry.objects.get(action="users.left").user == world.office_user


def test_a_login_that_edits_for_somebody_else_stays(world: World) -> None:
    user = world.ours.checked
    add_editor(user=user, organisation=world.theirs.organisation)

    world.office.post(f"/admin/editors/{world.ours.organisation.pk}/", {"remove": user.pk})

    user.refresh_from_db()
    assert user.is_active
    assert mode_of(user=user, organisation=world.ours.organisation) is None
    assert not is_in(world.ours.browser)  # the session ended all the same
    assert is_in(signed_in(user))


@pytest.mark.parametrize("who", ["office", "administrator"])
def test_those_of_the_office_and_of_administrators_stay(world: World, who: str) -> None:
    user = world.ours.checked
    if who == "office":
        user.groups.add(office_group())
    else:
        User.objects.filter(pk=user.pk).update(is_superuser=True)
    browser = signed_in(user)

    browser.post(f"/admin/colleagues/{world.ours.organisation.pk}/", {"leave": "1"})

    user.refresh_from_db()
    assert user.is_active


def test_what_is_old_goes(world: World) -> None:
    user = world.ours.checked
    world.office.post(f"/admin/editors/{world.ours.organisation.pk}/", {"remove": user.pk})
    make_invitation(organisation=world.ours.organisation)

    forget_old()
    delete_left()
    assert User.objects.filter(pk=user.pk).exists()
    assert Invitation.objects.exists()

    User.objects.filter(pk=user.pk).update(left_at=timezone.now() - LEFT_KEPT * 1.1)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=400))
    forget_old()
    delete_left()

    assert not User.objects.filter(pk=user.pk).exists()
    assert not Invitation.objects.exists()
    assert User.objects.filter(pk=world.ours.direct.pk).exists()
