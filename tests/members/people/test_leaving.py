"""Leaving an organisation ends access and sessions at once, and the login when nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from members.editors import add_editor, groups_of, mode_of
from members.models import EditorMode, Invitation, OrganisationPage
from members.office import office_group
from members.people.invitations import forget_old
from members.people.leaving import LEFT_KEPT, delete_left
from members.publishing import set_publishing
from tests.builders import make_administrator
from tests.forms import filled
from tests.members.people.making import make_invitation
from tests.members.world import World, signed_in
from users.login_records import Session
from users.models import User

pytestmark = pytest.mark.django_db

FORM = {"first_name": "Ana", "last_name": "Pop", "is_active": "on"}


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


# -- by other ways ---------------------------------------------------------------------------------
def in_the_form(browser: Client, user: User, *groups: Group | None) -> None:
    """Send Wagtail's form of a login with these groups."""
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    chosen = [str(group.pk) for group in groups if group]
    answer = browser.post(url, filled(browser, url, form=url, groups=chosen, **FORM))
    assert answer.status_code == 302


def lock(page: Page, user: User) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())


def take_groups(world: World) -> None:
    in_the_form(world.root, world.ours.checked)


def empty_groups(world: World) -> None:
    world.ours.checked.groups.clear()


def empty_groups_from_their_end(world: World) -> None:
    for group in groups_of(world.ours.organisation):
        group.user_set.clear()


def take_out_from_the_groups_end(world: World) -> None:
    for group in groups_of(world.ours.organisation):
        group.user_set.remove(world.ours.checked)


def delete_groups(world: World) -> None:
    for group in groups_of(world.ours.organisation):
        group.delete()


def delete_organisation(world: World) -> None:
    world.ours.organisation.delete()


WAYS = (
    take_groups,
    empty_groups,
    empty_groups_from_their_end,
    take_out_from_the_groups_end,
    delete_groups,
    delete_organisation,
)


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_somebody_leaves_it_is_the_same(
    world: World, way: Callable[[World], None]
) -> None:
    user, page = world.ours.checked, world.ours.draft
    lock(page, user)

    way(world)

    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.has_usable_password(), user.has_left) == (False, False, True)
    assert not Session.objects.filter(user=user).exists()
    assert not is_in(world.ours.browser)
    assert not Page.objects.filter(pk=page.pk, locked=True).exists()
    assert is_in(world.theirs.browser)


def test_who_is_taken_out_of_the_office_has_left_too(world: World) -> None:
    in_the_form(world.root, world.office_user)

    world.office_user.refresh_from_db()
    assert world.office_user.has_left
    assert not is_in(world.office)


def test_another_mode_is_no_leaving(world: World) -> None:
    """Neither by our button nor in the form, which takes groups away before it gives others."""
    user, organisation, page = world.ours.checked, world.ours.organisation, world.ours.draft
    direct = organisation.editor_access.group(EditorMode.DIRECT)
    lock(page, user)

    in_the_form(world.root, user, direct)
    assert mode_of(user=user, organisation=organisation) is EditorMode.DIRECT
    set_publishing(user=user, organisation=organisation, mode=EditorMode.CHECKED)
    assert mode_of(user=user, organisation=organisation) is EditorMode.CHECKED

    user.refresh_from_db()
    assert user.is_active
    assert is_in(world.ours.browser)
    assert Page.objects.filter(pk=page.pk, locked=True).exists()


def test_who_goes_over_to_another_organisation_keeps_the_login(world: World) -> None:
    user, theirs = world.ours.checked, world.theirs.organisation.editor_access

    in_the_form(world.root, user, theirs.group(EditorMode.CHECKED))

    user.refresh_from_db()
    assert user.is_active
    assert not is_in(world.ours.browser)


def test_what_goes_stays_closed_to_the_office_s_guard(world: World) -> None:
    """An administrator who edits for an organisation is in nobody's way who deletes it."""
    User.objects.filter(pk=world.ours.checked.pk).update(is_superuser=True)
    url = reverse("wagtailadmin_pages:delete", args=[world.ours.organisation.pk])

    world.office.post(url)

    assert not OrganisationPage.objects.filter(pk=world.ours.organisation.pk).exists()
    assert User.objects.get(pk=world.ours.checked.pk).is_active
    assert User.objects.get(pk=world.ours.direct.pk).has_left


def test_an_administrator_leaves_a_group_in_the_own_form(world: World) -> None:
    administrator = make_administrator()
    administrator.groups.add(office_group())
    browser = signed_in(administrator)
    url = reverse("wagtailusers_users:edit", args=[administrator.pk])

    answer = browser.post(url, filled(browser, url, form=url, groups=[], **FORM))

    assert answer.status_code == 302
    assert not administrator.groups.exists()


# -- long after ------------------------------------------------------------------------------------
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
