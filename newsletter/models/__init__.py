"""What the newsletter stores: who wants it, and how that came about."""

from __future__ import annotations

from newsletter.models.consent import Action, ConsentEvent, How
from newsletter.models.subscriber import Frequency, State, Subscriber, SubscriberTheme

__all__ = [
    "Action",
    "ConsentEvent",
    "Frequency",
    "How",
    "State",
    "Subscriber",
    "SubscriberTheme",
]
