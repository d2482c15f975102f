"""An issue comes online when its sending starts, as the version that is sent."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from wagtail.models import Revision

from newsletter.models import IssuePage, Mailing
from users.models import User


def publish_started() -> bool:
    """Put issues online whose sending started; return whether there was one. A slice of the worker.

    Each once: what the office publishes or takes down after the start stays as it is. An issue
    that was online before gets the version that is sent, so that the archive equals the mail.
    """
    before = Q(issue__last_published_at=None) | Q(issue__last_published_at__lt=F("started_at"))
    started = Mailing.objects.filter(
        before, issue__isnull=False, revision__isnull=False, started_at__isnull=False
    )
    for mailing in started.select_related("revision").order_by("started_at", "pk"):
        with transaction.atomic():
            issues = IssuePage.objects.select_for_update(of=("self",))
            locked = list(issues.filter(mailings=mailing).values_list("pk", flat=True))
            still = bool(locked) and started.filter(pk=mailing.pk).exists()
            if still and mailing.revision is not None:
                _publish(mailing.revision, by=mailing.created_by)
                return True
    return False


def _publish(revision: Revision, *, by: User | None) -> None:
    """Put a revision online now, whatever it says about when to.

    Scheduling was allowed or refused when it was done: whoever did it may have left since. A day
    in the future at which the page should come online is overtaken by the mail that leads to it,
    and would have it wait, so it would be published again and again.
    """
    if revision.content.get("go_live_at"):
        revision.content["go_live_at"] = None
        revision.save(update_fields=["content"])
    revision.publish(user=by, skip_permission_checks=True)
