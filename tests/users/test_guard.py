"""Whichever way a login is changed: nobody gives more than they have."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core import acting
from members.office import office_group
from tests import builders
from tests.forms import errors_of
from tests.members.world import World, kept_world, refused, world
from users.guard import LastAdministrator
from users.models import User
from users.rights import Rights, may_change

__all__ = ["kept_world", "world"]  # the fixture of the members' tests

pytestmark = pytest.mark.django_db

PASSWORDS = {"password1": "correct-horse-99", "password2": "correct-horse-99"}


@pytest.fixture
def powerful() -> Group:
    """A group that may do something the office may not: Wagtail's own on the root page."""
    group = Group.objects.create(name="Powerful")
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(depth=1),
        permission=Permission.objects.get(codename="publish_page"),
    )
    return group


def person(**fields: Any) -> dict[str, Any]:
    return {"email": "new@network.example", "first_name": "New", "last_name": "One"} | fields


def edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


# -- forms -----------------------------------------------------------------------------------------
def test_the_office_makes_no_administrator(world: World) -> None:
    form = person(is_superuser="on", **PASSWORDS)

    world.office.post(reverse("wagtailusers_users:add"), form)
    made = User.objects.get(email="new@network.example")
    world.office.post(edit(made), person(is_superuser="on", is_active="on"))

    made.refresh_from_db()
    assert not made.is_superuser


def test_the_office_does_not_raise_itself(world: World, powerful: Group) -> None:
    user = world.office_user
    form = person(email=user.email, is_superuser="on", groups=[powerful.pk, office_group().pk])

    answer = world.office.post(edit(user), form)

    user.refresh_from_db()
    assert not user.is_superuser
    assert "groups" in errors_of(answer)
    assert list(user.groups.all()) == [office_group()]


def test_an_administrator_makes_one(world: World, powerful: Group) -> None:
    form = person(is_superuser="on", groups=[powerful.pk], **PASSWORDS)

    assert world.root.post(reverse("wagtailusers_users:add"), form).status_code == 302

    made = User.objects.get(email="new@network.example")
    assert made.is_superuser
    assert list(made.groups.all()) == [powerful]


def test_the_office_lets_somebody_into_what_it_may_itself(world: World) -> None:
    editors = world.ours.checked.groups.get()
    form = person(groups=[office_group().pk, editors.pk], **PASSWORDS)

    assert world.office.post(reverse("wagtailusers_users:add"), form).status_code == 302

    made = User.objects.get(email="new@network.example")
    assert set(made.groups.all()) == {office_group(), editors}


@pytest.mark.parametrize("name", ["edit", "delete", "copy"])
def test_logins_that_may_do_more_are_closed_to_the_office(
    world: World, powerful: Group, name: str
) -> None:
    """Administrators, and whoever is in a group that may do more: with a new password they would
    be the office's.
    """
    strong = builders.make_user(email="strong@network.example", groups=(powerful,))
    for user in (world.administrator, strong):
        before = User.objects.filter(pk=user.pk).values().get()
        address = reverse(f"wagtailusers_users:{name}", args=[user.pk])

        assert refused(world.office.get(address))
        assert refused(world.office.post(address, person(email=user.email, **PASSWORDS)))

        assert User.objects.filter(pk=user.pk).values().get() == before


def test_the_office_edits_closes_and_deletes_editors(world: World) -> None:
    user = world.ours.checked
    changes = person(email=user.email, groups=[group.pk for group in user.groups.all()])

    assert world.office.post(edit(user), changes).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("New", False)
    delete = reverse("wagtailusers_users:delete", args=[user.pk])
    assert world.office.post(delete).status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()


# -- actions on many users -------------------------------------------------------------------------
def bulk(action: str, *users: User) -> str:
    named = "&".join(f"id={user.pk}" for user in users)
    return f"{reverse('wagtail_bulk_action', args=['users', 'user', action])}?{named}"


def test_actions_on_many_users_leave_administrators_alone(world: World) -> None:
    users = (world.administrator, world.ours.checked)

    world.office.post(bulk("set_active_state", *users), {"mark_as_active": "False"})
    world.office.post(bulk("assign_role", *users), {"role": office_group().pk})
    world.office.post(bulk("delete", world.administrator))

    world.administrator.refresh_from_db()
    world.ours.checked.refresh_from_db()
    assert world.administrator.is_active
    assert not world.administrator.groups.exists()
    assert not world.ours.checked.is_active
    assert office_group() in world.ours.checked.groups.all()


def test_nobody_is_put_into_a_group_that_may_do_more(world: World, powerful: Group) -> None:
    for user in (world.office_user, world.ours.checked):
        world.office.post(bulk("assign_role", user), {"role": powerful.pk})

        assert powerful not in user.groups.all()
    world.root.post(bulk("assign_role", world.ours.checked), {"role": powerful.pk})
    assert powerful in world.ours.checked.groups.all()


