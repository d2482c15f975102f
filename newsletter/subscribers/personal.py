"""What differs from reader to reader in one version of a mail: the reader's own links."""

from __future__ import annotations

from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.models import Subscriber
from newsletter.subscribers.links import Purpose, link


def links_of(subscriber: Subscriber) -> dict[str, str]:
    """Return what stands in place of each mark in the mail to `subscriber`."""
    return {
        UNSUBSCRIBE: link(subscriber, Purpose.UNSUBSCRIBE),
        PREFERENCES: link(subscriber, Purpose.PREFERENCES),
    }
