"""A suspended organisation is closed to readers with all it publishes, until it comes back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save, pre_delete

from core.visibility import close_where
from members.models import Dissolution, Membership, OrganisationPage
from search.state.signals import touch_dependents


def suspended() -> Q:
    """Pages of organisations that are suspended."""
    return Q(pk__in=Membership.objects.suspending().values("organisation"))


def connect() -> None:
    """Close suspended organisations; have what an organisation is named in follow at once."""
    close_where(suspended)
    for sender in (Membership, Dissolution):
        name = f"members-{sender._meta.model_name}"
        post_save.connect(_changed, sender=sender, dispatch_uid=f"{name}-saved")
        pre_delete.connect(_changed, sender=sender, dispatch_uid=f"{name}-deleted")
    pre_delete.connect(_keep_holder, sender=OrganisationPage, dispatch_uid="members-holder-kept")


def _changed(*, instance: Membership | Dissolution, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and instance.organisation is not None:
        touch_dependents(instance.organisation)


def _keep_holder(*, instance: OrganisationPage, **_kwargs: Any) -> None:
    """Memberships outlive the organisation's page, by its last name."""
    Membership.objects.filter(organisation=instance).update(
        name=instance.title[:255], holder_country=instance.country
    )
