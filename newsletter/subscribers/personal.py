"""What differs from reader to reader in one version of a mail: the reader's own links.

A version is composed once and stored with marks; each mail gets them replaced. The marks are plain
words that no text contains and that every encoding of a mail leaves in one piece.
"""

from __future__ import annotations

from newsletter.models import Subscriber
from newsletter.subscribers.links import Purpose, link

UNSUBSCRIBE = "xxPERSONALxUNSUBSCRIBExx"
PREFERENCES = "xxPERSONALxPREFERENCESxx"


def links_of(subscriber: Subscriber) -> dict[str, str]:
    """Return what stands in place of each mark in the mail to `subscriber`."""
    return {
        UNSUBSCRIBE: link(subscriber, Purpose.UNSUBSCRIBE),
        PREFERENCES: link(subscriber, Purpose.PREFERENCES),
    }


def personalised(text: str, links: dict[str, str]) -> str:
    """Return a stored text with the marks replaced."""
    for mark, address in links.items():
        text = text.replace(mark, address)
    return text
