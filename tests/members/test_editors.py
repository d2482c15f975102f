"""Editors: their groups, their collection, the switch, and the office's workflow."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupPagePermission, Workflow, WorkflowPage

from joining.office.access import READERS_GROUP
from members.editors import (
    add_editor,
    editors_of,
    groups_of,
    mode_of,
    organisations_of,
    provision,
    remove_editor,
)
from members.models import EditorAccess, EditorMode, MembershipStatus
from members.office import OFFICE_GROUP, ensure_office
from members.publishing import set_publishing
from tests.builders import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db


def page_permissions(group: Group) -> set[tuple[str, str]]:
    return set(
        GroupPagePermission.objects.filter(group=group).values_list(
            "permission__codename", "page__title"
        )
    )


def test_provisioning_makes_two_groups_and_a_collection() -> None:
    organisation = make_organisation(name="Casa Verde")

    access = provision(organisation)

    assert access.checked is not None
    assert access.direct is not None
    assert access.collection is not None
    assert page_permissions(access.checked) == {
        ("add_page", "Casa Verde"),
        ("change_page", "Casa Verde"),
    }
    assert page_permissions(access.direct) == {
        ("add_page", "Casa Verde"),
        ("change_page", "Casa Verde"),
        ("publish_page", "Casa Verde"),
    }
    assert access.collection.name == "Casa Verde"
    granted = access.checked.collection_permissions.values_list(
        "permission__codename", "collection__name"
    )
    assert ("choose_image", "Casa Verde") in granted
    assert ("add_document", "Casa Verde") in granted
    assert {name for _codename, name in granted} == {"Casa Verde"}


def test_provisioning_again_changes_nothing() -> None:
    organisation = make_organisation()
    before = provision(organisation)
    counts = (
        Group.objects.count(),
        Collection.objects.count(),
        GroupPagePermission.objects.count(),
    )

    after = provision(organisation)

    assert after == before
    assert counts == (
        Group.objects.count(),
        Collection.objects.count(),
        GroupPagePermission.objects.count(),
    )


def test_provisioning_repairs_what_was_taken_away_and_takes_back_what_was_added() -> None:
    organisation = make_organisation()
    access = provision(organisation)
    assert access.checked is not None
    assert access.direct is not None
    access.direct.delete()
    publish = GroupPagePermission.objects.create(
        group=access.checked, page=organisation, permission_type="publish"
    )

    repaired = provision(organisation)

    assert repaired.direct is not None
    assert len(page_permissions(repaired.direct)) == 3
    assert not GroupPagePermission.objects.filter(pk=publish.pk).exists()


def test_first_editor_provisions_the_organisation() -> None:
    organisation, user = make_organisation(), make_user()
    assert not EditorAccess.objects.exists()

    add_editor(user=user, organisation=organisation)

    assert list(editors_of(organisation)) == [user]
    assert list(organisations_of(user)) == [organisation]
    assert mode_of(user=user, organisation=organisation) == EditorMode.CHECKED


@pytest.mark.parametrize(
    ("status", "mode"),
    [
        (MembershipStatus.ACTIVE, EditorMode.DIRECT),
        (MembershipStatus.APPLICANT, EditorMode.CHECKED),
        (MembershipStatus.SUSPENDED, EditorMode.CHECKED),
        (MembershipStatus.ENDED, EditorMode.CHECKED),
    ],
)
def test_members_publish_directly_and_others_are_checked(status: str, mode: str) -> None:
    organisation, user = make_organisation(), make_user()
    make_membership(organisation=organisation, status=status)

    add_editor(user=user, organisation=organisation)

    assert mode_of(user=user, organisation=organisation) == mode


def test_an_editor_is_in_one_of_the_two_groups_only() -> None:
    organisation, user = make_organisation(), make_user()

    add_editor(user=user, organisation=organisation, mode=EditorMode.CHECKED)
    add_editor(user=user, organisation=organisation, mode=EditorMode.DIRECT)

    assert groups_of(organisation).filter(user=user).count() == 1
    assert mode_of(user=user, organisation=organisation) == EditorMode.DIRECT


def test_an_editor_of_two_organisations_has_a_mode_in_each() -> None:
    one, other, user = make_organisation(name="One"), make_organisation(name="Other"), make_user()
    add_editor(user=user, organisation=one, mode=EditorMode.CHECKED)
    add_editor(user=user, organisation=other, mode=EditorMode.DIRECT)

    remove_editor(user=user, organisation=other)

    assert list(organisations_of(user)) == [one]
    assert mode_of(user=user, organisation=one) == EditorMode.CHECKED
    assert mode_of(user=user, organisation=other) is None


def test_the_switch_moves_one_editor() -> None:
    organisation, first, second = make_organisation(), make_user(), make_user()
    for user in (first, second):
        add_editor(user=user, organisation=organisation)

    set_publishing(organisation=organisation, mode=EditorMode.DIRECT, user=first)

    assert mode_of(user=first, organisation=organisation) == EditorMode.DIRECT
    assert mode_of(user=second, organisation=organisation) == EditorMode.CHECKED


def test_the_switch_moves_all_editors_and_those_to_come() -> None:
    organisation, first, second = make_organisation(), make_user(), make_user()
    add_editor(user=first, organisation=organisation)

    set_publishing(organisation=organisation, mode=EditorMode.DIRECT)
    add_editor(user=second, organisation=organisation)

    for user in (first, second):
        assert mode_of(user=user, organisation=organisation) == EditorMode.DIRECT


def test_the_switch_refuses_strangers_and_unknown_modes() -> None:
    organisation, user = make_organisation(), make_user()

    with pytest.raises(ValueError, match="does not edit for casa-verde"):
        set_publishing(organisation=organisation, mode=EditorMode.DIRECT, user=user)
    with pytest.raises(ValueError, match="loudly"):
        set_publishing(organisation=organisation, mode="loudly")

    assert not user.groups.exists()


def test_deleting_an_organisation_removes_its_groups_and_keeps_its_collection() -> None:
    organisation = make_organisation()
    access = provision(organisation)

    organisation.delete()

    assert not Group.objects.exclude(name__in=(OFFICE_GROUP, READERS_GROUP)).exists()
    assert Collection.objects.filter(pk=access.collection_id).exists()


def test_migrating_plants_the_office_and_its_workflow_once() -> None:
    for _time in range(2):
        call_command("migrate", verbosity=0)

    names = Group.objects.values_list("name", flat=True)
    assert sorted(names) == sorted((OFFICE_GROUP, READERS_GROUP))
    workflow = Workflow.objects.get()
    assert workflow.name == "Send to the office"
    assert [task.name for task in workflow.tasks] == ["The network office"]
    assert WorkflowPage.objects.get().workflow == workflow
    assert make_organisation().get_workflow() == workflow


def test_what_an_administrator_changes_about_the_workflow_stays() -> None:
    ensure_office()
    Workflow.objects.update(name="Two pairs of eyes")

    ensure_office()

    assert [workflow.name for workflow in Workflow.objects.all()] == ["Two pairs of eyes"]
