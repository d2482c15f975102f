"""Leaving: access and sessions end at once, and the login when nothing is left.

By whatever way: on the own wish, taken out by the office, in the admin's form of a login, or since
the organisation or the group is gone. All of them take somebody out of a group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, pre_delete
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from members.editors import mode_of, remove_editor
from members.models import OrganisationPage
from users.guard import ends
from users.models import LEFT_KEPT, User
from users.sessions import end_sessions

#: Who is about to be taken out of groups: of which organisations, None for groups of none.
Leaving = Mapping[User, Iterable[OrganisationPage | None]]


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    through = User.groups.through
    m2m_changed.connect(on_groups, sender=through, dispatch_uid="members-leaving")
    pre_delete.connect(on_group_going, sender=Group, dispatch_uid="members-leaving-going")
    post_delete.connect(on_group_gone, sender=Group, dispatch_uid="members-leaving-gone")


@transaction.atomic
def leave(*, user: User, organisation: OrganisationPage, by: User | None) -> None:
    """Take `user` out of an organisation, on the own wish or by the office, and note it."""
    remove_editor(user=user, organisation=organisation)
    log(instance=user, action="users.left", user=by, data={"organisation": organisation.record_id})


def on_groups(
    instance: Any, action: str, pk_set: set[int] | None, *, reverse: bool, **kwargs: Any
) -> None:
    """Receiver: somebody is taken out of groups."""
    del kwargs
    if action in ("pre_remove", "pre_clear"):
        users, groups = ends(instance, pk_set, reverse=reverse)
        # The object in hand, where it is one: whoever has it goes on with what it is now.
        instance.leaving = _leaving(users if reverse else [instance], groups)
    elif action in ("post_remove", "post_clear"):
        _left(instance.__dict__.pop("leaving", {}))


def on_group_going(instance: Any, **kwargs: Any) -> None:
    """Receiver: a group is about to be deleted, of which its members get no signal."""
    del kwargs
    instance.leaving = _leaving(instance.user_set.all(), [instance])


def on_group_gone(instance: Any, **kwargs: Any) -> None:
    """Receiver: the group is gone."""
    del kwargs
    _left(instance.__dict__.pop("leaving", {}))


def _leaving(users: Iterable[User], groups: Any) -> Leaving:
    """What those of `users` who are in some of `groups` are about to leave."""
    taken = {group.pk for group in groups}
    found = {}
    for user in users:
        held = user.groups.filter(pk__in=taken)
        whose = [_organisation_of(group) for group in held]
        if whose:
            found[user] = whose
    return found


def _organisation_of(group: Group) -> OrganisationPage | None:
    of_group = Q(editor_access__checked=group) | Q(editor_access__direct=group)
    return OrganisationPage.objects.filter(of_group).first()


@transaction.atomic
def _left(leaving: Leaving) -> None:
    """End what they may no longer do; who edits on, in the other mode, has left nothing."""
    for user, whose in leaving.items():
        gone = [one for one in whose if one is None or not mode_of(user=user, organisation=one)]
        if not gone:
            continue
        end_sessions(user)
        for organisation in gone:
            if organisation is not None:
                _unlock(user, organisation)
        if user.has_nothing_left:
            user.is_active, user.left_at = False, timezone.now()
            user.set_unusable_password()
            user.save()


def _unlock(user: User, organisation: OrganisationPage) -> None:
    """Let those who stay edit what `user` locked."""
    pages = Page.objects.descendant_of(organisation, inclusive=True)
    for page in pages.filter(locked=True, locked_by=user):
        page.locked, page.locked_by, page.locked_at = False, None, None
        page.save(clean=False, update_fields=["locked", "locked_by", "locked_at"])
        log(instance=page, action="wagtail.unlock", user=user)


def delete_left() -> bool:
    """Delete logins whose owners left long ago. A slice of the worker."""
    for user in User.objects.filter(is_active=False, left_at__lt=timezone.now() - LEFT_KEPT):
        if user.has_nothing_left:
            user.delete()
    return False