# -- groups ----------------------------------------------------------------------------------------
def test_groups_are_the_administrators(world: World) -> None:
    """Even of somebody who was given Django's permissions on groups."""
    world.office_user.user_permissions.set(Permission.objects.filter(content_type__model="group"))
    office = office_group()
    addresses = [
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:add"),
        reverse("wagtailusers_groups:edit", args=[office.pk]),
        reverse("wagtailusers_groups:delete", args=[office.pk]),
    ]
    for address in addresses:
        assert refused(world.office.get(address)), address
        assert refused(world.office.post(address, {"name": "Mine"})), address
        assert world.root.get(address).status_code == 200, address
    assert not Group.objects.filter(name="Mine").exists()


# -- the office's page on editors ------------------------------------------------------------------
def test_the_page_on_editors_leaves_administrators_alone(world: World) -> None:
    address = reverse("organisation_editors", args=[world.ours.organisation.pk])

    answer = world.office.post(
        address,
        {"add": "1", "email": world.administrator.email, "language": "en", "mode": "direct"},
        follow=True,
    )

    assert answer.status_code == 200
    assert "Only an administrator can change this login." in answer.content.decode()
    assert not world.administrator.groups.exists()
    world.administrator.groups.set(world.ours.checked.groups.all())
    assert world.office.post(address, {"mode": "direct"}).status_code == 302


# -- plain code ------------------------------------------------------------------------------------
@pytest.fixture
def as_office(world: World) -> Iterator[World]:
    """Code that runs while a request of the office is answered."""
    builders.make_administrator(email="second@network.example")  # the last one is no reason
    request: Any = SimpleNamespace(user=world.office_user, resolver_match=None)
    token = acting._request.set(request)
    yield world
    acting._request.reset(token)


def ways_to_rise(world: World, powerful: Group) -> list[Any]:
    """Every way of the models by which the office could get more than it has."""
    office, other = world.office_user, world.administrator
    permission = Permission.objects.get(codename="change_group")

    def save(user: User, **values: Any) -> None:
        for name, value in values.items():
            setattr(user, name, value)
        user.save()

    rows = User.objects.filter(pk=other.pk)
    own = User.objects.filter(pk=office.pk)
    return [
        lambda: User.objects.create_superuser("more@network.example", "x"),
        lambda: save(User.objects.get(pk=office.pk), is_superuser=True),
        lambda: save(User.objects.get(pk=other.pk), is_active=False),
        lambda: save(User.objects.get(pk=other.pk), email="mine@network.example"),
        lambda: own.update(is_superuser=True),
        lambda: rows.update(is_active=False),
        lambda: rows.update(password="x"),
        rows.delete,
        lambda: other.groups.add(office_group()),
        other.groups.clear,
        lambda: office_group().user_set.add(other),
        lambda: office.groups.add(powerful),
        lambda: powerful.user_set.add(office),
        lambda: office.user_permissions.add(permission),
        lambda: permission.user_set.add(office),
        lambda: office_group().permissions.add(permission),
    ]


def test_no_way_of_the_models_leads_higher(as_office: World, powerful: Group) -> None:
    before = list(User.objects.order_by("pk").values())
    for number, rise in enumerate(ways_to_rise(as_office, powerful)):
        with pytest.raises(PermissionDenied) as error, transaction.atomic():
            rise()
        assert not isinstance(error.value, LastAdministrator), number
    assert list(User.objects.order_by("pk").values()) == before


def test_the_office_still_works_with_the_models(as_office: World) -> None:
    user = builders.make_user(email="new@network.example", groups=(office_group(),))
    User.objects.filter(pk=user.pk).update(first_name="New")
    user.groups.clear()
    user.delete()

    as_office.office_user.first_name = "Olga"
    as_office.office_user.save()


def test_somebody_else_chooses_a_password_by_the_link_of_a_mail(world: World, client: Any) -> None:
    """Also in a browser in which the office is signed in."""
    client.force_login(world.office_user)
    uid = urlsafe_base64_encode(force_bytes(world.administrator.pk))
    token = default_token_generator.make_token(world.administrator)
    path = reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0]

    answer = client.post(
        where, {"new_password1": "correct-horse-99", "new_password2": "correct-horse-99"}
    )

    assert answer.status_code == 302
    world.administrator.refresh_from_db()
    assert world.administrator.check_password("correct-horse-99")


# -- comparing rights ------------------------------------------------------------------------------
def test_a_group_on_a_collection_above_may_do_more(world: World) -> None:
    group = Group.objects.create(name="Pictures")
    permission = Permission.objects.get(codename="change_image")
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)

    assert Rights(world.office_user).include_group(group)
    assert not Rights(world.ours.direct).include_group(group)
    assert may_change(world.office_user, world.ours.direct)
    assert not may_change(world.ours.direct, world.office_user)
