"""How many mails may still leave: a limit per hour over all mailings, in a sliding window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Sum

from newsletter.models import Delivery, HandOver

WINDOW = timedelta(hours=1)


def allowance(*, now: datetime) -> int | None:
    """Return how many mails may be handed over now; None: as many as there are.

    In no sixty minutes more than `NEWSLETTER_PER_HOUR` mails are handed over, each attempt counted:
    a server that says "later" has taken up a connection too. Call it in the transaction that hands
    over, after locking what others who hand over lock too. At most one query.
    """
    limit: int = settings.NEWSLETTER_PER_HOUR
    if not limit:
        return None
    recent = HandOver.objects.filter(at__gt=now - WINDOW).aggregate(mails=Sum("mails"))["mails"]
    return max(limit - (recent or 0), 0)


def count(mails: int, *, now: datetime) -> None:
    """Count mails that are handed over now, also without a limit: one may be set any time."""
    if mails:
        HandOver.objects.create(at=now, mails=mails)


def uncount(untried: Sequence[Delivery]) -> None:
    """Take back mails that were handed over together and that no server heard of."""
    moment = untried[0].handed_at if untried else None
    if moment is not None:
        counted = HandOver.objects.filter(at=moment, mails__gte=len(untried))
        counted.update(mails=F("mails") - len(untried))


def forget_old_counts(*, now: datetime) -> None:
    """Delete what counts no more."""
    HandOver.objects.filter(at__lte=now - WINDOW).delete()
