"""Mails that come back, and readers who report one as unwanted: nothing more is sent to them.

Such a subscriber gets the newsletter again only by asking for it and confirming that anew.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum

from django.db import transaction

from newsletter.models import Action, How, State, Subscriber
from newsletter.subscribers import services

SOFT_LIMIT = 3  # mails in a row that came back for a passing reason

#: "5.1.1" (RFC 3463), not part of an IP address
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
#: wrong addresses of the sender, not of the reader
ABOUT_THE_SENDER = {7, 8, 9}


class BounceKind(Enum):
    """What an answer says about the reader's address."""

    HARD = "there is no such mailbox"
    SOFT = "the mailbox takes nothing at present"
    OTHER = "it is about the mail or its sender"


def kind_of(answer: str) -> BounceKind:
    """Read a mail server's refusal by its status code (RFC 3463); without one it is SOFT.

    HARD is only what can't be about us: subject 1 (the address) but for codes about senders, and
    5.2.1 (mailbox disabled). What is about policy, content or the protocol is OTHER.
    """
    found = STATUS.search(answer)
    if found is None:
        return BounceKind.SOFT
    status, subject, detail = (int(part) for part in found.groups())
    if subject == 1 and detail in ABOUT_THE_SENDER:
        return BounceKind.OTHER
    if status == 5 and (subject == 1 or (subject, detail) == (2, 1)):
        return BounceKind.HARD
    return BounceKind.SOFT if subject in (0, 1, 2, 4) else BounceKind.OTHER


def note_refusal(subscriber_id: int, answer: str, *, how: How = How.MAIL_SERVER) -> None:
    """Store what a final refusal says about a subscriber."""
    kind = kind_of(answer)
    if kind is BounceKind.HARD:
        hard_bounce(subscriber_id, how=how)
    elif kind is BounceKind.SOFT:
        soft_bounce(subscriber_id, how=how)


@transaction.atomic
def hard_bounce(subscriber_id: int, *, how: How) -> None:
    """Send nothing more to a subscriber whose mailbox doesn't exist."""
    row = _subscribed(subscriber_id)
    if row is not None:
        _end(row, state=State.BOUNCED, action=Action.BOUNCED, how=how)


@transaction.atomic
def soft_bounce(subscriber_id: int, *, how: How, message: str = "") -> None:
    """Count a mail that came back; the third in a row ends the subscription.

    `message` names the mail: what is reported of one mail several times is one.
    """
    row = _subscribed(subscriber_id)
    named = hashlib.sha256(message.encode()).hexdigest()[:32] if message else ""
    if row is None or (named and named == row.soft_bounce_of):
        return
    row.soft_bounces += 1
    row.soft_bounce_of = named
    row.save(update_fields=["soft_bounces", "soft_bounce_of"])
    if row.soft_bounces >= SOFT_LIMIT:
        _end(row, state=State.BOUNCED, action=Action.BOUNCED, how=how)


@transaction.atomic
def complaint(subscriber_id: int, *, how: How) -> None:
    """Send nothing more to a subscriber who reported a mail as unwanted."""
    row = _subscribed(subscriber_id)
    if row is not None:
        _end(row, state=State.COMPLAINED, action=Action.COMPLAINED, how=how)


@transaction.atomic
def complaint_by_hand(subscriber_id: int) -> None:
    """Note a complaint that reached the office, whatever state the subscription is in."""
    row = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if row is None or row.state == State.COMPLAINED:
        return
    row.asked_at = None
    row.save(update_fields=["asked_at"])
    _end(row, state=State.COMPLAINED, action=Action.COMPLAINED, how=How.OFFICE)


def arrived(*subscriber_ids: int) -> None:
    """Forget earlier soft bounces of subscribers whom a mail has reached. One query."""
    bounced = Subscriber.objects.filter(pk__in=subscriber_ids, soft_bounces__gt=0)
    bounced.update(soft_bounces=0, soft_bounce_of="")


def _subscribed(subscriber_id: int) -> Subscriber | None:
    """Lock a subscriber, if mails go to him or her."""
    rows = Subscriber.objects.select_for_update()
    return rows.filter(pk=subscriber_id, state=State.ACTIVE).first()


def _end(row: Subscriber, *, state: State, action: Action, how: How) -> None:
    row.state = state
    row.save(update_fields=["state"])
    services.log(row, action, how)
