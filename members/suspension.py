"""A suspended organisation is closed to readers with all it publishes, until it comes back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save, pre_delete

from core.visibility import close_where
from members.models import Membership
from search.state.signals import touch_dependents


def suspended() -> Q:
    """Pages of organisations that are suspended."""
    return Q(pk__in=Membership.objects.suspending().values("organisation"))


def connect() -> None:
    """Close suspended organisations; have what an organisation is named in follow at once."""
    close_where(suspended)
    post_save.connect(_changed, sender=Membership, dispatch_uid="members-membership-saved")
    pre_delete.connect(_changed, sender=Membership, dispatch_uid="members-membership-deleted")


def _changed(*, instance: Membership, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_dependents(instance.organisation)
