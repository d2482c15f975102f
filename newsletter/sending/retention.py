"""Old mailings keep their numbers and forget their readers."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from newsletter.models import Delivery, DeliveryState, Mailing, MailingState

KEPT = timedelta(days=90)  # long enough for late bounces and questions
BATCH = 1000


def forget_readers() -> bool:
    """Cut a batch of rows of old mailings off from their readers; return whether any.

    What a server answered goes too: it may name the reader. A slice of the worker.
    """
    old = Mailing.objects.filter(
        state__in=[MailingState.FINISHED, MailingState.STOPPED],
        finished_at__lt=timezone.now() - KEPT,
    )
    told = Q(state=DeliveryState.FAILED) & ~Q(last_error="")
    rows = Delivery.objects.filter(Q(subscriber__isnull=False) | told, mailing__in=old)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    chosen = Delivery.objects.filter(pk__in=found)
    chosen.filter(state=DeliveryState.FAILED).update(last_error="")
    chosen.update(subscriber=None)
    return bool(found)
