"""Pausing a mailing when too much of it fails, before a server takes the network for a spammer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.i18n import default_language
from newsletter.models import Delivery, DeliveryState, Mailing
from newsletter.sending import schedule
from newsletter.sending.versions import MailTooLarge, NotComposed

WINDOW = 50  # mails that are looked at, the last ones
LEAST = 20  # mails without which nothing is said
MOST_FAILED = 0.2  # the share of them that may fail


def pause_on_failures(mailing: Mailing) -> bool:
    """Pause a mailing if a fifth of its last fifty mails failed; return whether it was so.

    What failed before somebody resumed it is forgiven. One query unless it is paused.
    """
    counted: datetime | None = mailing.resumed_at or mailing.started_at
    rows = Delivery.objects.filter(mailing=mailing, finished_at__isnull=False)
    rows = rows.exclude(state=DeliveryState.SKIPPED)
    if counted is not None:
        rows = rows.filter(finished_at__gt=counted)
    last = list(rows.order_by("-finished_at", "-pk").values_list("state", "last_error")[:WINDOW])
    failed = [error for state, error in last if state == DeliveryState.FAILED]
    if len(last) < LEAST or len(failed) < MOST_FAILED * len(last):
        return False
    with override(default_language()):
        reason = _("%(failed)s of the last %(count)s mails failed. The last answer: %(answer)s") % {
            "failed": len(failed),
            "count": len(last),
            "answer": failed[0],
        }
    return _pause(mailing, reason)


def pause_too_large(mailing: Mailing, error: MailTooLarge) -> bool:
    """Pause a mailing that no mail server would take."""
    with override(default_language()):
        reason = _("The mail in the language “%(language)s” has %(size)s MB: too large.") % {
            "language": error.language,
            "size": f"{error.size / 1_000_000:.1f}",
        }
    return _pause(mailing, reason)


def pause_not_composed(mailing: Mailing, error: NotComposed) -> bool:
    """Pause a mailing of which a version can't be put together; the others go on."""
    with override(default_language()):
        reason = _("The mail could not be put together: %(reason)s") % {"reason": error}
    return _pause(mailing, reason)


def _pause(mailing: Mailing, reason: str) -> bool:
    try:
        schedule.pause(mailing, by=None, reason=reason)
    except schedule.WrongState:  # somebody was faster
        return False
    return True
