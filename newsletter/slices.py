"""What the worker does for the newsletter."""

from __future__ import annotations

from core.work.worker import Order, register_slice
from newsletter.desk.archiving import publish_started
from newsletter.digests.composing import schedule_digests
from newsletter.sending.retention import forget_readers
from newsletter.sending.sender import send_due
from newsletter.subscribers.erasing import (
    erase_ended,
    erase_unanswered,
    erase_unconfirmed,
    forget_old_consent,
)

register_slice("newsletter: digests", schedule_digests, every=300)
register_slice("newsletter: sending", send_due, order=Order.BATCH)
register_slice("newsletter: archive", publish_started, order=Order.BATCH)
register_slice("newsletter: unconfirmed", erase_unconfirmed, every=3600, deletes=True)
register_slice("newsletter: unanswered", erase_unanswered, every=3600, deletes=True)
register_slice("newsletter: ended", erase_ended, every=3600, deletes=True)
register_slice("newsletter: old consent", forget_old_consent, every=3600, deletes=True)
register_slice("newsletter: old mailings", forget_readers, every=600, deletes=True)
