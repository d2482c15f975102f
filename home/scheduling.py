"""What is set to go online on a later day is looked at on the day it is set, not on its own."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import Revision

from core.network.gaps import refuse_gaps
from home.models import StandardPage


def refuse_scheduling(instance: Revision, **kwargs: Any) -> None:
    """Raise ValidationError for an office's page that is scheduled with an open gap.

    Wagtail notes the day on the revision, whichever way somebody publishes.
    """
    del kwargs
    if instance.approved_go_live_at is None:
        return
    if instance.content_type.model_class() is StandardPage:
        refuse_gaps(instance.as_object())


def connect() -> None:
    """Connect the receiver."""
    pre_save.connect(refuse_scheduling, sender=Revision, dispatch_uid="home.refuse_scheduling")
