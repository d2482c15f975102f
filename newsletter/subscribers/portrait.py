"""Everything that is stored about an address, for whoever asks about his or her own."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from newsletter.models import ConsentEvent, Subscriber
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.erasing import mails_to
from newsletter.subscribers.services import find


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def everything_about(email: str) -> dict[str, Any]:
    """Return what is stored about a normalised address, as JSON can hold it.

    `subscriber` is None after erasure; `consent` then still names what the digest stands for.
    """
    subscriber = find(email)
    digest = digest_of(email)
    return {
        "email": email,
        "digest": digest,
        "subscriber": _subscription(subscriber) if subscriber else None,
        "consent": [consent_line(event) for event in ConsentEvent.objects.of_digest(digest)],
        "mails": [
            {"written": _moment(mail.created_at), "state": mail.state, "subject": mail.subject,
             "text": mail.text}
            for mail in mails_to(email)
        ],
    }  # fmt: skip


def as_json(found: dict[str, Any]) -> str:
    """Write down what `everything_about` returns, for people to read and programs too."""
    return json.dumps(found, ensure_ascii=False, indent=2)


def _subscription(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "email": subscriber.email,
        "state": subscriber.state,
        "languages": subscriber.languages,
        "countries": subscriber.countries,
        "themes": [theme.record_id for theme in subscriber.themes],
        "frequency": subscriber.frequency,
        "key": subscriber.key,
        "created_at": _moment(subscriber.created_at),
        "confirmed_at": _moment(subscriber.confirmed_at),
        "asked_at": _moment(subscriber.asked_at),
        "mailed_at": _moment(subscriber.mailed_at),
        "soft_bounces": subscriber.soft_bounces,
        "soft_bounce_of": subscriber.soft_bounce_of,
        "newsletters": [
            {"mailing": mail.mailing_id, "state": mail.state, "finished": _moment(mail.finished_at),
             "answer": mail.last_error}
            for mail in subscriber.deliveries.all()
        ],
    }  # fmt: skip


def consent_line(event: ConsentEvent) -> dict[str, Any]:
    """Return a line of the consent log, as JSON can hold it."""
    return {
        "at": _moment(event.at),
        "action": event.action,
        "how": event.how,
        "wording": event.wording,
        "where": event.place,
        "language": event.language,
    }
