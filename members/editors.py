"""Editors of an organisation: their groups, their collection, and who they are."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from members.memberships.former import former_organisations
from members.models import EditorAccess, EditorMode, OrganisationPage
from users.models import User

#: What a group may do on its organisation's page and everything below.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    EditorMode.CHECKED: ("add_page", "change_page"),
    EditorMode.DIRECT: ("add_page", "change_page", "publish_page"),
}
#: What both groups may do in their organisation's collection.
COLLECTION_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)


def default_mode(organisation: OrganisationPage) -> EditorMode:
    """Members publish directly, everybody else sends to the office first."""
    return EditorMode.DIRECT if organisation.is_member else EditorMode.CHECKED


@transaction.atomic
def provision(organisation: OrganisationPage) -> EditorAccess:
    """Make what editors of `organisation` need, or what is missing of it; return it.

    Two groups with page permissions on the organisation and a collection of its own. Calling it
    again changes nothing, except that it gives back what somebody took away.
    """
    OrganisationPage.objects.select_for_update().get(pk=organisation.pk)
    access, _created = EditorAccess.objects.get_or_create(
        organisation=organisation, defaults={"mode": default_mode(organisation)}
    )
    if access.collection is None:
        access.collection = Collection.get_first_root_node().add_child(name=organisation.title)
    access.checked = access.checked or _new_group(organisation, EditorMode.CHECKED)
    access.direct = access.direct or _new_group(organisation, EditorMode.DIRECT)
    access.save()
    for mode in EditorMode:
        group = access.group(mode)
        if group is not None:
            _grant(group, organisation=organisation, collection=access.collection, mode=mode)
    return access


def _new_group(organisation: OrganisationPage, mode: EditorMode) -> Group:
    name = f"{organisation.record_id[:120]} – {mode.value}"
    if Group.objects.filter(name=name).exists():
        name = f"{name} ({organisation.pk})"
    return Group.objects.create(name=name)


def _grant(
    group: Group, *, organisation: OrganisationPage, collection: Collection, mode: EditorMode
) -> None:
    """Give a group exactly what its mode allows on the page, and its collection."""
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    allowed = PAGE_PERMISSIONS[mode]
    held = GroupPagePermission.objects.filter(group=group, page=organisation)
    held.exclude(permission__codename__in=allowed).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=allowed
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=organisation.pk, permission=permission
        )
    for app_label, codename in COLLECTION_PERMISSIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=collection,
            permission=Permission.objects.get(content_type__app_label=app_label, codename=codename),
        )


@transaction.atomic
def add_editor(
    *, user: User, organisation: OrganisationPage, mode: str | None = None
) -> EditorAccess:
    """Let `user` edit for `organisation`, in `mode` or in the organisation's own.

    The first editor provisions the organisation. Somebody who edits already only changes mode.
    """
    access = provision(organisation)
    chosen = EditorMode(mode or access.mode)
    group = access.group(chosen)
    if group is not None:
        user.groups.add(group)  # first: somebody in neither group has left
        user.groups.remove(*groups_of(organisation).exclude(pk=group.pk))
    return access


@transaction.atomic
def remove_editor(*, user: User, organisation: OrganisationPage) -> None:
    """Take `user` out of both groups of `organisation`; nothing happens if they are in none."""
    user.groups.remove(*groups_of(organisation))


def groups_of(organisation: OrganisationPage) -> QuerySet[Group]:
    """The two groups of an organisation, none before its first editor."""
    return Group.objects.filter(
        Q(checked_access__organisation=organisation) | Q(direct_access__organisation=organisation)
    )


def editors_of(organisation: OrganisationPage) -> QuerySet[User]:
    """Who edits for an organisation, by e-mail."""
    return User.objects.filter(groups__in=groups_of(organisation)).distinct().order_by("email")


def organisations_of(user: User) -> QuerySet[OrganisationPage]:
    """The organisations that `user` is an editor of, by title; of former members in name only."""
    found: QuerySet[OrganisationPage] = OrganisationPage.objects.filter(
        Q(editor_access__checked__user=user) | Q(editor_access__direct__user=user)
    )
    return found.distinct().order_by("title", "pk")


def organisations_open_to(user: User) -> QuerySet[OrganisationPage]:
    """Those of them that `user` may edit for today: not those of former members."""
    return organisations_of(user).exclude(pk__in=former_organisations().values("pk"))


def mode_of(*, user: User, organisation: OrganisationPage) -> EditorMode | None:
    """How `user` edits for `organisation`; None where they don't."""
    for mode in EditorMode:
        holders = EditorAccess.objects.filter(organisation=organisation)
        if holders.filter(**{f"{mode.value}__user": user}).exists():
            return mode
    return None
