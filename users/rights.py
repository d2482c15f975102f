"""Whether one login may do no more than another: who may be let in, changed and put where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from users.models import User

Place = tuple[str, str]  # a permission's codename, and the path below which it holds


class Rights:
    """Everything that a login may do. Three queries, however many groups are compared."""

    def __init__(self, user: User) -> None:
        self.everything = user.is_active and user.is_superuser
        self.permissions = user.get_all_permissions()
        groups = user.groups.all() if user.is_active else Group.objects.none()
        self.pages = _places(GroupPagePermission.objects.filter(group__in=groups), "page")
        self.collections = _places(
            GroupCollectionPermission.objects.filter(group__in=groups), "collection"
        )

    def include(self, permissions: Iterable[Permission]) -> bool:
        """Tell whether all of `permissions` are among them."""
        names = {f"{each.content_type.app_label}.{each.codename}" for each in permissions}
        return self.everything or names <= self.permissions

    def include_group(self, group: Any) -> bool:
        """Tell whether a group (from `groups`) lets nobody do more."""
        if self.everything:
            return True
        return (
            self.include(group.permissions.all())
            and _within(group.page_permissions.all(), "page", self.pages)
            and _within(group.collection_permissions.all(), "collection", self.collections)
        )

    def groups(self, among: Any = None) -> list[Group]:
        """The groups that let nobody do more, all of them or those in the queryset `among`."""
        found = Group.objects.all() if among is None else among
        return [group for group in _with_permissions(found) if self.include_group(group)]


def _places(granted: Any, place: str) -> set[Place]:
    return set(granted.values_list("permission__codename", f"{place}__path"))


def _within(granted: Iterable[Any], place: str, held: set[Place]) -> bool:
    return all(
        any(
            each.permission.codename == codename and getattr(each, place).path.startswith(path)
            for codename, path in held
        )
        for each in granted
    )


def _with_permissions(groups: Any) -> Any:
    return groups.prefetch_related(
        "permissions__content_type",
        "page_permissions__permission",
        "page_permissions__page",
        "collection_permissions__permission",
        "collection_permissions__collection",
    )


def may_change(actor: User, target: User) -> bool:
    """Tell whether `actor` may change, close or delete the login `target`.

    Their own; and others' that may do no more than themselves.
    """
    if actor.pk == target.pk or (actor.is_active and actor.is_superuser):
        return True
    if target.is_superuser:
        return False
    rights = Rights(actor)
    groups = target.groups.all()
    return rights.include(target.user_permissions.select_related("content_type")) and len(
        rights.groups(groups)
    ) == len(groups)
