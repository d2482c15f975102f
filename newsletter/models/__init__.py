"""What the newsletter stores: who wants it and how that came about, issues, their sending."""

from __future__ import annotations

from newsletter.models.consent import Action, ConsentEvent, How
from newsletter.models.issue import ArchivePage, BlockKind, IssueBlock, IssuePage
from newsletter.models.mailing import (
    Delivery,
    DeliveryState,
    HandOver,
    Mailing,
    MailingState,
    SkipReason,
    Variant,
)
from newsletter.models.subscriber import Frequency, State, Subscriber, SubscriberTheme

__all__ = [
    "Action",
    "ArchivePage",
    "BlockKind",
    "ConsentEvent",
    "Delivery",
    "DeliveryState",
    "Frequency",
    "HandOver",
    "How",
    "IssueBlock",
    "IssuePage",
    "Mailing",
    "MailingState",
    "SkipReason",
    "State",
    "Subscriber",
    "SubscriberTheme",
    "Variant",
]
