"""Leaving an organisation: access and sessions end at once, and the login when nothing is left."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from members.editors import remove_editor
from members.models import OrganisationPage
from users.models import LEFT_KEPT, User
from users.sessions import end_sessions


@transaction.atomic
def leave(*, user: User, organisation: OrganisationPage, by: User | None) -> None:
    """End what `user` may do for `organisation`, on the own wish or taken out by the office."""
    remove_editor(user=user, organisation=organisation)
    end_sessions(user)
    _unlock(user, organisation)
    log(instance=user, action="users.left", user=by, data={"organisation": organisation.record_id})
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
