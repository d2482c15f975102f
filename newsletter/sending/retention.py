"""Old mailings keep their numbers and forget their readers and their versions."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from newsletter.models import Delivery, DeliveryState, Mailing, MailingState, Variant
from newsletter.sending import throttle

KEPT = timedelta(days=90)  # long enough for late bounces and questions
BATCH = 1000


def forget_readers() -> bool:
    """Cut a batch of rows of old mailings off from their readers; return whether any.

    What a server answered goes too: it may name the reader. So do the versions: what a digest's
    are called says which countries and topics somebody chose. A slice of the worker.
    """
    throttle.forget_old_counts(now=timezone.now())
    old = Mailing.objects.filter(
        state__in=[MailingState.FINISHED, MailingState.STOPPED],
        finished_at__lt=timezone.now() - KEPT,
    )
    told = Q(state=DeliveryState.FAILED) & ~Q(last_error="")
    rows = Delivery.objects.filter(Q(subscriber__isnull=False) | told, mailing__in=old)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    chosen = Delivery.objects.filter(pk__in=found)
    chosen.filter(state=DeliveryState.FAILED).update(last_error="")
    chosen.update(subscriber=None, variant=None)
    return bool(found) or _forget_versions(old)


def _forget_versions(old: QuerySet[Mailing]) -> bool:
    """Delete a batch of versions, after all rows with a reader let go of theirs."""
    found = Variant.objects.filter(mailing__in=old).order_by("pk").values_list("pk", flat=True)
    deleted, _by_model = Variant.objects.filter(pk__in=list(found[:BATCH])).delete()
    return bool(deleted)
