"""The one guard of logins: whichever way one is changed, nobody gives more than they have.

Forms, actions on many users, groups and plain code all end in these receivers. Who acts is the user
of the request; the worker and commands act for nobody and are trusted. The last administrator
stays, whoever asks.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_delete, pre_save

from core.acting import acting_user
from users.models import User, many_change
from users.rights import Rights, may_change

#: What signing in writes.
SIGNING_IN = {"last_login"}
#: What only those who keep the logins change: whoever has an address is let in by it.
ADDRESS = "email"
KEEPS_LOGINS = "users.change_user"


class LastAdministrator(PermissionDenied):
    """Somebody tried to close, demote or delete the only administrator."""


def limited_actor() -> User | None:
    """Who acts, read anew; None for nobody and for administrators, who may do everything."""
    user = acting_user()
    if user is None:
        return None
    return User.objects.filter(pk=user.pk).exclude(is_active=True, is_superuser=True).first()


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    pre_save.connect(on_save, sender=User, dispatch_uid="users-guard-save")
    many_change.connect(on_update, sender=User, dispatch_uid="users-guard-update")
    pre_delete.connect(on_delete, sender=User, dispatch_uid="users-guard-delete")
    for through, receiver in (
        (User.groups.through, on_groups),
        (User.user_permissions.through, on_permissions),
        (Group.permissions.through, on_permissions),
    ):
        m2m_changed.connect(receiver, sender=through, dispatch_uid=f"guard-{through.__name__}")


def _ask(target: User) -> None:
    actor = limited_actor()
    if actor is not None and not may_change(actor, target):
        raise PermissionDenied


def _ask_for_address() -> None:
    """Raise PermissionDenied where somebody would give a login, their own too, another address.

    Nobody would have asked whether it is theirs, and the office lets people in by their address.
    """
    actor = limited_actor()
    if actor is not None and not actor.has_perm(KEEPS_LOGINS):
        raise PermissionDenied


def _keep_last(leaving: QuerySet[User]) -> None:
    """Raise LastAdministrator where nobody else would be left.

    To be called in the transaction that changes the logins: of two administrators who demote each
    other at the same moment the second waits here, and then finds the other gone. On SQLite the
    transaction itself is the lock.
    """
    administrators = User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
    there = set(administrators.select_for_update(no_key=True).values_list("pk", flat=True))
    going = there.intersection(leaving.filter(pk__in=there).values_list("pk", flat=True))
    if going and going == there:
        raise LastAdministrator


def on_save(instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Raise PermissionDenied where a login is changed, or raised, by somebody who may not."""
    del kwargs
    if update_fields is not None and set(update_fields) <= SIGNING_IN:
        return
    stored = User.objects.filter(pk=instance.pk).first()
    if stored is not None:
        _ask(stored)
        if stored.email != instance.email:
            _ask_for_address()
    raised = instance.is_superuser and not (stored and stored.is_superuser)
    if raised and limited_actor() is not None:
        raise PermissionDenied
    if not (instance.is_active and instance.is_superuser):
        _keep_last(User.objects.filter(pk=instance.pk))


def on_delete(instance: User, origin: Any = None, **kwargs: Any) -> None:
    """Raise PermissionDenied where a login is deleted by somebody who may not.

    `origin`: all that go with it, of whom none is gone yet.
    """
    del kwargs
    _ask(instance)
    several = isinstance(origin, QuerySet) and origin.model is User
    _keep_last(origin if several else User.objects.filter(pk=instance.pk))


def on_update(users: QuerySet[User], values: dict[str, Any], **kwargs: Any) -> None:
    """Raise PermissionDenied where any of many logins may not be changed in this way."""
    del kwargs
    if set(values) <= SIGNING_IN:
        return
    for user in users:
        _ask(user)
    if ADDRESS in values:
        _ask_for_address()
    if "is_superuser" in values and limited_actor() is not None:
        raise PermissionDenied
    if not (values.get("is_superuser", True) and values.get("is_active", True)):
        _keep_last(users)


def on_groups(
    instance: Any, action: str, pk_set: set[int] | None, *, reverse: bool, **kwargs: Any
) -> None:
    """Raise PermissionDenied where somebody is put into a group by somebody who may not."""
    del kwargs
    actor = limited_actor() if action in ("pre_add", "pre_remove", "pre_clear") else None
    if actor is None:
        return
    users, groups = ends(instance, pk_set, reverse=reverse)
    added = groups if action == "pre_add" else Group.objects.none()
    if not all(may_change(actor, user) for user in users):
        raise PermissionDenied
    if len(Rights(actor).groups(added)) != added.count():
        raise PermissionDenied


def ends(
    instance: Any, pk_set: set[int] | None, *, reverse: bool
) -> tuple[QuerySet[User], QuerySet[Group]]:
    """Users and groups of a change; `pk_set` is None where all of them are cleared."""
    if reverse:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        return users, Group.objects.filter(pk=instance.pk)
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    return User.objects.filter(pk=instance.pk), groups


def on_permissions(
    instance: Any, action: str, pk_set: set[int] | None, *, reverse: bool, **kwargs: Any
) -> None:
    """Raise PermissionDenied where a permission is given by somebody who hasn't got it."""
    del kwargs
    actor = limited_actor() if action == "pre_add" else None
    if actor is None:
        return
    keys = {instance.pk} if reverse else pk_set or set()
    given = Permission.objects.filter(pk__in=keys).select_related("content_type")
    if not Rights(actor).include(given):
        raise PermissionDenied
