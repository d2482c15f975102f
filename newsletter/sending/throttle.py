"""How many mails may still leave: a limit per hour over all mailings, in a sliding window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from newsletter.models import Delivery

WINDOW = timedelta(hours=1)


def allowance(*, now: datetime) -> int | None:
    """Return how many mails may be handed over now; None: as many as there are.

    In no sixty minutes more than `NEWSLETTER_PER_HOUR` leave. Call it in the transaction that hands
    over, after locking what others who hand over lock too. At most one query.
    """
    limit: int = settings.NEWSLETTER_PER_HOUR
    if not limit:
        return None
    recent = Delivery.objects.filter(handed_at__gt=now - WINDOW).count()
    return max(limit - recent, 0)
