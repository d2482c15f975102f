"""Erasing subscribers, on request or because they never confirmed. The log keeps digests only."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from cope_network.core.mail import OutgoingMail
from newsletter.models import Action, How, State, Subscriber
from newsletter.services import find, log

UNCONFIRMED_KEPT = timedelta(days=14)
BATCH = 200


@transaction.atomic
def erase(subscriber: Subscriber, *, action: Action = Action.ERASED, how: How = How.OFFICE) -> None:
    """Delete a subscriber, its choices and the mails to it; the consent log names a digest only."""
    log(subscriber, action, how)
    mails_to(subscriber.email).delete()
    subscriber.delete()


def mails_to(email: str) -> models.QuerySet[OutgoingMail]:
    """Return the mails about the newsletter to an address; other mails to it aren't ours."""
    return OutgoingMail.objects.filter(to__iexact=email, text__contains="/newsletter/")


def erase_by_email(email: str) -> bool:
    """Erase whoever has a normalised address; return whether there was anybody."""
    subscriber = find(email)
    if subscriber is None:
        return False
    erase(subscriber)
    return True


def erase_unconfirmed() -> bool:
    """Erase a batch of those who never confirmed; return whether any. A slice of the worker."""
    due = Subscriber.objects.filter(
        state=State.PENDING, asked_at__lt=timezone.now() - UNCONFIRMED_KEPT
    ).order_by("asked_at", "pk")
    found = False
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = due.select_for_update().filter(pk=pk).first()  # confirmed in between?
            if row is not None:
                erase(row, action=Action.LAPSED, how=How.AUTOMATIC)
                found = True
    return found
